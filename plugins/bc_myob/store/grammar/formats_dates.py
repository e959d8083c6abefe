"""Moments in the formats of .NET: the standard ones by their letter, and patterns such as dd/MM/yyyy."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NOON: Final = 12
_DAY, _LONG_DAY, _CLOCK, _LONG_CLOCK = "M/d/yyyy", "dddd, MMMM d, yyyy", "h:mm tt", "h:mm:ss tt"
STANDARD: Final[dict[str, str]] = {
    "d": _DAY,
    "D": _LONG_DAY,
    "f": f"{_LONG_DAY} {_CLOCK}",
    "F": f"{_LONG_DAY} {_LONG_CLOCK}",
    "g": f"{_DAY} {_CLOCK}",
    "G": f"{_DAY} {_LONG_CLOCK}",
    **dict.fromkeys("mM", "MMMM d"),
    **dict.fromkeys("yY", "MMMM yyyy"),
    "t": _CLOCK,
    "T": _LONG_CLOCK,
    "s": "yyyy-MM-dd'T'HH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ss'Z'",
    **dict.fromkeys("rR", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
    **dict.fromkeys("oO", "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz"),
}
"""Letter -> pattern. `u`, `r` and `R` print UTC."""
_IN_UTC: Final = frozenset("urR")

_LITERAL: Final = frozenset({"T", "Z"})
"""Letters that stand for themselves, as in yyyy-MM-ddTHH:mm:ssZ."""
_TOKEN: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|\\(.)|%|(([A-Za-z])\5*)|.", re.DOTALL)


def date_as(at: datetime, how: str) -> str:
    """Give the moment in a standard format or a pattern; ValueError names what has no meaning in it."""
    if len(how) == 1 and how not in STANDARD:
        known = ", ".join(STANDARD)
        raise ValueError(f"{how!r} is no format for a date; known are {known}, and patterns such as dd/MM/yyyy")
    shown = at.astimezone(UTC) if how in _IN_UTC else at
    return "".join([write(shown, count) for write, count in _pieces(STANDARD.get(how, how))])


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[tuple[_Writer, int], ...]:
    return tuple(_piece(found) for found in _TOKEN.finditer(pattern))


def _piece(found: re.Match[str]) -> tuple[_Writer, int]:
    letters = found.group(4)
    if not letters:
        quoted = next((found.group(number) for number in (1, 2, 3) if found.group(number) is not None), None)
        return _literal(found.group(0).replace("%", "") if quoted is None else quoted), 0
    if letters in _LITERAL:
        return _literal(letters), 0
    if letters[0] not in _WRITERS:
        raise ValueError(f"{letters!r} has no meaning in the format of a date; put words in quotation marks")
    return _WRITERS[letters[0]], len(letters)


def _literal(words: str) -> _Writer:
    return lambda _at, _count: words


def _padded(read: Callable[[datetime], int]) -> Callable[[datetime, int], str]:
    return lambda at, count: f"{read(at):0{min(count, 2)}d}"


def _named(names: tuple[str, ...], read: Callable[[datetime], int], number: Callable[[datetime], int]) -> _Writer:
    def write(at: datetime, count: int) -> str:
        if count <= 2:  # noqa: PLR2004 - d and dd are numbers, ddd and dddd names
            return f"{number(at):0{count}d}"
        name = names[read(at)]
        return name[:3] if count == 3 else name  # noqa: PLR2004

    return write


def _year(at: datetime, count: int) -> str:
    return f"{at.year % 100:0{count}d}" if count <= 2 else f"{at.year:0{count}d}"  # noqa: PLR2004 - yy against yyyy


def _half(at: datetime, count: int) -> str:
    return ("AM" if at.hour < _NOON else "PM")[: min(count, 2)]


def _fraction(at: datetime, count: int) -> str:
    return f"{at.microsecond:06d}0000000"[: min(count, 7)]


def _offset(at: datetime, count: int) -> str:
    minutes = int((at.utcoffset() or at - at).total_seconds()) // 60
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    return f"{sign}{hours:0{min(count, 2)}d}" + (f":{rest:02d}" if count > 2 else "")  # noqa: PLR2004 - zzz


_Writer = Callable[[datetime, int], str]
_WRITERS: Final[dict[str, _Writer]] = {
    "d": _named(_DAYS, lambda at: at.weekday(), lambda at: at.day),
    "M": _named(_MONTHS, lambda at: at.month - 1, lambda at: at.month),
    "y": _year,
    "h": _padded(lambda at: (at.hour + 11) % 12 + 1),
    "H": _padded(lambda at: at.hour),
    "m": _padded(lambda at: at.minute),
    "s": _padded(lambda at: at.second),
    "f": _fraction,
    "t": _half,
    "z": _offset,
    "K": lambda at, _count: _offset(at, 3),
}
