"""How each stream of the store is walked: which call, where to go on, and what completes a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bc_myob.history.records import SyncRecords
from bc_myob.history.staging import Asked, Staging
from bc_myob.hooks.bigcommerce import BigCommerceHook, is_crowded
from bc_myob.hooks.paging import Page
from bc_myob.hooks.windows import parse_date
from bc_myob.mapping.orders_lines import lines_are_complete
from bc_myob.mapping.orders_rules import can_carry_money, is_filtered
from bc_myob.mapping.payments import is_settled
from bc_myob.mapping.taxes import needs_taxes, taxes_read_before
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN, RecordNotFound
from bc_myob.model.records import GONE, SourceRecord, WindowKey
from bc_myob.operators.reading.address_books import books_of
from bc_myob.operators.request import RunRequest
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import CUSTOMERS_STREAM, ORDERS_STREAM, TRANSACTIONS_STREAM

_ASKED_PER_COMMIT: Final = 25
_WALKED: Final = "walked"
"""The progress of the customers once the window is done; whom the orders refer to is then read from staging."""


_PARTS: Final = frozenset({"products", "order_taxes"})
"""What calls of their own bring of an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything one extract task works with."""

    settings: StoreSettings
    staging: Staging
    records: SyncRecords
    hook: BigCommerceHook
    request: RunRequest
    now: datetime

    @property
    def is_full(self) -> bool:
        """Whether everything there is was read, so that what was not seen may be gone."""
        window = self.request.window
        return window.start is None and window.key is WindowKey.MODIFIED and not self.request.by_ids

    def wants(self, *entities: Entity) -> bool:
        """Say whether the run was asked for one of `entities`, and the store has it active."""
        active = self.settings.entities
        return any(entity in self.request.entities and active.of(entity).active for entity in entities)

    def brings(self, entity: Entity) -> bool:
        """Say whether the run writes `entity`, asked for or brought along, and the store has it active."""
        return entity in self.request.brought and self.settings.entities.of(entity).active


def without_parts(order: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of a staged order came with the list, to compare it with the list of today."""
    return {name: value for name, value in order.items() if name not in _PARTS}


def extract_orders(work: Extraction) -> int:
    """Stage the orders of the window with lines and fees; gives their number."""
    if not work.wants(Entity.SALES_ORDER, Entity.PAYMENT) or (work.request.customer_ids and not work.request.order_ids):
        return 0
    return sum(
        work.staging.save_page(ORDERS_STREAM, _orders(work, page.records), cursor=page.cursor)
        for page in _order_pages(work)
    )


def extract_customers(work: Extraction) -> int:
    """Stage the customers of the window, then those that the orders refer to; gives their number."""
    if not work.wants(Entity.CUSTOMER, Entity.CUSTOMER_LOCATION, Entity.SALES_ORDER):
        return 0
    count = 0
    for page in _customer_pages(work):
        customers = _with_all_addresses(work.hook, page.records)
        records = [_record(raw) for raw in customers]
        count += work.staging.save_page(CUSTOMERS_STREAM, records, cursor=page.cursor)
    _remember_lost(work)
    return count


def _remember_lost(work: Extraction) -> None:
    """Note which customers of orders the store was asked for and does not have: they were deleted before we came."""
    asked = work.staging.customers_to_fetch()  # all of them were asked for by now; these did not come
    lost = sorted(set(asked) - work.staging.known(CUSTOMERS_STREAM, asked))
    work.staging.keep(CUSTOMERS_STREAM, [SourceRecord(one, {"id": int(one), GONE: True}) for one in lost])


def extract_transactions(work: Extraction) -> int:
    """Stage the transactions of every order that can carry money and is due; gives the number of orders asked."""
    if not work.brings(Entity.PAYMENT):
        return 0
    payments = work.settings.payments
    due = work.staging.orders_to_ask(
        ask_again_since=work.now - timedelta(days=payments.ask_again_days),
        asked_before=work.now - timedelta(hours=payments.ask_again_every_hours),
        all_seen=work.request.asks_anew,
    )
    count, chunk = 0, list[Asked]()
    for order in due:
        if not _may_have_money(work, order):
            continue
        chunk.append(_asked(work, order))
        count += 1
        if len(chunk) == _ASKED_PER_COMMIT:
            work.staging.save_asked(chunk)
            chunk = []
    work.staging.save_asked(chunk)
    return count


STREAMS: Final[Mapping[str, Callable[[Extraction], int]]] = {
    ORDERS_STREAM: extract_orders,
    CUSTOMERS_STREAM: extract_customers,
    TRANSACTIONS_STREAM: extract_transactions,
}


def _order_pages(work: Extraction) -> Iterator[Page]:
    if work.request.order_ids:
        return work.hook.orders_by_id(work.request.order_ids)
    after = work.staging.progress(ORDERS_STREAM).cursor
    return work.hook.walk_orders(work.request.window, after_id=int(after or 0))


def _customer_pages(work: Extraction) -> Iterator[Page]:
    cursor = work.staging.progress(CUSTOMERS_STREAM).cursor
    if work.request.customer_ids:
        yield from work.hook.customers_by_id(work.request.customer_ids)
    elif cursor != _WALKED and not work.request.by_ids and work.wants(Entity.CUSTOMER, Entity.CUSTOMER_LOCATION):
        for page in work.hook.walk_customers(work.request.window, cursor=cursor):
            yield replace(page, cursor=page.cursor or _WALKED)
    for page in work.hook.customers_by_id([int(known) for known in work.staging.customers_to_fetch()]):
        yield replace(page, cursor=_WALKED)


def _orders(work: Extraction, rows: Sequence[dict[str, Any]]) -> list[SourceRecord]:
    taxed = [str(raw["id"]) for raw in rows if _needs_taxes(work, raw)]
    before = work.records.staged(ORDERS_STREAM, taxed)
    return [_order(work, raw, before.get(str(raw["id"]))) for raw in rows]


def _order(work: Extraction, raw: dict[str, Any], before: SourceRecord | None) -> SourceRecord:
    if not lines_are_complete(raw):
        raw = raw | {"products": work.hook.order_products(raw["id"])}
    taxes = _taxes(work, raw, before)
    raw = raw if taxes is None else raw | {"order_taxes": taxes}
    return _record(raw)


def _taxes(work: Extraction, raw: dict[str, Any], before: SourceRecord | None) -> list[Any] | None:
    """Give the order's taxes by name, None where they are not needed. What cannot be read fails when it is mapped."""
    if not _needs_taxes(work, raw):
        return None
    try:
        taxes = taxes_read_before(raw, before.payload if before else None)
        if taxes is None and is_filtered(raw, work.settings.orders):
            return None
    except UNFORESEEN:
        return None
    return work.hook.order_taxes(raw["id"]) if taxes is None else list(taxes)


def _needs_taxes(work: Extraction, raw: dict[str, Any]) -> bool:
    try:
        return needs_taxes(raw, work.settings.orders.taxes)
    except UNFORESEEN:
        return False


def _with_all_addresses(hook: BigCommerceHook, customers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    crowded = [raw["id"] for raw in customers if is_crowded(raw)]
    if not crowded:
        return customers
    found = (address for page in hook.addresses_of(crowded) for address in page.records)
    books = books_of(found, map(str, crowded))
    return [raw | {"addresses": books.get(str(raw["id"]), [])} if raw["id"] in crowded else raw for raw in customers]


def _may_have_money(work: Extraction, order: SourceRecord) -> bool:
    if can_carry_money(order.payload, work.settings):
        return True
    # An order that met a filter after it was imported (Completed, say) is still asked: its capture may have come late.
    if not can_carry_money(order.payload, work.settings, imported=True):
        return False
    link = work.records.links(Entity.SALES_ORDER, source_ids=[order.source_id]).get(order.source_id)
    return link is not None and link.erp_id is not None


def _asked(work: Extraction, order: SourceRecord) -> Asked:
    try:
        transactions = work.hook.transactions(int(order.source_id))
    except RecordNotFound:  # deleted for good meanwhile: there is nothing left to ask
        return Asked(order_id=order.source_id, transactions=[], basis_hash=content_hash(order.payload), settled=True)
    return Asked(
        order_id=order.source_id,
        transactions=transactions,
        basis_hash=content_hash(order.payload),
        settled=is_settled(order.payload, transactions),
    )


def _record(raw: dict[str, Any]) -> SourceRecord:
    return SourceRecord(str(raw["id"]), raw, parse_date(raw.get("date_modified")))
