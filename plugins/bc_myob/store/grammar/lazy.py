"""Functions that look before they compute: branches, substitution lists, and the run's own time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bc_myob.store.grammar.kinds import Surroundings, text, truth
from bc_myob.store.grammar.operators import Compute, Row

_MOST: Final = 100


def _iif(operands: Sequence[Compute]) -> Compute:
    condition, then, otherwise = operands
    return lambda row: then(row) if truth(condition(row)) else otherwise(row)


def _switch(operands: Sequence[Compute]) -> Compute:
    cases = list(zip(operands[::2], operands[1::2], strict=False))

    def switch(row: Row) -> Any:
        return next((value(row) for condition, value in cases if truth(condition(row))), None)

    return switch


def _substitute(operands: Sequence[Compute], *, strictly: bool) -> Compute:
    source, list_name = operands

    def substitute(row: Row) -> Any:
        value, name = source(row), text(list_name(row))
        surroundings: Surroundings = row[0]
        lists = {known.casefold(): known for known in surroundings.lists}
        if name.casefold() not in lists:
            raise ValueError(f"there is no substitution list {name!r}")
        found = surroundings.lists[lists[name.casefold()]].get(text(value).strip())
        if found is None and strictly:
            raise ValueError(f"the substitution list {name!r} has no value for {text(value)!r}")
        return value if found is None else found

    return substitute


def _time(read: Callable[[Surroundings], datetime]) -> Callable[[Sequence[Compute]], Compute]:
    return lambda _operands: lambda row: read(row[0])


def _local(around: Surroundings) -> datetime:
    return around.now.astimezone(around.zone)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


FUNCTIONS: Final[dict[str, tuple[str, int, int, Callable[[Sequence[Compute]], Compute]]]] = {
    "iif": ("IIf", 3, 3, _iif),
    "switch": ("Switch", 2, _MOST, _switch),
    "substituteall": ("SubstituteAll", 2, 2, lambda operands: _substitute(operands, strictly=True)),
    "substitutelisted": ("SubstituteListed", 2, 2, lambda operands: _substitute(operands, strictly=False)),
    "now": ("Now", 0, 0, _time(_local)),
    "today": ("Today", 0, 0, _time(lambda around: _midnight(_local(around)))),
    "nowutc": ("NowUTC", 0, 0, _time(lambda around: around.now.astimezone(UTC))),
    "todayutc": ("TodayUTC", 0, 0, _time(lambda around: _midnight(around.now.astimezone(UTC)))),
}
"""Lower-case name -> (name, fewest, most arguments, builder)."""
