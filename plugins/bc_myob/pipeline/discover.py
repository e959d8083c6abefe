"""The DAG of discover: one for all stores, because it makes the settings file that a store's own DAGs come from."""

from __future__ import annotations

from typing import Final

from airflow.sdk import DAG, Param

from bc_myob.operators.discover import DiscoverOperator
from bc_myob.pipeline.defaults import tried_once
from bc_myob.store.run import RunSettings


def discover_dag() -> DAG:
    """Give the DAG that writes a settings file from two connections, or completes the one that is there."""
    dag = DAG(
        dag_id="bc_myob_discover",
        dag_display_name="Discover: a settings file from two connections",
        description="Reads a store and an ERP, writes to neither; the settings file is in the log of its task",
        schedule=None,
        catchup=False,
        max_active_runs=1,
        params=_params(),
        tags=["bc_myob", "discover"],
        default_args=tried_once(),
        doc_md=_DOC,
    )
    with dag:
        DiscoverOperator(task_id="discover", pool=str(RunSettings().pool))
    return dag


def _params() -> dict[str, Param]:
    ids = "Airflow connection id; empty: the one named after the store, else the default"
    return {
        "store": Param("", title="Store", type="string", description="Name of the settings file, e.g. mystore"),
        "bigcommerce": Param("", title="BigCommerce connection", type="string", description=ids),
        "myob_advanced": Param("", title="MYOB Advanced connection", type="string", description=ids),
        "path": Param(
            "",
            title="Write to",
            type="string",
            description="Where the worker writes the file, e.g. /opt/airflow/include/stores/mystore.yaml; empty: only "
            "into the log",
        ),
    }


_DOC: Final = """
A settings file from two Airflow connections, for a store that has none; or what is new, for one that has.

* The log of the task *discover* has the file. Copy it to `include/stores/<store>.yaml`, or give its path to the run.
* What is certain is filled in; every line marked **DECIDE** waits for a person, and the store is inactive.
* Next: settle those lines, then run `bc_myob_checklist_<store>`.
* What stands in an existing file is never changed: rows for what is new are added, inactive.
"""
