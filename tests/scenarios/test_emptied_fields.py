"""What the store takes away from an order leaves the ERP's order as well."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.shop.basket import Coupon, Draft, Shipping
from sandbox.shop.basket import line as article
from tests.mia import HOME

pytestmark = pytest.mark.scenario

JAM, HONEY = article("JAM-QUINCE"), article("HONEY-LW-500")
WORK = replace(HOME, street_1="99 Work Lane", city="Newtown", zip="2042")


def test_notes_location_and_carrier_that_are_gone_in_the_store_are_gone_in_the_erp(till):
    bob = till.store.add_customer("Bob", "Two", "bob@example.com", addresses=[HOME, WORK])
    said = {"billing": HOME, "customer_id": bob, "lines": (JAM,), "payments": ()}
    number = till.store.add_order(Draft(ship_to=(WORK,), staff_notes="Fragile", customer_message="Ring", **said))
    till.run()
    before = till.erp_order(number)
    assert (before["note"], before["ShipVia"]) == ("Staff Notes: Fragile\nCustomer Notes: Ring", "AUSPOST")
    assert before["LocationID"] != "MAIN"

    elsewhere = Draft(ship_to=(replace(WORK, street_1="1 Elsewhere"),), shipping=Shipping(method="Rocket"), **said)
    till.store.rebuild_order(number, elsewhere)
    till.run()
    after = till.erp_order(number)
    assert (after["note"], after["ShipVia"], after["LocationID"]) == ("", None, "MAIN")
    assert after["ShipToAddress"]["AddressLine1"] == "1 Elsewhere"
    assert "maps 'Rocket'" in till.record("Sales Order", number).last_error

    writes = len(till.line.effects())
    till.run()
    assert till.line.effects()[writes:] == []


def test_two_discounts_of_one_code_stay_two_rows_when_the_order_changes(till):
    till.line.settings(orders__show_discounts_as="Document Discounts")
    said = {"coupon": Coupon(code="DISCOUNT", amount=Decimal(10)), "discount": Decimal(1), "payments": ()}
    number = till.order(JAM, HONEY, **said)
    till.run()
    draft = Draft(billing=HOME, customer_id=till.mia, lines=(JAM, article("HONEY-LW-500", 2)), **said)
    till.store.rebuild_order(number, draft)
    till.run()
    erp = till.erp_order(number)
    assert {row["ExternalDiscountCode"] for row in erp["DiscountDetails"]} == {"DISCOUNT", "DISCOUNT 2"}
    assert erp["OrderTotal"] == till.store.order(number)["total_inc_tax"]
