"""What the history tests work with: a store, a clock that stands still, and short words for common steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from bc_myob.history.records import Claimed, SyncRecords
from bc_myob.history.runs import Runs
from bc_myob.history.staging import Staging
from bc_myob.model.entities import Entity
from bc_myob.model.operations import LastOperation
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Event

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=30)
ORDER = Entity.SALES_ORDER


def order(number: int, *, customer: int = 0, modified: datetime = START, **more: Any) -> SourceRecord:
    """An order as the store prints it."""
    created = "Sun, 01 Mar 2026 09:00:00 +0000"
    payload = {"id": number, "customer_id": customer, "date_created": created, "status": "Paid", **more}
    return SourceRecord(str(number), payload, modified)


def prepared(external_id: str = "1", *, document: Any = None, source_id: str | None = None, **more: Any) -> Mapped:
    """A record that maps to a document."""
    return Mapped(
        external_id, source_id or external_id, Event.PREPARED, document=document or {"OrderType": "EO"}, **more
    )


def outcome(event: Event, external_id: str = "1", reason: str | None = "because", **more: Any) -> Mapped:
    """A record that maps to an outcome with a reason."""
    return Mapped(external_id, external_id, event, reason=reason, **more)


@dataclass
class Bench:
    """A store in a history database."""

    engine: Engine
    store: str
    now: datetime = START
    made: dict[str, SyncRecords] = field(default_factory=dict)

    def clock(self) -> datetime:
        return self.now

    def staging(self, run_id: str = "run1") -> Staging:
        return Staging(self.engine, self.store, run_id, clock=self.clock)

    def records(self, run_id: str = "run1") -> SyncRecords:
        fresh = SyncRecords(self.engine, self.store, run_id, dag_id="bc_myob_sync_demo", clock=self.clock)
        return self.made.setdefault(run_id, fresh)

    def runs(self) -> Runs:
        return Runs(self.engine, self.store, clock=self.clock)

    def stage(self, *records: SourceRecord, run_id: str = "run1", stream: str = "orders") -> None:
        self.staging(run_id).save_page(stream, records, cursor=None)

    def ids_to_map(self, entity: Entity = ORDER, *, run_id="run2", mapping_hash="settings1", stream="orders", **more):
        chunks = self.records(run_id).sources_to_map(entity, stream, mapping_hash, **more)
        return [source.source_id for chunk in chunks for source in chunk]

    def save(self, *mapped: Mapped, run_id="run1", entity=ORDER, mapping_hash="settings1", maximum=3, sources=()):
        return self.records(run_id).save_mapped(
            entity, mapped, mapping_hash=mapping_hash, max_failed_attempts=maximum, now=self.now, sources=sources
        )

    def claim(self, *mapped: Mapped, run_id: str = "run1", owner: str = "worker1") -> list[Claimed]:
        """Save, plan one batch and claim it."""
        if mapped:
            self.save(*mapped, run_id=run_id)
        return [
            claimed
            for batch_id in self.records(run_id).plan_batches(ORDER, 100)
            for claimed in self.records(run_id).claim_batch(batch_id, owner, lease=LEASE, now=self.now)
        ]

    def succeed(self, claimed: Claimed, run_id: str = "run1", **details: Any) -> None:
        self.records(run_id).save_success(
            claimed,
            erp_id=f"guid-{claimed.external_id}",
            erp_key=f"EO,{claimed.external_id}",
            operation=LastOperation.INSERTED_IN_ERP,
            details=details,
            now=self.now,
        )

    def fail(self, claimed: Claimed, run_id: str = "run1", maximum: int = 3, **more: Any) -> None:
        self.records(run_id).save_failure(
            claimed,
            error="Branch: cannot be found",
            operation=LastOperation.FAILED_TO_SAVE_IN_ERP,
            max_failed_attempts=maximum,
            now=self.now,
            **more,
        )

    def rows(self, table: str, **where: Any) -> list[Any]:
        """All rows of the store in `table`, in the order they came."""
        matches = "".join(f" AND {name} = :{name}" for name in where)
        with self.engine.connect() as connection:
            found = connection.execute(
                text(f"SELECT * FROM {table} WHERE store = :store{matches}"), {"store": self.store, **where}
            )
            return sorted(found, key=lambda row: getattr(row, "id", 0))

    def record(self, external_id: str = "1") -> Any:
        (row,) = self.rows("sync_record", external_id=external_id)
        return row

    def statuses(self, external_id: str = "1") -> list[str]:
        """The statuses the record's lines of Sync History tell, oldest first."""
        return [row.status for row in self.rows("sync_history", external_id=external_id)]

    def force(self, external_id: str = "1", **values: Any) -> None:
        """Put a record where a test wants it."""
        sets = ", ".join(f"{name} = :{name}" for name in values)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"UPDATE sync_record SET {sets} WHERE store = :store AND external_id = :external_id"),
                {"store": self.store, "external_id": external_id, **values},
            )
