"""Taking both sides of a record as they are: what was last read of them, and when that was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bc_myob.history.queries import run
from bc_myob.history.staging import CUSTOMERS, ERP_CUSTOMERS, ERP_LOCATIONS, ORDERS
from bc_myob.history.times import from_text_or_none
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.pictures import Seen, found_at, seen_in_the_erp, seen_in_the_store

_STORE: Final = {Entity.CUSTOMER: CUSTOMERS, Entity.CUSTOMER_LOCATION: CUSTOMERS, Entity.SALES_ORDER: ORDERS}
_ERP: Final = {Entity.CUSTOMER: ERP_CUSTOMERS, Entity.CUSTOMER_LOCATION: ERP_LOCATIONS}


def marks(
    connection: Connection, store: str, entity: Entity, ids: tuple[str, str, str], now: datetime
) -> dict[str, str]:
    """Give the marks of both sides for the statements of actions; `ids`: External ID, source id, ERP id."""
    external_id, source_id, erp_id = ids
    ours = _staged(connection, store, _STORE.get(entity), source_id)
    theirs = _staged(connection, store, _ERP.get(entity), erp_id)
    external: Seen | None = seen_in_the_store(entity, external_id, *ours) if ours else None
    erp: Seen | None = seen_in_the_erp(*theirs) if theirs else None
    return {"external_found": found_at(now, external), "erp_found": found_at(now, erp)}


def _staged(
    connection: Connection, store: str, stream: str | None, source_id: str
) -> tuple[dict[str, Any], datetime | None] | None:
    if stream is None:
        return None
    row = run(connection, "staged_records", store=store, stream=stream, source_ids=[source_id]).first()
    return (codec.loads(row.payload), from_text_or_none(row.modified_at)) if row else None
