"""The ERP's world: what tests hold in their hands."""

from __future__ import annotations

from sandbox.erp.lookups import Lookups
from sandbox.erp.records import Books
from sandbox.erp.seed import set_up
from sandbox.erp.staff import Staff
from sandbox.kit import Kit, Plan


class ErpWorld(Staff, Lookups):
    """Everything the tenant knows. Its public methods are safe between threads."""

    def __init__(self, kit: Kit) -> None:
        """Set up a fresh tenant."""
        super().__init__(kit)
        self.reset()

    def reset(self) -> None:
        """Leave a fresh tenant: reference data and the guest customer; nobody is signed in."""
        with self.lock:
            self.books = Books(changes=self.books.changes + 1)
            self.sessions.close_all()
            self.grants.revoke_all()
            self.operations.clear()
            self.late.clear()
            self.licence.forget()
            set_up(self.books)
            self.add_guest_customer()

    def seed(self, plan: Plan) -> None:  # noqa: ARG002 - the merchant's own customers do not grow with the shop
        """Add the customers the merchant has besides the store."""
        with self.lock:
            self.add_wholesale_customers()
