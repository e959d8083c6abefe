"""Runs, totals, problems, items, and what it costs in statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bc_myob.history.items import Items
from bc_myob.history.runs import RunState, Total
from bc_myob.model.entities import Entity
from bc_myob.model.records import Window, WindowKey
from bc_myob.model.statuses import Event, Status
from tests.history.bench import ORDER, START, order, outcome, prepared

HOUR = timedelta(hours=1)
WINDOW = Window(START - HOUR, START)


def closed(bench, run_id, window, state=RunState.SUCCESS, flow="sync"):
    runs = bench.runs()
    runs.start(run_id, f"bc_myob_{flow}_demo", flow, window)
    runs.finish(run_id, state, "done")


def test_before_the_first_run_no_window_is_closed(bench):
    assert bench.runs().last_closed_end() is None


@pytest.mark.parametrize(
    ("state", "flow", "key"),
    [
        ("failed", "sync", WindowKey.MODIFIED),
        ("success", "backfill", WindowKey.MODIFIED),
        ("success", "sync", WindowKey.CREATED),
    ],
    ids=["failed", "another flow", "by creation"],
)
def test_only_windows_by_date_modified_of_good_runs_are_closed(bench, state, flow, key):
    closed(bench, "run1", WINDOW)
    closed(bench, "run2", Window(START, START + HOUR, key), state, flow)
    assert bench.runs().last_closed_end() == START


def test_a_window_is_closed_to_its_end_not_to_the_time_the_run_finished(bench):
    bench.now = START + timedelta(days=3)
    closed(bench, "run2", Window(START, START + HOUR))
    closed(bench, "run1", WINDOW)
    assert bench.runs().last_closed_end() == START + HOUR


def test_no_window_is_closed_beyond_the_start_of_its_run(bench):
    bench.now = START
    closed(bench, "run1", Window(START - HOUR, START + 9 * HOUR))
    assert bench.runs().last_closed_end() == START
    bench.now = START + HOUR
    closed(bench, "run2", Window(START + 9 * HOUR, START + HOUR))
    assert bench.runs().last_closed_end() == START


def test_a_run_under_way_has_closed_nothing(bench):
    closed(bench, "run1", WINDOW)
    assert bench.runs().start("run1", "dag", "sync", WINDOW) == WINDOW
    assert bench.runs().last_closed_end() is None


def test_a_run_that_starts_again_keeps_its_first_window(bench):
    runs = bench.runs()
    open_ended = Window(None, START)
    assert runs.start("run1", "dag", "sync", open_ended) == open_ended
    assert runs.start("run1", "dag", "sync", Window(None, START + HOUR)) == open_ended
    assert runs.start("run2", "dag", "sync", None) is None


def test_an_unknown_state_is_refused(bench):
    with pytest.raises(ValueError, match="splendid"):
        bench.runs().finish("run1", "splendid")


def test_totals_tell_where_a_run_left_its_records_for_good(bench):
    bench.save(prepared("1"), prepared("2"), outcome(Event.FILTERED, "3"))
    bench.save(prepared("7"), entity=Entity.CUSTOMER)
    for claimed in bench.claim():
        bench.succeed(claimed)
    first = bench.runs().totals("run1")
    assert first == [
        Total(Entity.CUSTOMER, Status.PREPARED, 1),
        Total(ORDER, Status.PROCESSED, 2),
        Total(ORDER, Status.FILTERED, 1),
    ]
    bench.save(prepared("3"), run_id="run2")
    assert bench.runs().totals("run1") == first
    assert bench.runs().totals("run2") == [Total(ORDER, Status.PREPARED, 1)]
    assert bench.runs().store_totals()[1:] == [Total(ORDER, Status.PREPARED, 1), Total(ORDER, Status.PROCESSED, 2)]


def test_problems_come_with_their_reason_those_for_people_first(bench):
    bench.save(
        outcome(Event.HELD_BY_RULE, "1"),
        outcome(Event.FILTERED, "2", "Status Completed is not imported", description="Order 2"),
        outcome(Event.FAILED, "3"),
        prepared("4"),
    )
    bench.save(outcome(Event.FAILED, "5"), maximum=1)
    found = bench.runs().problems("run1", 10)
    assert [(p.external_id, p.status) for p in found] == [
        ("5", Status.ABORTED),
        ("3", Status.FAILED),
        ("2", Status.FILTERED),
        ("1", Status.SKIPPED),
    ]
    assert (found[2].description, found[2].reason) == ("Order 2", "Status Completed is not imported")
    assert len(bench.runs().problems("run1", 2)) == 2
    assert bench.runs().problems("run2", 2) == []


def test_items_are_remembered_per_store(bench):
    items = Items(bench.engine, bench.store, clock=bench.clock)
    items.save({"MUG": "IN1", "TEE": "IN2"})
    items.save({"MUG": "IN3"})
    items.save({})
    assert items.known(["MUG", "TEE", "HAT"]) == {"MUG": "IN3", "TEE": "IN2"}
    assert Items(bench.engine, "other", clock=bench.clock).known(["MUG"]) == {}


def test_an_item_is_asked_for_again_after_a_day(bench):
    """Its alternate id may have been given to another item meanwhile."""
    Items(bench.engine, bench.store, clock=lambda: bench.now - timedelta(hours=25)).save({"MUG": "IN1"})
    Items(bench.engine, bench.store, clock=lambda: bench.now - timedelta(hours=23)).save({"TEE": "IN2"})
    assert Items(bench.engine, bench.store, clock=lambda: bench.now).known(["MUG", "TEE"]) == {"TEE": "IN2"}


def test_a_page_of_250_is_a_handful_of_statements(bench, statements):
    bench.stage(*(order(n) for n in range(250)))
    assert len(statements) <= 5


def test_a_thousand_mapped_records_are_a_handful_of_statements(bench, statements):
    bench.save(*(prepared(str(n)) for n in range(1000)))
    assert len(statements) <= 6


def test_an_outcome_of_the_load_is_two_statements_in_one_commit(bench, statements):
    (claimed,) = bench.claim(prepared())
    statements.clear()
    bench.succeed(claimed)
    assert len([said for said in statements if not said.startswith("BEGIN")]) == 2
