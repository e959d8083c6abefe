"""The Format function: `{0:N2}` and its kin, as .NET prints them in the ERP's default locale (en-US)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import Any, Final

from bc_myob.store.grammar.formats_dates import date_as
from bc_myob.store.grammar.formats_numbers import number_as
from bc_myob.store.grammar.kinds import MAX_TEXT, moment, number, text
from bc_myob.store.values import as_moment

_ITEM: Final = re.compile(r"\{\{|\}\}|\{(\d{1,2})(?:,(-?\d{1,3}))?(?::([^{}]{1,100}))?\}|[{}]")


def format_text(zone: tzinfo, template: Any, *values: Any) -> str:
    """Give the template with `{index,width:format}` replaced. ValueError says what of it has no meaning."""
    parts: list[str] = []
    room = MAX_TEXT
    for part in _parts(text(template), zone, values):
        room -= len(part)
        if room < 0:
            raise ValueError(f"the text would have more than {MAX_TEXT:,} characters")
        parts.append(part)
    return "".join(parts)


def _parts(template: str, zone: tzinfo, values: tuple[Any, ...]) -> Iterator[str]:
    end = 0
    for found in _ITEM.finditer(template):
        yield template[end : found.start()]
        yield _item(found, zone, values)
        end = found.end()
    yield template[end:]


def _item(found: re.Match[str], zone: tzinfo, values: tuple[Any, ...]) -> str:
    whole = found.group(0)
    if len(whole) == 1:
        raise ValueError(f"the {whole} at position {found.start() + 1} holds no value; write {whole * 2} for the sign")
    if found.group(1) is None:
        return whole[0]
    index = int(found.group(1))
    if index >= len(values):
        raise ValueError(f"{whole} names value {index}, but there are {len(values)}, counted from 0")
    shown = _shown(values[index], found.group(3) or "", zone)
    width = int(found.group(2) or 0)
    return shown.ljust(-width) if width < 0 else shown.rjust(width)


def _shown(value: Any, how: str, zone: tzinfo) -> str:
    if value is None or not how or isinstance(value, bool):
        return text(value)
    if isinstance(value, datetime) or (isinstance(value, str) and as_moment(value) is not None):
        return date_as(moment(value, zone), how)
    return text(value) if isinstance(value, str) else number_as(number(value), how)


FUNCTIONS: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {"Format": (1, 20, format_text)}
"""Name -> (fewest, most arguments, function of the zone and the arguments)."""
