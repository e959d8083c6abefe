"""The store changes while it is read, and some of its records are bad: nothing is lost, nobody is held up."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bc_myob.history.database import open_history
from bc_myob.history.staging import Staging
from sandbox.shop.basket import Draft, custom_line
from sandbox.shop.basket import line as article
from tests.faults.line import PARAMS, STORE, Flow
from tests.faults.road import Process
from tests.faults.works import HOME, records

ORDERS, EDITS_A_CALL = 1200, 20


def walked(line, run_id):
    opened = line._open(Process(line.road), run_id, Flow.SYNC, PARAMS)
    line._extract(Process(line.road), run_id, opened, "orders")
    line._runs(Process(line.road)).finish(run_id, "success")


def test_edits_during_a_walk_are_never_lost(works):
    """Every call of the walk meets a shop that has changed: edits, archived orders, new ones."""
    random, edits, open_for_edits = Random(5), 0, True
    store = works.box.store

    def plan(place):
        nonlocal edits
        if place.system == "store" and open_for_edits:
            line.road.hours.sleep(2)
            for number in random.sample(store.order_ids(), EDITS_A_CALL):
                store.edit_order(number, staff_notes=f"edit {edits}")
                edits += 1
            store.archive_order(random.choice(store.order_ids()))
            store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))

    line = works.fresh(plan)
    for number in range(ORDERS):
        made = line.road.hours.now() - timedelta(minutes=number)
        store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),), created=made))
    line.road.hours.sleep(60)
    walked(line, "run1")
    open_for_edits = False
    line.road.hours.sleep(3600)
    walked(line, "run2")

    staging = Staging(open_history(line.history_url), STORE, "run2")
    staged = {int(one.source_id): one.payload for one in staging._orders([str(n) for n in store.order_ids()])}
    assert edits >= EDITS_A_CALL * 5
    live = [number for number in store.order_ids() if not store.order(number)["is_deleted"]]
    assert len(live) == ORDERS
    assert [number for number in live if number not in staged] == []
    assert [number for number in live if staged[number]["staff_notes"] != store.order(number)["staff_notes"]] == []


def test_bad_records_fail_alone_with_a_reason_and_end_aborted(works):
    store, line = works.box.store, works.fresh()
    good, bad = [], []
    for number in range(40):
        poisoned = number % 20 == 3
        lines = (custom_line("Old stock", "5.00", sku=f"GONE-{number}"),) if poisoned else (article("JAM-QUINCE"),)
        (bad if poisoned else good).append(str(store.add_order(Draft(billing=HOME, lines=lines))))
    line.road.hours.sleep(60)

    def orders():
        return {row["external_id"]: row for row in records(line) if row["entity"] == "Sales Order"}

    assert line.run("run1")
    assert {orders()[number]["status"] for number in good} == {"Processed"}
    assert {(orders()[number]["status"], orders()[number]["attempt_count"]) for number in bad} == {("Failed", 1)}
    assert all("GONE-" in orders()[number]["last_error"] for number in bad)
    most = line.settings.entities.sales_order.max_failed_attempts
    for number in range(2, most + 2):
        assert line.run(f"run{number}")
    assert {(orders()[number]["status"], orders()[number]["attempt_count"]) for number in bad} == {("Aborted", most)}
    assert works.doubled() == {}
