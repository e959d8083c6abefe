"""A record that breaks the code or the other side: it fails alone and says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bc_myob.history.records import SyncRecords
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.given import Given
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from tests.faults.road import Trouble
from tests.faults.works import open_ends, records, until_quiet
from tests.mia import HOME

TRIES_OF_A_CALL = 6
PRESENT = datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture
def opened(indoors):
    """A line whose shop has four orders of guests."""
    line = indoors.fresh()
    for _ in range(4):
        indoors.box.store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")]))
    line.road.hours.sleep(60)
    return line


def orders(line):
    return [row for row in records(line) if row["entity"] == "Sales Order"]


def test_a_mapping_that_breaks_on_one_record_maps_the_others():
    def brittle(given):
        return [
            Mapped(external_id=one.source_id, source_id=one.source_id, event=Event.PREPARED, reason=one.payload["name"])
            for one in given.sources
        ]

    sources = [SourceRecord(str(number), {"name": "x"} if number != 5 else {}) for number in range(9)]
    mapped = {one.external_id: one for one in map_apart(brittle, Given(None, sources, now=PRESENT))}
    assert [key for key, one in mapped.items() if one.event is Event.FAILED] == ["5"]
    assert len(mapped) == 9
    assert "KeyError: 'name'" in mapped["5"].reason


def test_a_mapping_that_breaks_on_nothing_says_so():
    def broken(_given):
        raise KeyError("settings")

    with pytest.raises(KeyError):
        map_apart(broken, Given(None, [], now=PRESENT))


def test_a_record_that_breaks_the_load_fails_alone(indoors, opened, monkeypatch):
    """The answer to the second order holds what nobody expects."""
    put, seen = ErpSession.put, []

    def spoilt(self, resource, document, **how):
        answer = put(self, resource, document, **how)
        seen.append(resource)
        return {**answer, "Details": 7} if seen.count("SalesOrder") == 2 and resource == "SalesOrder" else answer

    monkeypatch.setattr(ErpSession, "put", spoilt)
    assert opened.run("run1")
    statuses = [row["status"] for row in orders(opened)]
    assert sorted(statuses) == ["Failed", "Processed", "Processed", "Processed"]
    (bad,) = (row for row in orders(opened) if row["status"] == "Failed")
    assert bad["last_error"].startswith("This record met a defect of the synchronisation (TypeError: ")
    assert bad["last_error"].endswith(
        "; the others go on. Please report it with the task's log. It is tried again by each run."
    )
    assert bad["attempt_count"] == 1
    assert bad["sending_since"]

    until_quiet(opened, "later")
    assert indoors.doubled() == {}
    assert {row["status"] for row in orders(opened)} == {"Processed"}


def test_a_record_that_the_other_side_stumbles_over_does_not_hold_up_the_others(indoors, opened):
    """No connection comes about for any try of the first order in one run."""
    left = [Trouble.UNREACHABLE] * TRIES_OF_A_CALL
    opened.road.plan = lambda place: left.pop() if left and "PUT" in str(place) and "SalesOrder" in str(place) else None
    assert opened.run("run1")
    assert sorted(row["status"] for row in orders(opened)) == ["Failed", "Processed", "Processed", "Processed"]
    (bad,) = (row for row in orders(opened) if row["status"] == "Failed")
    assert "Cannot reach" in bad["last_error"]
    assert bad["attempt_count"] == 1

    until_quiet(opened, "later")
    assert not open_ends(opened)
    assert indoors.doubled() == {}


def test_a_record_whose_answer_is_always_lost_ends_aborted_and_is_in_the_erp_once(indoors, opened):
    """Its updates take effect, but the answers never arrive: it must not be repeated for ever."""
    until_quiet(opened, "first")
    number = min(int(row["external_id"]) for row in orders(opened))
    indoors.box.store.edit_order(number, customer_message="Ring twice")
    opened.road.plan = lambda place: Trouble.GATEWAY if "PUT" in str(place) and "SalesOrder" in str(place) else None
    most = opened.settings.entities.sales_order.max_failed_attempts
    for run in range(1, most + 2):
        opened.road.hours.sleep(3600)
        opened.run(f"run{run}")
    (bad,) = (row for row in orders(opened) if row["external_id"] == str(number))
    assert (bad["status"], bad["attempt_count"]) == ("Aborted", most)
    assert "lost twice" in bad["last_error"]
    assert indoors.doubled() == {}


def test_an_erp_that_is_down_is_nobodys_fault(opened):
    opened.road.plan = lambda place: Trouble.UNREACHABLE if place.system == "erp" and "PUT" in str(place) else None
    assert not opened.run("run1")
    assert {(row["status"], row["attempt_count"]) for row in orders(opened)} <= {("Prepared", 0)}


def test_a_breaking_database_stays_the_tasks_trouble(opened, monkeypatch):
    """What is not the record's own is never recorded as the record's."""

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(SyncRecords, "mark_sending", broken)
    assert not opened.run("run1")
    assert {(row["status"], row["attempt_count"]) for row in orders(opened)} <= {("Prepared", 0)}
