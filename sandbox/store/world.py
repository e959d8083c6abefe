"""The store's world: customers and sales behind one lock, seeded as the shop Harbour Provisions."""

from __future__ import annotations

from sandbox.kit import Plan
from sandbox.store.people import People
from sandbox.store.sales import Sales


class StoreWorld(People, Sales):
    """Everything the store knows. Edits made here are a merchant's or a shopper's: they are not in the ledger."""

    def seed(self, plan: Plan) -> None:
        """Open the shop: customers and the orders of the last days, the same for the same plan."""
        from sandbox.shop.history import open_shop  # noqa: PLC0415 - the shop is written in terms of this class

        with self.lock:
            open_shop(self, plan)
