"""What the load's outcomes leave on a record, also when mapping or a person was quicker."""

from __future__ import annotations

import pytest

from bc_myob.model.errors import LostClaim
from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Event
from tests.history.bench import LEASE, START, outcome, prepared

NEWER = {"OrderType": "EO", "Hold": True}


@pytest.fixture
def claimed(bench):
    (claimed,) = bench.claim(prepared())
    return bench.records().mark_sending(claimed, now=START, lease=LEASE)


def test_success_links_the_record(bench, claimed):
    bench.succeed(claimed, OrderNbr="000001")
    record = bench.record()
    assert (record.status, record.last_operation, record.attempt_count) == ("Processed", "Inserted in ERP", 0)
    assert (record.erp_id, record.erp_key, record.details) == ("guid-1", "EO,1", '{"OrderNbr":"000001"}')
    assert (record.document, record.sending_since, record.synced_hash) == (None, None, claimed.document_hash)
    line = bench.rows("sync_history")[-1]
    assert (line.status, line.erp_key, line.run_id, line.dag_id) == ("Processed", "EO,1", "run1", "bc_myob_sync_demo")


@pytest.mark.parametrize(
    ("changed", "lines"), [({}, 0), ({"note": "More."}, 1), ({"erp_key": "EO,2"}, 1), ({"erp_id": "guid-2"}, 1)]
)
def test_a_look_that_finds_all_as_it_was_leaves_no_line(bench, changed, lines):
    said = {"erp_id": "guid-1", "erp_key": "EO,1", "note": "21.15 AUD are left on it.", "details": {}, "now": START}
    (first,) = bench.claim(prepared())
    bench.records().save_success(first, operation=LastOperation.INSERTED_IN_ERP, **said)
    stood = bench.record()
    bench.force(status="Prepared", document="{}", document_hash=first.document_hash)
    (again,) = bench.claim(run_id="run2")
    later = said | {"now": START + LEASE} | changed
    bench.records("run2").save_success(again, operation=LastOperation.SYNC_NOT_NEEDED_EXTERNAL, **later)
    told = ("status", "last_operation", "last_error", "last_attempt_at", "run_id", "document", "claim_owner")
    assert bench.statuses() == ["Prepared", "Processed", *["Processed"] * lines]
    same = [getattr(bench.record(), name) == getattr(stood, name) for name in told]
    assert all(same) is not bool(lines)


def test_what_was_sent_leaves_a_line_also_where_it_says_the_same(bench):
    for run_id in ("run1", "run2"):
        (claimed,) = bench.claim(prepared(document={"Run": run_id}), run_id=run_id)
        bench.succeed(claimed, run_id)
    assert bench.statuses() == ["Prepared", "Processed"] * 2


def test_success_forgets_earlier_failures(bench, claimed):
    bench.fail(claimed)
    (again,) = bench.claim()
    assert again.attempt_count == 1
    bench.succeed(again)
    assert (bench.record().attempt_count, bench.record().last_error) == (0, None)


def test_failures_count_up_to_aborted(bench, claimed):
    for _ in range(2):
        bench.fail(claimed, maximum=3)
        (claimed,) = bench.claim()
    bench.fail(claimed, maximum=3)
    record = bench.record()
    assert (record.status, record.attempt_count, record.last_error) == ("Aborted", 3, "Branch: cannot be found")
    assert record.last_operation == "Failed to Save in ERP"
    assert bench.statuses() == ["Prepared", "Failed", "Failed", "Aborted"]
    assert bench.claim() == []


def test_a_refusal_is_an_answer_so_the_intent_is_over(bench, claimed):
    bench.fail(claimed)
    assert bench.record().sending_since is None


def test_being_blocked_counts_no_attempt(bench, claimed):
    bench.records().save_blocked(claimed, error="Customer 7 is not synchronised", now=START)
    record = bench.record()
    assert (record.status, record.attempt_count, record.last_error) == ("Failed", 0, "Customer 7 is not synchronised")


def test_an_unknown_outcome_counts_as_an_attempt_and_keeps_its_intent(bench, claimed):
    bench.fail(claimed, still_unknown=True)
    record = bench.record()
    assert (record.status, record.attempt_count) == ("Failed", 1)
    (again,) = bench.claim(owner="worker2")
    assert again.sending_since == START


def test_a_part_keeps_ids_and_claim_but_no_intent(bench, claimed):
    part = bench.records().save_partial(claimed, erp_id="g", erp_key="PMT,1", details={"RefNbr": "1"}, now=START)
    assert (part.erp_id, part.erp_key, part.details, part.sending_since) == ("g", "PMT,1", {"RefNbr": "1"}, None)
    assert (bench.record().status, bench.record().claim_owner) == ("Prepared", "worker1")
    (again,) = bench.claim()
    assert (again.erp_id, again.details) == ("g", {"RefNbr": "1"})


def test_what_can_never_be_saved_is_invalid_until_it_changes_and_counts_no_attempt(bench, claimed):
    bench.records().save_invalid(claimed, error="It is Completed", operation=LastOperation.NOT_FOUND, now=START)
    record = bench.record()
    assert (record.status, record.attempt_count, record.last_error) == ("Invalid", 0, "It is Completed")
    assert (record.document, record.claim_owner, record.sending_since) == (None, None, None)
    assert bench.claim() == []
    bench.save(prepared(document=NEWER), run_id="run2")
    assert bench.record().status == "Prepared"


def test_a_newer_document_is_not_invalid_with_its_predecessor(bench, claimed):
    bench.save(prepared(document=NEWER), run_id="run2")
    bench.records().save_invalid(claimed, error="It is Completed", operation=LastOperation.NOT_FOUND, now=START)
    assert bench.record().status == "Prepared"
    (again,) = bench.claim(run_id="run2")
    assert again.document == NEWER


def test_a_counterpart_that_is_gone_is_let_go_of_under_the_same_claim(bench, claimed):
    bench.succeed(claimed, OrderNbr="000001", total="9.00")  # what is kept has some of mapping's among it
    bench.save(prepared(document=NEWER, details={"total": "9.00"}), run_id="run2")
    (again,) = bench.claim(run_id="run2")
    new = bench.records().let_go(again, now=START)
    assert (new.erp_id, new.erp_key, new.erp_details, new.details) == (None, None, {}, {"total": "9.00"})
    assert (new.document, new.claim_version) == (NEWER, again.claim_version)
    record = bench.record()
    assert (record.status, record.erp_id, record.erp_key, record.details) == ("Prepared", None, None, "{}")
    assert (record.synced_hash, record.claim_owner) == (None, "worker1")


@pytest.mark.parametrize("outcome", ["let_go", "save_invalid"])
def test_who_has_lost_the_claim_records_nothing(bench, claimed, outcome):
    bench.claim()
    said = {"error": "x", "operation": LastOperation.NOT_FOUND} if outcome == "save_invalid" else {}
    with pytest.raises(LostClaim):
        getattr(bench.records(), outcome)(claimed, now=START, **said)
    assert bench.record().status == "Prepared"


def test_a_newer_document_waits_for_its_own_load(bench, claimed):
    bench.save(prepared(document=NEWER), run_id="run2")
    bench.succeed(claimed)
    record = bench.record()
    assert (record.status, record.erp_id, record.synced_hash) == ("Prepared", "guid-1", claimed.document_hash)
    (again,) = bench.claim(run_id="run2")
    assert again.document == NEWER
    bench.succeed(again, "run2")
    assert bench.record().status == "Processed"


def test_a_newer_document_is_not_aborted_by_its_predecessor(bench, claimed):
    bench.save(prepared(document=NEWER), run_id="run2")
    bench.fail(claimed, maximum=1)
    assert bench.record().status == "Failed"
    (again,) = bench.claim(run_id="run2")
    bench.fail(again, "run2", maximum=1)
    assert bench.record().status == "Aborted"


def test_the_ids_are_kept_when_a_filter_was_quicker(bench, claimed):
    bench.save(outcome(Event.FILTERED), run_id="run2")
    bench.succeed(claimed)
    record = bench.record()
    assert (record.status, record.last_error, record.erp_id) == ("Filtered", "because", "guid-1")


@pytest.mark.parametrize("end", ["fail", "succeed"])
def test_a_person_who_was_quicker_is_not_overruled(bench, claimed, end):
    bench.force(status="Skipped", held_by="user")
    getattr(bench, end)(claimed)
    assert (bench.record().status, bench.record().held_by) == ("Skipped", "user")
