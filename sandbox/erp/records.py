"""The tenant's books: records per entity, found by id or by key, and the numbering sequences."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sandbox.erp.contract import contract
from sandbox.erp.trees import Values

Key = tuple[str, ...]

# tables that no entity of the endpoint shows
INNER_KEYS = {"Branch": ("BranchID",), "CashAccount": ("CashAccountCD",)}


@dataclass(slots=True)
class Record:
    """One saved record; `version` grows with every save, which is how lost races are seen."""

    entity: str
    values: Values
    version: int = 1

    @property
    def id(self) -> str:
        """Return the record's id (its NoteID)."""
        return str(self.values["id"])

    @property
    def keys(self) -> Key:
        """Return the key values in the order of the form."""
        names = INNER_KEYS.get(self.entity) or contract()[self.entity].keys
        return tuple(str(self.values.get(name) or "") for name in names)

    def __getitem__(self, name: str) -> Any:
        """Return a field's value, None if empty."""
        return self.values.get(name)


def new_id() -> str:
    """Return a fresh GUID, drawn like all chance here from `random`: its seed replays it."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def fold(keys: Iterable[object]) -> Key:
    """Return key values as the database compares them."""
    return tuple(str(key).strip().casefold() for key in keys)


@dataclass(slots=True)
class Books:
    """Everything the tenant knows. Not safe between threads: the world's lock guards it."""

    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    by_key: dict[str, dict[Key, str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    closed_periods: set[str] = field(default_factory=set)
    generated_periods: tuple[str, str] = ("201501", "203012")
    rates: dict[str, Decimal] = field(default_factory=dict)
    changes: int = 0

    def all(self, entity: str) -> Iterator[Record]:
        """Walk an entity's records in the order they were made."""
        return iter(list(self.tables.get(entity, {}).values()))

    def get(self, entity: str, record_id: str) -> Record | None:
        """Return the record with this id."""
        return self.tables.get(entity, {}).get(record_id.lower())

    def find(self, entity: str, *keys: object) -> Record | None:
        """Return the record with these keys, or None (also when a key is empty)."""
        if not all(keys):
            return None
        found = self.by_key.get(entity, {}).get(fold(keys))
        return self.tables[entity][found] if found else None

    def add(self, entity: str, values: Values) -> Record:
        """Save a new record; it gets an id unless it has one."""
        record = Record(entity, {"id": new_id()} | values)
        record.values["id"] = record.id.lower()
        self.tables.setdefault(entity, {})[record.id] = record
        self.by_key.setdefault(entity, {})[fold(record.keys)] = record.id
        self.changes += 1
        return record

    def put(self, record: Record, values: Values) -> None:
        """Save changed values of a record; its keys stay."""
        record.values = values
        record.version += 1
        self.changes += 1

    def remove(self, record: Record) -> None:
        """Delete a record."""
        del self.tables[record.entity][record.id]
        del self.by_key[record.entity][fold(record.keys)]
        self.changes += 1

    def next_number(self, sequence: str, pattern: str) -> str:
        """Return the sequence's next number, written with `pattern` ("C{:06d}")."""
        self.numbers[sequence] = self.numbers.get(sequence, 0) + 1
        return pattern.format(self.numbers[sequence])

    def period_problem(self, period: str) -> str | None:
        """Return why nothing can be posted to a period ("202407"), or None if it is open."""
        first, last = self.generated_periods
        shown = f"{period[4:]}-{period[:4]}"
        if not first <= period <= last:
            return f"The {shown} financial period does not exist. Generate it on the Master Financial Calendar form."
        return f"The {shown} financial period is closed." if period in self.closed_periods else None

    def dump(self) -> dict[str, Any]:
        """Return the books as a JSON-like tree (Decimal and datetime stay)."""
        return {
            "tables": {
                entity: [[row.version, row.values] for row in rows.values()] for entity, rows in self.tables.items()
            },
            "numbers": dict(self.numbers),
            "closed_periods": sorted(self.closed_periods),
            "generated_periods": list(self.generated_periods),
            "rates": dict(self.rates),
        }

    def load(self, state: dict[str, Any]) -> None:
        """Replace everything with what `dump` gave."""
        self.tables, self.by_key = {}, {}
        for entity, rows in state["tables"].items():
            for version, values in rows:
                self.add(entity, values).version = version
        self.numbers, self.rates = dict(state["numbers"]), dict(state["rates"])
        self.closed_periods = set(state["closed_periods"])
        first, last = state["generated_periods"]
        self.generated_periods = (first, last)
