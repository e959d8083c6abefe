"""An order and its customer where customers travel both ways (connector 8.5)."""

from datetime import UTC, datetime

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.mia import HOME

pytestmark = pytest.mark.scenario

MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def shop(line):
    line.settings(
        entities__customer__sync_direction="Bidirectional", entities__customer_location__sync_direction="Bidirectional"
    )
    line.erp.seed(Plan())
    assert line.run().state == "success"
    return line


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
