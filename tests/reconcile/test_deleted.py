"""What the store has ended may be deleted in the ERP: that is an end as well, and nothing of it comes back."""

from decimal import Decimal

import pytest

from sandbox.shop.payments import authorised, manual, purchase
from tests.reconcile.planting import ORDER, PAYMENT
from tests.reconcile.shop import order
from tests.reconcile.test_endings import brought
from tests.reconcile.test_refunds import split

pytestmark = pytest.mark.scenario


def deleted(at, number):
    """Let the staff delete an order with what of its payments is not booked."""
    for name in at.payments(number):
        payment = at.unapply(name)
        if payment["Status"] == "Balanced":
            at.erp.delete("Payment", "Prepayment", payment["ReferenceNbr"])
    at.erp.delete("SalesOrder", "EO", at.number(number))


def test_what_has_ended_and_was_deleted_never_comes_back(shop):
    refunded, voided, lost = order(shop), order(shop, authorised()), order(shop, purchase(amount="5.00"), purchase())
    cancelled, archived = (order(shop, manual(f"Cheque {number}")) for number in range(2))
    at = brought(shop)
    shop.store.add_refund(refunded)
    shop.store.add_refund(lost, "5.00")
    shop.store.add_transaction(voided, "void", refers_to=shop.store.order(voided)["transactions"][0]["id"])
    shop.store.edit_order(voided, payment_status="void")
    for number in (cancelled, archived):
        shop.store.set_order_status(number, 5)
    assert shop.run().state == "success"
    shop.store.archive_order(archived)

    (small,), (big,) = split(at, lost)
    for name in (*at.payments(refunded), small):
        shop.erp.void_payment(at.payment(name)["ReferenceNbr"])
    gone = [name for number in (voided, cancelled, archived) for name in at.payments(number)]
    shop.erp.delete("Payment", "Prepayment", at.unapply(at.payments(voided)[0])["ReferenceNbr"])
    for number in (refunded, cancelled, archived):
        deleted(at, number)
    at.unapply(big)
    shop.erp.delete("SalesOrder", "EO", at.number(lost))

    done = shop.reconcile(set_missing_to_prepared=True)
    ended = [(ORDER, str(number), "missing") for number in (refunded, cancelled, archived)]
    ended += [(PAYMENT, name, "missing") for name in gone]
    assert done.faults == [(ORDER, str(lost), "missing")]
    assert sorted(set(done.found("note")) - {(PAYMENT, small, "status")}) == sorted(ended)
    assert [row.external_id for row in done.rows if row.prepared] == [str(lost)]
    assert set(shop.records(PAYMENT, "Prepared")) == {big}
    total = shop.store.order(lost)["total_inc_tax"]
    expected = {row.entity: Decimal(row.expected) for row in done.counts}
    assert (expected[ORDER], expected[PAYMENT]) == (total + shop.store.order(voided)["total_inc_tax"], total)

    assert shop.run().state == "success"
    assert [row["ExternalRef"].partition("-")[0] for row in shop.erp.orders()] == [str(voided), str(lost)]
    assert len(shop.effects("Payment", "create")) == len([*gone, small, big, *at.payments(refunded)])
    assert shop.reconcile().faults == []
