"""The operators of formulas, and how a failure inside one becomes a fault of one record."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from lark import Token

from bc_myob.store.grammar.kinds import ARITHMETIC, bounded, number, text, truth
from bc_myob.store.grammar.kinds import whole as whole_number
from bc_myob.store.values import as_folded, is_empty, order

Row = tuple[Any, ...]
Compute = Callable[[Row], Any]
_Build = Callable[[list[Compute], Token | None, int], Compute]


class FormulaFault(Exception):
    """The formula could not be computed for one record."""


def guarded(compute: Compute, label: str, column: int) -> Compute:
    """Give the function with its failures turned into a FormulaFault that names the place and the cause."""

    def guarded_compute(row: Row) -> Any:
        try:
            return compute(row)
        except (ValueError, ArithmeticError) as exc:
            raise FormulaFault(f"column {column}: {label} cannot be computed: {_said(exc)}") from exc

    return guarded_compute


def _said(exc: Exception) -> str:
    return str(exc) if isinstance(exc, ValueError) else "the number is divided by zero or grows out of bounds"


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        return bounded(text(left) + text(right))
    return _arithmetic(ARITHMETIC.add)(left, right)


def _arithmetic(function: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Any, Any], Any]:
    return lambda left, right: None if left is None or right is None else function(number(left), number(right))


def _modulus(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.remainder(Decimal(whole_number(left)), Decimal(whole_number(right)))


_SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": _add,
    "-": _arithmetic(ARITHMETIC.subtract),
    "*": _arithmetic(ARITHMETIC.multiply),
    "/": _arithmetic(ARITHMETIC.divide),
    "mod": _arithmetic(_modulus),
}


def _equal(left: Any, right: Any) -> bool:
    # Null equals Null alone and '' equals '' alone: neither is a value that could be ordered.
    if left is None or right is None:
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return as_folded(left) == as_folded(right) or order(left, right) == 0
    return order(left, right) == 0


def _ordered(relation: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    def compare(left: Any, right: Any) -> bool:
        compared = None if is_empty(left) or is_empty(right) else order(left, right)
        return compared is not None and relation(compared, 0)

    return compare


_RELATIONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": _equal,
    "==": _equal,
    "<>": lambda left, right: not _equal(left, right),
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    ">": _ordered(operator.gt),
    **dict.fromkeys(("<=", "=<"), _ordered(operator.le)),
    **dict.fromkeys((">=", "=>"), _ordered(operator.ge)),
    "in": lambda part, whole: text(part).casefold() in text(whole).casefold(),
}


def _binary(functions: dict[str, Callable[[Any, Any], Any]]) -> _Build:
    def build(operands: list[Compute], sign: Token | None, column: int) -> Compute:
        left, right = operands
        function = functions[str(sign).casefold()]
        return guarded(lambda row: function(left(row), right(row)), f"'{sign}'", column)

    return build


def _signed(operands: list[Compute], sign: Token | None, column: int) -> Compute:
    (only,) = operands
    return guarded(lambda row: _negated(only(row)), "'-'", column) if sign == "-" else only


def _negated(value: Any) -> Decimal | None:
    return None if value is None else -number(value)


def _either(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    left, right = operands
    return guarded(lambda row: truth(left(row)) or truth(right(row)), "Or", column)


def _both(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    left, right = operands
    return guarded(lambda row: truth(left(row)) and truth(right(row)), "And", column)


def _not(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    (only,) = operands
    return guarded(lambda row: not truth(only(row)), "Not", column)


OPERATIONS: Final[dict[str, _Build]] = {
    "calculated": _binary(_SIGNS),
    "compared": _binary(_RELATIONS),
    "signed": _signed,
    "either": _either,
    "both": _both,
    "negated": _not,
}
