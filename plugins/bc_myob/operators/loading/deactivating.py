"""What a deleted address does to its location in the ERP (connector 3.4): inactive, unless no other is active."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.hooks.filters import equals
from bc_myob.model.entities import Entity
from bc_myob.model.errors import RecordNotFound
from bc_myob.model.operations import LastOperation
from bc_myob.model.records import GONE
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.lookups import look_up
from bc_myob.operators.loading.recording import erp_key
from bc_myob.operators.loading.store_desk import StoreDesk
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.deletion import SET_ASIDE
from bc_myob.sync.registry import ERP_LOCATIONS_STREAM

_FIELDS = ("Customer", "LocationID", "Active", "Default")


def deactivate(bench: Workbench, claimed: Claimed) -> None:
    """Set the location inactive and record the deletion; the default passes to another active one first."""
    named = claimed if claimed.erp_id else looked_up(bench, claimed)
    if named is None:
        _save_never_arrived(bench, claimed)
        return
    bench.mark(claimed)
    operation = _set_inactive(bench, named)
    if bench.store is not None and operation is LastOperation.DELETED_IN_ERP:
        _stage_inactive(bench.store, str(named.erp_id))
    bench.records.save_success(
        claimed,
        erp_id=str(named.erp_id),
        erp_key=str(named.erp_key),
        operation=operation,
        details={SET_ASIDE: operation is LastOperation.DELETED_IN_ERP or None},
        now=bench.waiting.now(),
        status=Status.DELETED,
    )
    bench.counts[Status.DELETED.value] += 1


def looked_up(bench: Workbench, claimed: Claimed) -> Claimed | None:
    """Give the record with the location that its creation of unknown outcome has made; None: there is none.

    Or it is another address's by now: the same one was entered again.
    """
    customer = bench.records.links(Entity.CUSTOMER, external_ids=[claimed.source_id]).get(claimed.source_id)
    owner = {bench.spec.belongs_to: customer.erp_key if customer else None}
    match = look_up(bench, [claimed]).match(claimed.reference, owner)
    if match is None or bench.records.standings(bench.spec.entity, erp_id=[str(match["id"])]):
        return None
    return replace(claimed, erp_id=str(match["id"]), erp_key=erp_key(bench, match))


def _save_never_arrived(bench: Workbench, claimed: Claimed) -> None:
    bench.records.save_gone(
        claimed,
        error="The record was deleted in BigCommerce before it reached MYOB Advanced.",
        operation=LastOperation.DELETED_EXTERNALLY,
        in_erp=False,
        now=bench.waiting.now(),
    )
    bench.counts[Status.DELETED.value] += 1


def _set_inactive(bench: Workbench, claimed: Claimed) -> LastOperation:
    """Give what has become of the location; one that is inactive, gone or the only active one stays as it is."""
    customer = bench.spec.owner_in(claimed.erp_key or "")
    rows = bench.session.find(bench.spec.resource, where=equals("Customer", customer), select=_FIELDS)
    own = next((row for row in rows if row["id"] == claimed.erp_id), None)
    others = sorted((row for row in rows if row.get("Active") and row["id"] != claimed.erp_id), key=_number)
    if own is not None and not own.get("Active") and _was_sent(claimed):
        return LastOperation.DELETED_IN_ERP
    if own is None or not own.get("Active") or (own.get("Default") and not others):
        return LastOperation.DELETED_EXTERNALLY
    if own.get("Default"):
        _put(bench, {"id": others[0]["id"], "Default": True})
    _put(bench, {"id": claimed.erp_id, "Active": False})
    return LastOperation.DELETED_IN_ERP


def _stage_inactive(desk: StoreDesk, location_id: str) -> None:
    """Stage the location as it was left: a run that read it before must not take it for one set active again."""
    staged = desk.records.staged(ERP_LOCATIONS_STREAM, [location_id]).values()
    left = [replace(row, payload={**row.payload, "Active": False}) for row in staged if GONE not in row.payload]
    desk.staging.keep(ERP_LOCATIONS_STREAM, left)


def _was_sent(claimed: Claimed) -> bool:
    """Tell whether an earlier try, whose answer was lost, was to set the location inactive."""
    unanswered = claimed.sending_since is not None
    return unanswered and (claimed.sent is None or claimed.sent.document.get("Active") is False)


def _put(bench: Workbench, document: dict[str, Any]) -> None:
    try:
        bench.session.put(bench.spec.resource, document, select=_FIELDS, update_only=True)
    except RecordNotFound:
        return  # deleted there meanwhile: what was to be reached is reached


def _number(row: dict[str, Any]) -> tuple[bool, str]:
    """Give the order in which others become the default: MAIN first, then by number (our decision)."""
    return row["LocationID"] != "MAIN", str(row["LocationID"])
