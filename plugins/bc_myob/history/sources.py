"""Which staged records mapping has to look at, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import chunks, run, run_many
from bc_myob.history.scope import Scope, by_number
from bc_myob.history.staging import TRANSACTIONS
from bc_myob.history.times import Clock, from_text_or_none, utc_now
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import READY_TO_PROCESS, Status

READY = sorted(status.value for status in READY_TO_PROCESS)


class Sources(Scope):
    """Hands staged records to mapping and remembers which version mapping has seen."""

    def __init__(
        self, engine: Engine, store: str, run_id: str, *, dag_id: str | None = None, clock: Clock = utc_now
    ) -> None:
        super().__init__(engine, store, run_id, dag_id=dag_id, clock=clock)
        self._handed: dict[tuple[Entity, str], str] = {}
        self._waiting: dict[Entity, frozenset[str]] = {}

    def sources_to_map(
        self, entity: Entity, stream: str, mapping_hash: str, *, run_only: bool = False
    ) -> Iterator[list[SourceRecord]]:
        """Give, in chunks, the staged records that `entity` has to be mapped from; no transaction is held meanwhile.

        These are the records (a) staged in this run; (b) with a Prepared or Failed sync record; (c) Skipped by a rule;
        (d) Filtered under another `mapping_hash`; (e) staged by any run in a version never mapped for this entity.
        `run_only`: only (a). Payment gets `{"order": ..., "transactions": [...]}`, None where nobody asked.
        """
        with reading(self.engine) as connection:
            ids = set(self._staged_in_run(connection, entity, stream))
            if not run_only:
                ids.update(self._never_mapped(connection, entity, stream))
                waiting = set(self._looked_at_again(connection, entity, mapping_hash))
                self._waiting[entity] = frozenset(waiting - ids)
                ids |= waiting
        for part in chunks(sorted(ids, key=by_number)):
            if records := self._fetch(entity, stream, part):
                yield records

    def transactions_of(self, order_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Give the staged transactions of these orders by order id; orders that nobody asked are not in it."""
        with reading(self.engine) as connection:
            here = {"store": self.store, "stream": TRANSACTIONS, "source_ids": order_ids}
            rows = run(connection, "staged_records", **here).all() if order_ids else []
        return {row.source_id: codec.loads(row.payload) for row in rows}

    def map_again(self, entity: Entity, source_ids: Sequence[str]) -> None:
        """Let mapping look at these sources again, though they have not changed."""
        with writing(self.engine) as connection:
            run(connection, "forget_mapped", store=self.store, entity=entity.value, source_ids=source_ids)

    def send_again(self, entity: Entity, source_id: str, erp_ids: Sequence[str]) -> None:
        """Have records mapped and sent again: what they made of the ERP's records was changed by another's write."""
        here = {"store": self.store, "entity": entity.value}
        with writing(self.engine) as connection:
            run(connection, "send_again", **here, erp_ids=erp_ids, at=self._now())
            run(connection, "forget_mapped", **here, source_ids=[source_id])

    def _staged_in_run(self, connection: Connection, entity: Entity, stream: str) -> Iterable[str]:
        name = "order_sources_of_run" if entity is Entity.PAYMENT else "sources_of_run"
        return run(connection, name, **self._here, stream=stream).scalars()

    def _only_waited(self, entity: Entity, source_id: str) -> bool:
        """Tell whether `sources_to_map` handed out this source for no other reason than that its records wait."""
        return source_id in self._waiting.get(entity, ())

    def _looked_at_again(self, connection: Connection, entity: Entity, mapping_hash: str) -> Iterable[str]:
        statuses = {"ready": READY, "skipped": Status.SKIPPED.value, "filtered": Status.FILTERED.value}
        here = {"store": self.store, "entity": entity.value}
        return run(connection, "sources_to_look_at_again", **here, **statuses, mapping_hash=mapping_hash).scalars()

    def _never_mapped(self, connection: Connection, entity: Entity, stream: str) -> Iterable[str]:
        name = "order_sources_never_mapped" if entity is Entity.PAYMENT else "sources_never_mapped"
        return run(connection, name, store=self.store, entity=entity.value, stream=stream).scalars()

    def _fetch(self, entity: Entity, stream: str, ids: Sequence[str]) -> list[SourceRecord]:
        with reading(self.engine) as connection:
            here = {"store": self.store, "source_ids": ids}
            rows = run(connection, "staged_records", **here, stream=stream).all()
            asked = run(connection, "staged_records", **here, stream=TRANSACTIONS) if entity is Entity.PAYMENT else ()
            transactions = {row.source_id: row for row in asked}
        found = []
        for row in sorted(rows, key=lambda row: by_number(row.source_id)):
            money = transactions.get(row.source_id)
            version = _version(row, money) if entity is Entity.PAYMENT else row.content_hash
            self._handed[entity, row.source_id] = version
            found.append(_payment_source(row, money) if entity is Entity.PAYMENT else _source(row))
        return found

    def _mark_mapped(self, connection: Connection, entity: Entity, source_ids: Iterable[str]) -> None:
        """Note the versions that `sources_to_map` handed out as seen by mapping."""
        handed = {source_id: self._handed.pop((entity, source_id), None) for source_id in set(source_ids)}
        here = {**self._here, "entity": entity.value}
        rows = [
            {**here, "source_id": key, "content_hash": version} for key, version in sorted(handed.items()) if version
        ]
        run_many(connection, "mark_mapped", rows)

    def _leave_unmapped(self, connection: Connection, entity: Entity, source_ids: Iterable[str]) -> None:
        """Let mapping look at these sources again, whatever this run does with them from here on."""
        names = sorted(source_ids)
        for name in names:
            self._handed.pop((entity, name), None)
        if names:
            run(connection, "forget_mapped", store=self.store, entity=entity.value, source_ids=names)


def _source(row: Row[Any]) -> SourceRecord:
    return SourceRecord(row.source_id, codec.loads(row.payload), from_text_or_none(row.modified_at))


def _payment_source(order: Row[Any], transactions: Row[Any] | None) -> SourceRecord:
    found = codec.loads(transactions.payload) if transactions else None
    payload = {"order": codec.loads(order.payload), "transactions": found}
    return SourceRecord(order.source_id, payload, from_text_or_none(order.modified_at))


def _version(order: Row[Any], transactions: Row[Any] | None) -> str:
    """Give the version of an order and its transactions, as order_sources_never_mapped.sql writes it."""
    return f"{order.content_hash}+{transactions.content_hash if transactions else ''}"
