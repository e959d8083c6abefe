"""Lines that somebody else entered, or that an answer did not tell: none of ours is ever added beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from tests.faults.answers import Answering
from tests.faults.desk import SHOP, erp_order, line, opened, order

CUSTOMER, _, ORDER, PAYMENT = Entity
JAM, TEA = "JAM-QUINCE", "TEA-LEMONM"


@pytest.fixture
def shop(indoors):
    """A customer of the store is there."""
    return opened(indoors)


def by_hand(desk, *rows, number=1001, **fields):
    """Let a clerk enter the order under the store's reference; gives its number."""
    details = [{"InventoryID": item, "OrderQty": Decimal(quantity)} for item, quantity in rows]
    own = {"OrderType": "EO", "CustomerID": "C000004", "CurrencyID": "AUD", "Details": details}
    return desk.works.box.erp.add("SalesOrder", ExternalRef=f"{number}-{SHOP}", **own | fields)


def rows_of(found):
    return [(row["InventoryID"], row["OrderQty"], row.get("ExternalRef")) for row in found["Details"]]


def test_an_order_entered_by_hand_with_the_same_lines_becomes_the_stores(shop):
    number = by_hand(shop, (JAM, 1), (TEA, 2))
    wanted = order(1001, line("11", TEA, 2, "4.00"), line("12", JAM, 1, "7.00"), details={"total": "15.00"})
    assert shop.load(ORDER, wanted) == {"Processed": 1}
    found = erp_order(shop)
    assert (found["OrderNbr"], found["OrderTotal"]) == (number, 15)
    assert rows_of(found) == [(JAM, 1, "12"), (TEA, 2, "11")]


@pytest.mark.parametrize(
    ("there", "shown"),
    [
        ([(JAM, 1)], "JAM-QUINCE x 1"),
        ([(JAM, 1), (TEA, 3)], "JAM-QUINCE x 1, TEA-LEMONM x 3"),
        ([(JAM, 1), (TEA, 2), (TEA, 1)], "JAM-QUINCE x 1, TEA-LEMONM x 2, TEA-LEMONM x 1"),
        ([(JAM, 1), (TEA, 2), (TEA, 2)], "JAM-QUINCE x 1, TEA-LEMONM x 2, TEA-LEMONM x 2"),
    ],
    ids=["fewer", "another quantity", "one more", "one twice"],
)
def test_an_order_entered_by_hand_with_other_lines_is_left_as_it_is_and_said(shop, there, shown):
    by_hand(shop, *there)
    before = erp_order(shop)
    for _ in range(2):
        assert shop.load(ORDER, order(1001, line("11", JAM), line("12", TEA, 2))) == {"Failed": 1}
    assert erp_order(shop) == before
    said = shop.record(1001, ORDER)["last_error"]
    assert f"Details there: {shown}; in the store: JAM-QUINCE x 1, TEA-LEMONM x 2" in said
    assert f"ERP ID {before['id']}" in said


def test_lines_of_which_two_are_alike_are_not_guessed_at(shop):
    by_hand(shop, (JAM, 1), (JAM, 1))
    assert shop.load(ORDER, order(1001, line("11", JAM), line("12", JAM))) == {"Failed": 1}
    assert len(erp_order(shop)["Details"]) == 2


def test_an_order_entered_by_hand_and_emptied_of_its_lines_takes_the_stores(shop):
    number = by_hand(shop, (JAM, 5))
    erp = shop.works.box.erp
    wanted = order(1001, line("11", TEA, 2))
    shop.load(ORDER, wanted)
    gone = [{"id": row["id"], "delete": True} for row in erp_order(shop)["Details"]]
    erp.edit("SalesOrder", "EO", number, Details=gone)
    assert shop.load(ORDER, wanted) == {"Processed": 1}
    assert rows_of(erp_order(shop)) == [(TEA, 2, "11")]


def test_a_line_that_a_clerk_added_to_an_order_of_ours_stays(shop):
    shop.load(ORDER, order(1001, line("11", JAM)))
    number = erp_order(shop)["OrderNbr"]
    shop.works.box.erp.edit("SalesOrder", "EO", number, Details=[{"InventoryID": TEA, "OrderQty": Decimal(1)}])
    shop.load(ORDER, order(1001, line("11", JAM, 2)))
    assert rows_of(erp_order(shop)) == [(JAM, 2, "11"), (TEA, 1, None)]


@pytest.mark.parametrize("spoilt", [("Details", []), ("Details", {}), ("Details.0.ExternalRef", {})], ids=str)
def test_lines_that_the_answer_to_the_creation_left_out_are_read_before_the_next_write(shop, spoilt):
    answers = Answering(shop.line.road, "SalesOrder", "PUT", *spoilt)
    shop.load(ORDER, order(1001, line("11", JAM), line("12", TEA, 2)))
    answers.on = False
    assert shop.load(ORDER, order(1001, line("11", JAM, 3), line("12", TEA, 2))) == {"Processed": 1}
    assert rows_of(erp_order(shop)) == [(JAM, 3, "11"), (TEA, 2, "12")]


def test_an_answer_without_lines_does_not_double_them_when_the_tax_zone_follows(shop):
    erp = shop.works.box.erp
    erp.edit("Customer", "C000004", TaxZone=None)
    erp.edit("CustomerLocation", "C000004", "MAIN", TaxZone=None)
    Answering(shop.line.road, "SalesOrder", "PUT", "Details", [])
    shop.load(ORDER, order(1001, line("11", JAM), details={"last_tax_zone": "EXPORT"}))
    assert rows_of(erp_order(shop)) == [(JAM, 1, "11")]
