"""Small decisions of the mapping that a whole order or customer seldom shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations_export import address_of, export_locations, is_blank, kept
from bc_myob.mapping.payments import map_payments
from bc_myob.mapping.payments_from_order import is_paid
from bc_myob.mapping.unreadable import why_unreadable
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from sandbox.shop.basket import Coupon, Draft, line
from tests.mapping.orders_shop import DEMO, MAY, mapped, money, order, settings
from tests.mapping.present import NOW

THEN = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)


def brittle(given):
    return [
        Mapped(one.source_id, one.source_id, Event.PREPARED, reason=one.payload["name"], modified_at=one.modified_at)
        for one in given.sources
    ]


@pytest.mark.parametrize("bad", [[0], [6], [2, 3], list(range(7)), []])
def test_records_that_break_the_mapping_fail_alone_and_all_keep_their_place(bad):
    sources = [SourceRecord(str(n), {} if n in bad else {"name": "x"}, THEN) for n in range(7)]
    found = map_apart(brittle, Given(DEMO, sources, now=NOW))
    assert [one.external_id for one in found] == [one.source_id for one in found] == [str(n) for n in range(7)]
    assert [n for n, one in enumerate(found) if one.event is Event.FAILED] == bad
    assert {one.modified_at for one in found} == {THEN}
    for n in bad:
        assert found[n].reason.startswith(
            "This record holds something that the mapping does not know how to read (KeyError: 'name'). "
        )


def test_what_is_of_another_shape_is_named_by_the_field_that_holds_it():
    record = {"title": "'str' object", "consignments": {"shipping": ["by post"]}}
    with pytest.raises(AttributeError) as caught:
        record["consignments"]["shipping"][0].get("address")
    assert why_unreadable(record, caught.value) == "consignments.shipping.0: 'by post' is not what belongs there"


def test_what_is_no_matter_of_data_breaks_the_task():
    def broken(given):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        map_apart(broken, Given(DEMO, [SourceRecord("1", {})], now=NOW))


def test_an_order_whose_payments_cannot_be_read_fails_as_one_record():
    known = {Entity.SALES_ORDER: {"7": Link("7", "7", Status.PROCESSED, "guid", "EO,1")}}
    payload = {"order": order(Draft(billing=MAY, lines=(line("JAM-QUINCE"),)), 7), "transactions": None}
    payload["order"] |= {"total_inc_tax": "a lot", "payment_status": "captured", "payment_method": "Cash"}
    (found,) = map_payments(Given(DEMO, [SourceRecord("7", payload, THEN)], known, now=NOW))
    assert (found.external_id, found.source_id, found.event) == ("7,0", "7", Event.FAILED)
    assert (found.description, found.modified_at) == ("Payments of order 7", THEN)
    assert "a lot" in found.reason


@pytest.mark.parametrize(
    ("said", "paid"),
    [
        ({"payment_status": " Captured "}, True),
        ({"payment_status": "authorized", "status_id": 11}, False),
        ({"payment_status": "", "status_id": 11}, True),
        ({"status_id": 11}, True),
        ({"status_id": 7}, False),
        ({}, False),
    ],
)
def test_the_payment_status_says_whether_an_order_is_paid_else_its_status(said, paid):
    assert is_paid(said) is paid


# locations of the ERP


@pytest.mark.parametrize("name", ["AddressLine1", "AddressLine2", "City"])
def test_one_line_makes_an_address(name):
    assert is_blank({"Country": "AU", "State": "NSW", name: " "})
    assert not is_blank({name: "Wharf"})


def location(**more):
    address = {"AddressLine1": "1 Quay", "City": "Hobart", "Country": "AU", "State": "TAS", "PostalCode": "7000"}
    contact = {"Attention": "May O'Brien", "CompanyName": "Harbour Kitchen", "Address": address}
    return {"Customer": "C1", "LocationID": "L1", "LocationName": "Quay", "LocationContact": contact} | more


def exported(*payloads):
    sources = [SourceRecord(f"guid{n}", payload, THEN) for n, payload in enumerate(payloads)]
    return export_locations(Given(DEMO, sources, now=NOW))


def test_a_location_is_described_by_company_street_and_city():
    (found,) = exported(location())
    assert found.description == "Harbour Kitchen, 1 Quay, Hobart"
    assert found.details == {"Customer": "C1", "LocationID": "L1"}


def test_only_keys_that_are_there_are_kept():
    assert kept(SourceRecord("g", location(LocationID=None))) == {"Customer": "C1"}
    assert kept(SourceRecord("g", {})) == {}


def test_a_blank_address_is_the_accounts():
    account = {"Address": {"AddressLine1": "9 Hill", "City": "Perth", "Country": "AU"}}
    blank = {"Attention": "May", "Address": {"Country": "AU"}}
    assert address_of(location(LocationContact=blank, _customer=account))["City"] == "Perth"
    assert address_of(location(_customer=account))["City"] == "Hobart"
    assert address_of(location(LocationContact=blank)) == {}
    first, second = exported(location(LocationContact=blank, _customer=account), location())
    assert [one.document["city"] for one in (first, second)] == ["Perth", "Hobart"]


def test_what_the_store_needs_of_an_address_is_named_all_at_once():
    (found,) = exported(location(LocationContact={"Attention": "May", "Address": {"State": "TAS"}}))
    assert found.event is Event.FAILED
    assert "The store needs Address Line 1, City, Country for an address" in found.reason


# discounts by document


def test_coupons_are_named_by_their_codes_and_the_rest_by_what_it_is():
    draft = Draft(
        billing=MAY, lines=(line("HONEY-LW-500", 2),), coupon=Coupon(code="AUTUMN10", amount=10), discount=money("1.50")
    )
    rows = mapped(order(draft), settings(show_discounts_as="Document Discounts")).document["DiscountDetails"]
    assert [(row["ExternalDiscountCode"], row["Description"]) for row in rows] == [
        ("AUTUMN10", "Coupon AUTUMN10"),
        ("DISCOUNT", "Discounts"),
    ]
