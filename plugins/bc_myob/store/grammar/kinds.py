"""What values formulas work on, and how one kind becomes another. Every failure is a ValueError in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from decimal import Context, Decimal
from enum import Enum
from typing import Any, Final

from bc_myob.store.values import MAX_EXPONENT, as_moment, as_number, as_truth, printed

MAX_TEXT: Final = 65_536
ARITHMETIC: Final = Context(prec=34, Emax=MAX_EXPONENT, Emin=-MAX_EXPONENT)
"""Decimal arithmetic that can neither lose cents nor grow without bounds."""

_SLASHED: Final = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?$", re.ASCII
)
_LAST_YEAR_OF_TWO_DIGITS: Final = 49
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
    if isinstance(value, datetime):
        return printed(value)
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


def moment(value: Any, zone: tzinfo) -> datetime:
    """Give the value as a moment on the clocks of the store's `zone`; one that is a moment already stays as it is.

    A day is its midnight there. Dates with slashes are month/day/year, as the ERP's default locale reads them.
    """
    if isinstance(value, datetime):
        return value
    found = as_moment(value)
    if isinstance(found, datetime):
        return found.astimezone(zone)
    if found is not None:
        return datetime.combine(found, time(), zone)
    slashed = _SLASHED.match(value.strip()) if isinstance(value, str) else None
    try:
        if slashed is not None:
            return _by_slashes(slashed, zone)
    except ValueError:
        pass
    raise ValueError(f"{_name(value)} is no date; write it like 2/29/2024, 2/29/2024 1:05 PM or 2024-02-29")


def _by_slashes(found: re.Match[str], zone: tzinfo) -> datetime:
    month, day, year, hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3, 4, 5, 6))
    if month > _LAST_MONTH:
        month, day = day, month
    if len(found.group(3)) == 2:  # noqa: PLR2004 - 24 is 2024, 99 is 1999
        year += 2000 if year <= _LAST_YEAR_OF_TWO_DIGITS else 1900
    return datetime(year, month, day, _hour(hour, found.group(7)), minute, second, tzinfo=zone)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        raise ValueError("no such hour")
    return hour % 12 + (12 if half.casefold() == "pm" else 0)


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
