"""The store's state: one table per resource, ids that only grow, and a lock around both."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from threading import RLock
from typing import Any

from sandbox.kit import Kit
from sandbox.store.refusals import not_found

Record = dict[str, Any]
FIRST_IDS = {"customers": 1, "addresses": 1, "orders": 1001, "transactions": 5001, "refunds": 1}
TABLES = ("customers", "addresses", "attributes", "attribute_values", "orders", "hooks")


class Tables:
    """What both halves of the store's world stand on."""

    def __init__(self, kit: Kit) -> None:
        """Start empty."""
        self.kit = kit
        self.lock = RLock()
        self.version = 0
        self._next: dict[str, int] = {}
        self._tables: dict[str, dict[int, Record]] = {name: {} for name in TABLES}

    @property
    def now(self) -> datetime:
        """Return the store's time, in whole seconds as it stamps records."""
        return self.kit.now().replace(microsecond=0)

    def table(self, name: str) -> dict[int, Record]:
        """Return a table by id; hold the lock while using it."""
        return self._tables[name]

    def next_id(self, kind: str) -> int:
        """Return a fresh id of that kind."""
        with self.lock:
            number: int = self._next.get(kind, FIRST_IDS.get(kind, 1))
            self._next[kind] = number + 1
        return number

    def touched(self) -> None:
        """Note that the state changed."""
        self.version += 1

    def find(self, table: str, number: int) -> Record:
        """Return the record itself (not a copy), or raise the 404 refusal."""
        record: Record | None = self._tables[table].get(number)
        if record is None:
            raise not_found()
        return record

    def copy(self, table: str, number: int) -> Record:
        """Return a copy of a record for the eyes of a test."""
        with self.lock:
            return deepcopy(self.find(table, number))

    def counts(self) -> dict[str, int]:
        """Return the number of records per table, and of transactions in all orders."""
        with self.lock:
            transactions = sum(len(order["transactions"]) for order in self._tables["orders"].values())
            return {name: len(self._tables[name]) for name in TABLES} | {"transactions": transactions}

    def dump(self) -> Record:
        """Return the whole state."""
        return {"next": self._next, "tables": {name: list(rows.values()) for name, rows in self._tables.items()}}

    def load(self, state: Record) -> None:
        """Replace the state with what `dump` gave."""
        with self.lock:
            self._next = dict(state["next"])
            self._tables = {name: {row["id"]: row for row in state["tables"].get(name, [])} for name in TABLES}
            self.touched()

    def reset(self) -> None:
        """Leave a fresh store: no records, ids from the start."""
        self.load({"next": {}, "tables": {}})
