"""What Sync History says of an order: what it is called, when it changed, why it fails."""

from __future__ import annotations

import pytest

from bc_myob.mapping.orders import described
from bc_myob.mapping.orders_rules import created_at, day_of, moment_of, status_name
from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import JAM, MAY, all_mapped, customer, mapped, money, order
from tests.mapping.present import THEN


def test_every_outcome_says_which_order_it_is_and_when_it_changed():
    found = all_mapped(order(JAM, 1), order(JAM, 2) | {"is_deleted": True}, order(JAM, 3) | {"total_inc_tax": "plenty"})
    assert [one.event for one in found] == [Event.PREPARED, Event.FILTERED, Event.FAILED]
    assert [(one.external_id, one.source_id) for one in found] == [("1", "1"), ("2", "2"), ("3", "3")]
    assert {one.modified_at for one in found} == {THEN}
    assert [one.reference for one in found] == ["1-Harbour Provisions", None, None]
    assert [one.description for one in found] == [
        "Order 1, 65.95 AUD, Awaiting Fulfillment",
        "Order 2, 65.95 AUD, Awaiting Fulfillment",
        "Order 3, plenty AUD, Awaiting Fulfillment",
    ]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"id": 5, "total_inc_tax": "1000.6", "currency_code": "JPY", "status": "Sent"}, "Order 5, 1001 JPY, Sent"),
        ({"id": 5, "total_inc_tax": "1.5", "currency_code": "KWD", "status": "Sent"}, "Order 5, 1.500 KWD, Sent"),
    ],
)
def test_an_orders_total_is_told_in_the_digits_of_its_currency(order, said):
    assert described(order) == said


def test_what_others_need_of_an_order_stays_on_its_record():
    found = mapped(order(JAM), links=customer())
    assert (found.details["total"], found.details["currency"]) == (money("65.95"), "AUD")


def test_one_bad_record_fails_alone():
    bad = order(JAM, 1) | {"total_inc_tax": "plenty"}
    worse = {"id": 2, "status_id": 11, "date_created": "yesterday"}
    found = all_mapped(bad, worse, order(JAM, 3))
    assert [one.event for one in found] == [Event.FAILED, Event.FAILED, Event.PREPARED]
    assert "plenty" in found[0].reason
    assert all(one.reason.startswith("The store's record cannot be read") for one in found[:2])


@pytest.mark.parametrize("fee", ["x", [17]])
def test_a_fee_that_is_none_fails_its_order_and_is_named(fee):
    one = mapped(order(JAM) | {"fees": [fee]}, links=customer())
    assert (one.event, one.reason) == (Event.FAILED, f"The store's record cannot be read: fees.0: {fee!r} is no fee.")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"currency_code": "", "default_currency_code": ""}, "Order 1001 names no currency."),
        ({"billing_address": {"country": "Narnia"}}, "billing address"),
    ],
)
def test_an_order_that_cannot_be_mapped_says_what_it_lacks(changes, reason):
    found = mapped(order(JAM) | changes, links=customer())
    assert found.event is Event.FAILED
    assert reason in found.reason


def test_an_order_without_lines_says_so():
    payload = order(JAM) | {"products": [], "items_total": 0}
    payload |= dict.fromkeys(("total_inc_tax", "subtotal_inc_tax", "shipping_cost_inc_tax", "base_shipping_cost"), "0")
    payload |= dict.fromkeys(("total_ex_tax", "subtotal_ex_tax", "shipping_cost_ex_tax", "total_tax"), "0")
    assert mapped(payload, links=customer()).reason == "Order 1001 has no lines."


def test_an_unknown_country_is_named_with_the_address_that_has_it():
    narnia = MAY.on_order() | {"country": "Narnia", "country_iso2": ""}
    found = mapped(order(JAM) | {"billing_address": narnia}, links=customer())
    assert found.event is Event.FAILED
    assert "'Narnia' of the billing address is not known" in found.reason
    payload = order(Draft(billing=MAY, ship_to=(MAY,), lines=JAM.lines))
    payload["consignments"]["shipping"][0] |= {"country": "Narnia", "country_iso2": ""}
    assert "'Narnia' of the shipping address is not known" in mapped(payload, links={}).reason


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"status": "On its way", "custom_status": "Gone", "status_id": 2}, "On its way"),
        ({"status": "", "custom_status": "Gone", "status_id": 2}, "Gone"),
        ({"status_id": 2}, "Shipped"),
        ({"status_id": 99}, ""),
    ],
)
def test_a_status_is_called_what_the_store_calls_it_else_what_bigcommerce_does(said, name):
    assert status_name(said) == name


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 10 Mar 2026 02:30:00 +0000",
        "Tue, 10 Mar 2026 13:30:00 +1100",
        "Tue, 10 Mar 2026 02:30:00",
        "2026-03-10T02:30:00Z",
        "2026-03-10T02:30:00",
        "2026-03-10T13:30:00+11:00",
    ],
)
def test_a_moment_is_read_in_either_of_the_stores_forms_and_is_utc_without_an_offset(text):
    assert moment_of(text) == created_at({"date_created": text}) == THEN


def test_a_day_is_that_of_the_time_zone_and_none_without_a_moment():
    assert day_of("Tue, 10 Mar 2026 13:30:00 +0000", "Australia/Sydney") == "2026-03-11T00:00:00"
    assert [day_of(nothing, "Australia/Sydney") for nothing in (None, "")] == [None, None]
