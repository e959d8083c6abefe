"""The operators of formulas, and how a failure inside one becomes a fault of one record."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from lark import Token

from bc_myob.model.errors import UNFORESEEN
from bc_myob.store.grammar.comparisons import RELATIONS
from bc_myob.store.grammar.kinds import ARITHMETIC, bounded, number, text, truth
from bc_myob.store.grammar.kinds import whole as whole_number

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
        except UNFORESEEN as exc:
            raise FormulaFault(f"column {column}: {label} cannot be computed: {_said(exc)}") from exc

    return guarded_compute


def _said(exc: Exception) -> str:
    if isinstance(exc, ValueError):
        return str(exc)
    if isinstance(exc, ArithmeticError):
        return "the number is divided by zero or grows out of bounds"
    return "it does not know what to do with this value"


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


def _calculated(operands: list[Compute], sign: Token | None, column: int) -> Compute:
    left, right = operands
    function = _SIGNS[str(sign).casefold()]
    return guarded(lambda row: function(left(row), right(row)), f"'{sign}'", column)


def _compared(operands: list[Compute], sign: Token | None, column: int) -> Compute:
    left, right = operands
    relation = RELATIONS[str(sign).casefold()]
    return guarded(lambda row: relation(row[0].zone, left(row), right(row)), f"'{sign}'", column)


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
    "calculated": _calculated,
    "compared": _compared,
    "signed": _signed,
    "either": _either,
    "both": _both,
    "negated": _not,
}
