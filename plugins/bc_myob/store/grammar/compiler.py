"""From a formula's parse tree to one Python function of a row: (surroundings, field, field, ...) -> value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lark import Token, Tree

from bc_myob.store.grammar import basics, comparisons, dates, formats, lazy
from bc_myob.store.grammar.kinds import Special
from bc_myob.store.grammar.operators import OPERATIONS, Compute, FormulaFault, guarded

__all__ = ["Compiled", "FormulaFault", "Mistake", "compile_tree"]

_CONSTANTS: Final = {
    "true": True,
    "false": False,
    "null": None,
    "unmap": Special.UNMAP,
    "defaultmapping": Special.DEFAULT_MAPPING,
}
_EAGER: Final = {name.casefold(): (name, *signature) for name, signature in basics.FUNCTIONS.items()}
_ZONED: Final = {
    name.casefold(): (name, *signature)
    for table in (comparisons.FUNCTIONS, dates.FUNCTIONS, formats.FUNCTIONS)
    for name, signature in table.items()
}
"""These also get the store's time zone, before their arguments."""


class Mistake(Exception):
    """The formula cannot be understood; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


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
    return OPERATIONS[tree.data](operands, sign, _column(tree, sign))


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
        return guarded(build(operands), label, column)
    found = _EAGER.get(str(name).casefold()) or _ZONED.get(str(name).casefold())
    if found is None:
        raise Mistake(f"there is no function {name}", column)
    label, fewest, most, function = found
    _check_count(label, len(operands), fewest, most, column)
    applied = _applied(function, operands) if label.casefold() in _EAGER else _applied_in_zone(function, operands)
    return guarded(applied, label, column)


def _check_count(label: str, given: int, fewest: int, most: int, column: int) -> None:
    if label == "Switch" and given % 2:
        raise Mistake(f"Switch takes pairs of test and value, here are {given}; write True before a last value", column)
    if not fewest <= given <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise Mistake(f"{label} takes {wanted} argument(s), here are {given}", column)


def _applied(function: Callable[..., Any], operands: Sequence[Compute]) -> Compute:
    if len(operands) == 1:
        only = operands[0]
        return lambda row: function(only(row))
    return lambda row: function(*[operand(row) for operand in operands])


def _applied_in_zone(function: Callable[..., Any], operands: Sequence[Compute]) -> Compute:
    return lambda row: function(row[0].zone, *[operand(row) for operand in operands])


def _column(tree: Tree[Token], sign: Token | None) -> int:
    first = sign or next((token for token in tree.scan_values(lambda value: isinstance(value, Token))), None)
    return (first.start_pos or 0) + 1 if first is not None else 1
