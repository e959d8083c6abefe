"""Addresses that changed or vanished, found by reading all of them: 40 calls per 10,000 (bigcommerce-api 8).

Addresses carry no dates, and a change of one does not touch its customer. So the whole list is read now and then, and
compared with what is staged, by a hash per address book; only the customers that differ are asked about again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bc_myob.history.records import SyncRecords
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.model.codec import content_hash
from bc_myob.model.records import GONE, SourceRecord
from bc_myob.operators.reading.address_books import books_of
from bc_myob.operators.reading.erp_streams import gone_customers
from bc_myob.operators.reading.streams import Extraction
from bc_myob.operators.request import Flow
from bc_myob.sync.registry import CUSTOMERS_STREAM

SCAN_STREAM: Final = "addresses"
_NOT_CONTENT: Final = frozenset({"form_fields", "country"})
"""Rides along with some reads of an address and not with others."""


def is_due(work: Extraction, *, asked_for: bool) -> bool:
    """Say whether this run scans: when asked, or when the last scan is older than `run.address_scan_hours`.

    A run that reads every customer has read their addresses, too.
    """
    settings, request = work.settings, work.request
    if not settings.entities.customer_location.active or request.by_ids or work.is_full:
        return False
    hours = settings.run.address_scan_hours
    if asked_for or hours is None or request.flow is Flow.BACKFILL:
        return asked_for
    last = work.staging.watermark(SCAN_STREAM)
    return last is None or datetime.fromisoformat(last["at"]) <= work.now - timedelta(hours=hours)


def scan_addresses(work: Extraction, records: SyncRecords) -> int:
    """Stage anew the customers whose address books are not what is staged; gives their number.

    Who is not in the store at all any more is staged as gone: that is no book from which addresses were deleted.
    """
    seen = _books(row for page in StoreWriter(work.hook.api).walk_addresses() for row in page.records)
    suspects = [
        source.source_id
        for chunk in records.all_staged(CUSTOMERS_STREAM)
        for source in chunk
        if GONE not in source.payload and _hash(_book(source)) != seen.get(source.source_id, _EMPTY)
    ]
    fresh = _fresh(work, suspects)
    staged = records.staged(CUSTOMERS_STREAM, suspects)
    gone = gone_customers(work.hook, (key for key in staged if key not in fresh))
    changed = [_with_book(row, fresh.get(key, [])) for key, row in staged.items() if key not in gone]
    work.staging.keep(CUSTOMERS_STREAM, [*changed, *gone.values()])
    note_scan(work)
    return len(changed) + len(gone)


def note_scan(work: Extraction) -> None:
    """Note that every address was read at this moment."""
    work.staging.save_page(SCAN_STREAM, [], cursor={"at": work.now.isoformat()}, done=True)


def _fresh(work: Extraction, suspects: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Give the suspects' address books as a question about them alone answers: a walk by pages may miss a row."""
    wanted = list(suspects)
    pages = work.hook.addresses_of([int(one) for one in wanted])
    return books_of((row for page in pages for row in page.records), wanted)


def _with_book(row: SourceRecord, book: list[dict[str, Any]]) -> SourceRecord:
    return SourceRecord(row.source_id, {**row.payload, "addresses": book}, row.modified_at)


def _books(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {key: _hash(book) for key, book in books_of(rows).items()}


def _hash(addresses: Iterable[Mapping[str, Any]] | None) -> str:
    bare = [_bare(row) for row in addresses or ()]
    return content_hash(sorted(bare, key=content_hash))


def _book(customer: SourceRecord) -> list[Any]:
    book = customer.payload.get("addresses") or []
    return book if isinstance(book, list) else [book]


def _bare(row: Any) -> Any:
    readable = isinstance(row, Mapping)  # what is not, is still compared
    return {name: value for name, value in row.items() if name not in _NOT_CONTENT} if readable else row


_EMPTY: Final = _hash(())
