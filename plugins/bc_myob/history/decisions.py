"""What a mapped record does to its sync record: a pure function of where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bc_myob.history.times import to_text, to_text_or_none
from bc_myob.model import codec
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import CREATES_WITH, ONCE, Decided
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event, Status, next_status
from bc_myob.model.steps import needs_more

_FAILURES = frozenset({Event.FAILED, Event.FAILED_FOR_GOOD})
_SETTLED = frozenset({Status.PROCESSED, Status.SKIPPED, Status.FILTERED, Status.INVALID})


@dataclass(frozen=True, slots=True)
class Before:
    """Where a sync record stands; the defaults are those of a record that does not exist yet."""

    status: Status | None = None
    held_by: str | None = None
    erp_id: str | None = None
    erp_key: str | None = None
    last_operation: str | None = None
    last_error: str | None = None
    attempt_count: int = 0
    last_attempt_at: str | None = None
    reference: str | None = None
    document_hash: str | None = None
    synced_hash: str | None = None
    outcome_hash: str | None = None
    mapped_details: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    claim_owner: str | None = None
    sending_since: str | None = None
    run_id: str | None = None
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all records of a call: the run, the settings they were mapped under, the limits, the time."""

    run_id: str
    mapping_hash: str
    max_failed_attempts: int
    now: datetime


def lasting_hash(mapped: Mapped) -> str | None:
    """Give the hash by which a document is told from the one before: without what it carries once or at creation."""
    if mapped.document is None:
        return None
    passing = {*(mapped.details.get(ONCE) or ()), *(mapped.details.get(CREATES_WITH) or ())}
    return codec.content_hash({name: value for name, value in mapped.document.items() if name not in passing})


def decide(before: Before, mapped: Mapped, terms: Terms) -> dict[str, Any] | None:
    """Give the sync record's new values (save_mapped.sql), or None where it stays as it is.

    It stays when the transition table does not let the event move it, when a user holds it, and when this very run has
    saved the same outcome already (a map task that runs again).
    """
    hashed = lasting_hash(mapped)
    event = _event(before, mapped, hashed, terms)
    operation = mapped.operation if event is not Event.NOT_NEEDED else LastOperation.SYNC_NOT_NEEDED_EXTERNAL
    return _values(before, mapped, _Said(event, operation, hashed), terms)


def decide_pair(before: Before, decided: Decided, terms: Terms) -> dict[str, Any] | None:
    """Give the same for a pair, whose direction and need of a sync have been decided by comparing both sides."""
    mapped = decided.mapped
    hashed = lasting_hash(mapped)
    event = mapped.event
    if event is Event.FAILED and before.attempt_count + 1 >= terms.max_failed_attempts:
        event = Event.FAILED_FOR_GOOD
    return _values(before, mapped, _Said(event, decided.operation, hashed, decided.direction.value), terms)


def is_news(before: Before, values: Mapping[str, Any]) -> bool:
    """Tell whether a record that was looked at only because it waits says something else now than it did.

    `values`: as `decide` gives them. A saved document that waits for room on its order is looked at, and that is all.
    """
    if values["outcome_hash"] != before.outcome_hash:
        return True
    if values["status"] == before.status and before.status in _SETTLED:
        return False
    under_way = before.forced or before.claim_owner is not None or before.sending_since is not None
    looked_at = values["status"] == Status.PREPARED and before.status in {Status.PREPARED, Status.PROCESSED}
    return under_way or not looked_at or values["document_hash"] != before.synced_hash


def as_it_stood(before: Before, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values with what people read of the record left as it was."""
    names = ("last_operation", "last_error", "attempt_count", "last_attempt_at", "run_id")
    return {**values, **{name: getattr(before, name) for name in names}}


@dataclass(frozen=True, slots=True)
class _Said:
    """The event as it counts, the Last Operation it leaves, the document's hash and its way."""

    event: Event
    operation: LastOperation
    document_hash: str | None
    way: str = ""


def _values(before: Before, mapped: Mapped, said: _Said, terms: Terms) -> dict[str, Any] | None:
    event, hashed = said.event, said.document_hash
    outcome = _outcome_hash(mapped, hashed, terms, said.way)
    if (before.run_id, before.outcome_hash) == (terms.run_id, outcome):
        return None
    status = _status_after(before, event)
    if status is None:
        return None
    needed = event is not Event.NOT_NEEDED
    document = codec.dumps(mapped.document) if needed and mapped.document is not None else None
    return {
        "external_id": mapped.external_id,
        "source_id": mapped.source_id,
        "status": status.value,
        "held_by": "rule" if status is Status.SKIPPED else None,
        "external_description": mapped.description,
        "last_operation": said.operation.value,
        "last_error": _last_error(before, mapped, event, hashed),
        **_attempts(before, event, terms),
        "external_modified_at": to_text_or_none(mapped.modified_at),
        "reference": mapped.reference or before.reference,
        "document": document,
        "document_hash": hashed if needed else None,
        "mapping_hash": terms.mapping_hash,
        "outcome_hash": outcome,
        "mapped_details": codec.dumps({**before.mapped_details, **mapped.details}),
    }


def _event(before: Before, mapped: Mapped, document_hash: str | None, terms: Terms) -> Event:
    if mapped.event is Event.FAILED and before.attempt_count + 1 >= terms.max_failed_attempts:
        return Event.FAILED_FOR_GOOD
    if mapped.event is Event.PREPARED and _has_it(before, document_hash, mapped):
        return Event.NOT_NEEDED if next_status(before.status, Event.NOT_NEEDED) else Event.PREPARED
    return mapped.event


def _has_it(before: Before, document_hash: str | None, mapped: Mapped) -> bool:
    """Tell whether the other side surely holds this very document: saved last, and nothing under way or left since."""
    if needs_more(before.details, mapped.details):
        return False
    under_way = before.claim_owner is not None or before.sending_since is not None
    equal = before.erp_id is not None and before.synced_hash == document_hash
    return equal and not under_way and not before.forced


def _status_after(before: Before, event: Event) -> Status | None:
    if before.held_by == "user":
        return None
    status = next_status(before.status, event)
    if status is None and event in _FAILURES:
        # A change that cannot be mapped is a preparation that passed, then failed: it must not vanish in Processed.
        prepared = next_status(before.status, Event.PREPARED)
        return next_status(prepared, event) if prepared else None
    return status


def _last_error(before: Before, mapped: Mapped, event: Event, document_hash: str | None) -> str | None:
    if event in {Event.PREPARED, Event.RESTORED, Event.TO_BE_DEACTIVATED}:
        # The document that failed waits for its next attempt: its error is still the news.
        return before.last_error if before.document_hash == document_hash else None
    if event is Event.NOT_NEEDED:  # what a Processed record has there is a note on how it was saved: it still holds
        return before.last_error if before.status is Status.PROCESSED else None
    return mapped.reason


def _attempts(before: Before, event: Event, terms: Terms) -> dict[str, Any]:
    if event in _FAILURES:
        return {"attempt_count": before.attempt_count + 1, "last_attempt_at": to_text(terms.now)}
    anew = event is Event.TO_BE_DEACTIVATED and before.status is Status.ABORTED
    count = 0 if anew or event is Event.NOT_NEEDED else before.attempt_count
    return {"attempt_count": count, "last_attempt_at": before.last_attempt_at}


def _outcome_hash(mapped: Mapped, document_hash: str | None, terms: Terms, way: str = "") -> str:
    said = [mapped.event, mapped.reason, mapped.reference, mapped.description, mapped.source_id, dict(mapped.details)]
    return codec.content_hash([*said, document_hash, terms.mapping_hash, *([way] if way else [])])
