"""Batches and claims: each record to one worker, every write fenced, whatever races."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest

from bc_myob.model.entities import SyncDirection
from bc_myob.model.errors import LostClaim
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Sent
from bc_myob.model.statuses import Event
from tests.history.bench import LEASE, ORDER, START, Bench, outcome, prepared

AFTER_LEASE = START + LEASE


def claim(bench, owner, *, now=START, batch_id="run1/orders/0001"):
    return bench.records().claim_batch(batch_id, owner, lease=LEASE, now=now)


def planned(bench, *mapped):
    bench.save(*(mapped or [prepared()]))
    return bench.records().plan_batches(ORDER, 100)


WRITES = {
    "mark_sending": lambda records, claimed: records.mark_sending(claimed, now=START, lease=LEASE),
    "set_not_sent": lambda records, claimed: records.set_not_sent(claimed),
    "save_success": lambda records, claimed: records.save_success(
        claimed, erp_id="x", erp_key="x", operation=LastOperation.INSERTED_IN_ERP, details={}, now=START
    ),
    "save_partial": lambda records, claimed: records.save_partial(
        claimed, erp_id="x", erp_key="x", details={}, now=START
    ),
    "save_failure": lambda records, claimed: records.save_failure(
        claimed, error="x", operation=LastOperation.FAILED_TO_SAVE_IN_ERP, max_failed_attempts=1, now=START
    ),
    "save_blocked": lambda records, claimed: records.save_blocked(claimed, error="x", now=START),
}


def test_batches_follow_the_stores_order_and_keep_a_source_together(bench):
    bench.save(
        *(prepared(f"{source}-{n}", source_id=source) for source in ("10", "9", "2") for n in range(3)),
        prepared("1"),
    )
    assert bench.records().plan_batches(ORDER, 4) == [f"run1/orders/000{n}" for n in (1, 2, 3)]
    found = [[c.external_id for c in claim(bench, "w", batch_id=f"run1/orders/000{n}")] for n in (1, 2, 3)]
    assert found == [["1", "2-0", "2-1", "2-2"], ["9-0", "9-1", "9-2"], ["10-0", "10-1", "10-2"]]


def test_a_source_larger_than_a_batch_gets_one_of_its_own(bench):
    bench.save(prepared("1"), *(prepared(f"2-{n}", source_id="2") for n in range(5)), prepared("3"))
    assert len(bench.records().plan_batches(ORDER, 2)) == 3
    assert len(claim(bench, "w", batch_id="run1/orders/0002")) == 5


def test_planning_again_gives_the_same(bench):
    bench.save(*(prepared(str(n)) for n in range(5)))
    plans = [bench.records().plan_batches(ORDER, 2) for _ in range(2)]
    assert plans[0] == plans[1]
    assert [c.external_id for c in claim(bench, "w", batch_id="run1/orders/0003")] == ["4"]


def test_only_what_is_ready_and_has_a_document_is_planned(bench):
    bench.save(outcome(Event.FILTERED, "1"), outcome(Event.BLOCKED, "2"), prepared("3"))
    assert [c.external_id for c in bench.claim()] == ["3"]


def test_ready_records_of_earlier_runs_are_planned_too(bench):
    (claimed,) = bench.claim(prepared("1"))
    bench.fail(claimed)
    bench.save(prepared("2"))
    assert [c.external_id for c in bench.claim(run_id="run2")] == ["1", "2"]


def test_a_run_can_keep_to_its_own_records(bench):
    bench.save(prepared("1"), prepared("2"))
    bench.save(prepared("2", document={"newer": True}), run_id="run2")
    records = bench.records("run2")
    (batch_id,) = records.plan_batches(ORDER, 10, run_only=True)
    assert [c.external_id for c in claim(bench, "w", batch_id=batch_id)] == ["2"]


def test_what_another_run_is_loading_is_not_planned(bench):
    bench.claim(prepared("1"))
    bench.save(prepared("2"))
    assert [c.external_id for c in bench.claim(run_id="run2", owner="worker2")] == ["2"]


def test_a_claim_that_a_dead_process_left_goes_also_where_nothing_is_to_be_loaded_any_more(bench):
    planned(bench, prepared())
    claim(bench, "worker1")
    bench.save(outcome(Event.FILTERED), run_id="run2")
    for wait, owner in ((LEASE / 2, "worker1"), (LEASE, None)):
        bench.now = START + wait
        assert bench.records("run3").plan_batches(ORDER, 10) == []
        assert bench.record().claim_owner == owner


def test_a_batch_that_a_load_of_this_run_holds_stays_in_the_plan(bench):
    bench.claim(prepared("1"))
    assert bench.records().plan_batches(ORDER, 10) == ["run1/orders/0001"]


def test_a_claim_shows_what_to_send(bench):
    planned(bench, prepared("1", reference="1-Shop", details={"key": "a"}, source_id="7"))
    (claimed,) = claim(bench, "worker1")
    assert (claimed.entity, claimed.external_id, claimed.source_id, claimed.reference) == (ORDER, "1", "7", "1-Shop")
    assert (claimed.document, claimed.details, claimed.attempt_count) == ({"OrderType": "EO"}, {"key": "a"}, 0)
    assert (claimed.erp_id, claimed.sending_since, claimed.lease_until) == (None, None, AFTER_LEASE)


def test_nobody_else_gets_it_before_the_lease_has_run_out(bench):
    planned(bench)
    assert len(claim(bench, "worker1")) == 1
    assert claim(bench, "worker2", now=AFTER_LEASE - timedelta(microseconds=1)) == []
    assert len(claim(bench, "worker2", now=AFTER_LEASE)) == 1


def test_the_same_owner_takes_its_claim_again_at_once(bench):
    planned(bench)
    versions = [claim(bench, "worker1")[0].claim_version for _ in range(3)]
    assert versions == [1, 2, 3]


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("successor", ["worker1", "worker2"])
def test_who_has_lost_the_claim_writes_nothing(bench, write, successor):
    planned(bench)
    (lost,) = claim(bench, "worker1")
    claim(bench, successor, now=AFTER_LEASE)
    before = bench.record()
    with pytest.raises(LostClaim, match="Sales Order 1: worker1 no longer holds it"):
        write(bench.records(), lost)
    assert bench.record() == before
    assert bench.statuses() == ["Prepared"]


@pytest.mark.parametrize("name", ["save_success", "save_failure", "save_blocked"])
def test_an_outcome_ends_the_claim(bench, name):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    WRITES[name](bench.records(), claimed)
    assert (bench.record().claim_owner, bench.record().lease_until) == (None, None)
    with pytest.raises(LostClaim):
        WRITES[name](bench.records(), claimed)


@pytest.mark.parametrize("name", ["mark_sending", "set_not_sent", "save_partial"])
def test_a_step_keeps_the_claim(bench, name):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    bench.succeed(WRITES[name](bench.records(), claimed))
    assert bench.record().status == "Processed"


def test_an_intent_is_written_before_sending_and_renews_the_lease(bench):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    later = START + timedelta(minutes=20)
    sending = bench.records().mark_sending(claimed, now=later, lease=LEASE, creates=True)
    assert (sending.sending_since, sending.lease_until) == (later, later + LEASE)
    assert claim(bench, "worker2", now=AFTER_LEASE) == []
    (taken,) = claim(bench, "worker2", now=later + LEASE)
    assert (taken.sending_since, taken.sending_hash) == (later, taken.document_hash)


def test_an_intent_that_came_to_nothing_is_taken_back(bench):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    sending = bench.records().mark_sending(claimed, now=START, lease=LEASE, creates=True)
    assert bench.records().set_not_sent(sending) == claimed
    assert (bench.record().sending_since, bench.record().sending_hash) == (None, None)


@pytest.mark.parametrize("owner", [None, ("as it was", "as it will be")])
def test_what_was_sent_is_told_to_whoever_takes_over_until_it_is_taken_back(bench, owner):
    sent = Sent(
        way=SyncDirection.EXPORT, said="hash", document={"first_name": "Mia", "rate": Decimal("1.10")}, owner=owner
    )
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    assert claimed.sent is None
    assert bench.records().mark_sending(claimed, now=START, lease=LEASE, creates=True, sent=sent).sent == sent
    (taken,) = claim(bench, "worker2", now=AFTER_LEASE)
    assert taken.sent == sent
    assert [each.sent for each in bench.records().standings(ORDER, external_id=["1"])] == [sent]
    assert bench.records().set_not_sent(taken).sent is None
    assert [each.sent for each in bench.records().standings(ORDER, external_id=["1"])] == [None]


def test_a_step_of_no_document_leaves_nothing_to_compare(bench):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    bench.records().mark_sending(claimed, now=START, lease=LEASE)
    assert (bench.record().sending_document, claim(bench, "worker1")[0].sent) == (None, None)


def test_a_refusal_leaves_an_earlier_try_of_unknown_outcome_unknown(bench):
    planned(bench)
    (claimed,) = claim(bench, "worker1")
    bench.records().mark_sending(claimed, now=START, lease=LEASE)
    bench.fail(claimed, still_unknown=True)
    assert (bench.record().status, bench.record().sending_since is None) == ("Failed", False)


def test_leases_are_renewed_for_those_who_still_hold_them(bench):
    planned(bench, *(prepared(str(n)) for n in range(1, 4)))
    held = claim(bench, "worker1")
    bench.succeed(held[0])
    bench.force("2", claim_version=99)
    renewed = bench.records().renew(held, now=AFTER_LEASE, lease=LEASE)
    assert [(c.external_id, c.lease_until) for c in renewed] == [("3", AFTER_LEASE + LEASE)]
    assert bench.records().renew([], now=START, lease=LEASE) == []


def test_release_frees_the_claims_that_still_hold(bench):
    planned(bench, prepared("1"), prepared("2"))
    held = claim(bench, "worker1")
    assert claim(bench, "worker2") == []
    bench.records().release(held)
    assert len(claim(bench, "worker2")) == 2


def test_a_predecessor_that_is_still_alive_frees_no_claim_of_its_successor(bench):
    planned(bench)
    former = claim(bench, "worker1")
    latter = claim(bench, "worker1")
    bench.records().release(former)
    assert claim(bench, "worker2") == []
    bench.succeed(latter[0])
    assert bench.record().status == "Processed"


def test_equal_run_ids_of_two_stores_do_not_mix(bench):
    stranger = Bench(bench.engine, f"{bench.store}x")
    planned(bench)
    planned(stranger)
    assert len(claim(bench, "worker1")) == 1
    assert stranger.record().claim_owner is None


def test_racing_workers_share_nothing(bench):
    """Two connections claim the same batch at the same moment, over and over: each record goes to exactly one."""
    wanted = {str(n) for n in range(40)}
    for turn in range(10):
        planned(bench, *(prepared(n, document={"turn": turn}) for n in wanted))
        gate = Barrier(2)

        def work(owner, gate=gate):
            gate.wait()
            return claim(bench, owner)

        with ThreadPoolExecutor(2) as pool:
            taken = [one for claims in pool.map(work, ["worker1", "worker2"]) for one in claims]
        assert sorted(one.external_id for one in taken) == sorted(wanted)
        bench.records().release(taken)


def test_a_worker_and_its_successor_racing_write_one_outcome(bench):
    """The old worker saves in the moment the new one claims: one of them is told, and one outcome stands."""
    for turn in range(15):
        number = str(turn)
        planned(bench, prepared(number))
        (old,) = claim(bench, "worker1")
        gate = Barrier(2)

        def save(old=old, gate=gate):
            gate.wait()
            try:
                bench.succeed(old)
            except LostClaim:
                return False
            return True

        def take(gate=gate):
            gate.wait()
            return claim(bench, "worker2", now=AFTER_LEASE)

        with ThreadPoolExecutor(2) as pool:
            saved, taken = pool.submit(save), pool.submit(take)
        assert saved.result() is not bool(taken.result())
        for new in taken.result():
            bench.succeed(new)
        assert bench.statuses(number) == ["Prepared", "Processed"]


def test_mapping_loading_and_planning_may_race(bench):
    """Two runs map and plan the same records in opposite orders while a third loads: nobody fails, nothing is lost."""
    ids = [str(n) for n in range(60)]
    bench.save(*(prepared(n) for n in ids), run_id="run0")

    def run(number, order):
        for turn in range(5):
            bench.save(*(prepared(n, document={"turn": turn}) for n in order), run_id=f"run{number}-{turn}")
            bench.records(f"run{number}-{turn}").plan_batches(ORDER, 10)

    def load(owner):
        for turn in range(5):
            for claimed in bench.claim(run_id=f"load{turn}", owner=owner):
                bench.succeed(claimed, f"load{turn}")

    with ThreadPoolExecutor(3) as pool:
        jobs = [pool.submit(run, 1, ids), pool.submit(run, 2, ids[::-1]), pool.submit(load, "worker1")]
        for job in jobs:
            job.result()
    for claimed in bench.claim(run_id="last"):
        bench.succeed(claimed, "last")
    assert {row.status for row in bench.rows("sync_record")} == {"Processed"}
