"""A location whose address was deleted ends inactive, whatever happens to the writes that make it so."""

from __future__ import annotations

from itertools import count

import pytest

from bc_myob.model.entities import PrimarySystem
from bc_myob.store.settings import StoreSettings
from tests.faults.line import Line
from tests.faults.road import Trouble
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import open_ends, records, until_quiet
from tests.mia import HOME, WAREHOUSE

TROUBLES = [
    *(Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.KILL_LATE, Trouble.LOST_REQUEST, Trouble.TIMEOUT),
    *(Trouble.LATE, Trouble.AWAY, Trouble.BUSY, Trouble.SESSION_ENDED),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
@pytest.mark.parametrize(("address", "write"), [(1, 0), (0, 0), (0, 1)], ids=["another", "default", "default, then it"])
def test_a_location_ends_inactive_whatever_comes_between(indoors, trouble, address, write):
    line, store = indoors.fresh(kind=TwoWayLine), indoors.box.store
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE])
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    store.delete_address(store.addresses_of(mia)[address]["id"])
    line.road.hours.sleep(60)
    writes = count()
    line.road.plan = lambda place: trouble if is_write(place) and next(writes) == write else None
    until_quiet(line, "second", most=4)
    assert [said.endswith(f"CustomerLocation: {trouble}") for said in line.road.happened] == [True]
    places = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr")]
    assert sorted((row["Active"], row["Default"]) for row in places) == [(False, False), (True, True)]
    assert sorted(row["status"] for row in records(line) if row["entity"] == "Customer Location") == [
        "Deleted",
        "Processed",
    ]
    assert indoors.doubled() == {}


IN_DOUBT = {Trouble.KILL_BEFORE: None, Trouble.KILL_AFTER: False, Trouble.KILL_LATE: False}
"""Whether the location is active in the end; None: there is none."""


@pytest.mark.parametrize("primary", [None, PrimarySystem.EXTERNAL, PrimarySystem.ERP])
@pytest.mark.parametrize(("trouble", "active"), IN_DOUBT.items(), ids=str)
def test_an_address_that_is_deleted_while_its_location_is_in_doubt_does_not_come_back(
    indoors, trouble, active, primary
):
    line, store, mia = opened(indoors, primary)
    depot = store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    line.tries, line.road.plan = 1, once(trouble)
    line.run("second")
    assert [said.endswith(f"CustomerLocation: {trouble}") for said in line.road.happened] == [True]
    store.delete_address(depot)
    line.road.hours.sleep(60)
    line.tries = 4
    until_quiet(line, "third")
    line.run("and once more")
    named = f"{depot}-{line.settings.store_name}"
    there = [row["Active"] for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr") == named]
    assert there == ([] if active is None else [active])
    assert [row["address1"] for row in store.addresses_of(mia)] == [HOME.street_1]
    said = "The record was deleted in BigCommerce before it reached MYOB Advanced." if active is None else None
    gone = [row for row in records(line) if row["external_id"] == f"{mia},{depot}"]
    assert [(row["status"], row["last_error"]) for row in gone] == [("Deleted", said)]
    assert len([row for row in records(line) if row["entity"] == "Customer Location"]) == 2
    assert open_ends(line) == []
    assert indoors.doubled() == {}


@pytest.mark.parametrize("trouble", [None, *IN_DOUBT], ids=str)
@pytest.mark.parametrize("primary", [None, PrimarySystem.EXTERNAL, PrimarySystem.ERP])
def test_the_same_address_entered_again_has_one_active_location(indoors, primary, trouble):
    line, store, mia = opened(indoors, primary)
    depot = store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    line.tries, line.road.plan = 1, once(trouble)
    line.run("second")
    store.delete_address(depot)
    store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    line.tries = 4
    until_quiet(line, "third")
    line.run("and once more")
    assert [row["address1"] for row in store.addresses_of(mia)] == [HOME.street_1, WAREHOUSE.street_1]
    there = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr") and row["Active"]]
    assert len(there) == 2
    here = [
        row["erp_key"] for row in records(line) if row["entity"] == "Customer Location" and row["status"] == "Processed"
    ]
    assert sorted(here) == sorted(f"{row['Customer']},{row['LocationID']}" for row in there)
    assert open_ends(line) == []


@pytest.mark.parametrize("trouble", [None, Trouble.LOST_REQUEST, Trouble.KILL_LATE], ids=str)
@pytest.mark.parametrize("primary", [None, PrimarySystem.EXTERNAL, PrimarySystem.ERP])
def test_an_address_that_was_replaced_between_two_runs_passes_the_default_on(indoors, primary, trouble):
    line, store, mia = opened(indoors, primary)
    home = store.addresses_of(mia)[0]["id"]
    store.add_address(mia, WAREHOUSE)
    store.delete_address(home)
    line.road.hours.sleep(60)
    line.road.plan = once(trouble)
    until_quiet(line, "second")
    places = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr")]
    assert [(row["LocationID"] == "MAIN", row["Active"], row["Default"]) for row in places] == [
        (True, False, False),
        (False, True, True),
    ]


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("primary", [None, PrimarySystem.EXTERNAL])
def test_the_location_of_an_aborted_record_becomes_inactive_too(indoors, primary, arrived):
    line, store, mia = opened(indoors, primary)
    depot = store.add_address(mia, WAREHOUSE)
    if arrived:
        line.road.hours.sleep(60)
        until_quiet(line, "second")
        store.edit_address(depot, address1="8 Dock Road")
    line.road.hours.sleep(60)
    line.road.plan = lambda place: Trouble.LOST_REQUEST if is_write(place) else None
    for number in range(6):
        line.run(f"third{number}")
        line.road.hours.sleep(3600)
    assert "Aborted" in [row["status"] for row in records(line)]
    line.road.plan = lambda _place: None
    store.delete_address(depot)
    line.road.hours.sleep(60)
    until_quiet(line, "fourth")
    assert [row["status"] for row in records(line) if row["external_id"] == f"{mia},{depot}"] == ["Deleted"]
    named = f"{depot}-{line.settings.store_name}"
    there = [row["Active"] for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr") == named]
    assert there == ([False] if arrived else [])
    assert open_ends(line) == []


def test_an_aborted_deactivation_waits_for_a_user(indoors):
    line, store, mia = opened(indoors, None)
    depot = store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    until_quiet(line, "second")
    store.delete_address(depot)
    line.road.hours.sleep(60)
    line.road.plan = lambda place: Trouble.LOST_REQUEST if is_write(place) else None
    for number in range(6):
        line.run(f"third{number}")
        line.road.hours.sleep(3600)
    line.road.plan = lambda _place: None
    store.edit_customer(mia, company="O'Brien Teas")
    line.road.hours.sleep(60)
    until_quiet(line, "fourth")
    assert [row["status"] for row in records(line) if row["external_id"] == f"{mia},{depot}"] == ["Aborted"]


@pytest.mark.parametrize("trouble", [None, Trouble.KILL_AFTER, Trouble.TIMEOUT], ids=str)
def test_a_location_that_a_clerk_sets_active_again_is_entered_anew_whatever_became_of_the_answer(indoors, trouble):
    line, store, mia = opened(indoors, PrimarySystem.ERP)
    depot = store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    until_quiet(line, "second")
    store.delete_address(depot)
    line.road.hours.sleep(60)
    line.road.plan = once(trouble)
    until_quiet(line, "third")
    (place,) = [
        row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr") and not row["Active"]
    ]
    indoors.box.erp.edit("CustomerLocation", place["Customer"], place["LocationID"], Active=True)
    line.road.hours.sleep(60)
    until_quiet(line, "fourth")
    assert [row["address1"] for row in store.addresses_of(mia)] == [HOME.street_1, WAREHOUSE.street_1]


def test_a_run_that_read_the_location_before_does_not_take_it_for_set_active_again(indoors):
    line, store, mia = opened(indoors, PrimarySystem.ERP)
    depot = store.add_address(mia, WAREHOUSE)
    line.road.hours.sleep(60)
    until_quiet(line, "second")
    store.delete_address(depot)
    line.road.hours.sleep(60)
    others = count()

    def plan(place):  # this run has read the ERP, when another one begins and ends
        if place.system == "store" and next(others) == 0:
            assert line.run("another")

    line.road.plan = plan
    assert line.run("third")
    assert [row["address1"] for row in store.addresses_of(mia)] == [HOME.street_1]
    assert [row["status"] for row in records(line) if row["external_id"] == f"{mia},{depot}"] == ["Deleted"]


def opened(works, primary):
    """Give a line, its store and a customer with one address, who is in the ERP; `primary` None: one way."""
    line, store = works.fresh(kind=TwoWayLine if primary else Line), works.box.store
    line.settings = with_primary(line.settings, primary)
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    return line, store, mia


def once(trouble):
    writes = count()
    return lambda place: trouble if is_write(place) and next(writes) == 0 else None


def with_primary(settings, primary):
    said = settings.model_dump(mode="json")
    for entity in ("customer", "customer_location"):
        said["entities"][entity]["primary_system"] = str(primary or PrimarySystem.EXTERNAL)
    return StoreSettings.model_validate(said)


def is_write(place):
    return place.what.startswith("PUT") and place.what.endswith("/CustomerLocation")
