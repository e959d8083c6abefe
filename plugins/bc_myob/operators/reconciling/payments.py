"""What the store's transactions should have become in the ERP: the sync's own mapping decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.mapping.payments_candidates import Candidate, candidates
from bc_myob.mapping.payments_portions import TAKEN_BACK, State
from bc_myob.mapping.payments_rules import external_id, numbers_kept
from bc_myob.mapping.totals import Order
from bc_myob.mapping.transactions import Kind, read_transactions
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import ZERO, parse_money
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event
from bc_myob.reconcile.books import Freshness, StoreRecord, amount_of
from bc_myob.store.settings import StoreSettings

Links = Mapping[Entity, Mapping[str, Link]]
_NO_MONEY: Final = TAKEN_BACK | {State.UNPAID, State.FAILED}
"""States without money: what the ERP has of it, brought while there was some, is to be voided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """An order and its transactions; None where the sync does not ask for them."""

    source: SourceRecord
    order: StoreRecord
    rows: Sequence[Mapping[str, Any]] | None
    freshness: Freshness
    closed: bool


def payments_of(
    settings: StoreSettings, paid: Sequence[Paid], links: Links, now: datetime
) -> Iterator[tuple[str, StoreRecord]]:
    """Give the payments that these orders have in the store, by external id; those that stay there are not wanted."""
    sources = [_source(one) for one in paid]
    mapped: dict[str, Mapped] = {}
    for each in map_apart(map_payments, Given(settings, sources, links, now=now)):
        mapped[each.external_id] = each
    for one in paid:
        kept = numbers_kept(links[Entity.PAYMENT], one.source.payload, one.rows)
        for candidate in _candidates(settings, one.source.payload, one.rows, kept):
            name = external_id(one.source.payload, candidate)
            yield name, _payment(one, candidate, mapped.get(name), name)


def refunds_of(order: Order, rows: Sequence[Mapping[str, Any]] | None) -> tuple[Decimal, ...]:
    """Give what was refunded of the order, one by one: by its transactions; its own field is documented as always 0."""
    try:
        refunds = [
            one.amount for one in read_transactions(rows) if one.event == Kind.REFUND and one.ok and not one.test
        ]
        untold = parse_money(order.get("refunded_amount")) - sum(refunds, ZERO)
        return tuple(amount_of(each) or ZERO for each in (*refunds, untold) if each > 0)
    except UNFORESEEN:
        return ()


def _source(one: Paid) -> SourceRecord:
    payload = {"order": one.source.payload, "transactions": one.rows}
    return SourceRecord(one.source.source_id, payload, one.source.modified_at)


def without_money(
    settings: StoreSettings, order: Order, rows: Sequence[Mapping[str, Any]] | None, payments: Mapping[str, Link]
) -> frozenset[str]:
    """Give the payments of an order of which the store has no money, by external id. `payments`: their sync records."""
    found = _candidates(settings, order, rows, numbers_kept(payments, order, rows))
    return frozenset(external_id(order, one) for one in found if one.state in _NO_MONEY)


def _candidates(
    settings: StoreSettings, order: Order, rows: Sequence[Mapping[str, Any]] | None, kept: frozenset[str]
) -> list[Candidate]:
    try:
        return candidates(order, rows, settings.payments, kept=kept)
    except UNFORESEEN:  # Sync History has the order's payments Failed with the reason
        return []


def _payment(one: Paid, candidate: Candidate, mapped: Mapped | None, name: str) -> StoreRecord:
    wanted = mapped is not None and mapped.event is Event.PREPARED
    said = mapped.details if mapped and wanted else {}
    return StoreRecord(
        external_id=name,
        source_id=one.source.source_id,
        amount=said.get("amount", candidate.amount),
        currency=said.get("currency", candidate.currency),
        closed=one.closed,
        freshness=one.freshness,
        modified_at=one.source.modified_at,
        ended=one.order.ended,
        cancelled=candidate.state in _NO_MONEY,
        refunds=one.order.refunds,
        wanted=wanted,
        taken=candidate.state is State.TAKEN,
        applied=said.get("applied", ZERO),
        released=bool(said.get("release")),
    )
