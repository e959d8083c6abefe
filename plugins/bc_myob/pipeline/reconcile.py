"""The DAG of the reconciliation: one task, one seat of the ERP's pool, on a schedule of its own."""

from __future__ import annotations

from typing import Final

from airflow.sdk import DAG, CronDataIntervalTimetable, Param

from bc_myob.operators.reconcile import ReconcileOperator
from bc_myob.pipeline.defaults import FIRST_DAY, tried_again
from bc_myob.store.settings import StoreSettings


def reconcile_dag(key: str, settings: StoreSettings) -> DAG:
    """Give the reconciliation's DAG of a store."""
    cron = settings.reconcile.schedule
    dag = DAG(
        dag_id=f"bc_myob_reconcile_{key}",
        dag_display_name=f"{settings.store_name}: reconcile",
        description=f"Do store {settings.store_name}, Sync History and MYOB Advanced agree? Writes to neither system",
        schedule=CronDataIntervalTimetable(cron, timezone="UTC") if cron else None,
        start_date=FIRST_DAY,
        catchup=False,
        max_active_runs=1,
        params=_params(settings),
        tags=["bc_myob", key, "reconcile"],
        default_args=tried_again(settings),
        doc_md=_DOC,
    )
    with dag:
        ReconcileOperator(task_id="reconcile", store=key, pool=settings.run.pool)
    return dag


def _params(settings: StoreSettings) -> dict[str, Param]:
    moment = {"type": ["null", "string"], "format": "date-time"}
    return {
        "window_start": Param(
            None, title="From", description="Created from then on (UTC); empty: from the beginning", **moment
        ),
        "window_end": Param(None, title="To", description="Created before then (UTC); empty: up to now", **moment),
        "fail_on_findings": Param(
            settings.reconcile.fail_on_findings,
            title="Fail on faults",
            type="boolean",
            description="Open records and notes never fail the run",
        ),
        "set_missing_to_prepared": Param(
            default=False,
            title="Set missing records to Prepared",
            type="boolean",
            description="The next sync brings again what MYOB Advanced has lost; doubled records are only named",
        ),
        "ask_store_for_payments": Param(
            settings.reconcile.ask_store_for_payments,
            title="Ask the store for payments",
            type="boolean",
            description="One call per order that can carry money; else as the sync read them last",
        ),
    }


_DOC: Final = """
Do the store, Sync History and MYOB Advanced agree? Compares every record created in the window by count, amount,
currency, status, application and release, and writes to neither system.

* The task's log names each record: *faults* (they fail the run), *notes*, and what is *open*. Sync History keeps them
  (`reconciliation_view`, `reconciliation_count_view`).
* A manual run without a window compares everything; a scheduled one its interval and `reconcile.look_back_days` before.
* **Set missing records to Prepared** lets the next sync bring what MYOB Advanced has lost.
"""
