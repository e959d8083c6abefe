"""How formulas compare values: the relations between two of them, and the functions that choose by comparing."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Final

from bc_myob.store.grammar.kinds import text
from bc_myob.store.values import as_folded, is_empty, order

Relation = Callable[[tzinfo, Any, Any], bool]


def _equal(zone: tzinfo, left: Any, right: Any) -> bool:
    # Null equals Null alone and '' equals '' alone: neither is a value that could be ordered.
    if left is None or right is None:
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return as_folded(left) == as_folded(right) or order(left, right, zone) == 0
    return order(left, right, zone) == 0


def _unequal(zone: tzinfo, left: Any, right: Any) -> bool:
    return not _equal(zone, left, right)


def _ordered(relation: Callable[[int, int], bool]) -> Relation:
    def compare(zone: tzinfo, left: Any, right: Any) -> bool:
        compared = None if is_empty(left) or is_empty(right) else order(left, right, zone)
        return compared is not None and relation(compared, 0)

    return compare


def _within(_zone: tzinfo, part: Any, whole: Any) -> bool:
    return part is not None and whole is not None and text(part).casefold() in text(whole).casefold()


def _extreme(wanted: int) -> Callable[[tzinfo, Any, Any], Any]:
    def choose(zone: tzinfo, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        compared = order(left, right, zone)
        if compared is None:
            raise ValueError("the two values do not compare")
        return left if compared in {0, wanted} else right

    return choose


RELATIONS: Final[dict[str, Relation]] = {
    "=": _equal,
    "==": _equal,
    "<>": _unequal,
    "!=": _unequal,
    "<": _ordered(operator.lt),
    ">": _ordered(operator.gt),
    **dict.fromkeys(("<=", "=<"), _ordered(operator.le)),
    **dict.fromkeys((">=", "=>"), _ordered(operator.ge)),
    "in": _within,
}
"""Sign -> relation. The zone says which day a moment falls on where it is compared with a day."""

FUNCTIONS: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {
    "Min": (2, 2, _extreme(-1)),
    "Max": (2, 2, _extreme(1)),
    "NullIf": (2, 2, lambda zone, value, other: None if _equal(zone, value, other) else value),
}
"""Name -> (fewest, most arguments, function of the zone and the arguments)."""
