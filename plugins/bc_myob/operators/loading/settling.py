"""An order that the ERP has already, before it is updated: closed, paid, on another customer, or deleted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.model.entities import Entity
from bc_myob.model.errors import RecordBlocked, RecordInvalid, RecordNotFound
from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.recording import save_success
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.entered import as_ours
from bc_myob.sync.lowering import PAYMENTS, excess, in_the_way, lowered
from bc_myob.sync.matching import Found
from bc_myob.sync.settled import asked, deleted, kept, left_as_it_is, not_carried, unlike


def ready_to_update(bench: Workbench, claimed: Claimed, erp_id: str, found: Found) -> Claimed | None:
    """Give the record as it may be written over the one that the ERP has; None where that one is left as it is."""
    if not _takes_payments(bench):
        return claimed
    row = _there(bench, erp_id, found)
    document, said = kept(bench.spec, claimed.document, row, bench.settings.customers.generic_guest_customer)
    warning = " ".join(filter(None, [claimed.details.get("warning"), said])) or None
    ready = replace(claimed, document=document, details={**claimed.details, "warning": warning})
    if row.get("Status") in bench.spec.closed:
        _leave(bench, ready, row)
        return None
    return ready


def make_room(bench: Workbench, claimed: Claimed, erp_id: str, found: Found) -> None:
    """Make room for an order that comes to less now: our payments apply less to it. RecordBlocked: others do not."""
    if _takes_payments(bench):
        _make_room(bench, claimed, _there(bench, erp_id, found))


def is_left_alone(bench: Workbench, claimed: Claimed) -> bool:
    """Say whether the ERP's record will not be written whatever the document says: it is closed, or is no more."""
    if claimed.erp_id is None or not _takes_payments(bench):
        return False
    try:
        row = bench.session.get(bench.spec.resource, claimed.erp_id, select=("Status",))
    except RecordNotFound:
        return not claimed.forced
    return row.get("Status") in bench.spec.closed


def gone(bench: Workbench, claimed: Claimed, error: RecordNotFound) -> Claimed | None:
    """Record that the ERP does not have the record any more: Deleted (connector 8.6).

    Where a user asked for it (Sync, Set as Prepared), give it as one that is to be created.
    """
    if bench.spec.export is not None and bench.store is None:
        raise error
    now = bench.waiting.now()
    if bench.store is not None:
        bench.store.gone_in_the_erp(bench.spec.entity, claimed)
    elif claimed.forced:
        return bench.records.let_go(claimed, now=now)
    said = str(error) if bench.store else deleted(bench.spec, claimed.erp_key)
    if bench.spec.applies_to is not None:  # its room is for the order's other payments; before, lest a kill forget them
        bench.records.map_again(bench.spec.entity, [claimed.source_id])
    bench.records.save_gone(claimed, error=said, operation=LastOperation.NOT_FOUND, in_erp=False, now=now)
    bench.counts[Status.DELETED.value] += 1
    return None


def _takes_payments(bench: Workbench) -> bool:
    return bool(bench.spec.closed) and bench.spec.applies_to is None


def _there(bench: Workbench, erp_id: str, found: Found) -> Mapping[str, Any]:
    row = found.by_id(erp_id)
    if row is None:
        row = bench.session.get(bench.spec.resource, erp_id, select=bench.spec.select, expand=bench.spec.expand)
        found.add([row])
    return row


def _leave(bench: Workbench, claimed: Claimed, row: Mapping[str, Any]) -> None:
    """Record that a closed order stays as it is: Processed, or Invalid where its money or its lines are others now."""
    select, expand = asked(bench.spec, claimed.document)
    whole = bench.session.get(bench.spec.resource, str(row["id"]), select=select, expand=expand)
    told = as_ours(bench.spec, claimed.document, whole) or whole
    found = unlike(bench.spec, claimed.document, told, before=claimed.erp_details, total=_total(claimed))
    operation = LastOperation.SYNC_NOT_NEEDED_EXTERNAL
    if found.weighty:
        error = left_as_it_is(bench.spec, row, found)
        bench.records.save_invalid(claimed, error=error, operation=operation, now=bench.waiting.now())
        bench.warn(claimed, error)
        bench.counts[Status.INVALID.value] += 1
        return
    warning = " ".join(filter(None, [claimed.details.get("warning"), not_carried(bench.spec, row, found)])) or None
    noted = replace(claimed, details={**claimed.details, "warning": warning})
    save_success(bench, noted, row, operation)


def _make_room(bench: Workbench, claimed: Claimed, row: Mapping[str, Any]) -> None:
    total = _total(claimed)
    if total is None or excess(row, total) <= 0:
        return
    whole = bench.session.get(
        bench.spec.resource, str(row["id"]), select=[f"Payments/{name}" for name in PAYMENTS], expand=("Payments",)
    )
    links = bench.records.links(Entity.PAYMENT, source_ids=[claimed.source_id]).values()
    ours = {link.erp_key: link.erp_id for link in links if link.erp_id and link.erp_key}
    paid = whole.get("Payments") or []
    cuts, left = lowered(paid, ours, excess(row, total))
    if left > 0:
        raise RecordBlocked(in_the_way(row, total, paid))
    keys = {name: row[name] for name in bench.spec.keys}
    if cuts:  # before the first of them: a task that is killed on the way leaves nothing unsaid
        bench.records.send_again(Entity.PAYMENT, claimed.source_id, list(cuts))
    try:
        for erp_id, applied in cuts.items():
            document = {"id": erp_id, "OrdersToApply": [{**keys, "AppliedToOrder": applied}]}
            bench.put(document, resource=Entity.PAYMENT.value, before=lambda: bench.mark(claimed))
    except (RecordInvalid, RecordNotFound) as error:  # closed, voided or deleted meanwhile
        bench.nothing_happened(claimed)
        raise RecordBlocked(f"{in_the_way(row, total, paid)} ({error})") from error


def _total(claimed: Claimed) -> Decimal | None:
    total = claimed.details.get("total")
    return None if total is None else Decimal(str(total))
