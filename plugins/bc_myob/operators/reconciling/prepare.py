"""Missing records set to Prepared by the user's own action, so that the next sync brings them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Engine

from bc_myob.history.actions import Actions, Pick
from bc_myob.history.recorded import Records
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.statuses import Status
from bc_myob.reconcile.comparing import Books
from bc_myob.reconcile.findings import Finding

Actor = tuple[str, str, str]
"""User, run and DAG."""


def set_to_prepared(
    engine: Engine, store: str, findings: Sequence[Finding], actor: Actor, books: Books
) -> list[Finding]:
    """Set the missing records to Prepared that may be; give the findings as they are now. Nothing else is touched.

    A missing order's payments follow it: they are applied to the order that is brought in its place. Those that came
    to their end on either side stay as they are.
    """
    user, run_id, dag_id = actor
    actions = Actions(engine, store, user=user, run_id=run_id, dag_id=dag_id)
    records = Records(engine, store)
    done = [_prepared(actions, records, each) if each.can_be_prepared else each for each in findings]
    over = {entry.external_id for entry in books.get(Entity.PAYMENT, ()) if entry.is_over}
    _prepare_payments(actions, records, done, over)
    return done


def _prepared(actions: Actions, records: Records, finding: Finding) -> Finding:
    """Let go of the counterpart that is no more, so that the load looks for it and creates it, then Set as Prepared."""
    busy = replace(finding, what_to_do=f"{finding.what_to_do} It is being loaded right now: run this again.")
    if not records.forget_erp_side(finding.entity, finding.external_id):
        return busy
    try:
        actions.set_as_prepared(Pick(finding.entity, external_id=finding.external_id))
    except ConfigurationError:
        return busy
    return finding.brought_again()


def _prepare_payments(actions: Actions, records: Records, findings: Iterable[Finding], over: Collection[str]) -> None:
    orders = [each.external_id for each in findings if each.prepared and each.entity is Entity.SALES_ORDER]
    for external_id, payment in records.recorded(Entity.PAYMENT, source_ids=orders).items():
        if payment.status is Status.PROCESSED and external_id not in over:
            actions.set_as_prepared(Pick(Entity.PAYMENT, external_id=external_id))
