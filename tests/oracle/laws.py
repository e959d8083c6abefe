"""What must be true of a record, and what is not: wanted values with the document line that wants them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

FLAG_OR_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]{2}|.")


@dataclass(frozen=True)
class Discrepancy:
    """One field of one record that is not what a document says."""

    record: str
    name: str
    expected: object
    got: object
    document: str

    def __str__(self) -> str:
        return f"{self.record} · {self.name}: expected {self.expected!r}, got {self.got!r} ({self.document})"


@dataclass(frozen=True)
class Want:
    """The values a field may have (usually one) and the document line that says so."""

    document: str
    values: tuple[Any, ...]
    within: Decimal = Decimal(0)

    def holds(self, got: object) -> bool:
        return any(same(value, got, self.within) for value in self.values)


def want(document: str, *values: Any, within: Decimal = Decimal(0)) -> Want:
    return Want(document, values, within)


@dataclass(frozen=True)
class Expected:
    """One record of Sync History: the statuses it may have, and the fields of its ERP record if it is Processed."""

    entity: str
    external_id: str
    statuses: frozenset[str | None]
    document: str
    fields: Mapping[str, Want] = field(default_factory=dict)

    @property
    def record(self) -> str:
        return f"{self.entity} {self.external_id}"


def same(expected: object, got: object, within: Decimal = Decimal(0)) -> bool:
    """Tell whether two values are the same to a bookkeeper: empty is empty, blanks at the ends do not count."""
    if isinstance(expected, Decimal):
        return isinstance(got, Decimal | int) and abs(expected - Decimal(got)) <= within
    if isinstance(expected, str) or expected is None:
        return one_line(expected) == one_line(got)
    if isinstance(got, datetime) and not isinstance(expected, datetime):
        return expected == got.date()
    return expected == got


def one_line(text: object) -> object:
    """Return a text as it reads: composed letters, runs of blanks as one; None where nothing can be seen."""
    if not isinstance(text, str):
        return text
    clean = "".join(c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c) != "Cc")
    seen = any(unicodedata.category(c) not in {"Cf", "Zs"} for c in clean)
    return (" ".join(clean.split()) or None) if seen else None


def units(text: str) -> int:
    """Return the length of a text as the ERP's database counts it (nvarchar: UTF-16 units)."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str | None, length: int) -> str:
    """Return the longest beginning of a text that fits in nvarchar(length)."""
    found = FLAG_OR_LETTER.findall(str(one_line(text) or ""))
    while units("".join(found)) > length:
        found.pop()
    return "".join(found)


def check(expected: Expected, fields: Mapping[str, Any]) -> Iterator[Discrepancy]:
    """Give what is wrong with the ERP record's fields."""
    for path, wanted in expected.fields.items():
        got = at(fields, path)
        if not wanted.holds(got):
            shown = wanted.values[0] if len(wanted.values) == 1 else wanted.values
            yield Discrepancy(expected.record, path, shown, got, wanted.document)


def at(fields: Any, path: str) -> Any:
    """Return the value behind a path such as `Details.0.OrderQty`, None if there is none."""
    for name in path.split("."):
        if isinstance(fields, list):
            fields = fields[int(name)] if int(name) < len(fields) else None
        else:
            fields = (fields or {}).get(name)
    return fields
