"""Filters of the Entities form (BC202000): which records are synchronised (connector 7.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import field_values
from bc_myob.store.rules import FilterLine
from bc_myob.store.values import as_folded, as_moment, is_empty, order

MAX_BRACKETS: Final = 5
_SHOWN: Final = 60
"""Characters of a value that a reason shows."""
Test = Callable[[Any, FilterLine], bool]


def _equals(value: Any, line: FilterLine) -> bool:
    return is_empty(value) if is_empty(line.value) else _compares(value, line.value) == 0


def _between(value: Any, line: FilterLine) -> bool:
    low, high = _compares(value, line.value), _compares(value, line.value2)
    return low is not None and high is not None and low >= 0 >= high


def _compares(value: Any, bound: Any) -> int | None:
    if is_empty(value) or is_empty(bound):
        return None
    # a date beside a word: text would order them, and "2024-01-31" be less than "soon"
    compared = order(value, bound) if _is_date(value) is _is_date(bound) else None
    return compared if compared is not None else _as_texts(value, bound)


def _is_date(value: Any) -> bool:
    return not isinstance(value, int | float) and as_moment(value) is not None


def _as_texts(value: Any, bound: Any) -> int | None:
    """Tell equal or nothing of values without a common order: a number never is "greater" than a word."""
    return 0 if as_folded(value) == as_folded(bound) else None


def _in(relation: Callable[[int], bool]) -> Test:
    def test(value: Any, line: FilterLine) -> bool:
        compared = _compares(value, line.value)
        return compared is not None and relation(compared)

    return test


def _text(relation: Callable[[str, str], bool]) -> Test:
    return lambda value, line: not is_empty(value) and relation(as_folded(value), as_folded(line.value))


_contains = _text(lambda text, part: part in text)

TESTS: Final[dict[str, Test]] = {
    "Equals": _equals,
    "Does Not Equal": lambda value, line: not _equals(value, line),
    "Is Greater Than": _in(lambda compared: compared > 0),
    "Is Greater Than or Equal To": _in(lambda compared: compared >= 0),
    "Is Less Than": _in(lambda compared: compared < 0),
    "Is Less Than or Equal To": _in(lambda compared: compared <= 0),
    "Contains": _contains,
    "Does Not Contain": lambda value, line: not _contains(value, line),
    "Starts With": _text(str.startswith),
    "Ends With": _text(str.endswith),
    "Is Between": _between,
    "Is Empty": lambda value, _line: is_empty(value),
    "Is Not Empty": lambda value, _line: not is_empty(value),
}
"""The thirteen conditions. A missing field is null: it is empty, and it neither equals nor contains anything."""

_WITHOUT_VALUE: Final = {"Is Empty", "Is Not Empty", "Equals", "Does Not Equal"}


def filter_lines(
    lines: Iterable[FilterLine], entity: Entity, direction: Literal["Import", "Export"] = "Import"
) -> list[FilterLine]:
    """Give the active lines of one entity and direction, in their order."""
    return [line for line in lines if line.active and line.entity is entity and line.direction == direction]


def filter_mask(lines: Sequence[FilterLine], frame: pd.DataFrame) -> pd.Series:
    """Give True for every record that the active lines let through; all of them where there are none.

    And binds tighter than Or, as in SQL (our decision; brackets are safest). Text compares without regard to case.
    ConfigurationError names a line that cannot be understood.
    """
    active = [line for line in lines if line.active]
    check_filter(active)
    if not active:
        return pd.Series(data=True, index=frame.index, dtype=bool)
    tests = [_line_mask(line, frame) for line in active]
    return pd.Series(_combined(active, tests), index=frame.index, dtype=bool)


def filter_reasons(lines: Sequence[FilterLine], frame: pd.DataFrame) -> list[str | None]:
    """Give for every record why the filter holds it back, in one sentence; None where it does not."""
    active = [line for line in lines if line.active]
    if not active:
        return [None] * len(frame)
    lets = f"lets only records through where {in_words(active)}"
    words = f"The filter on {active[0].entity} {lets}; change the record or the filter."
    oddities = _oddities(active, frame)
    return [
        None if passes else f"{words}{odd}" for passes, odd in zip(filter_mask(active, frame), oddities, strict=True)
    ]


def check_filter(lines: Sequence[FilterLine]) -> None:
    """Raise ConfigurationError where brackets do not pair or a condition lacks its value. `lines`: active ones."""
    depth = 0
    for number, line in enumerate(lines, 1):
        depth += line.opening
        if depth > MAX_BRACKETS:
            raise _mistake(number, line, f"brackets nest at most {MAX_BRACKETS} deep")
        depth -= line.closing
        if depth < 0:
            raise _mistake(number, line, "it closes a bracket that no line opened")
        if line.condition not in _WITHOUT_VALUE and is_empty(line.value):
            raise _mistake(number, line, f"{line.condition!r} needs a value")
        if line.condition == "Is Between" and is_empty(line.value2):
            raise _mistake(number, line, "'Is Between' needs value and value2")
        if line.condition == "Is Between":
            _check_span(number, line)
    if depth:
        raise _mistake(len(lines), lines[-1], f"{depth} bracket(s) are opened and never closed")


def _check_span(number: int, line: FilterLine) -> None:
    compared = _compares(line.value, line.value2)
    if compared is None:
        raise _mistake(number, line, f"'{line.value}' and '{line.value2}' do not compare; give two of one kind")
    if compared > 0:
        raise _mistake(number, line, f"nothing is between '{line.value}' and '{line.value2}'; give the lower one first")


def in_words(lines: Sequence[FilterLine]) -> str:
    """Give the lines as a sentence's end: "email is not empty and (company equals 'Acme' or ...)"."""
    parts = []
    for number, line in enumerate(lines):
        values = [f"'{value}'" for value in (line.value, line.value2) if value is not None]
        words = " ".join([line.field, line.condition.lower(), " and ".join(values)]).rstrip()
        joint = "" if number == len(lines) - 1 else f" {line.operator.lower()} "
        parts.append(f"{'(' * line.opening}{words}{')' * line.closing}{joint}")
    return "".join(parts)


def _line_mask(line: FilterLine, frame: pd.DataFrame) -> np.ndarray:
    values, test = field_values(frame, line.field), TESTS[line.condition]
    return np.fromiter((test(value, line) for value in values), dtype=bool, count=len(values))


def _orders(line: FilterLine) -> bool:
    return " Than" in line.condition or line.condition == "Is Between"


def _oddities(lines: Sequence[FilterLine], frame: pd.DataFrame) -> list[str]:
    """Say of every record which of its values could not be compared; a condition does not hold for such a value."""
    said = [""] * len(frame)
    for line in filter(_orders, lines):
        for number, value in enumerate(field_values(frame, line.field)):
            if not is_empty(value) and _compares(value, line.value) is None:
                shown, bound = str(value)[:_SHOWN], str(line.value)[:_SHOWN]
                said[number] += f" Its {line.field}, '{shown}', cannot be compared with '{bound}'."
    return said


def _combined(lines: Sequence[FilterLine], tests: Sequence[np.ndarray]) -> np.ndarray:
    """Combine the lines' masks: a stack of open brackets, each a list of Or-ed terms whose last one is And-ed on."""
    open_brackets: list[list[np.ndarray]] = [[]]
    joints: list[str] = ["Or"]
    for line, test in zip(lines, tests, strict=True):
        for _ in range(line.opening):
            open_brackets.append([])
            joints.append("Or")
        _join(open_brackets[-1], joints[-1], test)
        for _ in range(line.closing):
            inner = np.logical_or.reduce(open_brackets.pop())
            joints.pop()
            _join(open_brackets[-1], joints[-1], inner)
        joints[-1] = line.operator
    return np.asarray(np.logical_or.reduce(open_brackets.pop()))


def _join(terms: list[np.ndarray], joint: str, mask: np.ndarray) -> None:
    if joint == "And" and terms:
        terms[-1] &= mask
    else:
        terms.append(mask)


def _mistake(number: int, line: FilterLine, what: str) -> ConfigurationError:
    where = f"line {number} of the {line.direction.lower()} filter on {line.entity}"
    return ConfigurationError(f"{where} ({line.field} {line.condition}): {what}")
