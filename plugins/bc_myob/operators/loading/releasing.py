"""Release of saved payments, at most once each: by the ERP's action, believed only when the Status says so."""

from __future__ import annotations

from bc_myob.history.records import Claimed
from bc_myob.model.errors import RecordInvalid
from bc_myob.model.operations import LastOperation
from bc_myob.operators.loading.lookups import look_up
from bc_myob.operators.loading.recording import save_success
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.matching import Found


def release_saved(bench: Workbench) -> None:
    """Release every record that was saved and waits for it, then read all of their statuses back in few calls."""
    waiting, bench.unreleased = bench.unreleased, []
    if not waiting:
        return
    done: list[Claimed] = []
    for one in waiting:
        bench.guarded(one, lambda record: done.append(_release(bench, record)))
    found = look_up(bench, done)
    for one in done:
        bench.guarded(one, lambda record: _confirm(bench, record, found))


def _release(bench: Workbench, claimed: Claimed) -> Claimed:
    spec, record = bench.spec, {"id": claimed.erp_id}
    bench.session.run_action(spec.resource, spec.release_action, record, before=lambda: bench.mark(claimed))
    return claimed


def _confirm(bench: Workbench, claimed: Claimed, found: Found) -> None:
    row = found.match(claimed.reference, claimed.document, claimed.erp_id)
    if row is None or row.get("Status") == bench.spec.unreleased:
        raise RecordInvalid(
            f"{bench.spec.entity} {claimed.erp_key} is saved, but still {bench.spec.unreleased} after its release; "
            "release it in MYOB Advanced or mend what hinders it there."
        )
    save_success(bench, claimed, row, LastOperation(claimed.details["saved"]["operation"]))
