"""What a mapping is given: source records, settings, and what Sync History knows of the records they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.store.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Given:
    """The input of every `map_*` function.

    `sources` are the payloads of the entity's stream: customers with `addresses` (Customer, Customer Location), orders
    with consignments and fees (Sales Order), `{"order": ..., "transactions": [...]}` (Payment).
    `links[entity][external_id]` are the sync records of that entity that belong to these sources or that they refer to,
    the entity's own included.
    """

    settings: StoreSettings
    sources: Sequence[SourceRecord]
    links: Mapping[Entity, Mapping[str, Link]] = field(default_factory=dict)

    def link(self, entity: Entity, external_id: str) -> Link | None:
        """Give the sync record of one record, or None where there is none yet."""
        return self.links.get(entity, {}).get(external_id)
