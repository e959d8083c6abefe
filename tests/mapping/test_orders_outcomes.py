"""What Sync History says of an order: whose it is, when it changed, why it waits or fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import described, map_orders
from bc_myob.mapping.orders_rules import can_carry_money, created_at, day_of, moment_of, status_name
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.settings import StoreSettings
from sandbox.shop.basket import Draft, Shipping, line
from tests.mapping.orders_shop import DEMO, MAY, customer, mapped, money, order
from tests.mapping.present import NOW

THEN = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
JAM = Draft(billing=MAY, lines=(line("JAM-QUINCE", 5),), customer_id=7)


def mapping(target, source):
    told = {"entity": "Sales Order", "target": target, "source": source}
    return StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [told]})


def orders(*payloads, settings=DEMO):
    sources = [SourceRecord(str(one["id"]), one, THEN) for one in payloads]
    return map_orders(Given(settings, sources, customer(), now=NOW))


def test_every_outcome_says_which_order_it_is_and_when_it_changed():
    found = orders(order(JAM, 1), order(JAM, 2) | {"is_deleted": True}, order(JAM, 3) | {"total_inc_tax": "plenty"})
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
    assert (
        "'Narnia' of the billing address" in mapped(order(JAM) | {"billing_address": narnia}, links=customer()).reason
    )
    payload = order(Draft(billing=MAY, ship_to=(MAY,), lines=JAM.lines))
    payload["consignments"]["shipping"][0] |= {"country": "Narnia", "country_iso2": ""}
    assert "'Narnia' of the shipping address" in mapped(payload, links={}).reason


# whose order it is


@pytest.mark.parametrize(
    ("status", "details", "key", "waits"),
    [
        (Status.DELETED, {"in_erp": True}, "C000007", False),
        (Status.DELETED, {}, "C000007", True),
        (Status.FAILED, {"in_erp": True}, "C000007", True),
        (Status.DELETED, {"in_erp": True}, None, True),
        (Status.PROCESSED, {}, None, True),
    ],
)
def test_orders_of_a_customer_who_left_the_store_go_to_the_account_the_erp_still_has(status, details, key, waits):
    links = {Entity.CUSTOMER: {"7": Link("7", "7", status, erp_key=key, details=details)}}
    found = mapped(order(JAM), links=links)
    assert found.event is (Event.BLOCKED if waits else Event.PREPARED)
    assert waits or found.document["CustomerID"] == "C000007"


# the user's mappings


def test_a_formula_that_cannot_be_computed_fails_its_order_and_no_other():
    settings = mapping("CustomerOrder", "=CStr(1 / ([id] - 1))")
    bad, good = orders(order(JAM, 1), order(JAM, 3), settings=settings)
    assert (bad.event, bad.external_id, bad.document) == (Event.FAILED, "1", None)
    assert bad.reason.startswith("The mapping of CustomerOrder failed: ")
    assert (good.event, good.document["CustomerOrder"]) == (Event.PREPARED, "0.5")


def test_a_formula_of_a_line_that_cannot_be_computed_fails_its_order():
    found = mapped(order(JAM), mapping("Details.LineDescription", "=CStr(1 / ([quantity] - 5))"), customer())
    assert found.event is Event.FAILED
    assert found.reason.startswith("The mapping of Details.LineDescription failed: ")


@pytest.mark.parametrize(
    "line",
    [
        {"entity": "Sales Order", "target": "CustomerOrder", "source": "x"},
        {"entity": "Sales Order", "target": "PaymentMethod", "source": "BANKTRF", "active": False},
        {"entity": "Payment", "target": "PaymentMethod", "source": "BANKTRF"},
    ],
)
def test_the_payment_method_counts_as_part_of_the_order_only_where_an_active_line_maps_it(line):
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [line]})
    assert mapped(order(JAM), settings, customer()).details["once"] == ["PaymentMethod"]


@pytest.mark.parametrize("target", ["CustomerOrder", "Details.LineDescription"])
def test_the_present_moment_of_an_orders_formula_is_the_runs(target):
    document = mapped(order(JAM), mapping(target, "=Format('{0:yyyy}', Now())"), customer()).document
    assert (document["Details"][0] | document)[target.rpartition(".")[2]] == str(NOW.year)


def test_the_shipping_tab_sets_terms_and_zone_where_its_row_has_them():
    row = {"store_shipping_zone": "Australia", "store_shipping_method": "Standard post", "ship_via": "AUSPOST"}
    full = row | {"shipping_terms": "FLATRATE", "shipping_zone": "METRO"}
    for rows, terms in (([full], ("FLATRATE", "METRO")), ([row], (None, None)), ([], (None, None))):
        settings = StoreSettings.model_validate(DEMO.model_dump() | {"shipping": rows})
        shipping = mapped(order(JAM), settings, customer()).document.get("ShippingSettings", {})
        assert (shipping.get("ShippingTerms"), shipping.get("ShippingZone")) == terms


# statuses and times


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


def test_an_order_whose_total_cannot_be_read_is_not_asked_for_transactions():
    assert not can_carry_money(order(JAM) | {"total_inc_tax": "plenty"}, DEMO)


def test_the_way_of_shipping_is_warned_of_only_where_the_tab_lacks_it():
    drone = replace(JAM, shipping=Shipping(method="Drone"))
    said = "No row of the Shipping tab maps"
    assert said not in (mapped(order(JAM), links=customer()).details["warning"] or "")
    assert said in mapped(order(drone), links=customer()).details["warning"]
