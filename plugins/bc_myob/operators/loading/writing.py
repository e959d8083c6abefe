"""One record's write: found, created or updated, compared with what was sent, and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.model.errors import RecordInvalid, RecordNotFound
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.operators.loading.applying import OrdersNow
from bc_myob.operators.loading.emptying import put_whole
from bc_myob.operators.loading.lookups import look_up
from bc_myob.operators.loading.recording import erp_key, save_partial, save_success, told_whole
from bc_myob.operators.loading.settling import gone, make_room, ready_to_update
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.entered import recognised
from bc_myob.sync.matching import Found
from bc_myob.sync.pointers import Numbers, corrections, row_numbers, with_numbers
from bc_myob.sync.verify import differences
from bc_myob.sync.writing import RowIds, Write, creation, is_complete, row_ids, update
from bc_myob.sync.zones import with_last_zone


def write_record(bench: Workbench, claimed: Claimed, found: Found, orders: OrdersNow) -> None:
    """Bring one claimed record into the ERP and record the outcome. Raises the errors `Workbench.guarded` sorts."""
    match = found.match(claimed.reference, claimed.document, claimed.erp_id)
    if match and _was_saved_before(bench, claimed, match):
        _settle(bench, orders.found(claimed, match), match, _operation_before(claimed))
        return
    erp_id = found.counterpart(claimed.erp_id, match)
    try:
        _bring(bench, claimed, erp_id, found, orders)
    except RecordNotFound as error:
        if erp_id is None:
            raise
        fresh = gone(bench, claimed, error)
        if fresh is not None:
            _bring_anew(bench, fresh, orders)


def _bring_anew(bench: Workbench, claimed: Claimed, orders: OrdersNow) -> None:
    """Bring a record whose counterpart is no more, unless another one bears its reference, of whatever type."""
    found = look_up(bench, [claimed])
    match = found.match(claimed.reference, claimed.document)
    _bring(bench, claimed, found.counterpart(None, match), found, orders)


def _bring(bench: Workbench, claimed: Claimed, erp_id: str | None, found: Found, orders: OrdersNow) -> None:
    """Create the record, or update the one that the ERP has. RecordNotFound: that one is no more."""
    ready = ready_to_update(bench, claimed, erp_id, found) if erp_id else claimed
    if ready is None:
        return
    plan = orders.plan(ready, erp_id)
    claimed = plan.claimed
    if plan.as_it_is is not None:
        _settle(bench, claimed, plan.as_it_is, LastOperation.SYNC_NOT_NEEDED_EXTERNAL)
        return
    write = _write(bench, claimed, erp_id)  # before room is made: what cannot be written shall not cost the payments
    if erp_id:
        make_room(bench, claimed, erp_id, found)
    claimed, reply = put_whole(bench, claimed, write)
    reply = told_whole(bench, _corrected(bench, claimed, reply))
    found.add([reply])
    orders.written(plan)
    operation = LastOperation.INSERTED_IN_ERP if write.creates else _operation_of_update(claimed)
    _ensure_same(bench, claimed, reply, operation)
    _settle(bench, claimed, reply, operation)


def _was_saved_before(bench: Workbench, claimed: Claimed, match: Mapping[str, Any]) -> bool:
    # Only the creation of this very document can be taken for done by its reference: an update leaves the same behind.
    created_unknown = claimed.sending_hash == claimed.document_hash and claimed.erp_id is None
    # A look-up brings no rows: whether those of a record that was saved otherwise are right now, only an update tells.
    saved = not bench.spec.rows and claimed.details.get("saved", {}).get("hash") == claimed.document_hash
    if with_last_zone(claimed.document, claimed.details, claimed.document):
        return False  # a look-up does not say whether the ERP found a tax zone, the answer to an update does
    return (saved or created_unknown) and not _differences(bench, claimed, match)


def _operation_of_update(claimed: Claimed) -> LastOperation:
    conflict = claimed.details.get("conflict")
    return LastOperation.CONFLICT_RESOLVED_IN_ERP if conflict else LastOperation.UPDATED_IN_ERP


def _operation_before(claimed: Claimed) -> LastOperation:
    return LastOperation(claimed.details.get("saved", {}).get("operation", LastOperation.INSERTED_IN_ERP))


def _write(bench: Workbench, claimed: Claimed, erp_id: str | None) -> Write:
    if erp_id is None:
        return creation(claimed.document)
    rows, numbers = _known_rows(bench, claimed, erp_id)
    at_creation = claimed.details.get(CREATES_WITH, ())
    document = {name: value for name, value in claimed.document.items() if name not in at_creation}
    return update(bench.spec, with_numbers(bench.spec, document, numbers), erp_id, rows)


def _known_rows(bench: Workbench, claimed: Claimed, erp_id: str) -> tuple[RowIds, Numbers]:
    if not bench.spec.rows:
        return {}, {}
    known: RowIds = claimed.details.get("rows") or {}
    if known and claimed.sending_since is None and is_complete(bench.spec, claimed.document, known):
        return known, claimed.details.get("numbers") or {}
    return _rows_there(bench, claimed, erp_id)


def _rows_there(bench: Workbench, claimed: Claimed, erp_id: str) -> tuple[RowIds, Numbers]:
    """Read the rows that the ERP has of the record. RecordInvalid: some are another's, and ours must not join them."""
    spec = bench.spec
    select = (*spec.answer_fields, *spec.row_fields)
    row = bench.session.get(spec.resource, erp_id, select=select, expand=spec.answer_expand)
    whole = recognised(spec, claimed.document, row)
    return row_ids(spec, whole), row_numbers(spec, whole)


def _corrected(bench: Workbench, claimed: Claimed, reply: dict[str, Any]) -> dict[str, Any]:
    """Give the ERP's answer once what only it could tell is set: the last tax zone, and the numbers of new lines."""
    if document := with_last_zone(claimed.document, claimed.details, reply):
        rows, numbers = _rows_of(bench, claimed, reply)
        again = update(bench.spec, with_numbers(bench.spec, document, numbers), str(reply["id"]), rows)
        return bench.put(again.document, before=lambda: bench.mark(claimed))
    wrong = corrections(bench.spec, claimed.document, reply)
    if not wrong:
        return reply
    return bench.put({"id": reply["id"]} | wrong, before=lambda: bench.mark(claimed))


def _rows_of(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any]) -> tuple[RowIds, Numbers]:
    """Give the rows in the ERP's answer to a write; it may tell fewer of them than it has saved."""
    rows = row_ids(bench.spec, reply)
    if is_complete(bench.spec, claimed.document, rows):
        return rows, row_numbers(bench.spec, reply)
    return _rows_there(bench, claimed, str(reply["id"]))


def _differences(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any]) -> list[Any]:
    total = claimed.details.get("total")
    expected = Decimal(str(total)) if total is not None else None
    return differences(bench.spec, claimed.document, reply, expected_total=expected)


def _ensure_same(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any], operation: LastOperation) -> None:
    found = _differences(bench, claimed, reply)
    if not found:
        return
    save_partial(bench, claimed, reply, operation)
    said = "; ".join(str(message) for message in found)
    key = erp_key(bench, reply)
    raise RecordInvalid(f"{bench.spec.entity} {key} was saved in MYOB, but differs from the store: {said}.", found)


def _settle(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any], operation: LastOperation) -> None:
    spec = bench.spec
    if spec.release_action and claimed.details.get("release") and reply.get("Status") == spec.unreleased:
        bench.unreleased.append(save_partial(bench, claimed, reply, operation))
        return
    save_success(bench, claimed, reply, operation)
