"""What a deleted address does to its location in the ERP (connector 3.4): inactive, unless no other is active."""

from __future__ import annotations

from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.hooks.filters import equals
from bc_myob.model.errors import RecordNotFound
from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.deletion import SET_ASIDE

_FIELDS = ("Customer", "LocationID", "Active", "Default")


def deactivate(bench: Workbench, claimed: Claimed) -> None:
    """Set the location inactive and record the deletion; the default passes to another active one first."""
    bench.mark(claimed)
    customer = bench.spec.owner_in(claimed.erp_key or "")
    rows = bench.session.find(bench.spec.resource, where=equals("Customer", customer), select=_FIELDS)
    own = next((row for row in rows if row["id"] == claimed.erp_id), None)
    others = sorted((row for row in rows if row.get("Active") and row["id"] != claimed.erp_id), key=_number)
    operation = LastOperation.DELETED_EXTERNALLY
    if own is not None and own.get("Active") and (not own.get("Default") or others):
        if own.get("Default"):
            _put(bench, {"id": others[0]["id"], "Default": True})
        _put(bench, {"id": claimed.erp_id, "Active": False})
        operation = LastOperation.DELETED_IN_ERP
    bench.records.save_success(
        claimed,
        erp_id=str(claimed.erp_id),
        erp_key=str(claimed.erp_key),
        operation=operation,
        details={SET_ASIDE: operation is LastOperation.DELETED_IN_ERP or None},
        now=bench.waiting.now(),
        status=Status.DELETED,
    )
    bench.counts[Status.DELETED.value] += 1


def _put(bench: Workbench, document: dict[str, Any]) -> None:
    try:
        bench.session.put(bench.spec.resource, document, select=_FIELDS, update_only=True)
    except RecordNotFound:
        return  # deleted there meanwhile: what was to be reached is reached


def _number(row: dict[str, Any]) -> tuple[bool, str]:
    """Give the order in which others become the default: MAIN first, then by number (our decision)."""
    return row["LocationID"] != "MAIN", str(row["LocationID"])
