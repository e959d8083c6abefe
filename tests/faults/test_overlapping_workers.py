"""Many workers over one history: each record is written by one of them, and the claim is what makes it so.

BC_MYOB_WORKERS and BC_MYOB_ORDERS: how many (`make test-workers` for sixteen and ten thousand).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Lock
from time import sleep

import pytest

from bc_myob.history.database import migrate
from bc_myob.model.entities import Entity
from bc_myob.sync.registry import REGISTRY
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.faults.claiming import Overlap, Unguarded
from tests.faults.line import PARAMS, Flow
from tests.faults.road import Process
from tests.faults.settings import settings
from tests.faults.works import records
from tests.history.conftest import KINDS, postgres_database
from tests.mia import HOME

CUSTOMERS = 40
WORKERS = int(os.environ.get("BC_MYOB_WORKERS", "8"))
ORDERS = int(os.environ.get("BC_MYOB_ORDERS", "30"))
PAID = min(ORDERS, 30)
"""How many of the orders are paid: each payment costs a question to the store, a write and a release."""


@contextmanager
def history_of(kind: str, line) -> Iterator[str]:
    if kind == "sqlite":
        yield line.history_url
        return
    with postgres_database() as url:
        migrate(url)
        yield url


@pytest.fixture(params=KINDS)
def empty_line(request, works):
    line = works.fresh()
    works.box.erp.kit.limits.set(seats=2 * WORKERS)
    with history_of(request.param, line) as url:
        line.history_url = url
        yield line


@pytest.fixture
def line(works, empty_line):
    """A line whose store has customers."""
    for number in range(CUSTOMERS):
        works.box.store.add_customer("Mia", f"O'Brien {number}", f"m{number}@example.com", addresses=[HOME])
    empty_line.road.hours.sleep(60)
    return empty_line


def extracted(line, run_id, entity, flow=Flow.SYNC, **params):
    """Extract the records in a run of its own; gives its request."""
    request = line._open(Process(line.road), run_id, flow, PARAMS | params)
    line._extract(Process(line.road), run_id, request, REGISTRY[entity].stream)
    return request


def planned(line, run_id, entity=Entity.CUSTOMER):
    """Extract and map the records in a run of its own; gives the batches."""
    return line._map(Process(line.road), run_id, extracted(line, run_id, entity), entity)


def load(line, run_id, entity, batch, owner):
    process = Process(line.road)
    line._load(process, run_id, entity, batch, owner)
    process.end()


def loaded_by_all(line, runs, entity=Entity.CUSTOMER):
    """Let all workers load the batches of all runs at the same moment, each under an owner of its own."""
    gate = Barrier(WORKERS)

    def work(number):
        run_id = list(runs)[number % len(runs)]
        gate.wait()
        for batch in runs[run_id]:
            load(line, run_id, entity, batch, f"worker {number}")

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


def planned_and_loaded_by_all(line, requests, entity):
    """Let all workers plan their run's batches and load them, again and again until nothing is left to plan.

    A plan takes all records that nobody holds, those that another run has planned, too: so plans and loads take turns.
    """
    gate, planning = Barrier(WORKERS), {run_id: Lock() for run_id in requests}

    def plan(run_id):
        with planning[
            run_id
        ]:  # a run has one map task: with more of them SQLite's writers wait for one another too long
            return _mapped(line, run_id, requests[run_id], entity)

    def work(number):
        run_id = list(requests)[number % len(requests)]
        gate.wait()
        while batches := plan(run_id):
            for batch in batches:
                load(line, run_id, entity, batch, f"worker {number}")
            sleep(0.02)  # what others of the run still hold stays in its plan

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


def _mapped(line, run_id, request, entity):
    process = Process(line.road)
    batches = line._map(process, run_id, request, entity)
    process.end()
    return batches


def test_workers_and_runs_that_overlap_write_each_record_once(works, line):
    runs = {"run1": planned(line, "run1"), "run2": planned(line, "run2")}
    loaded_by_all(line, runs)
    assert works.doubled() == {}
    assert works.box.erp.kit.ledger.count("Customer", "create") == CUSTOMERS
    assert {row["status"] for row in records(line)} == {"Processed"}
    assert works.box.erp.open_sessions() == 0


def test_a_backfill_beside_the_scheduled_run_writes_each_order_and_payment_once(works, empty_line, record_property):
    line, day = empty_line, timedelta(days=1)
    line.settings = settings(batch_size=max(5, ORDERS // 20))
    for number in range(ORDERS):
        made = line.road.hours.now() - timedelta(seconds=7 * number)
        paid = (purchase(amount="2.00"),) if number < PAID else ()
        works.box.store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")], created=made, payments=paid))
    line.road.hours.sleep(60)
    window = {"window_start": str(line.road.hours.now() - day), "window_end": str(line.road.hours.now())}
    requests = {
        "scheduled": extracted(line, "scheduled", Entity.SALES_ORDER),
        "backfill": extracted(line, "backfill", Entity.SALES_ORDER, Flow.BACKFILL, **window),
    }
    orders = shared_between(line, requests, Entity.SALES_ORDER)
    line.settings = settings(batch_size=5)
    for run_id, request in requests.items():
        line._extract(Process(line.road), run_id, request, "transactions")
    payments = shared_between(line, requests, Entity.PAYMENT)
    ledger = works.box.erp.kit.ledger
    assert (orders.total(), payments.total()) == (ORDERS, PAID)
    assert works.doubled() == {}
    assert [ledger.count("SalesOrder", action) for action in ("create", "update")] == [ORDERS, 0]
    assert [ledger.count("Payment", action) for action in ("create", "update", "release")] == [PAID, 0, PAID]
    assert {row["status"] for row in records(line)} == {"Processed"}
    assert works.box.erp.open_sessions() == 0
    record_property("orders", ORDERS)
    record_property("payments", PAID)
    for run_id in requests:
        record_property(f"orders claimed by the {run_id} run", orders[run_id])
        record_property(f"payments claimed by the {run_id} run", payments[run_id])
    record_property("workers", WORKERS)


def shared_between(line, requests, entity):
    """Let all workers plan and load the records of both runs; gives the claims of each, which has some for certain."""
    overlap = Overlap.of(*requests)
    line.wrap = overlap.wrap
    planned_and_loaded_by_all(line, requests, entity)
    assert all(overlap.claims.values()), overlap.claims
    return overlap.claims


def loaded_without(line, *guards):
    """Let all workers load the customers of one run with these guards taken out."""
    runs = {"run1": planned(line, "run1")}
    lock, barrier = Lock(), Barrier(WORKERS)

    def unguarded(records):
        bare = Unguarded(records.engine, records.store, records.run_id, dag_id=records.dag_id, clock=records.clock)
        bare.without, bare.one_at_a_time, bare.all_asked = frozenset(guards), lock, barrier
        return bare

    line.wrap = unguarded
    loaded_by_all(line, runs)


def test_without_claim_and_fence_the_same_workers_do_write_twice(works, line):
    """The proof of the tests above: they would notice."""
    loaded_without(line, "claim", "fence")
    assert works.doubled()


@pytest.mark.parametrize(("missing", "holding"), [("claim", "fence"), ("fence", "claim")])
def test_claim_and_fence_hold_each_alone_the_same_workers_write_nothing_twice(works, line, missing, holding):
    """Either is enough here. Without the claim all workers hold every record, and the fence stops all but the last.

    Without the fence nobody gets what another holds; it is there for claims that have run out, of which there are none.
    """
    loaded_without(line, missing)
    assert works.doubled() == {}, f"{holding} does not hold"
    assert works.box.erp.kit.ledger.count("Customer", "create") == CUSTOMERS
