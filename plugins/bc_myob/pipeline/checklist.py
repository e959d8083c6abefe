"""The DAG of the implementation checklist: one task, started by hand, one seat of the ERP's pool."""

from __future__ import annotations

from typing import Final

from airflow.sdk import DAG, Param

from bc_myob.operators.checklist import ChecklistOperator
from bc_myob.pipeline.defaults import tried_once
from bc_myob.store.settings import StoreSettings


def checklist_dag(key: str, settings: StoreSettings) -> DAG:
    """Give the checklist's DAG of a store."""
    dag = DAG(
        dag_id=f"bc_myob_checklist_{key}",
        dag_display_name=f"{settings.store_name}: checklist",
        description=f"Is everything set up for store {settings.store_name}? Reads both systems, writes nothing",
        schedule=None,
        catchup=False,
        max_active_runs=1,
        params=_params(),
        tags=["bc_myob", key, "checklist"],
        default_args=tried_once(),
        doc_md=_DOC,
    )
    with dag:
        ChecklistOperator(task_id="check", store=key, pool=settings.run.pool)
    return dag


def _params() -> dict[str, Param]:
    return {
        "walk_through": Param(
            default=False,
            title="Run the walk-through",
            type="boolean",
            description="Writes marked test records to BOTH systems: on a test store only",
        ),
        "confirm": Param(
            default="",
            title="Confirm",
            type="string",
            description="For the walk-through: the store's name, letter by letter",
        ),
    }


_DOC: Final = """
The implementation checklist against the live systems, before the first synchronisation and after every change.

* The task's log has every row: *met*, *not met* (what is wrong, where to mend it, what it breaks), *by hand* (where to
  look) or *not applicable* (why). Sync History keeps them (`checklist_view`).
* The run fails while a required row is not met. `checklist.gates_sync` keeps sync and
  backfill from starting meanwhile.
* Nothing is written to either system, unless the walk-through was chosen and confirmed.
"""
