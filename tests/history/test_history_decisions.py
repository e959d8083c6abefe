"""What a mapped record does to its sync record, without a database: event by event, from where it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bc_myob.history.decisions import Before, Terms, as_it_stood, decide, decide_pair, is_news, lasting_hash
from bc_myob.model import codec
from bc_myob.model.entities import SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import CREATES_WITH, ONCE, Decided
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event, Status
from bc_myob.model.steps import UNFINISHED

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TERMS = Terms(run_id="run2", mapping_hash="settings1", max_failed_attempts=3, now=NOW)
DOCUMENT = {"OrderType": "EO", "Note": "x"}
HASH = codec.content_hash(DOCUMENT)
SENT = Before(status=Status.PROCESSED, erp_id="guid", synced_hash=HASH, run_id="run1", last_error="A note.")


def mapped(event=Event.PREPARED, **more):
    said = {"document": DOCUMENT} if event is Event.PREPARED else {"reason": "because"}
    return Mapped("7", "17", event, **(said | more))


def test_a_new_record_carries_everything_a_load_needs():
    ready = mapped(description="Order 7", reference="7-Shop", modified_at=NOW, details={"total": "1"})
    found = decide(Before(), ready, TERMS)
    assert found.pop("outcome_hash")
    assert found == {
        "external_id": "7",
        "source_id": "17",
        "status": "Prepared",
        "held_by": None,
        "external_description": "Order 7",
        "last_operation": "Modified Externally",
        "last_error": None,
        "attempt_count": 0,
        "last_attempt_at": None,
        "external_modified_at": "2026-03-01T09:00:00.000000Z",
        "reference": "7-Shop",
        "document": codec.dumps(DOCUMENT),
        "document_hash": HASH,
        "mapping_hash": "settings1",
        "mapped_details": codec.dumps({"total": "1"}),
    }


def test_what_was_known_of_a_record_is_kept_and_what_is_new_wins():
    before = Before(reference="7-Shop", mapped_details={"a": 1, "b": 2})
    found = decide(before, mapped(details={"b": 3}), TERMS)
    assert (found["reference"], codec.loads(found["mapped_details"])) == ("7-Shop", {"a": 1, "b": 3})
    assert decide(before, mapped(reference="8-Shop"), TERMS)["reference"] == "8-Shop"


# what a document is


def test_what_a_document_carries_only_once_does_not_tell_it_from_the_one_before():
    once = mapped(document={**DOCUMENT, "Hold": True}, details={ONCE: ["Hold"]})
    assert lasting_hash(once) == HASH
    assert lasting_hash(mapped(document={**DOCUMENT, "Hold": True})) != HASH
    assert lasting_hash(mapped(document={**DOCUMENT, "Name": "x"}, details={CREATES_WITH: ["Name"]})) == HASH
    assert lasting_hash(mapped(Event.FILTERED)) is None


# nothing to send


def test_a_record_the_erp_has_as_it_is_costs_nothing():
    found = decide(replace(SENT, synced_hash=HASH), mapped(), TERMS)
    assert (found["status"], found["last_operation"]) == ("Processed", "Modified Externally, Sync Not Needed")
    assert (found["document"], found["document_hash"], found["last_error"]) == (None, None, "A note.")
    assert found["attempt_count"] == 0


@pytest.mark.parametrize(
    "otherwise",
    [
        {"erp_id": None},
        {"synced_hash": "other"},
        {"synced_hash": None},
        {"claim_owner": "worker"},
        {"sending_since": "2026-03-01T08:00:00Z"},
        {"forced": True},
    ],
)
def test_where_that_is_not_sure_it_is_sent(otherwise):
    found = decide(replace(SENT, **otherwise), mapped(), TERMS)
    assert (found["status"], found["document_hash"]) == ("Prepared", HASH)
    assert found["last_operation"] == "Modified Externally"


@pytest.mark.parametrize("status", [Status.PREPARED, Status.FAILED])
def test_a_change_taken_back_ends_the_waiting_its_error_and_its_attempts(status):
    before = replace(SENT, status=status, last_error="refused", attempt_count=2, last_attempt_at="then")
    found = decide(before, mapped(), TERMS)
    assert (found["status"], found["last_error"], found["attempt_count"]) == ("Processed", None, 0)
    assert found["last_attempt_at"] == "then"


def test_a_filtered_record_that_passes_again_is_prepared_though_nothing_changed():
    assert decide(replace(SENT, status=Status.FILTERED), mapped(), TERMS)["status"] == "Prepared"


# attempts and errors


@pytest.mark.parametrize(("attempts", "status"), [(0, "Failed"), (1, "Failed"), (2, "Aborted"), (5, "Aborted")])
def test_a_record_that_cannot_be_mapped_is_aborted_by_its_last_attempt(attempts, status):
    found = decide(Before(status=Status.FAILED, attempt_count=attempts), mapped(Event.FAILED), TERMS)
    assert (found["status"], found["attempt_count"]) == (status, attempts + 1)
    assert (found["last_attempt_at"], found["last_error"]) == ("2026-03-01T09:00:00.000000Z", "because")


@pytest.mark.parametrize("status", [Status.PROCESSED, Status.FILTERED, Status.INVALID])
def test_a_change_that_cannot_be_mapped_does_not_vanish(status):
    assert decide(Before(status=status), mapped(Event.FAILED), TERMS)["status"] == "Failed"
    last = Before(status=status, attempt_count=2)
    assert decide(last, mapped(Event.FAILED), TERMS)["status"] == "Aborted"


@pytest.mark.parametrize("event", [Event.FILTERED, Event.HELD_BY_RULE, Event.CANNOT_SYNC, Event.BLOCKED])
def test_an_outcome_keeps_the_attempts_and_says_its_reason(event):
    before = Before(status=Status.FAILED, attempt_count=2, last_attempt_at="then", last_error="before")
    found = decide(before, mapped(event), TERMS)
    assert (found["attempt_count"], found["last_attempt_at"], found["last_error"]) == (2, "then", "because")
    assert (found["document"], found["document_hash"]) == (None, None)
    assert found["held_by"] == ("rule" if event is Event.HELD_BY_RULE else None)


@pytest.mark.parametrize(("hashed", "error"), [(HASH, "refused"), ("other", None)])
def test_the_error_of_the_very_document_that_failed_stays_until_its_next_attempt(hashed, error):
    before = Before(status=Status.FAILED, document_hash=hashed, last_error="refused", attempt_count=1)
    found = decide(before, mapped(), TERMS)
    assert (found["last_error"], found["attempt_count"]) == (error, 1)


# who may not be moved


@pytest.mark.parametrize("event", [Event.PREPARED, Event.FILTERED, Event.FAILED])
def test_what_a_user_holds_stays(event):
    assert decide(Before(status=Status.SKIPPED, held_by="user"), mapped(event), TERMS) is None
    assert decide(Before(status=Status.SKIPPED, held_by="rule"), mapped(Event.PREPARED), TERMS)["status"] == "Prepared"


@pytest.mark.parametrize("status", [Status.ABORTED, Status.DELETED])
@pytest.mark.parametrize("event", [Event.PREPARED, Event.FILTERED, Event.FAILED])
def test_what_waits_for_somebody_stays(status, event):
    assert decide(Before(status=status), mapped(event), TERMS) is None


CHANGES = [
    mapped(Event.FILTERED, reason="another"),
    mapped(Event.FILTERED, reference="another"),
    mapped(Event.FILTERED, description="another"),
    mapped(Event.FILTERED, details={"another": 1}),
    mapped(Event.CANNOT_SYNC),
    replace(mapped(Event.FILTERED), source_id="another"),
]


def test_a_run_says_an_outcome_once():
    said = decide(Before(), mapped(Event.FILTERED), TERMS)["outcome_hash"]
    before = Before(status=Status.FILTERED, run_id="run2", outcome_hash=said)
    assert decide(before, mapped(Event.FILTERED), TERMS) is None
    assert decide(replace(before, run_id="run1"), mapped(Event.FILTERED), TERMS)
    assert decide(before, mapped(Event.FILTERED), replace(TERMS, mapping_hash="settings2"))


@pytest.mark.parametrize("changed", CHANGES)
def test_an_outcome_that_differs_in_anything_is_said_again(changed):
    said = decide(Before(), mapped(Event.FILTERED), TERMS)["outcome_hash"]
    assert decide(Before(status=Status.FILTERED, run_id="run2", outcome_hash=said), changed, TERMS)


# records that are looked at again only because they wait

LOOKED_AT = replace(SENT, details={UNFINISHED: HASH}, last_operation="Inserted in ERP", last_attempt_at="then")


def at_the_next_look(before, each):
    """Give where the record stands, as mapped before, and what the next run's mapping makes of it."""
    stood = replace(before, outcome_hash=decide(Before(), each, TERMS)["outcome_hash"])
    return stood, decide(stood, each, TERMS)


@pytest.mark.parametrize(
    ("event", "status"),
    [(Event.HELD_BY_RULE, Status.SKIPPED), (Event.FILTERED, Status.FILTERED), (Event.CANNOT_SYNC, Status.INVALID)],
)
def test_a_record_that_waits_as_before_is_no_news(event, status):
    stood, values = at_the_next_look(Before(status=status, held_by="rule"), mapped(event))
    assert not is_news(stood, values)
    assert is_news(stood, decide(stood, mapped(event, reason="another"), TERMS))
    assert is_news(replace(stood, status=Status.PREPARED), values)


def test_a_processed_record_that_needs_nothing_is_no_news():
    assert not is_news(*at_the_next_look(SENT, mapped()))


@pytest.mark.parametrize("event", [Event.FAILED, Event.BLOCKED])
def test_a_failure_is_news_in_every_run(event):
    assert is_news(*at_the_next_look(Before(status=Status.FAILED), mapped(event)))


@pytest.mark.parametrize("status", [Status.PROCESSED, Status.PREPARED])
def test_a_saved_document_that_is_only_looked_at_leaves_the_record_as_it_stood(status):
    stood, values = at_the_next_look(replace(LOOKED_AT, status=status), mapped())
    assert (values["status"], is_news(stood, values)) == ("Prepared", False)
    kept = as_it_stood(stood, values)
    told = ("last_operation", "last_error", "last_attempt_at", "run_id")
    assert [kept[name] for name in told] == ["Inserted in ERP", "A note.", "then", "run1"]
    assert {name: kept[name] for name in values if name not in told} == {
        name: value for name, value in values.items() if name not in told
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"status": Status.FAILED},
        {"synced_hash": "another"},
        {"forced": True},
        {"claim_owner": "worker"},
        {"sending_since": "then"},
    ],
)
def test_what_is_to_be_sent_is_news(changed):
    assert is_news(*at_the_next_look(replace(LOOKED_AT, **changed), mapped()))


# pairs


def decided(event=Event.PREPARED, direction=SyncDirection.EXPORT, operation=LastOperation.MODIFIED_IN_ERP, **more):
    return Decided(mapped=mapped(event, **more), direction=direction, operation=operation)


def test_a_pair_says_what_was_decided_about_it():
    found = decide_pair(Before(status=Status.PROCESSED), decided(), TERMS)
    assert (found["status"], found["last_operation"]) == ("Prepared", "Modified in ERP")
    assert (found["document"], found["document_hash"]) == (codec.dumps(DOCUMENT), HASH)


@pytest.mark.parametrize(("attempts", "status"), [(1, "Failed"), (2, "Aborted"), (4, "Aborted")])
def test_a_pair_fails_for_good_at_its_last_attempt(attempts, status):
    before = Before(status=Status.FAILED, attempt_count=attempts)
    assert decide_pair(before, decided(Event.FAILED), TERMS)["status"] == status


@pytest.mark.parametrize(
    ("status", "event", "attempts"),
    [
        (Status.ABORTED, Event.TO_BE_DEACTIVATED, 0),
        (Status.FAILED, Event.TO_BE_DEACTIVATED, 2),
        (Status.FAILED, Event.PREPARED, 2),
    ],
)
def test_a_deletion_gives_an_aborted_record_its_attempts_back(status, event, attempts):
    found = decide_pair(Before(status=status, attempt_count=2), decided(event), TERMS)
    assert (found["status"], found["attempt_count"]) == ("Prepared", attempts)


@pytest.mark.parametrize(("hashed", "error"), [(HASH, "No."), ("another", None)])
def test_a_deactivation_that_failed_keeps_its_error_until_its_next_attempt(hashed, error):
    before = Before(status=Status.FAILED, attempt_count=1, last_error="No.", document_hash=hashed)
    assert decide_pair(before, decided(Event.TO_BE_DEACTIVATED, document=DOCUMENT), TERMS)["last_error"] == error


def test_a_pair_that_needs_nothing_stays_processed_without_a_document():
    found = decide_pair(
        SENT, decided(Event.NOT_NEEDED, document=DOCUMENT, operation=LastOperation.SYNC_NOT_NEEDED_ERP), TERMS
    )
    assert (found["status"], found["document"], found["document_hash"]) == ("Processed", None, None)
    assert found["last_operation"] == "Modified Locally, Sync Not Needed"


def test_the_same_document_the_other_way_is_news():
    said = decide_pair(Before(), decided(), TERMS)["outcome_hash"]
    before = Before(status=Status.PREPARED, run_id="run2", outcome_hash=said)
    assert decide_pair(before, decided(), TERMS) is None
    assert decide_pair(before, decided(direction=SyncDirection.IMPORT), TERMS)


def test_another_document_in_the_same_run_is_prepared():
    said = decide(Before(), mapped(), TERMS)["outcome_hash"]
    before = Before(status=Status.PREPARED, run_id="run2", outcome_hash=said)
    assert decide(before, mapped(), TERMS) is None
    assert decide(before, mapped(document={"OrderType": "SO"}), TERMS)["document"] == codec.dumps({"OrderType": "SO"})
