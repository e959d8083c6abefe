"""From a formula's parse tree to one Python function of a row: (surroundings, field, field, ...) -> value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lark import Token, Tree

from bc_myob.store.grammar import basics, dates, formats, lazy
from bc_myob.store.grammar.kinds import ARITHMETIC, Special, bounded, number, text, truth
from bc_myob.store.grammar.kinds import whole as whole_number
from bc_myob.store.values import is_empty, order

Row = tuple[Any, ...]
Compute = Callable[[Row], Any]

_CONSTANTS: Final = {
    "true": True,
    "false": False,
    "null": None,
    "unmap": Special.UNMAP,
    "defaultmapping": Special.DEFAULT_MAPPING,
}
_EAGER: Final = {
    name.casefold(): (name, *signature)
    for name, signature in {**basics.FUNCTIONS, **dates.FUNCTIONS, "Format": (1, 20, formats.format_text)}.items()
}


class Mistake(Exception):
    """The formula cannot be understood; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class FormulaFault(Exception):
    """The formula could not be computed for one record."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A function of a row, and the fields the row holds behind its first place."""

    compute: Compute
    fields: tuple[str, ...]


def compile_tree(tree: Tree[Token]) -> Compiled:
    """Give the function of a whole parse tree. Mistake names a function or a number of arguments that is not."""
    fields: dict[str, int] = {}
    return Compiled(_compiled(tree, fields), tuple(fields))


def _compiled(tree: Tree[Token], fields: dict[str, int]) -> Compute:
    if tree.data == "call":
        return _call(tree, fields)
    if tree.data in _LEAVES:
        return _LEAVES[tree.data](str(tree.children[0]), fields)
    operands = [_compiled(child, fields) for child in tree.children if isinstance(child, Tree)]
    sign = next((child for child in tree.children if isinstance(child, Token)), None)
    return _OPERATIONS[tree.data](operands, sign, _column(tree, sign))


def _field(spelling: str, fields: dict[str, int]) -> Compute:
    return operator.itemgetter(fields.setdefault(spelling[1:-1].strip(), len(fields) + 1))


def _constant(value: Any) -> Compute:
    return lambda _row: value


_LEAVES: Final[dict[str, Callable[[str, dict[str, int]], Compute]]] = {
    "number": lambda digits, _: _constant(int(digits) if digits.isdigit() else Decimal(digits)),
    "text": lambda quoted, _: _constant(quoted[1:-1].replace("''", "'")),
    "constant": lambda name, _: _constant(_CONSTANTS[name.split("(")[0].strip().casefold()]),
    "field": _field,
}


def _call(tree: Tree[Token], fields: dict[str, int]) -> Compute:
    name, *arguments = tree.children
    column = _column(tree, name if isinstance(name, Token) else None)
    operands = [_compiled(child, fields) for child in arguments if isinstance(child, Tree)]
    special = lazy.FUNCTIONS.get(str(name).casefold())
    if special is not None:
        label, fewest, most, build = special
        _check_count(label, len(operands), fewest, most, column)
        return _guarded(build(operands), label, column)
    if str(name).casefold() not in _EAGER:
        raise Mistake(f"there is no function {name}", column)
    label, fewest, most, function = _EAGER[str(name).casefold()]
    _check_count(label, len(operands), fewest, most, column)
    return _guarded(_applied(function, operands), label, column)


def _check_count(label: str, given: int, fewest: int, most: int, column: int) -> None:
    if not fewest <= given <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise Mistake(f"{label} takes {wanted} argument(s), here are {given}", column)


def _applied(function: Callable[..., Any], operands: Sequence[Compute]) -> Compute:
    if len(operands) == 1:
        only = operands[0]
        return lambda row: function(only(row))
    return lambda row: function(*[operand(row) for operand in operands])


def _guarded(compute: Compute, label: str, column: int) -> Compute:
    def guarded(row: Row) -> Any:
        try:
            return compute(row)
        except (ValueError, ArithmeticError) as exc:
            raise FormulaFault(f"column {column}: {label} cannot be computed: {_said(exc)}") from exc

    return guarded


def _said(exc: Exception) -> str:
    return str(exc) if isinstance(exc, ValueError) else "the number is divided by zero or grows out of bounds"


def _column(tree: Tree[Token], sign: Token | None) -> int:
    first = sign or next((token for token in tree.scan_values(lambda value: isinstance(value, Token))), None)
    return (first.start_pos or 0) + 1 if first is not None else 1


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
    for one, other in ((left, right), (right, left)):
        if one is None or one == "":
            return other is None or other == "" if one == "" else other is None
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


def _binary(functions: dict[str, Callable[[Any, Any], Any]]) -> Callable[[list[Compute], Token | None, int], Compute]:
    def build(operands: list[Compute], sign: Token | None, column: int) -> Compute:
        left, right = operands
        function = functions[str(sign).casefold()]
        return _guarded(lambda row: function(left(row), right(row)), f"'{sign}'", column)

    return build


def _signed(operands: list[Compute], sign: Token | None, column: int) -> Compute:
    (only,) = operands
    return _guarded(lambda row: _negated(only(row)), "'-'", column) if sign == "-" else only


def _negated(value: Any) -> Decimal | None:
    return None if value is None else -number(value)


def _either(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    left, right = operands
    return _guarded(lambda row: truth(left(row)) or truth(right(row)), "Or", column)


def _both(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    left, right = operands
    return _guarded(lambda row: truth(left(row)) and truth(right(row)), "And", column)


def _not(operands: list[Compute], _sign: Token | None, column: int) -> Compute:
    (only,) = operands
    return _guarded(lambda row: not truth(only(row)), "Not", column)


_OPERATIONS: Final[dict[str, Callable[[list[Compute], Token | None, int], Compute]]] = {
    "calculated": _binary(_SIGNS),
    "compared": _binary(_RELATIONS),
    "signed": _signed,
    "either": _either,
    "both": _both,
    "negated": _not,
}
