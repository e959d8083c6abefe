"""The tenant's state: books, sessions and what is under way, behind one lock."""

from __future__ import annotations

from threading import RLock
from typing import Any

from sandbox.erp.contract import NEWEST, contract
from sandbox.erp.desks import make_desk
from sandbox.erp.draft import Desk
from sandbox.erp.grants import Grants
from sandbox.erp.late import LateCommits
from sandbox.erp.licence import Licence
from sandbox.erp.operations import Operations
from sandbox.erp.records import Books
from sandbox.erp.sessions import Sessions
from sandbox.kit import Kit

COUNTED = ("Customer", "CustomerLocation", "SalesOrder", "Payment", "StockItem", "NonStockItem", "SalesInvoice")


class Tenant:
    """What the HTTP side and the people's side of the world stand on."""

    def __init__(self, kit: Kit) -> None:
        """Start with empty books."""
        self.kit = kit
        self.lock = RLock()
        self.books = Books()
        self.sessions = Sessions(kit)
        self.grants = Grants(kit, self.sessions)
        self.operations = Operations(kit)
        self.late = LateCommits()
        self.licence = Licence(kit)

    @property
    def version(self) -> int:
        """Return a number that grows with every change."""
        return self.books.changes

    def desk(self, version: str = NEWEST, branch: str | None = None, business_date: str | None = None) -> Desk:
        """Return where a form works now, after everything that was due took effect; hold the lock while using it."""
        desk = make_desk(self.books, self.kit, contract(version), branch, business_date)
        self.operations.settle(desk)
        return desk

    def counts(self) -> dict[str, int]:
        """Return the number of records per entity."""
        with self.lock:
            return {entity: len(self.books.tables.get(entity, {})) for entity in COUNTED}

    def dump(self) -> dict[str, Any]:
        """Return the books; sessions and tokens do not outlive the server."""
        with self.lock:
            return self.books.dump()

    def load(self, state: dict[str, Any]) -> None:
        """Replace the books with what `dump` gave."""
        with self.lock:
            self.books.load(state)
