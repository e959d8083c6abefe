"""The store's book for a reconciliation: orders, what they were paid with, customers and their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast

from bc_myob.history.recorded import Records, StagedVersion
from bc_myob.history.records import SyncRecords
from bc_myob.hooks.bigcommerce import BigCommerceHook, is_crowded
from bc_myob.hooks.windows import parse_date
from bc_myob.mapping.orders_rules import CANCELLED, can_carry_money, status_id
from bc_myob.mapping.totals import Order, currency_of, store_totals
from bc_myob.mapping.unreadable import why_unreadable
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import UNFORESEEN, RecordNotFound
from bc_myob.model.records import Link, SourceRecord, Window
from bc_myob.operators.reading.streams import without_parts
from bc_myob.operators.reconciling.payments import Links, Paid, payments_of, refunds_of
from bc_myob.reconcile.books import Freshness, StoreRecord
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import ORDERS_STREAM, TRANSACTIONS_STREAM

StoreBook = dict[Entity, dict[str, StoreRecord]]
_ENDED: Final = CANCELLED | {4}
"""Those and Refunded: refunds are booked by people, in their own way. Of Partially Refunded, the rest goes on."""
_GRAIN: Final = timedelta(seconds=1)
"""Of the store's dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDesk:
    """What the store is read with. `closed_until`: the sync has read everything that changed before."""

    settings: StoreSettings
    hook: BigCommerceHook
    records: SyncRecords
    history: Records
    window: Window
    now: datetime
    closed_until: datetime | None
    asks_for_money: bool = True
    book: StoreBook = field(default_factory=dict)

    def closed(self, moment: datetime | None) -> bool:
        """Tell whether a record that last changed at `moment` did so inside a closed window."""
        if self.closed_until is None or moment is None:
            return False
        return moment < self.closed_until - self.settings.run.overlap


def read_store(desk: StoreDesk) -> StoreBook:
    """Give the store's records that were created in the window, by external id."""
    active = desk.settings.entities
    if active.customer.active or active.customer_location.active:
        _read_customers(desk)
    if active.sales_order.active:
        _read_orders(desk)
    return {entity: desk.book.get(entity, {}) for entity in Entity if active.of(entity).active}


def _read_customers(desk: StoreDesk) -> None:
    imports = desk.settings.entities.customer.sync_direction is not SyncDirection.EXPORT
    customers = desk.book.setdefault(Entity.CUSTOMER, {})
    locations = desk.book.setdefault(Entity.CUSTOMER_LOCATION, {})
    for page in desk.hook.walk_customers(desk.window):
        for raw in page.records:
            key, moment = str(raw["id"]), parse_date(raw.get("date_modified"))
            customers[key] = StoreRecord(
                external_id=key, source_id=key, closed=desk.closed(moment), modified_at=moment, wanted=imports
            )
        for address in _addresses(desk.hook, page.records):
            owner = str(address["customer_id"])
            # addresses carry no dates: whether the sync should have seen one is not known
            external_id = f"{owner},{address['id']}"
            locations[external_id] = StoreRecord(external_id=external_id, source_id=owner, wanted=imports)


def _addresses(hook: BigCommerceHook, customers: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    crowded = [raw["id"] for raw in customers if is_crowded(raw)]
    for raw in customers:
        if raw["id"] not in crowded and isinstance(book := raw.get("addresses"), list):
            readable = (one for one in book if isinstance(one, Mapping) and one.get("id"))
            yield from ({**address, "customer_id": raw["id"]} for address in readable)
    for page in hook.addresses_of(crowded) if crowded else ():
        yield from page.records


def _read_orders(desk: StoreDesk) -> None:
    orders = desk.book.setdefault(Entity.SALES_ORDER, {})
    payments = desk.book.setdefault(Entity.PAYMENT, {})
    for page in desk.hook.walk_orders(desk.window):
        sources = [SourceRecord(str(raw["id"]), raw, parse_date(raw.get("date_modified"))) for raw in page.records]
        staged = desk.history.staged_versions([source.source_id for source in sources])
        doubtful = [one.source_id for one in sources if _is_doubtful(one, staged.get(one.source_id))]
        kept = desk.records.staged(ORDERS_STREAM, doubtful)
        newer = {one.source_id: _is_newer(one, staged.get(one.source_id), kept.get(one.source_id)) for one in sources}
        fresh = [_order(desk, source, newer=newer[source.source_id]) for source in sources]
        orders.update((order.external_id, order) for order in fresh)
        if desk.settings.entities.payment.active:
            paid, links = _paid(desk, sources, fresh, staged)
            orders.update((one.order.external_id, one.order) for one in paid)
            payments.update(payments_of(desk.settings, paid, links, desk.now))


def _order(desk: StoreDesk, source: SourceRecord, *, newer: bool) -> StoreRecord:
    raw, closed = source.payload, desk.closed(source.modified_at)
    try:
        amount, currency, status = _total(raw), currency_of(raw), status_id(raw)
    except UNFORESEEN as error:
        why = why_unreadable(raw, error)
        return StoreRecord(external_id=source.source_id, source_id=source.source_id, closed=closed, unreadable=why)
    late = Freshness.MISSED if closed else Freshness.PENDING
    return StoreRecord(
        external_id=source.source_id,
        source_id=source.source_id,
        amount=amount,
        currency=currency,
        closed=closed,
        freshness=late if newer else Freshness.SEEN,
        modified_at=source.modified_at,
        ended=status in _ENDED,
        cancelled=status in CANCELLED,
        refunds=refunds_of(raw, None),
    )


def has_ended(order: Order) -> bool:
    """Tell whether the store had cancelled, declined or wholly refunded the order."""
    try:
        return status_id(order) in _ENDED
    except UNFORESEEN:
        return False


def _is_newer(source: SourceRecord, staged: StagedVersion | None, kept: SourceRecord | None) -> bool:
    """Tell whether the store's order is not the one that was staged; `kept`: that one, where its date cannot tell."""
    if staged is None:
        return True
    if kept is not None:
        return content_hash(without_parts(source.payload)) != content_hash(without_parts(kept.payload))
    if staged.modified_at is None or source.modified_at is None:
        return False
    return staged.modified_at < source.modified_at


def _is_doubtful(source: SourceRecord, staged: StagedVersion | None) -> bool:
    """Tell whether an order may have changed again in the second of its reading: the store's dates have whole ones."""
    if staged is None or staged.modified_at is None or staged.modified_at != source.modified_at:
        return False
    return staged.seen_at - staged.modified_at < _GRAIN


def _total(raw: Order) -> Decimal:
    if raw.get("total_inc_tax") in (None, ""):  # no amount is not an amount of nothing
        raise ValueError("total_inc_tax is empty")
    return store_totals(raw).total


def _paid(
    desk: StoreDesk,
    sources: Sequence[SourceRecord],
    orders: Sequence[StoreRecord],
    staged: Mapping[str, StagedVersion],
) -> tuple[list[Paid], Links]:
    ids = [source.source_id for source in sources]
    links = {entity: desk.records.links(entity, source_ids=ids) for entity in (Entity.SALES_ORDER, Entity.PAYMENT)}
    kept = {} if desk.asks_for_money else desk.records.staged(TRANSACTIONS_STREAM, ids)
    paid = []
    for source, order in zip(sources, orders, strict=True):
        known = staged.get(source.source_id)
        if desk.asks_for_money:
            rows = _asked(desk, source, links[Entity.SALES_ORDER].get(source.source_id))
            freshness = _freshness(desk, source, order, known, rows)
        else:
            rows = transactions_of(kept.get(source.source_id))
            freshness = order.freshness
        closed = order.closed if freshness is Freshness.SEEN else freshness is Freshness.MISSED
        known_money = replace(order, refunds=refunds_of(source.payload, rows))
        paid.append(Paid(source=source, order=known_money, rows=rows, freshness=freshness, closed=closed))
    return paid, links


def transactions_of(staged: SourceRecord | None) -> list[dict[str, Any]] | None:
    """Give an order's transactions as the sync read them last, None where it never did."""
    # the payload of an order's transactions is their list
    return [dict(row) for row in cast("list[Any]", staged.payload)] if staged else None


def _asked(desk: StoreDesk, source: SourceRecord, link: Link | None) -> list[dict[str, Any]] | None:
    """Give the order's transactions as they are now, None where the sync would not ask for them either."""
    imported = link is not None and link.erp_id is not None
    if not can_carry_money(source.payload, desk.settings, imported=imported):
        return None
    try:
        return desk.hook.transactions(int(source.source_id))
    except RecordNotFound:
        return []


def _freshness(
    desk: StoreDesk,
    source: SourceRecord,
    order: StoreRecord,
    known: StagedVersion | None,
    rows: Iterable[Mapping[str, Any]] | None,
) -> Freshness:
    """Tell whether the sync has seen the order's transactions as they are, and if not, whether it will."""
    if order.freshness is not Freshness.SEEN or known is None or rows is None or known.money_hash is None:
        return order.freshness
    if known.money_hash == content_hash(list(rows)):
        return Freshness.SEEN
    created = parse_date(source.payload.get("date_created"))
    patience = timedelta(days=desk.settings.payments.ask_again_days)
    too_old = created is not None and created < desk.now - patience
    return Freshness.MISSED if known.settled or too_old else Freshness.PENDING
