"""What of the store's answer is a line, what it is called and what was paid for it."""

from __future__ import annotations

import pytest

from bc_myob.mapping.orders_lines import LineKind, lines_are_complete, order_products, store_lines
from bc_myob.mapping.totals import Basis
from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft, line
from tests.mapping.orders_shop import MAY, mapped, order


def test_lines_of_the_products_call_replace_those_of_the_consignments():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("SALT-MURRAY"))))
    assert lines_are_complete(payload)
    rows = payload["consignments"]["shipping"][0]["line_items"]
    payload["consignments"]["shipping"][0]["line_items"] = rows[:1]
    assert not lines_are_complete(payload)
    assert lines_are_complete(payload | {"products": rows})
    assert len(mapped(payload | {"products": rows}).document["Details"]) == 2


def test_lines_that_are_missing_are_named():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("OIL-EV-750"))))
    payload["products"] = payload["consignments"]["shipping"][0]["line_items"][:1]
    found = mapped(payload)
    assert found.event is Event.FAILED
    assert "did not list every line" in found.reason


def test_an_order_whose_figures_cannot_be_read_is_not_asked_for_more_lines():
    assert lines_are_complete({"products": [{"id": 1, "quantity": "some"}], "items_total": 1})
    assert not lines_are_complete({"products": [], "items_total": 1})


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
