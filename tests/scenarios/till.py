"""A customer at the till: orders of one registered shopper, and what became of them on both sides."""

from __future__ import annotations

from types import SimpleNamespace

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.payments import purchase
from tests.mia import HOME


class Till:
    def __init__(self, line):
        self.line, self.store, self.erp = line, line.store, line.erp
        self.erp.seed(Plan())
        self.mia = self.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])

    def order(self, *articles, **fields):
        """Place an order of Mia's, paid by card unless told otherwise, and give its number."""
        said = {"billing": HOME, "customer_id": self.mia, "payments": (purchase(),)} | fields
        return self.store.add_order(Draft(lines=articles, **said))

    def pay(self, number, event="purchase", amount=None, **fields):
        """Have money arrive for an order that was placed before; gives the transaction's id."""
        made = self.store.add_transaction(number, event, amount, **fields)
        self.store.edit_order(number, payment_status=f"{event} {made}")
        return made

    def run(self, **conf):
        """Run the sync DAG, which has to end well whatever becomes of single records."""
        ran = self.line.run(**conf)
        assert ran.state == "success", ran.tasks
        return ran

    def record(self, entity, number):
        """Give the record in Sync History, or None."""
        return self.line.records(entity).get(str(number))

    def order_number(self, number):
        """Give the ERP's number of the order."""
        return self.record("Sales Order", number).erp_key.split(",")[1]

    def erp_order(self, number):
        """Give the order as the ERP has it."""
        return self.erp.order(self.order_number(number))

    def payments(self, number):
        """Give the payments of an order in Sync History, oldest first, each with what the ERP has as `erp`."""
        found = [row for key, row in self.line.records("Payment").items() if key.startswith(f"{number},")]
        found.sort(key=lambda row: row.external_id.split(",")[1].zfill(20))
        return [SimpleNamespace(**vars(row), erp=self._payment(row)) for row in found]

    def payment(self, number):
        """Give the order's only payment."""
        (found,) = self.payments(number)
        return found

    def _payment(self, row):
        return self.erp.payment(row.erp_key.split(",")[1]) if row.erp_key else None


def to_order(payment):
    """Give what a payment of the ERP applies to its order."""
    return sum(row["AppliedToOrder"] for row in payment["OrdersToApply"])


def to_invoices(payment):
    """Give what a payment of the ERP applies to invoices, by number."""
    return {row["ReferenceNbr"]: row["AmountPaid"] for row in payment["DocumentsToApply"]}
