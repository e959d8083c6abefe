"""What Sync History knows of many records at once, as a reconciliation compares it; and letting go of a lost one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row

from bc_myob.history.engine import reading, writing
from bc_myob.history.links import merged_details
from bc_myob.history.queries import chunks, run
from bc_myob.history.times import Clock, from_text, from_text_or_none, to_text, utc_now
from bc_myob.model.entities import Entity
from bc_myob.model.records import Window
from bc_myob.model.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One sync record. `brought_at`: when it first was Processed."""

    external_id: str
    source_id: str
    status: Status
    held_by: str | None
    erp_id: str | None
    erp_key: str | None
    last_error: str | None
    updated_at: datetime
    brought_at: datetime | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedVersion:
    """Which version of an order is staged, read when; `money_hash` is of its transactions, None where nobody asked."""

    modified_at: datetime | None
    seen_at: datetime
    content_hash: str
    money_hash: str | None
    settled: bool


class Records:
    """Sync records of a store, read in bulk."""

    def __init__(self, engine: Engine, store: str, *, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock

    def recorded(
        self, entity: Entity, *, source_ids: Collection[str] = (), erp_ids: Collection[str] = ()
    ) -> dict[str, Recorded]:
        """Give the records of these sources, and those linked to these records of the ERP, by external id."""
        values = {"store": self.store, "entity": entity.value, "processed": Status.PROCESSED.value}
        found: dict[str, Recorded] = {}
        with reading(self.engine) as connection:
            for name, ids in (("recorded_by_source", source_ids), ("recorded_by_erp_id", erp_ids)):
                for part in chunks(sorted(set(ids))):
                    found.update((row.external_id, _recorded(row)) for row in run(connection, name, **values, ids=part))
        return found

    def names(self, entity: Entity) -> list[tuple[str, str]]:
        """Give (external id, source id) of every record of the entity."""
        with reading(self.engine) as connection:
            rows = run(connection, "recorded_names", store=self.store, entity=entity.value)
            return [(row.external_id, row.source_id) for row in rows]

    def created_in(self, stream: str, window: Window) -> list[str]:
        """Give the ids of the staged records that the store created in the window, which has a start."""
        if window.start is None:
            raise ValueError("A window from the beginning is everything: ask for names")
        span = {"window_start": to_text(window.start), "window_end": to_text(window.end)}
        with reading(self.engine) as connection:
            return list(run(connection, "sources_created_between", store=self.store, stream=stream, **span).scalars())

    def staged_versions(self, order_ids: Collection[str]) -> dict[str, StagedVersion]:
        """Give what is staged of these orders."""
        found: dict[str, StagedVersion] = {}
        with reading(self.engine) as connection:
            for part in chunks(sorted(set(order_ids))):
                for row in run(connection, "staged_versions", store=self.store, ids=part):
                    found[row.source_id] = _staged(row)
        return found

    def forget_erp_side(self, entity: Entity, external_id: str) -> bool:
        """Let go of a Processed record's counterpart, which the ERP has lost; False while somebody is loading it."""
        here = {"store": self.store, "entity": entity.value, "external_id": external_id}
        with writing(self.engine) as connection:
            values = {"processed": Status.PROCESSED.value, "at": to_text(self.clock())}
            return bool(run(connection, "forget_erp_side", **here, **values).rowcount)


def _staged(row: Row[Any]) -> StagedVersion:
    return StagedVersion(
        modified_at=from_text_or_none(row.modified_at),
        seen_at=from_text(row.seen_at),
        content_hash=row.content_hash,
        money_hash=row.money_hash,
        settled=bool(row.settled),
    )


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(
        external_id=row.external_id,
        source_id=row.source_id,
        status=Status(row.status),
        held_by=row.held_by,
        erp_id=row.erp_id,
        erp_key=row.erp_key,
        last_error=row.last_error,
        updated_at=from_text(row.updated_at),
        brought_at=from_text_or_none(row.brought_at),
        details=merged_details(row),
    )
