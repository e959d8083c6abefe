"""Incremental by Date: of what changed in the dates, only what is not Processed yet (connector 8.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bc_myob.history.records import SyncRecords
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import Decided
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Status

_Outcome = TypeVar("_Outcome", Mapped, Decided)


def mapped_unprocessed(
    records: SyncRecords, entity: Entity, mapped: Sequence[Mapped], sources: Sequence[SourceRecord]
) -> tuple[list[Mapped], list[SourceRecord]]:
    """Give what is not Processed yet, and the sources that are done with it: the others wait for another run."""
    return _without_processed(records, entity, mapped, sources, lambda each: each)


def decided_unprocessed(
    records: SyncRecords, entity: Entity, decided: Sequence[Decided], sources: Sequence[SourceRecord]
) -> tuple[list[Decided], list[SourceRecord]]:
    """Give the same of pairs."""
    return _without_processed(records, entity, decided, sources, lambda each: each.mapped)


def _without_processed(
    records: SyncRecords,
    entity: Entity,
    outcomes: Sequence[_Outcome],
    sources: Sequence[SourceRecord],
    mapped_of: Callable[[_Outcome], Mapped],
) -> tuple[list[_Outcome], list[SourceRecord]]:
    done = _processed(records, entity, (mapped_of(each).external_id for each in outcomes))
    left_out = {mapped_of(each).source_id for each in outcomes if mapped_of(each).external_id in done}
    kept = [each for each in outcomes if mapped_of(each).external_id not in done]
    return kept, [source for source in sources if source.source_id not in left_out]


def _processed(records: SyncRecords, entity: Entity, external_ids: Iterable[str]) -> set[str]:
    links = records.links(entity, external_ids=set(external_ids))
    return {key for key, link in links.items() if link.status is Status.PROCESSED}
