"""What saving a mapped record does, by where it stood."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bc_myob.model.statuses import Event
from tests.history.bench import LEASE, ORDER, START, order, outcome, prepared

OTHER = {"OrderType": "EO", "Total": Decimal("10.00")}


def processed(bench, *mapped):
    for claimed in bench.claim(*(mapped or [prepared()])):
        bench.succeed(claimed, OrderNbr="000001")


def test_a_new_record_is_prepared_with_its_document(bench):
    assert bench.save(prepared(description="Order 1", reference="1-Shop", modified_at=START)) == {"Prepared": 1}
    record = bench.record()
    assert (record.status, record.last_operation, record.reference) == ("Prepared", "Modified Externally", "1-Shop")
    assert (record.external_description, record.external_modified_at) == ("Order 1", "2026-03-01T09:00:00.000000Z")
    assert (record.document, record.run_id, bench.statuses()) == ('{"OrderType":"EO"}', "run1", ["Prepared"])


@pytest.mark.parametrize(
    ("event", "status", "operation", "held_by"),
    [
        (Event.FILTERED, "Filtered", "Filtering Applied", None),
        (Event.HELD_BY_RULE, "Skipped", "Skipped from Sync", "rule"),
        (Event.CANNOT_SYNC, "Invalid", "Sync Failed", None),
        (Event.BLOCKED, "Failed", "Sync Failed", None),
        (Event.FAILED, "Failed", "Sync Failed", None),
    ],
)
def test_an_outcome_leaves_its_status_and_reason(bench, event, status, operation, held_by):
    assert bench.save(outcome(event)) == {status: 1}
    record = bench.record()
    assert (record.last_operation, record.last_error, record.held_by, record.document) == (
        operation,
        "because",
        held_by,
        None,
    )


def test_the_document_that_is_already_there_costs_nothing(bench):
    processed(bench)
    assert bench.save(prepared(), run_id="run2") == {"Processed": 1}
    record = bench.record()
    assert (record.last_operation, record.document, record.run_id) == (
        "Modified Externally, Sync Not Needed",
        None,
        "run2",
    )
    assert bench.statuses() == ["Prepared", "Processed", "Processed"]
    assert bench.records("run2").plan_batches(ORDER, 10) == []


def test_a_changed_document_is_prepared_again_with_the_ids_kept(bench):
    processed(bench)
    assert bench.save(prepared(document=OTHER), run_id="run2") == {"Prepared": 1}
    (claimed,) = bench.claim(run_id="run2")
    assert (claimed.erp_id, claimed.document, claimed.details) == ("guid-1", OTHER, {"OrderNbr": "000001"})


def test_a_change_taken_back_before_it_was_sent_needs_no_call(bench):
    processed(bench)
    bench.save(prepared(document=OTHER), run_id="run2")
    assert bench.save(prepared(), run_id="run3") == {"Processed": 1}


@pytest.mark.parametrize("outcome_known", [True, False])
def test_a_change_taken_back_while_it_is_under_way_is_sent_again(bench, outcome_known):
    processed(bench)
    (claimed,) = bench.claim(prepared(document=OTHER), run_id="run2")
    records = bench.records("run2")
    claimed = records.mark_sending(claimed, now=START, lease=LEASE)
    if not outcome_known:
        bench.fail(claimed, "run2", still_unknown=True)
    assert bench.save(prepared(), run_id="run3") == {"Prepared": 1}
    assert bench.record().sending_since is not None


def test_what_was_saved_in_part_never_counts_as_unchanged(bench):
    processed(bench)
    (claimed,) = bench.claim(prepared(document=OTHER), run_id="run2")
    claimed = bench.records("run2").save_partial(claimed, erp_id="guid-1", erp_key="EO,1", details={}, now=START)
    bench.fail(claimed, "run2")
    assert bench.save(prepared(), run_id="run3") == {"Prepared": 1}


def test_the_same_outcome_in_another_run_only_adds_that_runs_line(bench):
    bench.save(outcome(Event.FILTERED))
    before = bench.record()
    assert bench.save(outcome(Event.FILTERED), run_id="run2") == {"Filtered": 1}
    after = bench.record()
    assert (before.status, before.last_error, before.attempt_count) == (
        after.status,
        after.last_error,
        after.attempt_count,
    )
    assert [(line.run_id, line.status) for line in bench.rows("sync_history")] == [
        ("run1", "Filtered"),
        ("run2", "Filtered"),
    ]


def waiting(bench, mapped):
    """An order whose record waits: `mapped` in the run that read it."""
    bench.stage(order(1))
    bench.ids_to_map(run_id="run1")
    bench.save(mapped)


def test_a_record_that_waits_leaves_a_line_when_there_is_news_of_it(bench):
    waiting(bench, outcome(Event.HELD_BY_RULE))
    stood = bench.record()
    for run_id in ("run2", "run3"):
        assert bench.ids_to_map(run_id=run_id) == ["1"]
        assert bench.save(outcome(Event.HELD_BY_RULE), run_id=run_id) == {"Skipped": 1}
    assert (bench.record(), bench.statuses()) == (stood, ["Skipped"])
    bench.ids_to_map(run_id="run4")
    bench.save(outcome(Event.HELD_BY_RULE, reason="another"), run_id="run4")
    assert (bench.record().last_error, bench.statuses()) == ("another", ["Skipped", "Skipped"])


def test_a_record_that_waits_and_was_read_again_leaves_the_runs_line(bench):
    waiting(bench, outcome(Event.HELD_BY_RULE))
    bench.stage(order(1), run_id="run2")
    assert bench.ids_to_map(run_id="run2") == ["1"]
    bench.save(outcome(Event.HELD_BY_RULE), run_id="run2")
    assert bench.statuses() == ["Skipped", "Skipped"]


def test_a_record_that_waits_and_fails_counts_its_attempts(bench):
    waiting(bench, outcome(Event.FAILED))
    bench.ids_to_map(run_id="run2")
    assert bench.save(outcome(Event.FAILED), run_id="run2") == {"Failed": 1}
    assert (bench.record().attempt_count, bench.statuses()) == (2, ["Failed", "Failed"])


@pytest.mark.parametrize("event", [Event.FILTERED, Event.FAILED, Event.BLOCKED])
def test_a_map_task_that_runs_again_changes_nothing(bench, event):
    assert bench.save(outcome(event), prepared("2")) == bench.save(outcome(event), prepared("2"))
    assert (bench.statuses("1"), bench.statuses("2")) == (bench.statuses("1")[:1], ["Prepared"])
    assert bench.record().attempt_count == (1 if event is Event.FAILED else 0)


def test_failures_of_mapping_count_attempts_up_to_the_maximum(bench):
    counts = [bench.save(outcome(Event.FAILED), run_id=f"run{n}", maximum=3) for n in range(4)]
    assert counts == [{"Failed": 1}, {"Failed": 1}, {"Aborted": 1}, {"Aborted": 1}]
    assert (bench.record().attempt_count, bench.record().last_error) == (3, "because")
    assert bench.statuses() == ["Failed", "Failed", "Aborted"]


def test_being_blocked_counts_no_attempts(bench):
    for n in range(5):
        bench.save(outcome(Event.BLOCKED), run_id=f"run{n}")
    assert (bench.record().status, bench.record().attempt_count) == ("Failed", 0)


def test_a_failed_document_keeps_its_attempts_and_its_error_until_it_succeeds(bench):
    (claimed,) = bench.claim(prepared())
    bench.fail(claimed)
    assert bench.save(prepared(), run_id="run2") == {"Prepared": 1}
    assert (bench.record().attempt_count, bench.record().last_error) == (1, "Branch: cannot be found")
    bench.save(prepared(document=OTHER), run_id="run3")
    assert (bench.record().attempt_count, bench.record().last_error) == (1, None)


def test_a_processed_record_that_a_filter_catches_keeps_its_ids(bench):
    processed(bench)
    assert bench.save(outcome(Event.FILTERED), run_id="run2") == {"Filtered": 1}
    assert (bench.record().erp_id, bench.record().erp_key) == ("guid-1", "EO,1")


def test_a_change_that_cannot_be_mapped_does_not_vanish_in_processed(bench):
    processed(bench)
    assert bench.save(outcome(Event.FAILED), run_id="run2") == {"Failed": 1}
    assert bench.record().last_error == "because"


@pytest.mark.parametrize(
    "values",
    [{"status": "Aborted"}, {"status": "Deleted"}, {"status": "Skipped", "held_by": "user"}],
    ids=["Aborted", "Deleted", "Skipped by a user"],
)
def test_what_waits_for_a_person_is_left_alone(bench, values):
    bench.save(prepared())
    bench.force(**values)
    before = bench.record()
    assert bench.save(prepared(document=OTHER), run_id="run2") == {values["status"]: 1}
    assert bench.record() == before
    assert bench.statuses() == ["Prepared"]


def test_an_intent_without_outcome_outlives_mapping(bench):
    (claimed,) = bench.claim(prepared())
    claimed = bench.records().mark_sending(claimed, now=START, lease=LEASE)
    bench.fail(claimed, still_unknown=True)
    bench.save(prepared(document=OTHER), run_id="run2")
    (again,) = bench.claim(run_id="run2")
    assert again.sending_since == START


def test_details_of_mapping_and_of_the_erp_are_kept_apart_and_shown_together(bench):
    processed(bench, prepared(details={"address_key": "a", "OrderNbr": "?"}))
    bench.save(prepared(document=OTHER, details={"address_key": "b"}), run_id="run2")
    (link,) = bench.records("run2").links(ORDER, external_ids=["1"]).values()
    assert link.details == {"address_key": "b", "OrderNbr": "000001"}


def test_links_are_found_by_either_id(bench):
    bench.save(prepared("5-1", source_id="5"), prepared("5-2", source_id="5"), prepared("6-1", source_id="6"))
    links = bench.records().links
    assert set(links(ORDER, source_ids=["5"])) == {"5-1", "5-2"}
    assert set(links(ORDER, external_ids=["6-1", "9"], source_ids=["5"])) == {"5-1", "5-2", "6-1"}
    with pytest.raises(ValueError, match="Name external_ids or source_ids"):
        links(ORDER)


def test_a_record_mapped_twice_in_a_call_counts_once(bench):
    assert bench.save(prepared(), prepared(document=OTHER)) == {"Prepared": 1}
    assert bench.record().document == '{"OrderType":"EO","Total":10.00}'


def test_many_records_go_in_and_are_all_found(bench):
    bench.now += timedelta(minutes=1)
    assert bench.save(*(prepared(str(n)) for n in range(1, 2502))) == {"Prepared": 2501}
    assert len(bench.records().links(ORDER, external_ids=[str(n) for n in range(1, 2502)])) == 2501
