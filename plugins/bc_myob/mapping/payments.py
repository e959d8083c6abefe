"""Payment, import: an order's transactions in, prepayments for AR302000 or outcomes with their reason out ([S2])."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from bc_myob.mapping.frames import to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import in_a_sentence
from bc_myob.mapping.orders_rules import can_carry_money
from bc_myob.mapping.payments_candidates import Candidate, candidates, is_settled
from bc_myob.mapping.payments_from_order import FROM_ORDER
from bc_myob.mapping.payments_portions import TAKEN_BACK
from bc_myob.mapping.payments_records import Record, record_of, shares_of
from bc_myob.mapping.payments_rules import Outcome, external_id, is_waiting_for_order, numbers_kept, refusal
from bc_myob.mapping.payments_table import APPLICATIONS, PAYMENT
from bc_myob.mapping.rules import apply_mappings, held_back
from bc_myob.mapping.table import documents
from bc_myob.mapping.totals import Order
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.model.steps import RELEASE, VOIDED

__all__ = ["TABLES", "can_carry_money", "is_settled", "map_payments"]

TABLES: Final = (PAYMENT, APPLICATIONS)
"""The tables of the entity, for the documentation."""
_REQUIRED: Final = ("CustomerID", "PaymentAmount")
_KEPT: Final = ("amount", "currency", "applied")


@dataclass(frozen=True, slots=True)
class _Payment:
    """A candidate on its way: `outcome` where it does not become a payment, else `record` with the tables' columns."""

    source: SourceRecord
    candidate: Candidate
    outcome: Outcome | None
    record: Record


def map_payments(given: Given) -> list[Mapped]:
    """Give one outcome per payment an order may have, order by order; none for orders without money.

    A payment that is Processed already gets no outcome while its order waits: it stays what it is.
    """
    unreadable: list[Mapped] = []
    found: list[_Payment] = []
    for source in given.sources:
        try:
            found.extend(_of_order(given, source))
        except UNFORESEEN as why:
            unreadable.append(_unreadable(source, why))
    found = _filtered(given, found)
    refused = [_outcome(one, *one.outcome, details=_standing(one)) for one in found if one.outcome]
    return [*unreadable, *refused, *_prepared(given, [one for one in found if not one.outcome])]


def _of_order(given: Given, source: SourceRecord) -> list[_Payment]:
    order, rows = source.payload["order"], source.payload.get("transactions")
    kept = numbers_kept(given.links.get(Entity.PAYMENT, {}), order, rows)
    possible = candidates(order, rows, given.settings.payments, kept=kept)
    if is_waiting_for_order(given, order):
        possible = [one for one in possible if not _is_processed(given, order, one)]
    return [_Payment(source, one, refusal(one, given, order), record_of(given, order, one)) for one in possible]


def _is_processed(given: Given, order: Order, one: Candidate) -> bool:
    link = given.link(Entity.PAYMENT, external_id(order, one))
    return link is not None and link.status is Status.PROCESSED


def _filtered(given: Given, found: Sequence[_Payment]) -> list[_Payment]:
    """Apply the user's filters to all payments at once; what a rule refused keeps its own reason."""
    reasons = held_back(given.settings, Entity.PAYMENT, to_frame([one.record for one in found]))
    return [
        _Payment(one.source, one.candidate, one.outcome or (reason and (Event.FILTERED, reason)) or None, one.record)
        for one, reason in zip(found, reasons, strict=True)
    ]


def _prepared(given: Given, good: Sequence[_Payment]) -> Iterator[Mapped]:
    """Share each order's room out among its payments, then apply the tables to all payments at once."""
    records: list[Record] = []
    for _, group in groupby(good, key=lambda one: one.source.source_id):
        payments = list(group)
        shares = shares_of(given, payments[0].source.payload["order"], [one.candidate for one in payments])
        records.extend(one.record | {"applied": share} for one, share in zip(payments, shares, strict=True))
    frame = to_frame(records)
    made = documents(PAYMENT, frame, given.settings)
    rows = documents(APPLICATIONS, frame, given.settings)
    faults = apply_mappings(given.settings, Entity.PAYMENT, made, frame, now=given.now)
    for one, record, document, row, fault in zip(good, records, made, rows, faults, strict=True):
        if why := fault or _incomplete(document):
            yield _outcome(one, Event.FAILED, why)
            continue
        applications = {"OrdersToApply": [row]} if record["applied"] else {}
        release = {RELEASE: record["taken"] and record["row"]["release"]}
        kept = _standing(one) | release | {name: record[name] for name in _KEPT}
        yield _outcome(one, Event.PREPARED, None, document | applications, kept)


def _standing(one: _Payment) -> dict[str, bool]:
    return {VOIDED: one.candidate.state in TAKEN_BACK}


def _incomplete(document: Mapping[str, Any]) -> str | None:
    """Give the reason against a document in which a required field is missing; the user's mappings came first."""
    missing = next((name for name in _REQUIRED if not document.get(name)), None)
    return missing and f"The payment has no {missing}: the mapping of {missing} on the Entities form took it away."


def _outcome(
    one: _Payment,
    event: Event,
    reason: str | None,
    document: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Mapped:
    order, candidate = one.source.payload["order"], one.candidate
    return Mapped(
        external_id=external_id(order, candidate),
        source_id=one.source.source_id,
        event=event,
        description=f"{candidate.store_method}, {candidate.amount} {candidate.currency}, order {order['id']}",
        reason=reason,
        reference=document["ExternalRef"] if document else None,
        document=document,
        modified_at=one.source.modified_at,
        details=details or {},
    )


def _unreadable(source: SourceRecord, why: Exception) -> Mapped:
    return Mapped(
        external_id=f"{source.source_id},{FROM_ORDER}",
        source_id=source.source_id,
        event=Event.FAILED,
        description=f"Payments of order {source.source_id}",
        reason=in_a_sentence(why, source.payload),
        modified_at=source.modified_at,
    )
