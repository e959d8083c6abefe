"""What people rightly do to the books: none of it may be reported as a fault."""

from __future__ import annotations

from decimal import Decimal

from tests.reconcile.planting import ALONE, ANY, AUTHORISED, CAPTURED, CARD, SHOP


def invoiced(at, order):
    at.erp.invoice_order(at.number(order))


def invoiced_in_part(at, order):
    at.erp.invoice_order(at.number(order), Decimal("5.00"))


def paid_by_invoice(at, order):
    """The order is invoiced and its payment moves from the order to the invoice: it ends Closed."""
    (name,) = at.payments(order)
    payment = at.unapply(name)
    invoice = at.erp.invoice_order(at.number(order))
    rows = [{"DocType": "Invoice", "ReferenceNbr": invoice, "AmountPaid": payment["PaymentAmount"]}]
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], DocumentsToApply=rows)


def described_anew(at, order):
    at.erp.edit("SalesOrder", "EO", at.number(order), Description="Call before delivery")
    number = at.payment(at.payments(order)[0])["ReferenceNbr"]
    at.erp.edit("Payment", "Prepayment", number, Description="Seen on the bank statement")


def put_on_hold(at, order):
    at.erp.edit("SalesOrder", "EO", at.number(order), Hold=True)


def released_by_hand(at, order):
    (name,) = at.payments(order)
    at.erp.release_payment(at.payment(name)["ReferenceNbr"])


def copied_and_cancelled(at, order):
    like = at.erp.order(at.number(order))
    at.erp.cancel_order(at.enter_order(like, ExternalRef=f"{order}-{SHOP}"))


def copied_as_another_type(at, order):
    like = at.erp.order(at.number(order))
    at.enter_order(like, OrderType="SO", ExternalRef=f"{order}-{SHOP}")


def like_another_shops(at, order):
    like = at.erp.order(at.number(order))
    for reference in (f"{order}-Other Shop", f"{order}-Old {SHOP}", f"{order}", f"PO {order}-{SHOP}", ""):
        at.enter_order(like, ExternalRef=reference)
    payment = at.payment(at.payments(order)[0])
    for reference in (f"{order}/1-Other Shop", f"{order}/77-AU-{SHOP}", f"{order}/gift-certificate-AU-{SHOP}"):
        at.enter_payment(payment, ExternalRef=reference)


def voided_twin(at, order):
    name = at.payments(order)[0]
    twin = at.enter_payment(at.payment(name))
    at.erp.release_payment(twin)
    at.erp.void_payment(twin)


def locked_by_the_auditor(at, order):
    at.erp.edit("SalesOrder", "EO", at.number(order), ShipVia="COURIER")


def booked(at, number, amount):
    """Book a refund as people do: a line that takes its amount off the order, so that its payment covers less."""
    (name,) = at.payments(number)
    payment = at.unapply(name)
    total = at.erp.order(at.number(number))["OrderTotal"] - amount
    at.erp.repair("SalesOrder", "EO", at.number(number), OrderTotal=total)
    rows = [{"OrderType": "EO", "OrderNbr": at.number(number), "AppliedToOrder": total}]
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=rows)


LAWFUL = {
    invoiced: ANY,
    invoiced_in_part: ANY,
    paid_by_invoice: (CARD, CAPTURED),
    described_anew: ANY,
    put_on_hold: (*ANY, AUTHORISED),
    released_by_hand: ALONE,
    copied_and_cancelled: ANY,
    copied_as_another_type: ANY,
    like_another_shops: ANY,
    voided_twin: ANY,
    locked_by_the_auditor: ANY,
}
"""What is done -> orders paid in which ways it can be done to."""
