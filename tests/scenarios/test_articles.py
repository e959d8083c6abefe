"""The ERP's items behind the store's SKUs, however they are spelled."""

from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft
from sandbox.shop.basket import Line as Article
from sandbox.shop.payments import manual
from sandbox.shop.places import Address

pytestmark = pytest.mark.scenario

PRICE = Decimal("9.50")
SOMEBODY = Address(first_name="Ann", last_name="Lee", street_1="1 Bay Street", city="Sydney", zip="2000")


def test_one_item_in_several_spellings_is_found_in_each(line):
    spellings = ("JAM-QUINCE", "jam-quince", " Jam-Quince ", "mac-slt-250", "MAC-SLT-250")
    for sku in spellings:
        goods = (Article(sku=sku, price=PRICE, product_id=0),)
        line.store.add_order(Draft(billing=SOMEBODY, lines=goods, payments=(manual(),)))
    assert line.run().state == "success"
    problems = [row.last_error for row in line.records("Sales Order").values() if row.status != "Processed"]
    assert problems == []
    items = [row["InventoryID"] for order in line.erp.orders() for row in order["Details"]]
    assert sorted(items) == ["JAM-QUINCE"] * 3 + ["NUT-MACA-250"] * 2


def sold(line, sku):
    draft = Draft(billing=SOMEBODY, lines=(Article(sku=sku, price=PRICE, product_id=0),), payments=(manual(),))
    return str(line.store.add_order(draft))


def test_an_alternate_id_of_several_items_fails_its_order_until_one_has_it_alone(line):
    line.erp.add_cross_reference("JAM-QUINCE", "OLD-CODE")
    line.erp.add_cross_reference("TEA-LEMONM", "old-code ")
    line.erp.add_cross_reference("HONEY-LW-500", "JAM-QUINCE")
    line.erp.add_cross_reference("HONEY-LW-500", "TWICE")
    line.erp.add_cross_reference("HONEY-LW-500", "TWICE")
    unclear, by_id, twice = (sold(line, sku) for sku in ("OLD-CODE", "JAM-QUINCE", "TWICE"))
    assert line.run().state == "success"
    orders = line.records("Sales Order")
    assert orders[unclear].status == "Failed"
    assert "OLD-CODE of JAM-QUINCE and TEA-LEMONM" in orders[unclear].last_error
    assert [orders[number].status for number in (by_id, twice)] == ["Processed", "Processed"]
    items = {row["InventoryID"] for order in line.erp.orders() for row in order["Details"]}
    assert items == {"JAM-QUINCE", "HONEY-LW-500"}
