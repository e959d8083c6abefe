"""Faults planted straight into the books, each with what a reconciliation has to say of it; and lawful life beside it.

A planter takes the books and a unit nobody has touched (an order, or a customer without orders), does the damage and
gives (entity, store id, kind).
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from bc_myob.history.database import open_history

SHOP = "Harbour Provisions"
ORDER, PAYMENT, CUSTOMER, LOCATION = "Sales Order", "Payment", "Customer", "Customer Location"


class Ledger:
    """Where the sync put things."""

    def __init__(self, books):
        self.books, self.erp, self.store = books, books.erp, books.store
        self.known = {entity: books.records(entity) for entity in (ORDER, PAYMENT, CUSTOMER, LOCATION)}

    def number(self, order):
        return self.known[ORDER][str(order)].erp_key.split(",")[1]

    def payments(self, order):
        """Give the external ids of an order's payments that are in the ERP."""
        return [name for name, row in self.known[PAYMENT].items() if name.startswith(f"{order},") and row.erp_key]

    def payment(self, name):
        return self.erp.payment(self.known[PAYMENT][name].erp_key.split(",")[1])

    def locations(self, customer):
        """Give (external id, record) of a customer's locations."""
        mine = [(name, row) for name, row in self.known[LOCATION].items() if name.startswith(f"{customer},")]
        return sorted(mine, key=lambda pair: pair[0])

    def another_customer(self, document):
        keys = (row.erp_key for row in self.known[CUSTOMER].values())
        return next(key for key in keys if key and key != document["CustomerID"])

    def forget(self, entity, name):
        self._change("DELETE FROM sync_record", entity, name)

    def touch(self, entity, name):
        self._change("UPDATE sync_record SET updated_at = '2999-01-01T00:00:00.000000Z'", entity, name)

    def _change(self, statement, entity, name):
        engine = open_history(self.books.history_url)
        with engine.begin() as connection:
            where = text(f"{statement} WHERE entity = :entity AND external_id = :name")
            connection.execute(where, {"entity": entity, "name": name})
        engine.dispose()

    def unapply(self, name):
        payment = self.payment(name)
        gone = [{"id": row["id"], "delete": True} for row in payment["OrdersToApply"]]
        self.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=gone)
        return payment

    def enter_order(self, like, **values):
        """Let the staff enter an order for the customer of another."""
        row = {"InventoryID": like["Details"][0]["InventoryID"], "OrderQty": Decimal(1)}
        own = {"OrderType": "EO", "CustomerID": like["CustomerID"], "CurrencyID": like["CurrencyID"], "Details": [row]}
        return self.erp.add("SalesOrder", **(own | values))

    def enter_payment(self, like, **values):
        names = ("CustomerID", "PaymentMethod", "CashAccount", "PaymentAmount", "ExternalRef")
        own = {name: like[name] for name in names} | {"Type": "Prepayment", "Hold": False}
        return self.erp.add("Payment", **(own | values))


# -- faults of orders


def missing_order(at, order):
    for name in at.payments(order):
        at.unapply(name)
    at.erp.delete("SalesOrder", "EO", at.number(order))
    return ORDER, str(order), "missing"


def doubled_order(at, order):
    at.enter_order(at.erp.order(at.number(order)), ExternalRef=f"{order}-{SHOP}")
    return ORDER, str(order), "doubled"


def dearer_order(at, order):
    row = at.erp.order(at.number(order))["Details"][0]
    at.erp.edit("SalesOrder", "EO", at.number(order), Details=[{"id": row["id"], "OrderQty": row["OrderQty"] + 1}])
    return ORDER, str(order), "amount"


def order_off_by_a_cent(at, order):
    total = at.erp.order(at.number(order))["OrderTotal"]
    at.erp.repair("SalesOrder", "EO", at.number(order), OrderTotal=total - Decimal("0.01"))
    return ORDER, str(order), "amount"


def order_in_dollars(at, order):
    at.erp.edit("SalesOrder", "EO", at.number(order), CurrencyID="USD")
    return ORDER, str(order), "currency"


def order_cancelled_in_the_erp(at, order):
    at.erp.cancel_order(at.number(order))
    return ORDER, str(order), "status"


def order_forgotten(at, order):
    at.forget(ORDER, str(order))
    return ORDER, str(order), "unknown"


def order_never_seen(at, order):
    missing_order(at, order)
    at.forget(ORDER, str(order))
    return ORDER, str(order), "unseen"


def order_without_reference(at, order):
    at.erp.edit("SalesOrder", "EO", at.number(order), ExternalRef="Phone order")
    return ORDER, str(order), "reference"


def ghost_order(at, order):
    ghost = 500_000 + int(order)
    at.enter_order(at.erp.order(at.number(order)), ExternalRef=f"{ghost}-{SHOP}")
    return ORDER, str(ghost), "unknown"


def order_of_another_customer(at, order):
    at.erp.repair("SalesOrder", "EO", at.number(order), CustomerID=at.another_customer(at.erp.order(at.number(order))))
    return ORDER, str(order), "customer"


# -- faults of payments


def missing_payment(at, order):
    (name,) = at.payments(order)
    at.erp.delete("Payment", "Prepayment", at.payment(name)["ReferenceNbr"])
    return PAYMENT, name, "missing"


def lost_payment(at, order):
    name = at.payments(order)[-1]
    at.erp.lose("Payment", "Prepayment", at.payment(name)["ReferenceNbr"])
    return PAYMENT, name, "missing"


def doubled_payment(at, order):
    name = at.payments(order)[0]
    at.enter_payment(at.payment(name))
    return PAYMENT, name, "doubled"


def dearer_payment(at, order):
    (name,) = at.payments(order)
    payment = at.payment(name)
    more = payment["PaymentAmount"] + 5
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], PaymentAmount=more)
    return PAYMENT, name, "amount"


def cheaper_payment(at, order):
    (name,) = at.payments(order)
    at.unapply(name)
    payment = at.payment(name)
    less = payment["PaymentAmount"] - Decimal("0.01")
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], PaymentAmount=less)
    return PAYMENT, name, "amount"


def payment_in_dollars(at, order):
    (name,) = at.payments(order)
    at.erp.edit("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], CashAccount="10250US")
    return PAYMENT, name, "currency"


def payment_voided(at, order):
    name = at.payments(order)[-1]
    at.erp.void_payment(at.payment(name)["ReferenceNbr"])
    return PAYMENT, name, "status"


def authorisation_released(at, order):
    (name,) = at.payments(order)
    at.erp.release_payment(at.payment(name)["ReferenceNbr"])
    return PAYMENT, name, "status"


def payment_unapplied(at, order):
    name = at.payments(order)[0]
    at.unapply(name)
    return PAYMENT, name, "unapplied"


def payment_applied_in_part(at, order):
    name = at.payments(order)[-1]
    payment = at.payment(name)
    row = payment["OrdersToApply"][0]
    part = {"id": row["id"], "AppliedToOrder": row["AppliedToOrder"] - Decimal("0.01")}
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=[part])
    return PAYMENT, name, "unapplied"


def payment_on_another_order(at, order):
    name = at.payments(order)[0]
    payment = at.unapply(name)
    like = at.erp.order(at.number(order))
    row = {"InventoryID": like["Details"][0]["InventoryID"], "OrderQty": Decimal(900)}
    other = at.enter_order(like, Details=[row])
    applied = payment["OrdersToApply"][0]["AppliedToOrder"]
    rows = [{"OrderType": "EO", "OrderNbr": other, "AppliedToOrder": applied}]
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=rows)
    return PAYMENT, name, "unapplied"


def payment_of_another_customer(at, order):
    name = at.payments(order)[-1]
    payment = at.payment(name)
    at.erp.repair("Payment", "Prepayment", payment["ReferenceNbr"], CustomerID=at.another_customer(payment))
    return PAYMENT, name, "customer"


def payment_unreleased(at, order):
    name = at.payments(order)[-1]
    number = at.payment(name)["ReferenceNbr"]
    at.erp.repair("Payment", "Prepayment", number, _released=False, Status="Balanced")
    return PAYMENT, name, "unreleased"


def payment_on_hold(at, order):
    name = at.payments(order)[-1]
    number = at.payment(name)["ReferenceNbr"]
    at.erp.repair("Payment", "Prepayment", number, _released=False, Hold=True, Status="On Hold")
    return PAYMENT, name, "unreleased"


def payment_forgotten(at, order):
    name = at.payments(order)[0]
    at.forget(PAYMENT, name)
    return PAYMENT, name, "unknown"


def payment_entered_as_a_payment(at, order):
    name = at.payments(order)[0]
    at.enter_payment(at.payment(name), Type="Payment")
    return PAYMENT, name, "doubled"


def ghost_payment(at, order):
    at.enter_payment(at.payment(at.payments(order)[0]), ExternalRef=f"{order}/900001-{SHOP}")
    return PAYMENT, f"{order},900001", "unknown"


# -- faults of customers and locations (units: customers without orders, with two addresses)


def missing_location(at, customer):
    name, row = at.locations(customer)[-1]
    at.erp.lose("CustomerLocation", *row.erp_key.split(","))
    return LOCATION, name, "missing"


def doubled_location(at, customer):
    name, row = at.locations(customer)[-1]
    owner, address = row.erp_key.split(",")[0], name.split(",")[1]
    at.erp.add_location(owner, "The same again", ExtRefNbr=f"{address}-{SHOP}")
    return LOCATION, name, "doubled"


def doubled_customer(at, customer):
    at.erp.add_customer("The same again", AccountRef=f"{customer}-{SHOP}")
    return CUSTOMER, str(customer), "doubled"


def missing_customer(at, customer):
    at.erp.lose("Customer", at.known[CUSTOMER][str(customer)].erp_key)
    return CUSTOMER, str(customer), "missing"


CARD, CHEQUE, CAPTURED, CERTIFICATE, CHEQUE_TOO, AUTHORISED = range(6)
ANY = (CARD, CHEQUE, CAPTURED, CERTIFICATE, CHEQUE_TOO)
RELEASED = (CARD, CAPTURED, CERTIFICATE)
ALONE = (CHEQUE, CHEQUE_TOO)

OF_ORDERS = {
    missing_order: ANY,
    doubled_order: ANY,
    dearer_order: ANY,
    order_off_by_a_cent: ANY,
    order_in_dollars: ANY,
    order_cancelled_in_the_erp: ANY,
    order_forgotten: ANY,
    order_never_seen: ANY,
    order_without_reference: ANY,
    order_of_another_customer: ANY,
    ghost_order: ANY,
    missing_payment: ALONE,
    lost_payment: RELEASED,
    doubled_payment: ANY,
    dearer_payment: ALONE,
    cheaper_payment: ALONE,
    payment_in_dollars: ALONE,
    payment_voided: RELEASED,
    authorisation_released: (AUTHORISED,),
    payment_unapplied: ANY,
    payment_applied_in_part: ANY,
    payment_on_another_order: ANY,
    payment_of_another_customer: ANY,
    payment_unreleased: RELEASED,
    payment_on_hold: RELEASED,
    payment_forgotten: ANY,
    payment_entered_as_a_payment: ANY,
    ghost_payment: ANY,
}
"""Planter -> orders paid in which ways it can be planted on."""
OF_CUSTOMERS = (missing_location, doubled_location, doubled_customer, missing_customer)
