"""From a mapped document, or the reason there is none, to the outcome Sync History records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bc_myob.mapping.texts import quoted
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of one record when its document is made.

    The first of these that is set decides: `held` (a filter's reason), `rule` (a standard rule's), `fault` (what is
    wrong with the record); without any of them the document is sent.
    """

    external_id: str
    reference: str
    description: str
    document: Mapping[str, Any]
    held: str | None = None
    rule: str | None = None
    fault: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def outcome(record: SourceRecord, draft: Draft) -> Mapped:
    """Give the outcome of one record: Filtered, skipped by a rule, Failed with its reason, or Prepared."""
    event, reason = _decided(draft)
    return Mapped(
        external_id=draft.external_id,
        source_id=record.source_id,
        event=event,
        description=draft.description,
        reason=reason,
        reference=draft.reference,
        document=draft.document if event is Event.PREPARED else None,
        modified_at=record.modified_at,
        details=draft.details,
        content=_lasting(draft),
    )


def _lasting(draft: Draft) -> Mapping[str, Any]:
    at_creation = draft.details.get(CREATES_WITH, ())
    return {name: value for name, value in draft.document.items() if name not in at_creation}


def _decided(draft: Draft) -> tuple[Event, str | None]:
    said = ((Event.FILTERED, draft.held), (Event.HELD_BY_RULE, draft.rule), (Event.FAILED, draft.fault))
    return next(((event, quoted(reason)) for event, reason in said if reason), (Event.PREPARED, None))
