"""Many workers over one history: each record is written by one of them, and the claim is what makes it so."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import text

from bc_myob.history.database import migrate
from bc_myob.history.records import SyncRecords
from bc_myob.model.entities import Entity
from bc_myob.model.errors import LostClaim
from tests.faults.line import PARAMS, Flow
from tests.faults.road import Process
from tests.faults.works import HOME, records
from tests.history.conftest import KINDS, postgres_database

CUSTOMERS, WORKERS = 40, 8


@contextmanager
def history_of(kind: str, line) -> Iterator[str]:
    if kind == "sqlite":
        yield line.history_url
        return
    with postgres_database() as url:
        migrate(url)
        yield url


@pytest.fixture(params=KINDS)
def line(request, works):
    line = works.fresh()
    for number in range(CUSTOMERS):
        works.box.store.add_customer("Mia", f"O'Brien {number}", f"m{number}@example.com", addresses=[HOME])
    line.road.hours.sleep(60)
    with history_of(request.param, line) as url:
        line.history_url = url
        yield line


def planned(line, run_id):
    """Extract and map the customers in a run of its own; gives the batches."""
    opened = line._open(Process(line.road), run_id, Flow.SYNC, PARAMS)
    line._extract(Process(line.road), run_id, opened, "customers")
    return line._map(Process(line.road), run_id, opened, Entity.CUSTOMER)


def loaded_by_all(line, runs):
    """Let all workers load the batches of all runs at the same moment, each under an owner of its own."""
    gate = Barrier(WORKERS)

    def work(number):
        run_id = list(runs)[number % len(runs)]
        gate.wait()
        for batch in runs[run_id]:
            line._load(Process(line.road), run_id, Entity.CUSTOMER, batch, f"worker {number}")

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


def test_workers_and_runs_that_overlap_write_each_record_once(works, line):
    runs = {"run1": planned(line, "run1"), "run2": planned(line, "run2")}
    loaded_by_all(line, runs)
    assert works.doubled() == {}
    assert works.box.erp.kit.ledger.count("Customer", "create") == CUSTOMERS
    assert {row["status"] for row in records(line)} == {"Processed"}
    assert works.box.erp.open_sessions() == 0


class WithoutClaims(SyncRecords):
    """Sync History as it would be without its fence: everybody gets every record, nobody is told to stop."""

    def claim_batch(self, *args, **kwargs):
        with self.engine.begin() as connection:
            connection.execute(text("UPDATE sync_record SET claim_owner = NULL"))
        return super().claim_batch(*args, **kwargs)

    @staticmethod
    def _fenced(*args, **kwargs):
        try:
            SyncRecords._fenced(*args, **kwargs)
        except LostClaim:
            return


def test_without_the_claim_the_same_workers_do_write_twice(works, line):
    """The proof of the test above: it would notice."""
    runs = {"run1": planned(line, "run1")}
    line.wrap = lambda records: WithoutClaims(
        records.engine, records.store, records.run_id, dag_id=records.dag_id, clock=records.clock
    )
    loaded_by_all(line, runs)
    assert works.doubled()
