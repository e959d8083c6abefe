"""What was deleted in the store is in Sync History as deleted, whoever was loading it and whoever died meanwhile."""

from __future__ import annotations

from itertools import count

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from tests.faults.line import Line, TaskFailed
from tests.faults.road import Trouble
from tests.faults.test_closed_windows import opened
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import open_ends, records, until_quiet
from tests.mia import HOME, WAREHOUSE

PLACES = Entity.CUSTOMER_LOCATION
DAY = 24 * 3600


def synchronised(works, kind=Line):
    """Give a line that has brought a customer with two addresses, the customer, and the second address."""
    line, store = works.fresh(kind=kind), works.box.store
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE])
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    return line, mia, store.addresses_of(mia)[-1]["id"]


def statuses(line, entity):
    return sorted(row["status"] for row in records(line) if row["entity"] == entity)


def active(works):
    return sorted(row["Active"] for row in works.box.erp.records("CustomerLocation") if row.get("ExtRefNbr"))


def beside(line, resource, act, **params):
    """Let the next write to `resource` take ten minutes: meanwhile `act` happens, and another run closes its window."""
    closed = []

    def plan(place):
        if place.what.startswith("PUT") and place.what.endswith(f"/{resource}"):
            line.road.plan = lambda _place: None
            act()
            line.road.hours.sleep(600)
            closed.append(line.run("beside it", **params))

    line.road.hours.sleep(60)
    line.road.plan = plan
    line.run("second")
    return closed


@pytest.mark.parametrize("kind", [Line, TwoWayLine])
def test_an_address_that_is_deleted_while_its_location_is_being_saved_is_taken_up_by_the_next_run(indoors, kind):
    line, _, depot = synchronised(indoors, kind)
    indoors.box.store.edit_address(depot, address1="8 Dock Road")
    assert beside(line, "CustomerLocation", lambda: indoors.box.store.delete_address(depot)) == [True]
    assert (statuses(line, PLACES), active(indoors)) == ([Status.PROCESSED] * 2, [True, True])
    line.road.hours.sleep(3600)
    assert line.run("third")
    assert (statuses(line, PLACES), active(indoors)) == ([Status.DELETED, Status.PROCESSED], [False, True])
    assert open_ends(line) == []


@pytest.mark.parametrize("kind", [Line, TwoWayLine])
def test_a_customer_that_is_deleted_while_it_is_being_saved_is_taken_up_by_the_next_run(indoors, kind):
    line, mia, _ = synchronised(indoors, kind)
    indoors.box.store.edit_customer(mia, company="O'Brien & Daughters")
    assert beside(line, "Customer", lambda: indoors.box.store.delete_customer(mia), mode="full") == [True]
    assert [row["status"] for row in records(line) if row["external_id"] == str(mia)] == [Status.PROCESSED]
    line.road.hours.sleep(3600)
    assert line.run("third")
    assert [row["status"] for row in records(line) if row["external_id"] == str(mia)] == [Status.DELETED]


def deleted_unseen(works):
    """Give a line that has brought a customer whose second address is deleted since, so that a scan alone can tell."""
    line, _, depot = synchronised(works)
    line.road.hours.sleep(6 * 3600)
    assert line.run("quiet")
    works.box.store.kit.switches.set(address_moves_customer=False)
    works.box.store.delete_address(depot)
    line.road.hours.sleep(3600)
    return line


def killed_while_mapping(line, entity, commit, **params):
    """Read a run's customers and kill its mapping of `entity` at its commit of that number; nobody tries again."""
    request, commits = opened(line, "killed", **params), count()
    line.tries = 1
    line.road.plan = lambda place: Trouble.KILL_COMMIT if place.system == "commit" and next(commits) == commit else None
    with pytest.raises(TaskFailed):
        line._task("map", lambda process: line._map(process, "killed", request, entity))
    line.road.plan, line.tries = lambda _place: None, 4


@pytest.mark.parametrize("commit", range(4))
def test_a_deletion_is_not_lost_with_the_process_that_maps_it(indoors, commit):
    line = deleted_unseen(indoors)
    killed_while_mapping(line, PLACES, commit, scan_addresses=True)
    assert line.run("next")
    assert (statuses(line, PLACES), active(indoors)) == ([Status.DELETED, Status.PROCESSED], [False, True])


@pytest.mark.parametrize("commit", range(4))
def test_a_customer_that_is_shown_again_is_not_lost_with_the_process_that_maps_it(indoors, commit):
    line, mia, _ = synchronised(indoors)
    table = indoors.box.store.table("customers")
    hidden = table.pop(mia)
    assert line.run("hidden", mode="full")
    assert statuses(line, Entity.CUSTOMER) == [Status.DELETED]
    table[mia] = hidden
    killed_while_mapping(line, Entity.CUSTOMER, commit, mode="full")
    assert line.run("next")
    assert statuses(line, Entity.CUSTOMER) == [Status.PROCESSED]


def test_a_full_run_finds_the_customers_that_are_gone(indoors):
    line, mia, _ = synchronised(indoors)
    indoors.box.store.delete_customer(mia)
    assert line.run("incremental")
    assert statuses(line, Entity.CUSTOMER) == [Status.PROCESSED]
    assert line.run("full", mode="full")
    assert statuses(line, Entity.CUSTOMER) == [Status.DELETED]


def test_addresses_that_changed_unseen_are_found_within_a_day(indoors):
    line = deleted_unseen(indoors)
    assert line.run("soon")
    assert active(indoors) == [True, True]
    line.road.hours.sleep(DAY)
    assert line.run("a day later")
    assert (statuses(line, PLACES), active(indoors)) == ([Status.DELETED, Status.PROCESSED], [False, True])
