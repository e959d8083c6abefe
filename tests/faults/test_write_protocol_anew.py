"""Records that the ERP lost, brought anew because a user asked for it: they are treated as at their first creation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from tests.faults.desk import erp_order, erp_payment, opened, order, payment

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity


@pytest.fixture
def shop(indoors):
    """A customer and an order of 10 are there."""
    return opened(indoors, order(1001))


def lost_and_wanted(desk, number):
    """Let the ERP lose an order, and a user ask for it again."""
    desk.works.box.erp.lose("SalesOrder", "EO", erp_order(desk, number)["OrderNbr"])
    desk.force(number, ORDER)


def test_a_payment_that_is_brought_anew_is_released_as_mapping_wants_it(shop):
    number = erp_order(shop)["OrderNbr"]
    assert shop.load(PAYMENT, payment(1, "10.00", number)) == {"Processed": 1}
    first = erp_payment(shop)
    assert first["Status"] == "Balanced"
    shop.works.box.erp.delete("Payment", "Prepayment", first["ReferenceNbr"])
    shop.force("1,1", PAYMENT)
    assert shop.load(PAYMENT, payment(1, "10.00", number, release=True)) == {"Processed": 1}
    assert erp_payment(shop)["ReferenceNbr"] != first["ReferenceNbr"]
    assert erp_payment(shop)["Status"] == "Open"
    assert shop.record("1,1", PAYMENT)["last_operation"] == "Inserted in ERP"


def test_an_order_that_is_brought_anew_must_come_to_the_stores_total(shop):
    assert shop.load(ORDER, order(1002, details={"total": Decimal("10.00")})) == {"Processed": 1}
    lost_and_wanted(shop, 1002)
    assert shop.load(ORDER, order(1002, details={"total": Decimal("10.01")})) == {"Failed": 1}
    assert "the store's total is 10.01, MYOB has 10" in shop.record(1002, ORDER)["last_error"]


def test_an_order_that_is_brought_anew_gets_its_last_tax_zone(shop):
    shop.works.box.erp.edit("Customer", "C000004", TaxZone=None)
    shop.works.box.erp.edit("CustomerLocation", "C000004", "MAIN", TaxZone=None)
    mapped = order(1002, details={"last_tax_zone": "EXPORT"})
    assert shop.load(ORDER, mapped) == {"Processed": 1}
    lost_and_wanted(shop, 1002)
    assert shop.load(ORDER, order(1002, Description="again", details={"last_tax_zone": "EXPORT"})) == {"Processed": 1}
    assert erp_order(shop, 1002)["FinancialSettings"]["CustomerTaxZone"] == "EXPORT"
