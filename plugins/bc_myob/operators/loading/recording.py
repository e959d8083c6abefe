"""What Sync History keeps of the ERP's answer, once a record is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.model.entities import Entity
from bc_myob.model.errors import (
    ConfigurationError,
    FieldMessage,
    OutcomeUnknown,
    RecordError,
    RecordInvalid,
    RetryLater,
)
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import PASSING
from bc_myob.operators.loading.emptying import UNEMPTIED
from bc_myob.operators.loading.tagging import TAGGED
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.pointers import row_numbers
from bc_myob.sync.registry import followers
from bc_myob.sync.verify import lacking
from bc_myob.sync.writing import is_complete, row_ids


def answer_to_keep(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any]) -> dict[str, Any]:
    """Give the details of the sync record: what mapping gave, and what of the ERP's answer others depend on."""
    kept = {name: reply[name] for name in bench.spec.keep if reply.get(name) is not None}
    own = {name: value for name, value in claimed.details.items() if name not in PASSING}
    return own | kept | _rows(bench, claimed, reply)


def _rows(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any]) -> dict[str, Any]:
    """Give the rows to keep; none where the answer tells fewer than were sent, so that they are read before an update.

    A look-up tells none at all: what is known of them stays.
    """
    if not any(detail in reply for detail in bench.spec.rows):
        return {}
    rows = row_ids(bench.spec, reply)
    if not is_complete(bench.spec, claimed.document, rows):
        return {"rows": None, "numbers": None}
    return {"rows": rows, "numbers": row_numbers(bench.spec, reply)}


def erp_key(bench: Workbench, reply: Mapping[str, Any]) -> str:
    """Give the record's key as Sync History shows it: its key fields joined by a comma."""
    return ",".join(str(reply.get(name) or "").strip() for name in bench.spec.keys)


def told_whole(bench: Workbench, reply: dict[str, Any]) -> dict[str, Any]:
    """Give the ERP's answer to a write, read once more where it lacks what others depend on.

    OutcomeUnknown: it could not be read, so that the record is looked up later.
    """
    spec = bench.spec
    if not lacking(spec, reply):
        return reply
    try:
        return bench.session.get(spec.resource, str(reply["id"]), select=spec.answer_fields, expand=spec.answer_expand)
    except RetryLater as error:
        raise OutcomeUnknown(f"The answer lacks {_listed(lacking(spec, reply))}; read again: {error}") from error
    except (RecordError, ConfigurationError):
        return reply


def save_success(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any], operation: LastOperation) -> None:
    """Record that the ERP holds the record as sent. RecordInvalid: its answer lacks what others refer to it by."""
    _ensure_told(bench, claimed, reply, operation)
    details = answer_to_keep(bench, claimed, reply) | {"saved": None, "synchronised": True, UNEMPTIED: None}
    untagged = None
    if bench.tagging:
        number = str(reply[bench.spec.keys[-1]])
        untagged = bench.tagging.tag(claimed, number)
        details |= {} if untagged else {TAGGED: number}
    anew = claimed.forced and operation is LastOperation.INSERTED_IN_ERP  # maybe in the place of one that was deleted
    if anew or _total_moved(claimed, reply):
        for follower in followers(bench.spec.entity):  # before: a task that is killed on the way leaves nothing unsaid
            bench.records.map_again(follower, [claimed.source_id])
    bench.records.save_success(
        claimed,
        erp_id=str(reply["id"]),
        erp_key=erp_key(bench, reply),
        operation=operation,
        details=details,
        note=" ".join(filter(None, [claimed.details.get("warning"), claimed.details.get(UNEMPTIED), untagged])) or None,
        erp_hash=bench.erp_hash(reply, claimed.document),
        now=bench.waiting.now(),
    )
    bench.counts["Processed"] += 1
    if bench.store and bench.spec.entity is Entity.CUSTOMER:
        bench.store.account_changed(reply)


def _total_moved(claimed: Claimed, reply: Mapping[str, Any]) -> bool:
    """Tell whether the order takes another sum of payments than when they were last mapped."""
    before, now = (Decimal(str(row.get("OrderTotal") or 0)) for row in (claimed.erp_details, reply))
    return bool(claimed.erp_details) and "OrderTotal" in reply and before != now


def _ensure_told(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any], operation: LastOperation) -> None:
    missing = lacking(bench.spec, reply)
    if not missing:
        return
    save_partial(bench, claimed, reply, operation)
    said = _listed(missing)
    raise RecordInvalid(
        f"{bench.spec.entity} is in MYOB Advanced (ERP ID {reply['id']}), but its answer lacks {said}, without which "
        "nothing can refer to it. The next run asks again; if it stays so, look at the record there.",
        [FieldMessage(name, "is missing in the answer") for name in missing],
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def save_partial(bench: Workbench, claimed: Claimed, reply: Mapping[str, Any], operation: LastOperation) -> Claimed:
    """Record what the ERP holds of a record that still needs a step; gives the claim as it goes on."""
    saved = {"saved": {"hash": claimed.document_hash, "operation": str(operation)}}
    return bench.records.save_partial(
        claimed,
        erp_id=str(reply["id"]),
        erp_key=erp_key(bench, reply) if all(reply.get(name) for name in bench.spec.keys) else claimed.erp_key or "",
        details=answer_to_keep(bench, claimed, reply) | saved,
        now=bench.waiting.now(),
    )
