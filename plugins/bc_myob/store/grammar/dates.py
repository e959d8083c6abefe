"""Date functions of formulas."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Final

from bc_myob.store.grammar.kinds import moment, text, whole

_NAMES: Final = {
    "year": ("y", "yy", "yyyy", "year"),
    "quarter": ("q", "qq", "quarter"),
    "month": ("m", "mm", "month"),
    "week": ("w", "ww", "wk", "week"),
    "day": ("d", "dd", "day"),
    "hour": ("h", "hh", "hour"),
    "minute": ("n", "mi", "minute"),
    "second": ("s", "ss", "second"),
}
_INTERVALS: Final = {short: name for name, shorts in _NAMES.items() for short in shorts}
_MONTHS: Final = {"year": 12, "quarter": 3, "month": 1}
_DAYS: Final = {"week": 7, "day": 1}
_CLOCK: Final = {"hour": 3_600, "minute": 60, "second": 1}
_SUNDAY: Final = 6
_EPOCH: Final = datetime(1, 1, 1, tzinfo=UTC)


def _interval(name: Any) -> str:
    found = _INTERVALS.get(text(name).strip().casefold())
    if found is None:
        raise ValueError(f"{text(name)!r} is no interval; known are {', '.join(_NAMES)}")
    return found


def _add(zone: tzinfo, value: Any, interval: Any, count: Any) -> datetime | None:
    if value is None:
        return None
    start, step, times = moment(value, zone), _interval(interval), whole(count)
    try:
        if step in _CLOCK:  # by the clock's own ticking: a day may have 23 hours
            return (start.astimezone(UTC) + timedelta(seconds=_CLOCK[step] * times)).astimezone(start.tzinfo)
        if step in _DAYS:
            return start + timedelta(days=_DAYS[step] * times)
        return _plus_months(start, _MONTHS[step] * times)
    except (OverflowError, ValueError) as exc:
        raise ValueError(f"{times} {step}s from {start:%Y-%m-%d} is outside the calendar") from exc


def _plus_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1] if 0 < year <= date.max.year else 0
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def _difference(zone: tzinfo, interval: Any, first: Any, second: Any) -> Decimal | None:
    """Count the boundaries between the two moments: 31 December to 1 January is one year."""
    if first is None or second is None:
        return None
    step, start = _interval(interval), moment(first, zone)
    end = moment(second, zone).astimezone(start.tzinfo)
    shift = start.utcoffset() or timedelta()  # the same for both: where clocks change, an hour passes no boundary twice
    return Decimal(_boundaries(step, end, shift) - _boundaries(step, start, shift))


def _boundaries(step: str, at: datetime, shift: timedelta) -> int:
    if step in _MONTHS:
        return (at.year * 12 + at.month - 1) // _MONTHS[step]
    if step in _DAYS:
        return at.toordinal() // _DAYS[step]  # ordinal 0 is a Sunday: weeks turn on Sundays, as in the ERP's locale
    return int((at.astimezone(UTC) - _EPOCH + shift).total_seconds()) // _CLOCK[step]


def _ordinal(_zone: tzinfo, value: Any) -> str:
    day = whole(value)
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        return ""
    teens = {11, 12, 13}
    return f"{day}{'th' if day in teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _part(read: Callable[[datetime], Any]) -> Callable[[tzinfo, Any], Any]:
    return lambda zone, value: None if value is None else read(moment(value, zone))


FUNCTIONS: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {
    "CDate": (1, 1, lambda zone, value: moment(value, zone)),
    "DateAdd": (3, 3, _add),
    "DateDiff": (3, 3, _difference),
    "Day": (1, 1, _part(lambda at: at.day)),
    "DayOfWeek": (1, 1, _part(lambda at: (at.weekday() + 1) % (_SUNDAY + 1))),
    "DayOfYear": (1, 1, _part(lambda at: at.timetuple().tm_yday)),
    "DayOrdinal": (1, 1, _ordinal),
    "Hour": (1, 1, _part(lambda at: at.hour)),
    "Minute": (1, 1, _part(lambda at: at.minute)),
    "Month": (1, 1, _part(lambda at: at.month)),
    "MonthName": (1, 1, _part(lambda at: calendar.month_name[at.month])),
    "Second": (1, 1, _part(lambda at: at.second)),
    "Year": (1, 1, _part(lambda at: at.year)),
}
"""Name -> (fewest, most arguments, function of the zone and the arguments). Sunday is day 0."""
