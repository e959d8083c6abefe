"""The customers' list changes while it is walked, by cursor or by pages: who leaves it takes nobody else along."""

from __future__ import annotations

from random import Random

import pytest

from bc_myob.hooks.paging import LARGEST_PAGE
from tests.faults.line import PARAMS, Flow
from tests.faults.road import Process

CUSTOMERS = 2 * LARGEST_PAGE + 100
EDITS_A_CALL = 60


def walked(line, run_id):
    """Read the customers in a run of its own, and close its window; gives what is staged by now."""
    process = Process(line.road)
    opened = line._open(process, run_id, Flow.SYNC, PARAMS)
    line._extract(process, run_id, opened, "customers")
    line._runs(process).finish(run_id, "success")
    return line._records(line._engine(process), run_id)


@pytest.mark.parametrize("cursors", ["kept", "lost"])
def test_edits_during_a_walk_of_the_customers_are_never_lost(indoors, cursors):
    """Whom somebody edits leaves the window, so that all behind move up; the next run has them."""
    random, open_for_edits = Random(11), False

    def plan(place):
        if place.system == "store" and open_for_edits:
            line.road.hours.sleep(2)
            for number in random.sample(customers, EDITS_A_CALL):
                store.edit_customer(number, notes=f"edit {len(edited)}")
                edited.append(number)
            store.delete_customer(customers.pop(0))

    line, edited, store = indoors.fresh(plan), [], indoors.box.store
    store.kit.switches.set(cursor_survives_change=cursors == "kept")
    customers = [store.add_customer("Mia", f"Lee {n}", f"m{n}@example.com") for n in range(CUSTOMERS)]
    line.road.hours.sleep(3600)
    open_for_edits = True
    walked(line, "run1")
    open_for_edits = False
    line.road.hours.sleep(3600)
    records = walked(line, "run2")

    assert len(edited) >= 3 * EDITS_A_CALL
    ids = [str(number) for number in customers]
    staged = {number: one.payload for number, one in records.staged("customers", ids).items()}
    assert [one for one in ids if one not in staged] == []
    assert [one for one in ids if staged[one].get("notes") != store.customer(int(one)).get("notes")] == []
