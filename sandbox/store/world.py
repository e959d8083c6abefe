"""The store's world: customers and sales behind one lock, opened as a shop by whoever seeds it."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.kit import Kit, Plan
from sandbox.store.people import People
from sandbox.store.sales import Sales


class StoreWorld(People, Sales):
    """Everything the store knows. Edits made here are a merchant's or a shopper's: they are not in the ledger."""

    def __init__(self, kit: Kit, open_shop: Callable[[StoreWorld, Plan], None]) -> None:
        """Start empty; `open_shop` is what a plan is handed to."""
        super().__init__(kit)
        self._open_shop = open_shop

    def seed(self, plan: Plan) -> None:
        """Open the shop: customers and the orders of the last days, the same for the same plan."""
        with self.lock:
            self._open_shop(self, plan)
