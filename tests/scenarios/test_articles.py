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
