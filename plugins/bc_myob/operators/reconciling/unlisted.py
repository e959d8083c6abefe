"""Orders that the store lists no more (archived ones): what the sync read of them last."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bc_myob.history.queries import chunks
from bc_myob.history.records import SyncRecords
from bc_myob.model.entities import Entity
from bc_myob.model.steps import VOIDED
from bc_myob.operators.reconciling.payments import refunds_of, without_money
from bc_myob.operators.reconciling.store import has_ended, transactions_of
from bc_myob.reconcile.books import HistoryRecord
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import ORDERS_STREAM, TRANSACTIONS_STREAM


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Whether the store had ended the order, what it had given back of it, and which payments had no money any more."""

    ended: bool = False
    refunds: tuple[Decimal, ...] = ()
    without_money: frozenset[str] = frozenset()


def last_seen(
    settings: StoreSettings, records: SyncRecords, order_ids: Collection[str]
) -> Iterator[tuple[str, LastSeen]]:
    """Give what the sync read last of these orders; a store's archive is long, so their payloads are not kept."""
    for part in chunks(sorted(order_ids)):
        money, payments = records.staged(TRANSACTIONS_STREAM, part), records.links(Entity.PAYMENT, source_ids=part)
        for source_id, order in records.staged(ORDERS_STREAM, part).items():
            rows = transactions_of(money.get(source_id))
            gone = without_money(settings, order.payload, rows, payments)
            yield source_id, LastSeen(has_ended(order.payload), refunds_of(order.payload, rows), gone)


def with_last_seen(history: HistoryRecord, seen: LastSeen | None) -> HistoryRecord:
    """Give the sync record with that; a payment without money in the store was ended as well."""
    known = seen or LastSeen()
    gone = history.external_id in known.without_money or bool(history.details.get(VOIDED))
    return replace(history, ended=known.ended or gone, refunds=known.refunds)
