"""An answer of the ERP that lacks a number: it is asked for again, concerns its own record, and stops nobody."""

from __future__ import annotations

import pytest

from bc_myob.model.entities import Entity
from tests.faults.answers import Answering
from tests.faults.desk import SHOP, customer, erp_order, erp_payment, line, opened, order, payment

CUSTOMER, _, ORDER, PAYMENT = Entity
FIRST = f"1001-{SHOP}"


@pytest.fixture
def shop(indoors):
    """A customer of the store is there."""
    return opened(indoors)


@pytest.mark.parametrize("field", ["OrderNbr", "OrderType", "CustomerID", "Status", "OrderTotal"])
def test_an_order_that_the_answer_does_not_name_is_read_again(shop, field):
    Answering(shop.line.road, "SalesOrder", "PUT", field, {})
    assert shop.load(ORDER, order(1001)) == {"Processed": 1}
    found, row = erp_order(shop), shop.record(1001, ORDER)
    assert row["erp_key"] == f"EO,{found['OrderNbr']}"
    assert row["kept"][field] == found[field]
    assert set(row["kept"]["rows"]["Details"]) == {"1"}


def test_an_order_without_a_number_even_when_read_again_fails_and_is_not_entered_twice(shop):
    answers = Answering(shop.line.road, "SalesOrder", "PUT GET", "OrderNbr", {}, reference=FIRST)
    assert shop.load(ORDER, order(1001), order(1002)) == {"Failed": 1, "Processed": 1}
    row = shop.record(1001, ORDER)
    assert "its answer lacks OrderNbr" in row["last_error"]
    assert erp_order(shop)["id"] in row["last_error"]
    answers.on = False
    assert shop.load(ORDER, order(1001)) == {"Processed": 1}
    assert shop.record(1001, ORDER)["erp_key"] == f"EO,{erp_order(shop)['OrderNbr']}"


def test_an_update_whose_answer_names_nothing_leaves_what_is_known(shop):
    shop.load(ORDER, order(1001))
    known = shop.record(1001, ORDER)["erp_key"]
    Answering(shop.line.road, "SalesOrder", "PUT GET", "OrderNbr", {}, reference=FIRST)
    assert shop.load(ORDER, order(1001, line("1", quantity=2))) == {"Failed": 1}
    row = shop.record(1001, ORDER)
    assert (row["erp_key"], row["kept"]["OrderNbr"]) == (known, erp_order(shop)["OrderNbr"])


def test_a_customer_without_a_number_is_read_again(shop):
    Answering(shop.line.road, "Customer", "PUT", "CustomerID", {})
    assert shop.load(CUSTOMER, customer(2, "ann@example.com")) == {"Processed": 1}
    assert shop.record(2, CUSTOMER)["erp_key"].startswith("C0")


def test_a_payment_for_an_order_of_no_number_waits_and_all_others_go_on(shop):
    shop.load(ORDER, order(1001))
    nameless, named = payment(1, "5.00", "?"), payment(2, "5.00", erp_order(shop)["OrderNbr"])
    nameless.document["OrdersToApply"][0]["OrderNbr"] = None
    assert shop.load(PAYMENT, nameless, named) == {"Failed": 1, "Processed": 1}
    row = shop.record("1,1", PAYMENT)
    assert (row["attempt_count"], "an answer lacked its number" in row["last_error"]) == (0, True)


def test_an_order_that_the_erp_lists_without_its_number_holds_up_its_own_payment_alone(shop):
    shop.load(ORDER, order(1001), order(1002))
    first, second = (erp_order(shop, number)["OrderNbr"] for number in (1001, 1002))
    Answering(shop.line.road, "SalesOrder", "GET", "OrderNbr", {}, reference=first)
    assert shop.load(PAYMENT, payment(1, "5.00", first), payment(2, "5.00", second)) == {"Failed": 1, "Processed": 1}
    assert erp_payment(shop, 2)["OrdersToApply"][0]["OrderNbr"] == second
