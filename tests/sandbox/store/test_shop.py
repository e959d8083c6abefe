"""Harbour Provisions is believable, complete, and the same for the same plan."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft, line
from sandbox.shop.bulk import Bulk, fill
from sandbox.shop.stories import STORIES


@pytest.fixture
def shop(store):
    store.kit.clock.freeze(datetime(2026, 3, 2, 9, tzinfo=UTC))
    store.seed(Plan())
    return store


def orders(shop):
    return [shop.order(number) for number in shop.order_ids()]


def test_the_same_plan_gives_the_same_shop(shop):
    first = shop.dump()
    shop.reset()
    shop.seed(Plan())

    assert shop.dump() == first


def test_the_demo_shop_has_its_size_and_its_recent_days(shop):
    assert (shop.counts()["customers"], shop.counts()["orders"]) == (40, 120)
    recent = [order for order in orders(shop) if (shop.now - order["date_created"]).days <= 10]
    assert len(recent) == 119
    assert all(order["date_modified"] <= shop.now for order in orders(shop))
    created = [order["date_created"] for order in orders(shop)]
    assert created == sorted(created)


def test_every_case_worth_telling_is_in_it(shop):
    found = orders(shop)
    methods = {order["payment_method"] for order in found}
    events = {(row["event"], row["status"]) for order in found for row in order["transactions"]}

    assert len(STORIES) >= 35
    assert {order["default_currency_code"] for order in found} == {"AUD", "NZD", "USD", "JPY"}
    assert {
        "Credit Card",
        "Manual",
        "Bank Deposit",
        "PayPal",
        "Cash on Delivery",
        "Afterpay",
        "Store Credit",
    } <= methods
    assert {0, 1, 2, 4, 5, 6, 7, 10, 11, 14} <= {order["status_id"] for order in found}
    assert {
        ("authorization", "ok"),
        ("capture", "ok"),
        ("purchase", "error"),
        ("refund", "ok"),
        ("void", "ok"),
    } <= events
    assert any(order["customer_id"] == 0 for order in found)
    assert any(order["shipping_address_count"] == 2 for order in found)
    assert any(order["order_is_digital"] for order in found)
    assert any(order["fees"] for order in found)
    assert any(order["is_deleted"] for order in found)
    assert any(row["test"] for order in found for row in order["transactions"])
    assert min(order["date_created"] for order in found).year < 2020


def test_people_are_of_several_countries_and_some_have_two_places_or_none(shop):
    customers = [shop.customer(number) for number in shop.table("customers")]
    places = [len(shop.addresses_of(customer["id"])) for customer in customers]
    countries = {address["country_code"] for address in shop.table("addresses").values()}

    assert {0, 1, 2} == set(places)
    assert {"AU", "NZ", "US", "JP"} <= countries
    assert {"O'Dowd-Kelly", "田中"} <= {customer["last_name"] for customer in customers}
    assert len({customer["email"] for customer in customers}) == len(customers)


def test_a_bundle_is_one_priced_line_and_its_parts_without_price(store, home):
    bundle = Draft(billing=home, lines=(line("HAMPER-LRG"),))
    hamper = type(bundle.lines[0])(sku="HAMPER-LRG", parts=("JAM-QUINCE", "TEA-LEMONM"))

    order = store.order(store.add_order(Draft(billing=home, lines=(hamper,))))

    parent, *parts = order["products"]
    assert [part["parent_order_product_id"] for part in parts] == [parent["id"]] * 2
    assert all(part["is_bundled_product"] and part["total_inc_tax"] == 0 for part in parts)


def test_a_bulk_of_orders_is_made_quickly(store):
    started = time.perf_counter()

    fill(store, Bulk(customers=50, orders=500))

    assert time.perf_counter() - started < 5
    assert store.counts()["orders"] == 500
    assert store.counts()["transactions"] == 500
