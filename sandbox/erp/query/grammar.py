"""The grammar of `$filter`: the OData v3 words the guide names, and no others (section 4, Reading)."""

from __future__ import annotations

from lark import Lark

PARSER = Lark(
    r"""
    start: any
    any: all ("or" all)*
    all: _term ("and" _term)*
    _term: "(" any ")" | comparison | call | odd
    comparison: _operand OPERATOR _operand
    call: NAME "(" _operand "," _operand ")"
    odd: call OPERATOR _operand
    _operand: path | literal
    path: NAME ("/" NAME)*
    literal: TEXT | NUMBER | TRUTH | NULL | MOMENT | GUID

    OPERATOR: /(eq|ne|gt|ge|lt|le)(?![\w'])/
    TRUTH.3: /(true|false)(?![\w\/])/
    NULL.3: /null(?![\w\/])/
    MOMENT.3: /datetimeoffset'[^']*'/
    GUID.3: /guid'[^']*'/
    TEXT: /'(?:[^']|'')*'/
    NUMBER: /-?\d+(\.\d+)?[MmDdFfLl]?/
    NAME: /(?!(?:and|or)\b)[A-Za-z_][\w.]*/
    %ignore /\s+/
    """,
    parser="lalr",
    maybe_placeholders=False,
)
