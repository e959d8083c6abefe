"""An order and its customer where customers travel both ways (connector 8.5)."""

from datetime import UTC, datetime

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.mia import HOME

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def shop(line):
    line.settings(
        entities__customer__sync_direction="Bidirectional", entities__customer_location__sync_direction="Bidirectional"
    )
    line.erp.seed(Plan())
    assert line.run().state == "success"
    return line


CLASSES = [{"entity": "Customer", "direction": "Export", "field": "Customer Class", "condition": "Equals"}]


def with_mia(shop, **changes):
    """Have a customer on both sides; give its numbers there."""
    both = {f"entities__{name}__sync_direction": "Bidirectional" for name in ("customer", "customer_location")}
    shop.settings(**both, **changes)
    number = shop.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    assert shop.run().state == "success"
    return number, shop.records("Customer", "Processed")[str(number)].erp_key


def test_orders_of_a_customer_whose_edit_an_export_filter_holds_back_go_through(shop):
    number, key = with_mia(shop, filters=[CLASSES[0] | {"value": "COMMERCEBB"}])
    shop.erp.edit("Customer", key, MainContact={"Phone2": "0400"})
    placed = order(shop, number)
    assert shop.run().state == "success"
    assert shop.records("Customer")[str(number)].status == "Filtered"
    assert shop.records("Sales Order", "Processed")[placed]
    assert len(shop.records("Payment", "Processed")) == 1


def test_orders_of_a_customer_whose_edit_the_store_refuses_go_through(shop):
    shop.store.add_customer("Bo", "Ek", "bo@example.com")
    number, key = with_mia(shop)
    shop.erp.edit("Customer", key, MainContact={"Email": "bo@example.com"})
    placed = order(shop, number)
    shop.run()
    assert shop.records("Customer")[str(number)].status == "Failed"
    assert shop.records("Sales Order", "Processed")[placed]


def order(shop, number):
    paid = Draft(billing=HOME, customer_id=number, lines=(article("TEA-LEMONM"),), payments=(purchase(),))
    return str(shop.store.add_order(paid))


def test_an_order_brings_its_customer_whom_no_window_reads(shop):
    number = shop.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME], created=MARCH)
    placed = order(shop, number)
    assert shop.run().state == "success"
    customer = shop.records("Customer", "Processed")[str(number)]
    assert shop.records("Sales Order", "Processed")[placed].erp_key
    assert shop.erp.order(shop.records("Sales Order")[placed].erp_key.split(",")[1])["CustomerID"] == customer.erp_key
    assert len(shop.records("Payment", "Processed")) == 1


def test_a_failing_customer_fails_its_orders_with_that_reason_and_both_recover_by_themselves(shop):
    for name in ("Mia at home", "Mia at work"):
        shop.erp.add_customer(name, MainContact={"Email": "mia@example.com"})
    number = shop.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    placed = order(shop, number)
    shop.run()
    failed = shop.records("Sales Order", "Failed")[placed]
    assert "2 customers have the e-mail mia@example.com" in shop.records("Customer", "Failed")[str(number)].last_error
    assert "2 customers have the e-mail mia@example.com" in failed.last_error
    assert failed.attempt_count == 0  # it is not the order that failed
    assert not shop.records("Payment", "Processed")

    other = next(row["CustomerID"] for row in shop.erp.customers() if row["CustomerName"] == "Mia at work")
    shop.erp.edit("Customer", other, MainContact={"Email": "work@example.com"})
    assert shop.run().state == "success"
    assert shop.records("Customer", "Processed")[str(number)]
    assert shop.records("Sales Order", "Processed")[placed]
    assert len(shop.records("Payment", "Processed")) == 1
