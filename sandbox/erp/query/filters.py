"""`$filter` as a condition on records: SQL Server's comparison of texts, SQL's silence about empty fields."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lark import Token, Transformer
from lark.exceptions import LarkError, VisitError

from sandbox.erp.contract import Contract, Field, Shape
from sandbox.erp.contract.model import Kind
from sandbox.erp.errors import ServerError
from sandbox.erp.query.grammar import PARSER
from sandbox.erp.query.literals import bad_query, folded, literal
from sandbox.erp.trees import Values

Condition = Callable[[Values], bool]
Getter = Callable[[Values], Any]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
MIRRORED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
LITERALS: dict[Kind, type] = {
    Kind.STRING: str,
    Kind.GUID: str,
    Kind.BOOL: bool,
    Kind.DECIMAL: Decimal,
    Kind.INT: Decimal,
    Kind.SHORT: Decimal,
    Kind.DATETIME: datetime,
}


def condition(text: str, shape: Shape, contract: Contract, details: str) -> Condition:
    """Return the filter as a function of a record; `details` says what a filter on detail rows finds."""
    try:
        tree = PARSER.parse(text)
        found: Condition = _Builder(shape, contract, details).transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, ServerError):
            raise error.orig_exc from None
        raise
    except LarkError:
        raise bad_query(f"Syntax error in the filter: {text}") from None
    return found


@dataclass(frozen=True, slots=True)
class _Path:
    name: str
    get: Getter
    field: Field | None  # None: the path leads into detail rows


@dataclass(frozen=True, slots=True)
class _Same:
    """`field eq literal`, kept apart so that a chain of `or` becomes one look into a set."""

    path: _Path
    value: Any

    def __call__(self, record: Values) -> bool:
        return bool(self.path.get(record) == self.value)


class _Builder(Transformer[Token, Condition]):
    def __init__(self, shape: Shape, contract: Contract, details: str) -> None:
        super().__init__()
        self._shape, self._contract, self._details = shape, contract, details

    def start(self, parts: list[Condition]) -> Condition:
        return parts[0]

    def any(self, parts: list[Condition]) -> Condition:
        if len(parts) == 1:
            return parts[0]
        same = [part for part in parts if isinstance(part, _Same)]
        if len(same) == len(parts) and len({part.path.name for part in same}) == 1:
            get, values = same[0].path.get, frozenset(part.value for part in same)
            return lambda record: get(record) in values
        return lambda record: any(part(record) for part in parts)

    def all(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else lambda record: all(part(record) for part in parts)

    def path(self, names: list[Token]) -> _Path:
        return resolve("/".join(names), self._shape, self._contract)

    def literal(self, tokens: list[Token]) -> Any:
        return literal(tokens[0])

    def comparison(self, parts: list[Any]) -> Condition:
        left, op, right = parts
        if isinstance(right, _Path) and not isinstance(left, _Path):
            left, op, right = right, MIRRORED.get(op, op), left
        if not isinstance(left, _Path) or isinstance(right, _Path):
            raise bad_query("A filter compares a field with a value.")
        if left.field is None:
            return self._on_details()
        _check(left, right)
        if right is None:
            return lambda record: (left.get(record) is None) == (op == "eq")
        compare = OPERATORS[op]
        if op == "eq":
            return _Same(left, right)
        return lambda record: (value := left.get(record)) is not None and compare(value, right)

    def call(self, parts: list[Any]) -> Condition:
        name, first, second = parts
        if name == "substringof":
            first, second = second, first
        test = TEXT_TESTS.get(name)
        if test is None:
            raise bad_query(f"An unknown function with name '{name}' was found.")
        if not isinstance(first, _Path) or not isinstance(second, str):
            raise bad_query(f"{name} takes a field and a text.")
        if first.field is None:
            return self._on_details()
        return lambda record: (value := first.get(record)) is not None and test(value, second)

    def odd(self, _: list[Any]) -> Condition:
        return lambda _: False  # "substringof(...) eq true" finds nothing (section 4)

    def _on_details(self) -> Condition:
        if self._details == "error":
            raise bad_query("Filtering on detail entities is not supported.")
        everything = self._details == "everything"
        return lambda _: everything


TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "substringof": lambda value, part: part in value,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


def resolve(path: str, shape: Shape, contract: Contract) -> _Path:
    """Return how to read the field a path names, through linked entities."""
    *links, last = path.split("/")
    inside_rows = False
    for link in links:
        field = shape.fields.get(link)
        if field is None or not field.nested:
            raise _no_field(link, shape)
        inside_rows |= field.kind is Kind.DETAILS
        shape = contract[field.of]
    field = shape.fields.get(last)
    if field is None or field.nested:
        raise _no_field(last, shape)
    return _Path(path, _getter(links, last), None if inside_rows else field)


def _getter(links: list[str], last: str) -> Getter:
    if not links:
        return lambda record: folded(record.get(last))

    def through(record: Values) -> Any:
        for link in links:
            record = record.get(link) or {}
        return folded(record.get(last))

    return through


def _no_field(name: str, shape: Shape) -> ServerError:
    return bad_query(f"Could not find a property named '{name}' on type '{shape.name}'.")


def _check(path: _Path, value: Any) -> None:
    wanted = LITERALS[path.field.kind] if path.field else object
    if value is not None and type(value) is not wanted:
        raise bad_query(f"The types of '{path.name}' and of the value it is compared with differ.")
