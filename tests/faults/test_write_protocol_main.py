"""MAIN of a new customer becomes the location of their present address, wherever the run before it ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.model.entities import PrimarySystem
from tests.faults.line import Line
from tests.faults.road import Trouble
from tests.faults.test_write_protocol_deactivating import is_write, once, with_primary
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import open_ends, records, until_quiet
from tests.mia import HOME, WAREHOUSE

BOTH = [PrimarySystem.EXTERNAL, PrimarySystem.ERP]
NEW = replace(WAREHOUSE, street_1="10 New Street")
LATE = [Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.KILL_LATE]


@pytest.mark.parametrize("trouble", LATE, ids=str)
@pytest.mark.parametrize("primary", [None, *BOTH])
def test_an_address_that_replaces_one_whose_main_is_in_doubt_stays(indoors, primary, trouble):
    line, store, mia = stopped_at_the_locations(indoors, primary, once(trouble))
    store.delete_address(store.addresses_of(mia)[0]["id"])
    store.add_address(mia, NEW)
    rest(line)
    assert [row["address1"] for row in store.addresses_of(mia)] == [NEW.street_1]
    assert [street for _name, street in active(indoors)] == [NEW.street_1]
    assert records_of_places(line) == ["Deleted", "Processed"]
    assert open_ends(line) == []


@pytest.mark.parametrize("trouble", [Trouble.AWAY, Trouble.KILL_LATE], ids=str)
@pytest.mark.parametrize("primary", BOTH)
def test_an_only_address_that_is_deleted_before_it_has_arrived_does_not_come_back(indoors, primary, trouble):
    plan = once(trouble) if trouble is Trouble.KILL_LATE else always(trouble)
    line, store, mia = stopped_at_the_locations(indoors, primary, plan)
    store.delete_address(store.addresses_of(mia)[0]["id"])
    rest(line)
    assert store.addresses_of(mia) == []
    assert records_of_places(line) == ["Deleted"]


def test_who_waits_for_main_counts_no_attempt(indoors):
    line, store, mia = stopped_at_the_locations(indoors, PrimarySystem.ERP, once(Trouble.KILL_LATE))
    store.delete_address(store.addresses_of(mia)[0]["id"])
    store.add_address(mia, NEW)
    line.road.hours.sleep(60)
    line.run("second")
    waiting = [row for row in open_ends(line) if row["external_id"] == f"{mia},2"]
    assert [(row["status"], row["attempt_count"]) for row in waiting] == [("Failed", 0)]
    assert "goes on by itself" in waiting[0]["last_error"]


@pytest.mark.parametrize("edit", [{}, {"first_name": "Mara"}, {"address1": "21 Kent Street"}], ids=str)
@pytest.mark.parametrize("primary", BOTH)
def test_a_main_that_our_own_account_made_takes_the_address_as_the_shopper_has_it(indoors, primary, edit):
    line, store, mia = stopped_at_the_locations(indoors, primary, always(Trouble.AWAY))
    home = store.addresses_of(mia)[0]["id"]
    if edit:
        store.edit_address(home, **edit)
    # the account keeps the address that it was entered with
    line.road.plan = lambda place: Trouble.LOST_REQUEST if is_account(place) and edit else None
    line.road.hours.sleep(3600)
    line.run("second")
    line.road.plan = lambda _place: None
    rest(line)
    (address,) = store.addresses_of(mia)
    expected = {"id": home, "first_name": HOME.first_name, "address1": HOME.street_1} | edit
    assert {name: address[name] for name in expected} == expected
    assert active(indoors) == [(f"{expected['first_name']} O'Brien", expected["address1"])]
    (main,) = places(indoors)
    assert (main["LocationID"], main["ExtRefNbr"]) == ("MAIN", f"{home}-{line.settings.store_name}")


@pytest.mark.parametrize("primary", BOTH)
def test_what_a_clerk_enters_on_the_account_of_a_shopper_without_addresses_goes_to_the_store(indoors, primary):
    line, store, mia = stopped_at_the_locations(indoors, primary, lambda _place: None, book=[])
    (account,) = [row for row in indoors.box.erp.customers() if row.get("AccountRef")]
    there = {"AddressLine1": "3 Clerk Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
    indoors.box.erp.edit("Customer", account["CustomerID"], MainContact={"Address": there})
    rest(line)
    assert [row["address1"] for row in store.addresses_of(mia)] == ["3 Clerk Street"]


def stopped_at_the_locations(works, primary, plan, book=(HOME,)):
    """Give a line whose first run met `plan` at its locations, its store and the customer; `primary` None: one way."""
    line, store = works.fresh(kind=TwoWayLine if primary else Line), works.box.store
    line.tries, line.settings = 1, with_primary(line.settings, primary)
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=list(book))
    line.road.hours.sleep(60)
    line.road.plan = plan
    line.run("first")
    line.road.plan = lambda _place: None
    return line, store, mia


def rest(line):
    line.tries = 4
    line.road.hours.sleep(60)
    until_quiet(line, "rest")
    line.run("and once more")


def places(works):
    (mia,) = [row["CustomerID"] for row in works.box.erp.customers() if row.get("AccountRef", "").startswith("1-")]
    return [row for row in works.box.erp.records("CustomerLocation") if row["Customer"] == mia]


def active(works):
    """Give name and street of the active locations."""
    contacts = [row["LocationContact"] for row in places(works) if row["Active"]]
    return [(row.get("Attention"), row["Address"].get("AddressLine1")) for row in contacts]


def records_of_places(line):
    return sorted(row["status"] for row in records(line) if row["entity"] == "Customer Location")


def always(trouble):
    return lambda place: trouble if is_write(place) else None


def is_account(place):
    return place.what.startswith("PUT") and place.what.endswith("/Customer")


def test_a_first_address_goes_on_as_soon_as_the_doubt_about_another_one_is_settled(indoors):
    line, store = indoors.fresh(), indoors.box.store
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[])
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    bad = store.add_address(mia, HOME)
    store.edit_address(bad, country_code="ZZ", country="Nowhere")
    store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    line.tries, line.road.plan = 1, once(Trouble.KILL_BEFORE)
    line.run("second")
    store.edit_address(bad, country_code="AU", country="Australia")
    line.road.hours.sleep(3 * 3600)
    line.tries = 4
    assert line.run("third")
    assert records_of_places(line) == ["Processed", "Processed"]
    assert open_ends(line) == []
