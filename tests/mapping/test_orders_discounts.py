"""Discounts of an order by document: a row for each coupon, one for the rest, and none for rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.orders_details import discount_records
from bc_myob.mapping.orders_money import price_order
from bc_myob.mapping.totals import Basis
from sandbox.shop.basket import Coupon, Draft, Line, Shipping, line
from tests.mapping.bills import bill, item
from tests.mapping.orders_drawn import erp_total
from tests.mapping.orders_shop import MAY, mapped, money, order, settings

BY_DOCUMENT = settings(show_discounts_as="Document Discounts")


def test_the_vendors_document_discounts_example():
    """connector 10.6: 2 x 45.15 less 10 %, 1 x 45.00, one free item, 5 % off the order."""
    off = {"SALT-MURRAY": "9.90", "OIL-EV-750": "9.03"}
    draft = Draft(
        billing=MAY,
        lines=(
            Line(sku="OIL-EV-750", quantity=2, price=money("45.15"), discount=money(off["OIL-EV-750"])),
            Line(sku="HONEY-LW-500", price=money("45.00")),
            Line(sku="SALT-MURRAY", price=money("9.90"), discount=money(off["SALT-MURRAY"])),
        ),
        discount=money("6.77"),
        shipping=Shipping(cost=Decimal(0)),
        taxed=False,
    )
    found = mapped(order(draft), BY_DOCUMENT).document
    assert [(row["UnitPrice"], row["DiscountAmount"]) for row in found["Details"]] == [
        (money("45.15"), 0),
        (45, 0),
        (0, 0),
    ]
    assert [(row["Type"], row["DiscountAmount"]) for row in found["DiscountDetails"]] == [
        ("External Document", money("15.80"))
    ]
    assert erp_total(found, gross=True) == money("119.50")
    assert found["DisableAutomaticDiscountUpdate"] is True


def test_each_coupon_has_its_row_and_the_rest_one_more():
    draft = Draft(
        billing=MAY,
        lines=(line("HONEY-LW-500", 2, discount="2.00"), line("OIL-EV-750")),
        coupon=Coupon(code="AUTUMN10", amount=Decimal(10)),
        discount=money("1.50"),
    )
    rows = mapped(order(draft), BY_DOCUMENT).document["DiscountDetails"]
    assert [(row["ExternalDiscountCode"], row["DiscountAmount"]) for row in rows] == [
        ("AUTUMN10", money("6.30")),
        ("DISCOUNT", money("3.50")),
    ]


def test_coupons_are_named_by_their_codes_and_the_rest_by_what_it_is():
    draft = Draft(
        billing=MAY, lines=(line("HONEY-LW-500", 2),), coupon=Coupon(code="AUTUMN10", amount=10), discount=money("1.50")
    )
    rows = mapped(order(draft), BY_DOCUMENT).document["DiscountDetails"]
    assert [(row["ExternalDiscountCode"], row["Description"]) for row in rows] == [
        ("AUTUMN10", "Coupon AUTUMN10"),
        ("DISCOUNT", "Discounts"),
    ]


def discounts(payload):
    rows = mapped(payload, BY_DOCUMENT).document.get("DiscountDetails", [])
    return [(row["ExternalDiscountCode"], row["DiscountAmount"]) for row in rows]


@pytest.mark.parametrize(
    ("coupons", "rows"),
    [
        ([{"code": " TEA5 ", "discount": "6"}], [("TEA5", 6), ("DISCOUNT", 4)]),
        ([{"code": "TEA5", "discount": "4"}, {"code": "TEA5", "discount": "6"}], [("TEA5", 10)]),
        ([{"code": "", "discount": "6"}, {"discount": "1"}], [("DISCOUNT", 10)]),
        ({"url": "https://store.example/coupons"}, [("DISCOUNT", 10)]),
        (None, [("DISCOUNT", 10)]),
    ],
)
def test_coupons_that_no_line_names_are_those_of_the_coupons_call(coupons, rows):
    draft = Draft(billing=MAY, lines=(line("HONEY-LW-500", 2),), discount=money("10"))
    assert discounts(order(draft) | {"coupons": coupons}) == rows


def discount_rows(*codes, manual="1.00"):
    """The rows of the Discounts tab of an order with these coupons, 1.00 each, and a manual discount."""
    payload = order(Draft(billing=MAY, lines=(line("OIL-EV-750"),), discount=money(manual)))
    payload |= {"coupon_discount": f"{len(codes)}.0000", "coupons": [{"code": code, "discount": 1} for code in codes]}
    payload["total_inc_tax"] = str(money(payload["total_inc_tax"]) - len(codes))
    (row,) = payload["consignments"]["shipping"][0]["line_items"]
    row["discounted_total_inc_tax"] = str(money(row["discounted_total_inc_tax"]) - len(codes))
    row["applied_discounts"] = []
    return mapped(payload, BY_DOCUMENT).document["DiscountDetails"]


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["DISCOUNT"], ["DISCOUNT", "DISCOUNT 2"]),
        (["discount", "Discount 2"], ["discount", "Discount 2", "DISCOUNT 3"]),
        (["SUMMER-OF-2026-ADELAIDE", "SUMMER-OF-2026-AUSTRALIA"], ["SUMMER-OF-2026-", "SUMMER-OF-202 2", "DISCOUNT"]),
        (["ÜBERLANG", "überlang"], ["ÜBERLANG", "überlang 2", "DISCOUNT"]),
    ],
)
def test_no_two_discounts_of_an_order_have_one_code(codes, names):
    assert [(row["ExternalDiscountCode"], row["DiscountAmount"]) for row in discount_rows(*codes)] == [
        (name, 1) for name in names
    ]


def test_what_a_free_item_is_worth_is_no_part_of_the_discounts():
    free = item("9.90", "9.90") | {"applied_discounts": [{"amount": money("9.90"), "target": "product"}]}
    order = bill(free, item("20.00", "3.00"), discount="12.90") | {"coupons": [{"code": "A", "discount": "1"}]}
    rows = discount_records(order, price_order(order, Basis.INCLUSIVE), BY_DOCUMENT.orders)
    assert [(row["code"], row["amount"]) for row in rows] == [("A", 1), ("DISCOUNT", 2)]
