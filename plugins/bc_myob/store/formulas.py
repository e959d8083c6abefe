"""Formulas of the Entities form (BC202000): compiled once, computed for every record of a frame (connector 7.3).

A formula can do nothing but compute: its grammar knows literals, fields, operators and the functions listed, its length
and depth are bounded, and so is every text and number it can make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import pandas as pd
from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import field_values
from bc_myob.store.grammar.compiler import Compiled, FormulaFault, Mistake, compile_tree
from bc_myob.store.grammar.kinds import Special, Surroundings, loaded

__all__ = ["Formula", "FormulaFault", "Special", "Surroundings", "compile_formula"]

MAX_LENGTH: Final = 4_000
MAX_DEPTH: Final = 100
"""Operations inside operations, and operations in a row: `1+1+1` counts two."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula ready to compute. `fields` are the fields it reads, in the user's spelling."""

    source: str
    fields: tuple[str, ...]
    compute: Callable[[tuple[Any, ...]], Any]

    def values(self, frame: pd.DataFrame, surroundings: Surroundings) -> list[Any]:
        """Give one result per record: a value, `Special.UNMAP` or `Special.DEFAULT_MAPPING`, or a FormulaFault.

        A fault concerns its record only and says what to mend.
        """
        columns = [map(loaded, field_values(frame, name)) for name in self.fields]
        rows = zip(*columns, strict=True) if columns else (() for _ in range(len(frame)))
        return [self._value((surroundings, *row)) for row in rows]

    def _value(self, row: tuple[Any, ...]) -> Any:
        try:
            return self.compute(row)
        except FormulaFault as fault:
            return fault


@lru_cache(maxsize=1024)
def compile_formula(source: str) -> Formula:
    """Give the formula of the text (with or without its `=`).

    ConfigurationError points at the place that cannot be understood: "column 14: ...", counted from 1 in `source`.
    """
    if len(source) > MAX_LENGTH:
        raise ConfigurationError(f"the formula has {len(source)} characters; at most {MAX_LENGTH} are allowed")
    # A blank in place of the equals sign keeps the columns of the user's own text.
    text = source.replace("=", " ", 1) if source.lstrip().startswith("=") else source
    try:
        tree = _parser().parse(text)
        _check_depth(tree)
        compiled: Compiled = compile_tree(tree)
    except UnexpectedInput as exc:
        raise ConfigurationError(f"{_complaint(exc, text)} in the formula {_shown(source)}") from exc
    except Mistake as exc:
        raise ConfigurationError(f"column {exc.column}: {exc} in the formula {_shown(source)}") from exc
    return Formula(source, compiled.fields, compiled.compute)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("bc_myob.store.grammar").joinpath("formula.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


def _check_depth(tree: Tree[Token]) -> None:
    """Refuse what could not be compiled within Python's own stack. Goes bottom-up, without recursion."""
    depths: dict[int, int] = {}
    for part in tree.iter_subtrees():
        inner = [depths[id(child)] for child in part.children if isinstance(child, Tree)]
        depths[id(part)] = depth = 1 + max(inner, default=0)
        if depth > MAX_DEPTH:
            raise Mistake(f"more than {MAX_DEPTH} operations inside one another or in a row", 1)


def _complaint(exc: UnexpectedInput, text: str) -> str:
    if isinstance(exc, UnexpectedEOF) or (isinstance(exc, UnexpectedToken) and exc.token.type == "$END"):
        return f"column {len(text) + 1}: the formula ends too early; something is missing"
    place = (exc.pos_in_stream or 0) + 1
    if isinstance(exc, UnexpectedCharacters):
        rest = text[place - 1 :]
        if rest.startswith("'"):
            return f"column {place}: the text that starts here has no closing quotation mark"
        if rest.startswith("["):
            return f"column {place}: the field that starts here has no closing bracket"
        return f"column {place}: {rest[:1]!r} has no meaning here"
    said = str(getattr(exc, "token", ""))
    return f"column {place}: {said[:40]!r} is not expected here"


def _shown(source: str) -> str:
    return source if len(source) <= 80 else f"{source[:77]}..."  # noqa: PLR2004 - for people
