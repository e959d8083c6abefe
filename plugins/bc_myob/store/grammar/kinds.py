"""What values formulas work on, and how one kind becomes another. Every failure is a ValueError in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Context, Decimal
from enum import Enum
from typing import Any, Final

from bc_myob.store.values import MAX_EXPONENT, as_moment, as_number, as_truth, midnight

MAX_TEXT: Final = 65_536
ARITHMETIC: Final = Context(prec=34, Emax=MAX_EXPONENT, Emin=-MAX_EXPONENT)
"""Decimal arithmetic that can neither lose cents nor grow without bounds."""

_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+(.+))?$")
_MONEY: Final = re.compile(r"-?\d+\.\d{4}$")
_LAST_MONTH: Final = 12


class Special(Enum):
    """Results that are no values: they say what becomes of the target field."""

    UNMAP = "Unmap"
    DEFAULT_MAPPING = "DefaultMapping"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a formula may know besides the record: the run's time, the store's zone, the substitution lists."""

    now: datetime
    zone: tzinfo = UTC
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def loaded(value: Any) -> Any:
    """Give a field's value as a formula sees it: orders print money as text with four decimals, that is a number."""
    return Decimal(value) if isinstance(value, str) and _MONEY.match(value) else value


def text(value: Any) -> str:
    """Give the value as text; nothing is the empty text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool | int | Decimal):
        return str(value) if not isinstance(value, Decimal) else format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise ValueError(f"{_name(value)} is no text")


def number(value: Any) -> Decimal:
    """Give the value as a number."""
    found = Decimal(value) if isinstance(value, bool) else as_number(value)
    if found is None or abs(found.adjusted()) > MAX_EXPONENT:
        raise ValueError(f"{_name(value)} is no number")
    return found


def whole(value: Any) -> int:
    """Give the value as a whole number; a fraction is rounded to the nearest one, half to even as .NET does."""
    return int(number(value).to_integral_value())


def truth(value: Any) -> bool:
    """Give the value as true or false; nothing is false."""
    found = as_truth(value) if value is not None else False
    if found is None:
        raise ValueError(f"{_name(value)} is neither True nor False")
    return found


def moment(value: Any) -> datetime:
    """Give the value as a moment (UTC). Dates with slashes are month/day/year, as the ERP's default locale reads."""
    found = as_moment(value)
    if found is not None:
        return midnight(found)
    slashed = _SLASHED.match(value.strip()) if isinstance(value, str) else None
    if slashed is None:
        raise ValueError(f"{_name(value)} is no date")
    month, day, year = (int(part) for part in slashed.group(1, 2, 3))
    if month > _LAST_MONTH:
        month, day = day, month
    clock = slashed.group(4) or "00:00"
    return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02} {clock}").replace(tzinfo=UTC)


def bounded(made: str) -> str:
    """Give the text back, or ValueError where it has grown beyond what any field takes."""
    if len(made) > MAX_TEXT:
        raise ValueError(f"the text would have more than {MAX_TEXT:,} characters")
    return made


def _name(value: Any) -> str:
    if isinstance(value, Special):
        return f"{value.value} (it can only be a whole result)"
    shown = "nothing (Null)" if value is None else repr(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."  # noqa: PLR2004 - for people
