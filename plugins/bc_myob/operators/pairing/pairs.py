"""Mapping both ways: what every pair's record says on either side, and what is decided about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bc_myob.history.records import SyncRecords
from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.given import Given
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.pairs import Decided, Standing, unborn
from bc_myob.model.pictures import Seen, is_found, seen_in_the_erp, seen_in_the_store
from bc_myob.model.records import GONE, Link, Mapped, SourceRecord
from bc_myob.operators.pairing.unprocessed import decided_unprocessed
from bc_myob.operators.reading.erp_streams import asked_of
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY, EntitySpec
from bc_myob.sync.sides import Side


def both_ways(settings: StoreSettings, entity: Entity) -> bool:
    """Say whether records of `entity` also travel to the store: then they are mapped as pairs."""
    exports = settings.entities.of(entity).sync_direction is not SyncDirection.IMPORT
    return exports and REGISTRY[entity].export is not None


def answering_for_exports(spec: EntitySpec, settings: StoreSettings) -> EntitySpec:
    """Give the entity so that every answer of the ERP also says what an export would read."""
    asked = asked_of(spec, settings)
    return replace(
        spec,
        select=tuple(dict.fromkeys((*spec.select, *asked.select))),
        expand=tuple(dict.fromkeys((*spec.expand, *asked.expand))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDesk:
    """Where one entity is mapped, as pairs or one way: records and settings of one run, and when that started."""

    entity: Entity
    settings: StoreSettings
    records: SyncRecords
    now: datetime
    started: datetime
    run_only: bool = False
    unprocessed: bool = False

    @property
    def spec(self) -> EntitySpec:
        """The entity's entry in the registry."""
        return REGISTRY[self.entity]

    def chunks(self, stream: str) -> Iterator[list[SourceRecord]]:
        """Give the staged records of `stream` that this run has to look at."""
        yield from self.records.sources_to_map(self.entity, stream, self.settings.mapping_hash, run_only=self.run_only)

    def save(self, decided: Sequence[Decided], sources: Sequence[SourceRecord]) -> Counter[str]:
        """Save what was decided; `sources` are done."""
        if self.unprocessed:
            decided, sources = decided_unprocessed(self.records, self.entity, decided, sources)
        return self.records.save_decided(
            self.entity,
            decided,
            mapping_hash=self.settings.mapping_hash,
            max_failed_attempts=self.settings.entities.of(self.entity).max_failed_attempts,
            now=self.now,
            sources=sources,
        )

    def imported(
        self, sources: Sequence[SourceRecord], links: Mapping[Entity, Mapping[str, Link]] | None = None
    ) -> dict[str, Mapped]:
        """Give what records of the store say to the ERP, by external id."""
        present = [source for source in sources if GONE not in source.payload]
        given = Given(self.settings, present, links or {}, now=self.started)
        return {each.external_id: each for each in map_apart(self.spec.map, given)}

    def exported(self, sources: Sequence[SourceRecord]) -> dict[str, Mapped]:
        """Give what records of the ERP say to the store, by their id there."""
        present = [source for source in sources if GONE not in source.payload]
        if self.spec.export is None or not present:
            return {}
        given = Given(self.settings, present, now=self.started)
        return {each.source_id: each for each in map_apart(self.spec.export, given, unborn)}


def side(record: SourceRecord | None, mapped: Mapped | None, seen: Seen | None = None) -> Side:
    """Give one side of a pair from its staged record, if it was ever read."""
    return Side(
        mapped,
        gone=record is not None and GONE in record.payload,
        seen=seen,
        record=record.payload if record else None,
    )


def store_seen(entity: Entity, external_id: str, record: SourceRecord | None, standing: Standing | None) -> Seen | None:
    """Give the store's record as it was read, where a user took the pair as it was."""
    if record is None or standing is None or not is_found(standing.external_hash):
        return None
    return seen_in_the_store(entity, external_id, record.payload, record.modified_at)


def erp_seen(record: SourceRecord | None, standing: Standing | None) -> Seen | None:
    """Give the ERP's record as it was read, where a user took the pair as it was."""
    if record is None or standing is None or not is_found(standing.erp_hash):
        return None
    return seen_in_the_erp(record.payload, record.modified_at)
