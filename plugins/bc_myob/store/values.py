"""How values of different make compare: the store prints money as text, dates in two forms, ids as numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final

_NUMBERS: Final = frozenset({int, Decimal})
_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?$", re.ASCII)
_WRITTEN: Final = re.compile(r"\s*-?(0|[1-9]\d*)(\.\d+)?\s*$", re.ASCII)
"""A number as one writes it; 0800 or 1E5 are codes."""
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]|$)", re.ASCII)

MAX_EXPONENT: Final = 60
"""Numbers beyond this are no amounts; printed in full they could fill the memory."""


def is_empty(value: Any) -> bool:
    """Tell whether the value is missing, blank text or an empty list. Zero and false are values."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def as_number(value: Any) -> Decimal | None:
    """Give the value as a number, or None where it is none. Texts count: "10.0000" is how orders print money."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int | float):
        return _parsed_number(repr(value))
    return _parsed_number(value) if isinstance(value, str) and _PLAIN.match(value.strip()) else None


def as_truth(value: Any) -> bool | None:
    """Give the value as true or false, or None where it is neither."""
    if isinstance(value, bool):
        return value
    number = as_number(value)
    if number is not None:
        return bool(number)
    return {"true": True, "false": False}.get(str(value).strip().casefold())


def as_moment(value: Any) -> datetime | date | None:
    """Give the value as a moment (UTC) or, without a time of day, as a date; None where it is neither."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return value
    return _parsed_moment(value.strip()) if isinstance(value, str) else None


def printed(moment: datetime | date) -> str:
    """Give a moment as its own clock shows it, without offset: 2024-01-31T09:30:00; the day alone at midnight."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    shown = moment.replace(tzinfo=None, microsecond=0)
    return shown.date().isoformat() if shown.time() == time() else shown.isoformat()


def as_folded(value: Any) -> str:
    """Give the value as text for comparing: case and blanks at the ends do not count (our decision)."""
    return str(value).strip().casefold()


def order(left: Any, right: Any, zone: tzinfo = UTC) -> int | None:
    """Give -1, 0 or 1 as `left` is less than, equal to or greater than `right`; None where they do not compare.

    Numbers compare as numbers, moments as moments (by the day in `zone` where one of them has no time of day), all else
    as text; so do two texts of which one only looks like a number, such as the postal code 0800.
    """
    if type(left) in _NUMBERS and type(right) in _NUMBERS:
        return _sign(left, right)
    if is_empty(left) or is_empty(right):
        return None
    for pair in (_truths(left, right), _numbers(left, right), _moments(left, right, zone)):
        if pair is not None:
            return _sign(*pair)
    if isinstance(left, int | float | Decimal) or isinstance(right, int | float | Decimal):
        return None
    return _sign(as_folded(left), as_folded(right))


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _truths(left: Any, right: Any) -> tuple[bool, bool] | None:
    if not (isinstance(left, bool) or isinstance(right, bool)):
        return None
    pair = as_truth(left), as_truth(right)
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])


def _numbers(left: Any, right: Any) -> tuple[Decimal, Decimal] | None:
    if isinstance(left, str) and isinstance(right, str) and not (_WRITTEN.match(left) and _WRITTEN.match(right)):
        return None
    pair = as_number(left), as_number(right)
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])


def _moments(left: Any, right: Any, zone: tzinfo) -> tuple[Any, Any] | None:
    pair = as_moment(left), as_moment(right)
    if pair[0] is None or pair[1] is None:
        return None
    if all(isinstance(each, datetime) for each in pair):
        return pair
    return _day(left, pair[0], zone), _day(right, pair[1], zone)


def _day(value: Any, moment: datetime | date, zone: tzinfo) -> date:
    if isinstance(value, datetime):  # it has a zone of its own
        return value.date()
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=8192)
def _parsed_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= MAX_EXPONENT else None


@lru_cache(maxsize=8192)
def _parsed_moment(text: str) -> datetime | date | None:
    if not any(character.isdigit() for character in text[:6]):
        return None
    try:
        if "," in text:
            moment = parsedate_to_datetime(text)
        elif not _ISO.match(text):  # 20240131 is a number on somebody's list
            return None
        elif len(text) == len("2024-01-31"):
            return date.fromisoformat(text)
        else:
            moment = datetime.fromisoformat(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
