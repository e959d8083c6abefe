"""What a finding says to do can be done, and mends it."""

import pytest

from sandbox.shop.payments import afterpay
from tests.reconcile.planting import LOCATION, PAYMENT, SHOP
from tests.reconcile.shop import order
from tests.reconcile.test_endings import brought
from tests.scenarios.line import demo_settings

pytestmark = [pytest.mark.scenario, pytest.mark.slow]


def only(done):
    (said,) = done.rows
    return said


@pytest.mark.parametrize("mapped", [True, False])
def test_a_payment_that_the_settings_leave_out_and_somebody_entered(shop, mapped):
    number, other = order(shop, afterpay()), order(shop)
    at = brought(shop)
    (name,) = [each for each in shop.records(PAYMENT, "Filtered") if each.startswith(f"{number},")]
    rows = [
        {
            "OrderType": "EO",
            "OrderNbr": at.number(number),
            "AppliedToOrder": shop.erp.order(at.number(number))["OrderTotal"],
        }
    ]
    like = at.payment(at.payments(other)[0])
    again = at.enter_payment(like, ExternalRef=f"{name.replace(',', '/')}-{SHOP}", OrdersToApply=rows)
    said = only(shop.reconcile())
    assert (said.external_id, said.kind) == (name, "unknown")
    assert (
        "then set it as Prepared: the sync links it. If it stays as it is, Skip it in Sync History." in said.what_to_do
    )
    assert "Edit Link" not in said.what_to_do
    if mapped:
        row = next(
            row for row in demo_settings()["payments"]["methods"] if row["store_payment_method"].startswith("BRAINTREE")
        )
        method = shop.store.order(number)["transactions"][0]
        name_of_row = f"{method['gateway']} ({method['method']})".upper()
        shop.settings(
            payments__methods=[*demo_settings()["payments"]["methods"], row | {"store_payment_method": name_of_row}]
        )
        assert shop.act(action="Set as Prepared", entity=PAYMENT, records=[name]).state == "success"
        assert shop.run().state == "success"
        assert shop.records(PAYMENT, "Processed")[name].erp_key == f"Prepayment,{again}"
    else:
        assert shop.act(action="Skip", entity=PAYMENT, records=[name]).state == "success"
    assert shop.reconcile().faults == []


@pytest.mark.parametrize("stays", ["linked", "other"])
def test_a_payment_whose_reference_another_one_carries(shop, stays):
    number = order(shop)
    at = brought(shop)
    (name,) = at.payments(number)
    payment = at.payment(name)
    other = at.enter_payment(payment)
    shop.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], ExternalRef="Counter")
    said = only(shop.reconcile())
    linked = f"Prepayment,{payment['ReferenceNbr']}"
    assert said.kind == "doubled"
    assert f"give {linked} the external reference back, and void Prepayment,{other}" in said.what_to_do
    assert f"or give {linked} the external reference back, and void it, then set this as Prepared" in said.what_to_do
    if stays == "linked":
        shop.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], ExternalRef=payment["ExternalRef"])
        shop.erp.release_payment(other)
        shop.erp.void_payment(other)
    else:
        shop.erp.void_payment(payment["ReferenceNbr"])
        said = only(shop.reconcile())
        assert said.what_to_do.startswith(
            f"Give {linked} the external reference {payment['ExternalRef']} back. Set it as"
        )
        shop.erp.repair("Payment", "Prepayment", payment["ReferenceNbr"], ExternalRef=payment["ExternalRef"])
        assert shop.act(action="Set as Prepared", entity=PAYMENT, records=[name]).state == "success"
        assert shop.run().state == "success"
        assert shop.records(PAYMENT, "Processed")[name].erp_key == f"Prepayment,{other}"
    assert shop.reconcile().rows == []


@pytest.mark.parametrize("stays", ["linked", "other"])
def test_a_location_whose_reference_another_one_carries(shop, stays):
    order(shop)
    at = brought(shop)
    name, row = at.locations(shop.mia)[1]
    owner, linked = row.erp_key.split(",")
    reference = f"{name.split(',')[1]}-{SHOP}"
    other = at.erp.add_location(owner, "The same again", ExtRefNbr=reference)
    shop.erp.repair("CustomerLocation", owner, linked, ExtRefNbr="")
    said = only(shop.reconcile())
    assert (said.external_id, said.kind) == (name, "doubled")
    assert f"give {row.erp_key} the external reference back, and take it from {owner},{other}" in said.what_to_do
    assert "link" not in said.what_to_do
    if stays == "linked":
        shop.erp.repair("CustomerLocation", owner, linked, ExtRefNbr=reference)
        shop.erp.repair("CustomerLocation", owner, other, ExtRefNbr="")
    else:
        shop.erp.lose("CustomerLocation", owner, linked)
        assert only(shop.reconcile(set_missing_to_prepared=True)).prepared
        assert shop.run().state == "success"
        assert shop.records(LOCATION, "Processed")[name].erp_key == f"{owner},{other}"
    assert shop.reconcile().rows == []


@pytest.mark.parametrize("voided", [True, False])
def test_a_payment_that_is_entered_again_as_the_other_type_is_linked(shop, voided):
    number = order(shop)
    at = brought(shop)
    (name,) = at.payments(number)
    payment = at.payment(name)
    if voided:
        shop.erp.void_payment(payment["ReferenceNbr"])
    else:
        at.unapply(name)
        shop.erp.lose("Payment", "Prepayment", payment["ReferenceNbr"])
    rows = [{"OrderType": "EO", "OrderNbr": at.number(number), "AppliedToOrder": payment["PaymentAmount"]}]
    again = at.enter_payment(payment, Type="Payment", OrdersToApply=rows)
    said = only(shop.reconcile())
    assert said.what_to_do == f"Set it as Prepared: the next sync links it to Payment,{again}."
    assert shop.act(action="Set as Prepared", entity=PAYMENT, records=[name]).state == "success"
    assert shop.run().state == "success"
    assert shop.reconcile().rows == []


def test_money_that_nobody_asked_for_any_more_comes_with_a_run_by_ids(shop):
    number = order(shop)
    brought(shop)
    shop.store.add_transaction(number, "purchase", "7.00")
    said = only(shop.reconcile())
    assert (said.kind, "Param" in said.what_to_do) == ("unseen", True)
    assert shop.run(order_ids=[number]).state == "success"
    assert shop.reconcile().faults == []


def test_a_payment_for_which_a_clerks_own_leaves_no_room_may_be_double(shop):
    number = order(shop, payment_method="Manual", payments=())
    at = brought(shop)
    total, customer = (shop.erp.order(at.number(number))[name] for name in ("OrderTotal", "CustomerID"))
    rows = [{"OrderType": "EO", "OrderNbr": at.number(number), "AppliedToOrder": total}]
    like = {"CustomerID": customer, "PaymentMethod": "BANKTRF", "CashAccount": "10200AU", "PaymentAmount": total}
    clerks = at.enter_payment(like | {"ExternalRef": ""}, OrdersToApply=rows)
    shop.store.add_transaction(number, "purchase")
    shop.store.edit_order(number, payment_status="captured")
    at = brought(shop)
    said = only(shop.reconcile())
    assert said.kind == "unapplied"
    assert "takes only 0.00 more" in said.what_to_do
    assert "may be double" in said.what_to_do
    shop.erp.delete("Payment", "Prepayment", clerks)
    assert only(shop.reconcile()).what_to_do.startswith("Apply it to the order")
