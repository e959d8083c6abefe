"""The values of a `$filter`, and how they and stored values are made comparable."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from lark import Token

from sandbox.erp.errors import ServerError


def bad_query(message: str) -> ServerError:
    """Return the refusal for a filter the server cannot run: HTTP 500 (section 5)."""
    return ServerError(message, "Microsoft.Data.OData.ODataException")


def folded(value: Any) -> Any:
    """Return a text as the database compares it: case and trailing spaces do not count."""
    return value.rstrip().casefold() if isinstance(value, str) else value


def literal(token: Token) -> Any:
    """Return the value a literal of the filter stands for."""
    match token.type:
        case "TEXT":
            return folded(token[1:-1].replace("''", "'"))
        case "NUMBER":
            return Decimal(token.rstrip("MmDdFfLl"))
        case "TRUTH":
            return token.startswith("t")
        case "MOMENT":
            return _moment(token.split("'")[1])
        case "GUID":
            return folded(token.split("'")[1])
    return None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise bad_query(f"'{text}' is no date and time (is its '+' encoded as %2B?).") from None
    if moment.tzinfo is None:
        raise bad_query(f"datetimeoffset'{text}' has no offset.")
    return moment
