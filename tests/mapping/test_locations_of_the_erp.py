"""Locations of the ERP as they go to the store: their address, what they are called, what they lack."""

from __future__ import annotations

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.locations_export import address_of, export_locations, is_blank, kept
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from tests.mapping.erp_accounts import location
from tests.mapping.orders_shop import DEMO
from tests.mapping.present import NOW, THEN


@pytest.mark.parametrize("name", ["AddressLine1", "AddressLine2", "City"])
def test_one_line_makes_an_address(name):
    assert is_blank({"Country": "AU", "State": "NSW", name: " "})
    assert not is_blank({name: "Wharf"})


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
