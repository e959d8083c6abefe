"""What Sync History knows of records that others refer to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row

from bc_myob.history.engine import reading
from bc_myob.history.queries import chunks, run
from bc_myob.history.scope import Scope
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link
from bc_myob.model.statuses import Status


class Links(Scope):
    """Finds sync records by the ids of the store."""

    def links(
        self,
        entity: Entity,
        *,
        external_ids: Collection[str] | None = None,
        source_ids: Collection[str] | None = None,
    ) -> dict[str, Link]:
        """Give the sync records of `entity` by external id; those with one of the ids named, of either kind."""
        if external_ids is None and source_ids is None:
            raise ValueError("Name external_ids or source_ids: all records of a store are too many to hold")
        found: dict[str, Link] = {}
        with reading(self.engine) as connection:
            for name, ids in (("links_by_external_id", external_ids), ("links_by_source_id", source_ids)):
                for part in chunks(sorted(set(ids or ()))):
                    rows = run(connection, name, store=self.store, entity=entity.value, ids=part)
                    found.update((row.external_id, _link(row)) for row in rows)
        return found


def _link(row: Row[Any]) -> Link:
    return Link(
        external_id=row.external_id,
        source_id=row.source_id,
        status=Status(row.status),
        erp_id=row.erp_id,
        erp_key=row.erp_key,
        last_error=row.last_error,
        synchronised=bool(row.synchronised),
        in_doubt=bool(row.in_doubt),
        details=merged_details(row),
    )


def merged_details(row: Row[Any]) -> dict[str, Any]:
    """Give what mapping kept for those who depend on the record, overruled by what the ERP replied."""
    return {**codec.loads(row.mapped_details), **codec.loads(row.details)}
