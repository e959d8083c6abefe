"""What a mapping is given: source records, settings, and what Sync History knows of the records they need."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.store.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Given:
    """The input of every `map_*` function.

    `sources` are the payloads of the entity's stream: customers with `addresses` (Customer, Customer Location), orders
    with consignments and fees (Sales Order), `{"order": ..., "transactions": [...]}` (Payment; None: nobody asked).
    `links[entity][external_id]` are the sync records of that entity that belong to these sources or that they refer to,
    the entity's own included. `transactions` are those of Sales Orders by order id, as far as they were asked. `now` is
    what formulas take for the present: the run's start, so that a retry computes the same. `lost`: customers that these
    orders refer to and that the store, when asked for them, did not have.
    """

    settings: StoreSettings
    sources: Sequence[SourceRecord]
    links: Mapping[Entity, Mapping[str, Link]] = field(default_factory=dict)
    transactions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    lost: Collection[str] = ()
    now: datetime = field(kw_only=True)

    def link(self, entity: Entity, external_id: str) -> Link | None:
        """Give the sync record of one record, or None where there is none yet."""
        return self.links.get(entity, {}).get(external_id)

    def order_link(self, order: Mapping[str, Any]) -> Link | None:
        """Give the sync record of a store order."""
        return self.link(Entity.SALES_ORDER, str(order["id"]))
