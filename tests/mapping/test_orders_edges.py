"""Orders that are seldom seen: coupons of the coupons call, odd ways of shipping, lists that are none."""

from __future__ import annotations

import pytest

from bc_myob.mapping.orders_details import discount_records
from bc_myob.mapping.orders_lines import LineKind, lines_are_complete, order_products, store_lines
from bc_myob.mapping.orders_money import price_order
from bc_myob.mapping.orders_parties import ship_via_warning, shipping_method, shipping_row
from bc_myob.mapping.totals import Basis
from bc_myob.store.payments import ShippingRow
from sandbox.shop.basket import Draft, line
from tests.mapping.orders_shop import MAY, mapped, money, order, settings
from tests.mapping.test_orders_money_edges import bill, item

BY_DOCUMENT = settings(show_discounts_as="Document Discounts")


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


def test_what_a_free_item_is_worth_is_no_part_of_the_discounts():
    free = item("9.90", "9.90") | {"applied_discounts": [{"amount": money("9.90"), "target": "product"}]}
    order = bill(free, item("20.00", "3.00"), discount="12.90") | {"coupons": [{"code": "A", "discount": "1"}]}
    rows = discount_records(order, price_order(order, Basis.INCLUSIVE), BY_DOCUMENT.orders)
    assert [(row["code"], row["amount"]) for row in rows] == [("A", 1), ("DISCOUNT", 2)]


# ways of shipping


def shipped(**said):
    return {"consignments": {"shipping": [said]}}


def picked_up(**said):
    return {"consignments": {"shipping": [], "pickups": [said]}}


ROWS = [
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="None", ship_via="NONE"),
    ShippingRow(store_shipping_zone="", store_shipping_method="Post", ship_via="ANYWHERE"),
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="Post", ship_via="OLD", active=False),
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="Post", ship_via="AUSPOST"),
    ShippingRow(store_shipping_zone="Depot", store_shipping_method="Collect", ship_via="PICKUP"),
]


@pytest.mark.parametrize(
    ("said", "way", "ship_via", "warning"),
    [
        (shipped(shipping_zone_name="australia", shipping_method="POST"), ("australia", "POST"), "AUSPOST", None),
        (shipped(shipping_zone_name="Australia"), ("Australia", "None"), "NONE", None),
        (shipped(shipping_method="Post"), ("", "Post"), "ANYWHERE", None),
        (shipped(shipping_method="Drone"), ("", "Drone"), None, "No row of the Shipping tab maps 'Drone'."),
        (
            shipped(shipping_zone_name="Moon", shipping_method="Post"),
            ("Moon", "Post"),
            None,
            "No row of the Shipping tab maps 'Post' in 'Moon'.",
        ),
        (picked_up(pickup_method_display_name="collect"), (None, "collect"), "PICKUP", None),
        (
            picked_up(pickup_method_display_name="Locker"),
            (None, "Locker"),
            None,
            "No row of the Shipping tab maps 'Locker'.",
        ),
        (picked_up(id=5), (None, ""), None, None),
        ({}, ("", ""), None, None),
        ({"consignments": {"downloads": [{}]}}, ("", ""), None, None),
    ],
)
def test_the_way_of_shipping_is_found_by_zone_and_method_and_named_where_it_is_not(said, way, ship_via, warning):
    assert shipping_method(said) == way
    row = shipping_row(said, ROWS)
    assert (row.ship_via if row else None) == ship_via
    assert ship_via_warning(said, row) == warning


# lines


@pytest.mark.parametrize(
    "consignments",
    [None, [], "https://store.example/consignments", {"email": []}, {"shipping": [{"line_items": {}}, "x", {}]}],
)
def test_an_order_whose_lists_are_none_has_no_lines(consignments):
    assert order_products({"consignments": consignments}) == []


def test_lines_come_from_all_consignments_and_stand_by_their_ids():
    rows = {
        "shipping": [{"line_items": [{"id": 4}, "x"]}],
        "pickups": [{"line_items": [{"id": 3}]}],
        "downloads": [{"line_items": [{"id": 2}, {"name": "no id"}]}],
        "email": {"gift_certificates": [{"line_items": [{"id": 1}]}]},
    }
    assert [row["id"] for row in order_products({"consignments": rows})] == [1, 2, 3, 4]


def test_an_order_whose_figures_cannot_be_read_is_not_asked_for_more_lines():
    assert lines_are_complete({"products": [{"id": 1, "quantity": "some"}], "items_total": 1})
    assert not lines_are_complete({"products": [], "items_total": 1})


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, LineKind.PRODUCT),
        ({"is_bundled_product": True}, LineKind.BUNDLED),
        ({"type": "giftcertificate", "is_bundled_product": True}, LineKind.GIFT_CERTIFICATE),
    ],
)
def test_a_line_is_a_product_a_part_of_one_or_a_gift_certificate(said, kind):
    (found,) = store_lines({"products": [{"id": 1, "quantity": 1} | said]})
    assert found.kind is kind


@pytest.mark.parametrize(
    ("stated", "paid"), [("7", 7), ("", 9), (None, 9), ("0", 0)], ids=["stated", "blank", "missing", "free"]
)
def test_what_was_paid_for_a_line_is_what_the_store_states_else_its_price_less_discounts(stated, paid):
    row = {
        "id": 1,
        "quantity": 1,
        "total_inc_tax": "11",
        "total_tax": "1",
        "discounted_total_inc_tax": stated,
        "applied_discounts": [{"code": "A", "amount": "1.5"}, {"code": " A", "amount": "0.5"}],
    }
    (found,) = store_lines({"products": [row]})
    assert found.net == {Basis.INCLUSIVE: paid, Basis.EXCLUSIVE: paid - 1}
    assert found.discounts == {"A": 2}


@pytest.mark.parametrize(
    ("paid", "targets", "free"),
    [
        ("0", ["product"], True),
        ("0", ["order"], False),
        ("0", ["product", "order"], False),
        ("0", [], False),
        ("1", ["product"], False),
    ],
)
def test_a_line_is_given_away_where_a_discount_of_its_own_takes_all(paid, targets, free):
    row = {"id": 1, "quantity": 1, "total_inc_tax": "5", "discounted_total_inc_tax": paid}
    row["applied_discounts"] = [{"amount": "5", "target": target} for target in targets]
    (found,) = store_lines({"products": [row]})
    assert found.given_away is free


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "Jam", "name_customer": "Quince jam"}, "Jam"),
        ({"name": "", "name_customer": "Quince jam"}, "Quince jam"),
        ({}, ""),
    ],
)
def test_a_line_is_called_what_the_merchant_calls_it_else_what_the_shopper_saw(said, name):
    (found,) = store_lines({"products": [{"id": 1, "quantity": 1} | said]})
    assert found.name == name
