"""The field tables' form: one block per entity, one line per type, read from `tables/*.txt`.

[Customer AR303000] CustomerID            entity, screen, keys in the order of the form
calculated: Status OrderTotal             fields whose sent values are ignored (section 4)
string: AccountRef/50 Name/~50            a length; `~` marks one that is assumed, not published
string@23: Email                          in the endpoint from 23.200.001 on
linked: MainContact=Contact               one nested object
details: Details=SalesOrderDetail         an array of rows
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

OLDEST = 22
SCALES = {"decimal": 4, "decimal6": 6, "decimal8": 8}


class Kind(StrEnum):
    """What a field holds."""

    STRING = "string"
    BOOL = "bool"
    INT = "int"
    SHORT = "short"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    GUID = "guid"
    LINKED = "linked"
    DETAILS = "details"

    @property
    def wrapper(self) -> str:
        """Return the name of the value's schema in a swagger file."""
        return {"bool": "Boolean", "datetime": "DateTime"}.get(self.value, self.value.capitalize()) + "Value"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `of` names the nested shape; `length` bounds texts; `scale` is the digits a number is written with."""

    name: str
    kind: Kind
    length: int | None = None
    assumed: bool = False
    scale: int = 0
    since: int = OLDEST
    of: str = ""
    calculated: bool = False

    @property
    def nested(self) -> bool:
        """Tell whether the field holds entities rather than a value."""
        return self.kind in (Kind.LINKED, Kind.DETAILS)


@dataclass(frozen=True, slots=True)
class Shape:
    """One entity or nested type. `screen` is empty for nested types, `keys` identify a record or a row."""

    name: str
    screen: str = ""
    keys: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)

    def until(self, version: int) -> Shape:
        """Return the shape as the endpoint of `version` (22, 23, 24) knows it."""
        return replace(self, fields={name: f for name, f in self.fields.items() if f.since <= version})

    def nested(self, kind: Kind) -> Iterator[Field]:
        """Walk the linked or the detail fields."""
        return (f for f in self.fields.values() if f.kind is kind)


def parse(text: str) -> Iterator[Shape]:
    """Walk the shapes a table describes."""
    for block in re.split(r"\n(?=\[)", text.strip()):
        head, *lines = re.sub(r"\n\s+", " ", block.strip()).split("\n")
        yield _shape(head, lines)


def _shape(head: str, lines: list[str]) -> Shape:
    match = re.fullmatch(r"\[(\w+)(?: (\w+))?\](.*)", head)
    if match is None:
        raise ValueError(f"not the head of a field table: {head!r}")
    found = [f for line in lines for f in _fields(line)]
    calculated = {f.name for f in found if f.calculated}
    fields = {f.name: replace(f, calculated=f.name in calculated) for f in found if not f.calculated}
    return Shape(match[1], match[2] or "", tuple(match[3].split()), dict(sorted(fields.items())))


def _fields(line: str) -> Iterator[Field]:
    label, _, names = line.partition(":")
    kind, _, since = label.partition("@")
    for token in names.split():
        if kind == "calculated":
            yield Field(token, Kind.STRING, calculated=True)
        else:
            yield _field(token, kind, int(since or OLDEST))


def _field(token: str, kind: str, since: int) -> Field:
    name, _, of = token.partition("=")
    name, _, length = name.partition("/")
    return Field(
        name=name,
        kind=Kind(kind.rstrip("68")),
        length=int(length.lstrip("~")) if length else None,
        assumed=length.startswith("~"),
        scale=SCALES.get(kind, 0),
        since=since,
        of=of,
    )
