"""Texts for the query string: OData literals and conditions, encoding. Pure (myob-advanced-api 4, Reading)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from urllib.parse import quote as percent

LONGEST_QUERY = 1900
"""Characters of one `$filter` as it travels; with the rest of the URL that stays under the 2,000 that are safe."""
STORE_LITERAL = ":,"
"""The store is reported to refuse dates whose colons are encoded (bigcommerce-api 6)."""
ERP_LITERAL = ",'()"
"""The ERP's guide encodes the colons and plus signs of time stamps (myob-advanced-api 4)."""
Literal: TypeAlias = str | int | bool | datetime
_OR = " or "


def quote(text: str) -> str:
    """Give `text` for the inside of a quoted literal: O'Brien becomes O''Brien."""
    return text.replace("'", "''")


def literal(value: Literal) -> str:
    """Give `value` as an OData v3 literal: 'text', 12, true, datetimeoffset'2026-01-01T00:00:00+00:00'."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case datetime():
            return f"datetimeoffset'{value.isoformat()}'"
        case _:
            return f"'{quote(value)}'"


def equals(field: str, value: Literal) -> str:
    """Give `field eq literal`."""
    return f"{field} eq {literal(value)}"


def all_of(*conditions: str) -> str:
    """Give the conditions joined by `and`; empty ones are left out, alternatives get brackets."""
    given = [condition for condition in conditions if condition]
    if len(given) == 1:
        return given[0]
    return " and ".join(f"({one})" if _OR in one else one for one in given)


def encoded(text: str, literal: str = ERP_LITERAL) -> str:
    """Give `text` as it travels in a query; the characters in `literal` stay as they are."""
    return percent(text, safe="$" + literal)


def query_string(query: Mapping[str, object], literal: str = ERP_LITERAL) -> str:
    """Give `?a=b&c=d` for what is given; None and "" are left out, True and False are written in lower case."""
    pairs = [
        f"{encoded(name, literal)}={encoded(str(value).lower() if isinstance(value, bool) else str(value), literal)}"
        for name, value in query.items()
        if value is not None and value != ""
    ]
    return f"?{'&'.join(pairs)}" if pairs else ""
