"""Records that came to an end in one book: refunded, archived, cancelled or voided, and what took their place."""

from decimal import Decimal

import pytest

from sandbox.shop.payments import manual, paypal, purchase
from tests.reconcile import planting
from tests.reconcile.lawful import booked
from tests.reconcile.planting import ORDER, PAYMENT, SHOP, Ledger
from tests.reconcile.shop import order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

FAULTS = (
    planting.payment_voided,
    planting.payment_unapplied,
    planting.payment_unreleased,
    planting.payment_on_another_order,
    planting.order_cancelled_in_the_erp,
    planting.order_off_by_a_cent,
    planting.dearer_order,
)


def brought(shop):
    """Bring everything, and let the window close behind it; give where the sync put it."""
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    return Ledger(shop)


def test_an_order_of_which_a_dollar_was_given_back_goes_on(shop):
    orders = {planter: order(shop) for planter in FAULTS}
    brought(shop)
    for number in orders.values():
        shop.store.add_refund(number, "1.00")
    at = brought(shop)
    assert shop.reconcile().rows == []
    wanted = [planter(at, number) for planter, number in orders.items()]
    assert shop.reconcile().faults == sorted(wanted)


def test_figures_that_are_lower_by_what_was_given_back_are_notes(shop):
    lower, unapplied, more = (order(shop) for _ in range(3))
    in_two = order(shop, manual("Cheque 1"), purchase(amount="5.00"))
    brought(shop)
    for number in (lower, unapplied, more, in_two):
        shop.store.add_refund(number, "5.00")
    at = brought(shop)
    booked(at, lower, Decimal("5.00"))
    booked(at, more, Decimal("5.01"))
    (name,) = at.payments(unapplied)
    row = at.payment(name)["OrdersToApply"][0]
    less = {"id": row["id"], "AppliedToOrder": row["AppliedToOrder"] - 5}
    shop.erp.edit("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], OrdersToApply=[less])
    small = next(each for each in at.payments(in_two) if at.payment(each)["PaymentAmount"] == 5)
    shop.erp.void_payment(at.payment(small)["ReferenceNbr"])
    done = shop.reconcile()
    assert done.faults == [(ORDER, str(more), "amount")]
    assert {each for each in done.found("note") if each[2] != "unapplied"} == {
        (ORDER, str(lower), "amount"),
        (PAYMENT, small, "status"),
    }
    assert (PAYMENT, name, "unapplied") in done.found("note")
    assert all("5.00" in row.says for row in done.rows if row.weight == "note" and row.kind == "amount")


def test_a_payment_on_a_cancelled_copy_is_not_on_the_order(shop):
    number, other = order(shop), order(shop)
    at = brought(shop)
    for each in (number, other):
        (name,) = at.payments(each)
        payment = at.unapply(name)
        like = shop.erp.order(at.number(each))
        row = {"InventoryID": like["Details"][0]["InventoryID"], "OrderQty": Decimal(9)}
        copy = at.enter_order(like, ExternalRef=f"{each}-{SHOP}", Details=[row])
        rows = [{"OrderType": "EO", "OrderNbr": copy, "AppliedToOrder": payment["PaymentAmount"]}]
        shop.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=rows)
        shop.erp.cancel_order(copy)
    assert shop.reconcile().faults == [
        (PAYMENT, name, "unapplied") for each in (number, other) for name in at.payments(each)
    ]


def test_what_the_store_lists_no_more_may_not_end_in_the_erp_alone(shop):
    voided, cancelled, fine = order(shop), order(shop), order(shop)
    over, completed = order(shop), order(shop)
    brought(shop)
    shop.store.set_order_status(over, 5)
    shop.store.set_order_status(completed, 10)
    brought(shop)
    for number in (voided, cancelled, fine, over, completed):
        shop.store.archive_order(number)
    at = brought(shop)
    shop.erp.void_payment(at.payment(at.payments(over)[0])["ReferenceNbr"])
    shop.erp.cancel_order(at.number(over))
    assert shop.reconcile().faults == []
    wanted = [planting.payment_voided(at, number) for number in (voided, completed)]
    wanted.append(planting.order_cancelled_in_the_erp(at, cancelled))
    done = shop.reconcile()
    assert done.faults == sorted(wanted)
    for entity, name, _ in wanted:
        assert shop.act(action="Skip", entity=entity, records=[name]).state == "success"
    assert shop.reconcile().faults == []


@pytest.mark.parametrize(("by_hand", "archived"), [(True, False), (False, False), (True, True)])
def test_a_voided_payment_that_is_entered_again_is_linked_by_the_next_sync(shop, by_hand, archived):
    number = order(shop)
    at = brought(shop)
    if archived:
        shop.store.archive_order(number)
    (name,) = at.payments(number)
    payment = at.payment(name)
    shop.erp.void_payment(payment["ReferenceNbr"])
    (said,) = shop.reconcile().rows
    assert payment["ExternalRef"] in said.what_to_do
    rows = [{"OrderType": "EO", "OrderNbr": at.number(number), "AppliedToOrder": payment["PaymentAmount"]}]
    again = at.enter_payment(payment, OrdersToApply=rows if by_hand else [])
    if by_hand:
        shop.erp.release_payment(again)
    (said,) = shop.reconcile().rows
    assert "which is Voided" in said.says
    assert (said.kind, said.what_to_do) == (
        "unknown",
        f"Set it as Prepared: the next sync links it to Prepayment,{again}.",
    )
    assert shop.act(action="Set as Prepared", entity=PAYMENT, records=[name]).state == "success"
    assert shop.run().state == "success"
    assert shop.records(PAYMENT, "Processed")[name].erp_key == f"Prepayment,{again}"
    assert len(shop.effects("Payment", "create")) == 1
    assert shop.reconcile().rows == []


def test_an_order_that_is_entered_again_for_a_cancelled_one_is_linked_by_hand(shop):
    number = order(shop, payment_method="Manual", payments=())
    at = brought(shop)
    like = shop.erp.order(at.number(number))
    shop.erp.cancel_order(at.number(number))
    again = at.enter_order(like, ExternalRef=f"{number}-{SHOP}")
    shop.erp.repair("SalesOrder", "EO", again, OrderTotal=like["OrderTotal"])
    (said,) = shop.reconcile().rows
    assert (said.kind, said.what_to_do) == ("unknown", f"Edit the link to EO,{again} (Add or Edit Link).")
    link = {"erp_id": str(shop.erp.order(again)["id"]), "erp_key": f"EO,{again}", "need_to_sync": False}
    assert shop.act(action="Add or Edit Link", entity=ORDER, records=[str(number)], **link).state == "success"
    assert shop.run().state == "success"
    assert shop.reconcile().rows == []


def test_a_location_that_is_entered_again_is_linked_by_the_next_sync(shop):
    order(shop)
    at = brought(shop)
    name, row = at.locations(shop.mia)[1]
    owner, lost = row.erp_key.split(",")
    shop.erp.lose("CustomerLocation", owner, lost)
    shop.erp.add_location(owner, "Entered again", ExtRefNbr=f"{name.split(',')[1]}-{SHOP}")
    done = shop.reconcile(set_missing_to_prepared=True)
    assert [(said.external_id, said.kind, bool(said.prepared)) for said in done.rows] == [(name, "unknown", True)]
    assert shop.run().state == "success"
    assert shop.records("Customer Location", "Processed")[name].erp_key != row.erp_key
    assert shop.reconcile().rows == []


def test_what_was_entered_again_may_end_on_both_sides(shop):
    number, paid = order(shop, payment_method="Manual", payments=()), order(shop)
    at = brought(shop)
    like = shop.erp.order(at.number(number))
    shop.erp.cancel_order(at.number(number))
    names = ("InventoryID", "OrderQty", "UnitPrice")
    lines = [{name: line[name] for name in names} | {"ManualPrice": True} for line in like["Details"]]
    again = at.enter_order(like, ExternalRef=f"{number}-{SHOP}", Details=lines)
    shop.erp.repair("SalesOrder", "EO", again, OrderTotal=like["OrderTotal"])
    link = {"erp_id": str(shop.erp.order(again)["id"]), "erp_key": f"EO,{again}", "need_to_sync": False}
    assert shop.act(action="Add or Edit Link", entity=ORDER, records=[str(number)], **link).state == "success"
    (name,) = at.payments(paid)
    payment = at.payment(name)
    shop.erp.void_payment(payment["ReferenceNbr"])
    rows = [{"OrderType": "EO", "OrderNbr": at.number(paid), "AppliedToOrder": payment["PaymentAmount"]}]
    second = at.enter_payment(payment, OrdersToApply=rows)
    shop.erp.release_payment(second)
    assert shop.act(action="Set as Prepared", entity=PAYMENT, records=[name]).state == "success"
    brought(shop)
    assert shop.reconcile().rows == []

    shop.store.set_order_status(number, 5)
    shop.store.add_refund(paid)
    brought(shop)
    shop.erp.cancel_order(again)
    shop.erp.void_payment(second)
    assert shop.reconcile().rows == []
    for each in (number, paid):
        shop.store.archive_order(each)
    assert shop.reconcile().rows == []


def test_money_that_the_store_has_no_more_is_to_be_voided(shop):
    failed, declined = order(shop), order(shop, paypal())
    at = brought(shop)
    for row in shop.store.table("orders")[failed]["transactions"]:
        row["status"] = "error"
    shop.store.edit_order(failed, payment_status="declined")
    shop.store.edit_order(declined, payment_status="declined", status_id=7)
    brought(shop)
    names = [name for number in (failed, declined) for name in at.payments(number)]
    done = shop.reconcile()
    assert done.faults == [(PAYMENT, name, "status") for name in names]
    assert {row.what_to_do for row in done.rows} == {"Void it in MYOB Advanced as well."}
    for name in names:
        shop.erp.void_payment(at.payment(name)["ReferenceNbr"])
    assert shop.reconcile().rows == []
    for number in (failed, declined):
        shop.store.archive_order(number)
    assert shop.reconcile().rows == []
