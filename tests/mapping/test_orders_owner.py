"""Whose order it is: the customer and the location it is booked on, and what it waits for."""

from __future__ import annotations

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import map_orders
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import (
    DEMO,
    GRANDMA,
    JAM,
    MAY,
    changed,
    customer,
    document,
    known_order,
    locations,
    mapped,
    order,
    own,
)
from tests.mapping.present import NOW


@pytest.mark.parametrize("entity_inactive", [False, True])
def test_guests_and_orders_without_customers_go_to_the_generic_guest(entity_inactive):
    inactive = {"customer": {"active": False}, "customer_location": {"active": False}}
    settings = changed(entities=DEMO.entities.model_dump() | inactive) if entity_inactive else DEMO
    number = 7 if entity_inactive else 0
    assert document(JAM, settings, {}, customer_id=number)["CustomerID"] == "ECGUEST"


BLOCKED = [
    ({}, "Customer 7 of this order has not been read from the store yet."),
    (
        customer(status=Status.FAILED, last_error="Email: is not valid"),
        "Customer 7 of this order is not in MYOB Advanced; its status is Failed: Email: is not valid",
    ),
    (customer(status=Status.FILTERED), "Customer 7 of this order is not in MYOB Advanced; its status is Filtered."),
    (
        customer(status=Status.DELETED, synchronised=True, last_error="because"),
        "Customer 7 of this order is not in MYOB Advanced any more; its status is Deleted: because",
    ),
]


@pytest.mark.parametrize(("links", "reason"), BLOCKED, ids=["unknown", "failed", "filtered", "deleted"])
def test_an_order_waits_for_its_customer_and_says_why(links, reason):
    found = mapped(order(JAM), links=links)
    assert (found.event, found.reason) == (Event.BLOCKED, reason)


@pytest.mark.parametrize(
    ("status", "details"),
    [(Status.FAILED, {}), (Status.FILTERED, {}), (Status.SKIPPED, {}), (Status.DELETED, {"in_erp": True})],
)
def test_an_order_goes_to_a_customer_who_is_in_the_erp_whatever_its_latest_change_met(status, details):
    links = customer(status=status, synchronised=True, details=details)
    assert mapped(order(JAM), links=links).document["CustomerID"] == "C000007"


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


def test_an_order_of_a_customer_who_was_deleted_in_the_store_says_what_to_do():
    payload = order(Draft(billing=MAY, lines=JAM.lines, customer_id=7))
    (found,) = map_orders(Given(DEMO, [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert found.event is Event.FAILED
    assert found.reason.startswith("Customer 7 of this order was deleted in the store before it was synchronised. Map")
    only_some = own("CustomerID", "=IIf([customer_id]=8, 'B2C', DefaultMapping)")
    (other,) = map_orders(Given(only_some, [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert (other.event, other.reason) == (found.event, found.reason)
    (mended,) = map_orders(Given(own("CustomerID", "B2C"), [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert (mended.event, mended.document["CustomerID"]) == (Event.PREPARED, "B2C")


def test_one_customer_for_all_shoppers_needs_neither_the_shopper_nor_the_shoppers_location():
    one_for_all = own("CustomerID", "B2C")
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    found = document(draft, one_for_all, locations(GRANDMA.in_book()))
    assert (found["CustomerID"], "LocationID" in found) == ("B2C", False)
    assert document(draft, one_for_all, customer(status=Status.FILTERED))["CustomerID"] == "B2C"
    only_some = own("CustomerID", "=IIf([customer_id]=8, 'B2C', DefaultMapping)")
    assert document(draft, only_some, locations(GRANDMA.in_book()))["LocationID"] == "L00002"
    assert mapped(order(draft), only_some, {}).reason == (
        "Customer 7 of this order has not been read from the store yet."
    )


def test_the_location_is_that_of_the_shipping_address():
    links = locations(GRANDMA.in_book())
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    assert document(draft, links=links)["LocationID"] == "L00002"
    assert "LocationID" not in document(JAM, links=links)
    assert "LocationID" not in document(draft, links=locations(GRANDMA.in_book(), owner="8"))
    off = changed(entities=DEMO.entities.model_dump() | {"customer_location": {"active": False}})
    assert "LocationID" not in document(draft, off, links)


def test_an_order_that_leaves_the_address_book_is_to_go_back_to_the_default_location():
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    first = mapped(order(draft), links=locations(GRANDMA.in_book()))
    assert (first.document["LocationID"], first.details["default_location"]) == ("L00002", False)
    elsewhere = mapped(order(JAM), links=locations(GRANDMA.in_book()) | known_order(**first.details))
    assert ("LocationID" in elsewhere.document, elsewhere.details["default_location"]) == (False, True)
    assert mapped(order(JAM), links=customer() | known_order()).details["default_location"] is False
