"""The Format function: `{0:N2}` and its kin, with babel for numbers and dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_datetime
from babel.numbers import format_decimal

from bc_myob.store.grammar.kinds import bounded, moment, number, text

_LOCALE: Final = "en_US"
_ITEM: Final = re.compile(r"\{\{|\}\}|\{(\d{1,2})(?:,(-?\d{1,3}))?(?::([^{}]{1,100}))?\}")
_STANDARD: Final = re.compile(r"([CcFfNnPpDdGg])(\d{0,2})$")
_DATE_STANDARD: Final = {
    "d": "M/d/yyyy",
    "D": "EEEE, MMMM d, yyyy",
    "t": "h:mm a",
    "T": "h:mm:ss a",
    "s": "yyyy-MM-dd'T'HH:mm:ss",
}
_DATE_WORDS: Final = (("dddd", "EEEE"), ("ddd", "EEE"), ("tt", "a"), ("f", "S"))
_MAX_DECIMALS: Final = 28


def format_text(template: Any, *values: Any) -> str:
    """Give the template with `{index,width:format}` replaced; numbers and dates as the ERP's default locale prints."""

    def item(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group(0)[0]
        index = int(found.group(1))
        if index >= len(values):
            raise ValueError(f"{found.group(0)} names value {index}, but there are {len(values)}, counted from 0")
        shown = _shown(values[index], found.group(3) or "")
        width = int(found.group(2) or 0)
        return shown.ljust(-width) if width < 0 else shown.rjust(width)

    return bounded(_ITEM.sub(item, text(template)))


def _shown(value: Any, how: str) -> str:
    if value is None or not how:
        return text(value)
    if isinstance(value, datetime | date):
        return _date(moment(value), how)
    return text(value) if isinstance(value, str | bool) else _number(number(value), how)


def _date(at: datetime, how: str) -> str:
    pattern = _DATE_STANDARD.get(how)
    if pattern is None:
        pattern = how
        for theirs, babels in _DATE_WORDS:
            pattern = pattern.replace(theirs, babels)
    return str(format_datetime(at, pattern, locale=_LOCALE))


def _number(value: Decimal, how: str) -> str:
    standard = _STANDARD.match(how)
    if standard is None:
        return str(format_decimal(value, how, locale=_LOCALE))
    kind, digits = standard.group(1).upper(), min(int(standard.group(2) or -1), _MAX_DECIMALS)
    if kind == "D":
        return f"{int(value):0{max(digits, 1)}d}"
    if kind == "G":
        return format(value.normalize(), "f")
    decimals = "." + "0" * digits if (digits := 2 if digits < 0 else digits) else ""
    pattern = {"C": f"$#,##0{decimals};($#,##0{decimals})", "F": f"0{decimals}", "N": f"#,##0{decimals}"}
    return str(format_decimal(value, pattern.get(kind, f"#,##0{decimals}%"), locale=_LOCALE))
