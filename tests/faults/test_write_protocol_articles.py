"""What a load asks the ERP for before it sends orders: the items behind their SKUs, and the taxes of their names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.operators.loading.articles import articles
from sandbox.kit import Fault
from sandbox.shop import catalogue
from tests.faults.desk import erp_order, line, opened, order

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity


@pytest.fixture
def shop(indoors):
    """A customer is there."""
    return opened(indoors)


def sold(desk, number):
    """The items of an order in the ERP, line by line."""
    return [row["InventoryID"] for row in erp_order(desk, number)["Details"]]


def asked(desk, resource):
    return [call for call in desk.calls() if call == f"GET {resource}"]


def reason(desk, number):
    return desk.record(number, ORDER)["last_error"]


def test_items_are_found_by_their_id_in_any_spelling_and_then_by_alternate_ids_of_both_kinds(shop):
    shop.works.box.erp.add_cross_reference("HONEY-LW-500", " old-code ")
    shop.works.box.erp.add_cross_reference("GIFTWRAP", "FITTING", "NonStockItem")
    spelled = [line(str(number), sku) for number, sku in enumerate(("jam-quince", "OLD-CODE", "fitting", "giftwrap"))]
    assert shop.load(ORDER, order(1002, *spelled)) == {"Processed": 1}
    assert sold(shop, 1002) == ["JAM-QUINCE", "HONEY-LW-500", "GIFTWRAP", "GIFTWRAP"]
    assert (len(asked(shop, "StockItem")), len(asked(shop, "NonStockItem"))) == (2, 2)
    assert shop.load(ORDER, order(1003, *spelled)) == {"Processed": 1}
    assert sold(shop, 1003) == ["JAM-QUINCE", "HONEY-LW-500", "GIFTWRAP", "GIFTWRAP"]
    assert asked(shop, "StockItem") + asked(shop, "NonStockItem") == []  # known from the first load


def test_alternate_ids_are_read_only_where_an_item_was_not_found_by_its_own(shop):
    assert shop.load(ORDER, order(1002, line("1"), line("2", "TEA-LEMONM"))) == {"Processed": 1}
    assert len(asked(shop, "StockItem")) == 1


def test_an_item_nobody_knows_fails_its_order_alone_and_names_every_sku(shop):
    unknown = order(1002, line("1"), line("2", "NOWHERE-2"), line("3", "NOWHERE-1"), line("4", "NOWHERE-2"))
    assert shop.load(ORDER, unknown, order(1003)) == {"Failed": 1, "Processed": 1}
    assert reason(shop, 1002) == (
        "MYOB Advanced has no item NOWHERE-1, NOWHERE-2, neither by Inventory ID nor by alternate id. Create the item "
        "or add the SKU as an alternate id (cross-reference)."
    )


def test_a_sku_that_several_items_bear_fails_its_order_until_one_has_it_alone(shop):
    erp = shop.works.box.erp
    for item in ("TEA-LEMONM", "JAM-QUINCE", "JAM-QUINCE"):
        erp.add_cross_reference(item, "OLD-CODE")
    erp.add_cross_reference("HONEY-LW-500", "TEA-LEMONM")
    unclear = order(1002, line("1", "OLD-CODE"), line("2", "NOWHERE"), line("3", "OLD-CODE"))
    assert shop.load(ORDER, unclear, order(1003, line("1", "TEA-LEMONM"))) == {"Failed": 1, "Processed": 1}
    assert reason(shop, 1002) == (
        "A SKU is the alternate id of several items in MYOB Advanced, so nobody can tell which one was sold: OLD-CODE "
        "of JAM-QUINCE and TEA-LEMONM. Leave it with one of them (Cross-Reference tab), or give it a SKU of its own in "
        "the store."
    )
    assert sold(shop, 1003) == ["TEA-LEMONM"]  # an item's own id goes before another's alternate id


def declined(desk, *names):
    """Let the ERP's web server decline every question that names one of `names`."""
    for name in names:
        desk.works.box.erp.kit.faults.add(path=name, method="GET", status=414, times=None)


@pytest.mark.parametrize("refused", [("AN-ODD-SKU",), ("AN-ODD-SKU", "NO-SKU", "ZZ-SKU")])
def test_a_sku_that_the_erp_cannot_be_asked_for_is_no_item_and_hides_no_other(shop, refused):
    declined(shop, *refused)
    known = ["JAM-QUINCE", "TEA-LEMONM", "HONEY-LW-500"]
    orders = [order(number, line("1", sku)) for number, sku in enumerate([*known, *refused], start=1002)]
    assert shop.load(ORDER, *orders) == {"Processed": 3, "Failed": len(refused)}
    assert [sold(shop, number) for number in (1002, 1003, 1004)] == [[item] for item in known]
    assert reason(shop, 1005).startswith("MYOB Advanced has no item AN-ODD-SKU")


def test_nothing_is_asked_for_no_item():
    assert articles(None, set()).items == {}


# taxes by name


def taxed(number, *names, **more):
    rows = [
        {"TaxID": name, "TaxRate": Decimal(10), "TaxableAmount": Decimal("10.00"), "TaxAmount": Decimal("1.00")}
        for name in names
    ]
    return order(number, TaxDetails=rows, **more)


@pytest.fixture
def listed(shop):
    """The substitution list knows a tax by another name."""
    taxes = shop.line.settings.orders.taxes
    listed = taxes.model_copy(update={"substitution": {"Goods Tax": catalogue.TAX_ID, "Gone": "NO-SUCH"}})
    orders = shop.line.settings.orders.model_copy(update={"taxes": listed})
    shop.line.settings = shop.line.settings.model_copy(update={"orders": orders})
    return shop


def taxes_of(desk, number):
    return [(row["TaxID"], row["TaxAmount"]) for row in erp_order(desk, number).get("TaxDetails") or []]


def test_a_tax_is_the_erps_of_its_name_else_that_of_the_list_and_is_asked_for_once_a_load(listed):
    orders = [taxed(1002, catalogue.TAX_ID.lower()), taxed(1003, "goods  tax"), taxed(1004)]
    assert listed.load(ORDER, *orders) == {"Processed": 3}
    assert [taxes_of(listed, number) for number in (1002, 1003)] == [[(catalogue.TAX_ID, 1)]] * 2
    assert len(asked(listed, "Tax")) == 1


def test_two_names_of_one_tax_add_up(listed):
    both = taxed(1002, catalogue.TAX_ID, "Goods Tax")
    assert listed.load(ORDER, both) == {"Processed": 1}
    assert taxes_of(listed, 1002) == [(catalogue.TAX_ID, 2)]


def test_an_unknown_tax_fails_its_order_alone_with_what_was_tried(listed):
    orders = [taxed(1002, "Levy", "Gone", catalogue.TAX_ID), taxed(1003, catalogue.TAX_ID)]
    assert listed.load(ORDER, *orders) == {"Failed": 1, "Processed": 1}
    said = reason(listed, 1002)
    assert said.startswith("The tax 'Gone' has no counterpart in MYOB Advanced: neither it nor 'NO-SUCH', which the")
    assert "The tax 'Levy' has no counterpart in MYOB Advanced: add it" in said


def test_a_tax_that_the_erp_cannot_be_asked_for_hides_no_other(listed):
    declined(listed, "LEVY")
    orders = [taxed(1002, "LEVY"), taxed(1003, catalogue.TAX_ID), taxed(1004, "Goods Tax")]
    assert listed.load(ORDER, *orders) == {"Failed": 1, "Processed": 2}
    assert [taxes_of(listed, number) for number in (1003, 1004)] == [[(catalogue.TAX_ID, 1)]] * 2


def test_where_the_erp_lets_nobody_look_at_taxes_the_list_alone_decides(listed):
    listed.works.box.erp.kit.faults.add(Fault(path=r"/Tax\b", status=404, times=None))
    orders = [taxed(1002, "Goods Tax"), taxed(1003, "Levy")]
    assert listed.load(ORDER, *orders) == {"Processed": 1, "Failed": 1}
    assert taxes_of(listed, 1002) == [(catalogue.TAX_ID, 1)]
