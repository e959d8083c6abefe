"""Staging: what extract brought, page by page, and how far it got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bc_myob.history.engine import Work, reading, together, writing
from bc_myob.history.queries import chunks, run, run_many
from bc_myob.history.scope import Scope, by_number, is_number
from bc_myob.history.times import from_store, from_text_or_none, to_text, to_text_or_none
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Status

ORDERS: Final = "orders"
CUSTOMERS: Final = "customers"
TRANSACTIONS: Final = "transactions"
ERP_CUSTOMERS: Final = "erp_customers"
ERP_LOCATIONS: Final = "erp_locations"

_WITHOUT_MONEY: Final = [Status.FILTERED.value, Status.INVALID.value, Status.DELETED.value]
"""What an order that is not in the ERP is when it shall not get there either."""
_PAGE: Final = 250
_LONGEST_REFERENCE: Final = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run got with a stream: the extractor's own cursor (None: nothing yet), and whether it is done."""

    cursor: Any | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An order's transactions as asked: `basis_hash` is `content_hash` of the order's payload at that time.

    `settled`: the money moves no more, the order need not be asked again unless it changes.
    """

    order_id: str
    transactions: Sequence[Mapping[str, Any]]
    basis_hash: str
    settled: bool


class Staging(Scope):
    """The staged records of a store, as one run reads and writes them. Latest wins; nothing is ever removed."""

    def progress(self, stream: str) -> Progress:
        """Give how far this run got with `stream`."""
        with reading(self.engine) as connection:
            found = run(connection, "extract_progress", **self._here, stream=stream).one_or_none()
        if found is None:
            return Progress()
        return Progress(cursor=codec.loads(found.cursor) if found.cursor else None, done=bool(found.done))

    def save_page(self, stream: str, records: Sequence[SourceRecord], *, cursor: Any, done: bool = False) -> int:
        """Stage a page together with the progress mark; gives how many records it held.

        A record older than the staged one (`modified_at`) does not overwrite it, yet counts as seen by this run.
        """
        at = self._now()
        # In the order of the ids: two runs that stage the same records then wait for each other.
        rows = [self._row(stream, record, at) for record in sorted(records, key=lambda record: record.source_id)]
        ids = sorted({record.source_id for record in records})
        mark = {"stream": stream, "cursor": codec.dumps(cursor), "done": done, "at": at}
        with writing(self.engine) as connection:
            run_many(connection, "stage_records", rows)
            for part in chunks(ids):
                run(connection, "mark_seen", **self._here, stream=stream, source_ids=part, at=at)
            run(connection, "save_extract_progress", **self._here, **mark)
        return len(ids)

    def keep(self, stream: str, records: Sequence[SourceRecord]) -> None:
        """Stage records as a load left them behind: whoever maps next in this run sees them as they are now."""
        together(self.engine, self.keeping(stream, records))

    def keeping(self, stream: str, records: Sequence[SourceRecord]) -> Work:
        """Give what `keep` does, to be committed together with what it makes of other records."""
        at = self._now()
        rows = [self._row(stream, record, at) for record in sorted(records, key=lambda record: record.source_id)]
        return lambda connection: run_many(connection, "stage_records", rows)

    def watermark(self, stream: str) -> Any | None:
        """Give the cursor with which the stream was last read to its end, by any run; None: never."""
        with reading(self.engine) as connection:
            found = run(connection, "last_cursor", store=self.store, stream=stream).scalar()
        return codec.loads(found) if found else None

    def finish(self, stream: str) -> None:
        """Mark `stream` as done for this run."""
        with writing(self.engine) as connection:
            run(connection, "finish_extract", **self._here, stream=stream, at=self._now())

    def known(self, stream: str, ids: Iterable[str]) -> set[str]:
        """Give those of `ids` that are staged, by any run."""
        with reading(self.engine) as connection:
            return {
                row.source_id
                for part in chunks(ids)
                for row in run(connection, "known_sources", store=self.store, stream=stream, source_ids=part)
            }

    def customers_to_fetch(self) -> list[str]:
        """Give the customers that this run's orders refer to and that are still unknown; guests (0) are none.

        What is no number names nobody whom the store could be asked for: such an order says so when it is mapped.
        """
        values = {"customer": Entity.CUSTOMER.value, "deleted": Status.DELETED.value}
        with reading(self.engine) as connection:
            found = run(connection, "customers_to_fetch", **self._here, **values).scalars().all()
        return sorted((one for one in found if is_number(one)), key=by_number)

    def orders_to_ask(
        self, *, ask_again_since: datetime, asked_before: datetime, all_seen: bool = False
    ) -> Iterator[SourceRecord]:
        """Give the orders whose transactions are due, without those that this run has asked already.

        Due are orders seen in this run that were never asked or changed since (`all_seen`: all orders seen in this run,
        for later money does not change its order); orders created at or after `ask_again_since` whose money was not
        settled, last asked at or before `asked_before`; orders that are, or may come, into the ERP and that another run
        read and never asked as they are now, once it has ended or had since `asked_before` to ask; and orders that a
        user asked for (Sync, Set as Prepared).
        """
        since: dict[str, Any] = {"ask_again_since": to_text(ask_again_since), "asked_before": to_text(asked_before)}
        since |= {"sales_order": Entity.SALES_ORDER.value, "without_money": _WITHOUT_MONEY}
        since |= {"all_seen": all_seen, "prepared": Status.PREPARED.value}
        with reading(self.engine) as connection:
            due = sorted(run(connection, "orders_to_ask", **self._here, **since).scalars(), key=by_number)
        for part in chunks(due, _PAGE):
            yield from self._orders(part)

    def save_asked(self, asked: Sequence[Asked]) -> None:
        """Stage the transactions of several orders in one commit."""
        at = self._now()
        with writing(self.engine) as connection:
            run_many(connection, "stage_transactions", [self._asked_row(each, at) for each in asked])

    def _orders(self, ids: Sequence[str]) -> list[SourceRecord]:
        with reading(self.engine) as connection:
            rows = run(connection, "staged_records", store=self.store, stream=ORDERS, source_ids=ids).all()
        found = [SourceRecord(r.source_id, codec.loads(r.payload), from_text_or_none(r.modified_at)) for r in rows]
        return sorted(found, key=lambda record: by_number(record.source_id))

    def _row(self, stream: str, record: SourceRecord, at: str) -> dict[str, Any]:
        owner = reference_of(stream, record.payload)
        return {
            **self._here,
            "stream": stream,
            "source_id": record.source_id,
            "payload": codec.dumps(record.payload),
            "content_hash": codec.content_hash(record.payload),
            "refers_to": owner,
            "created_at": to_text_or_none(from_store(record.payload.get("date_created"))),
            "modified_at": to_text_or_none(record.modified_at),
            "at": at,
        }

    def _asked_row(self, asked: Asked, at: str) -> dict[str, Any]:
        return {
            **self._here,
            "source_id": asked.order_id,
            "payload": codec.dumps(list(asked.transactions)),
            "content_hash": codec.content_hash(list(asked.transactions)),
            "basis_hash": asked.basis_hash,
            "settled": asked.settled,
            "at": at,
        }


def reference_of(stream: str, payload: Mapping[str, Any]) -> str | None:
    """Give by what records of other streams find this one: an order's customer, a customer's e-mail, an ERP owner."""
    match stream:
        case "orders":
            owner = payload.get("customer_id")
        case "customers":
            owner = payload.get("email")
        case "erp_customers":
            owner = (payload.get("MainContact") or {}).get("Email")
        case "erp_locations":
            owner = payload.get("Customer")
        case _:
            return None
    return None if owner is None else reference_key(owner)


def reference_key(text: object) -> str:
    """Give how `reference_of` writes a reference: neither case nor blanks around it count."""
    return str(text).strip().casefold()[:_LONGEST_REFERENCE]
