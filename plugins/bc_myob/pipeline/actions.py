"""The DAG of user actions: what Sync History's buttons do, as a run with Params, one DAG per configured store."""

from __future__ import annotations

from typing import Final

from airflow.sdk import DAG, Param, TriggerRule

from bc_myob.model.entities import Entity
from bc_myob.operators.act import ACTIONS, ActOperator, ChooseOperator, LinkOperator
from bc_myob.operators.then_sync import ACT_TASKS, ThenSyncOperator
from bc_myob.store.settings import StoreSettings


def actions_dag(key: str, settings: StoreSettings) -> DAG:
    """Give the DAG that does one action of a user on the sync records of a store."""
    dag = DAG(
        dag_id=f"bc_myob_actions_{key}",
        dag_display_name=f"{settings.store_name}: actions",
        description=f"Sync, Skip, Set as Prepared and other actions on the sync records of {settings.store_name}",
        schedule=None,
        catchup=False,
        params=_params(),
        tags=["bc_myob", key, "actions"],
        default_args={"retries": 0},
        doc_md=_DOC,
    )
    with dag:
        _tasks(key, settings)
    return dag


def _tasks(key: str, settings: StoreSettings) -> None:
    plain, link = ACT_TASKS
    then_sync = ThenSyncOperator(
        task_id="then_sync",
        trigger_dag_id=f"bc_myob_sync_{key}",
        trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS,
    )
    # a link alone asks the ERP, so it alone waits until a seat is free
    acting = [
        ActOperator(task_id=plain, store=key),
        LinkOperator(task_id=link, store=key, pool=settings.run.pool),
    ]
    ChooseOperator(task_id="choose") >> acting >> then_sync


def _params() -> dict[str, Param]:
    entities = [entity.value for entity in Entity]
    return {
        "action": Param("Sync", title="Action", type="string", enum=list(ACTIONS)),
        "entity": Param(Entity.CUSTOMER.value, title="Entity", type="string", enum=entities),
        "records": Param(
            [],
            title="Records",
            type="array",
            items={"type": "string"},
            description="External IDs, or keys in MYOB Advanced (C000123, or C000123,MAIN)",
        ),
        "erp_id": Param("", title="ERP ID", type="string", description="Add or Edit Link: the id (a GUID)"),
        "erp_key": Param("", title="ERP key", type="string", description="Add or Edit Link: the key people know"),
        "need_to_sync": Param(True, title="Need to sync", type="boolean"),  # noqa: FBT003
        "confirmation": Param("", title="Type the entity's name", type="string", description="Clear Sync Data"),
        "then_sync": Param(
            False,  # noqa: FBT003
            title="Then sync",
            type="boolean",
            description="Start the sync DAG for these records at once; else the next run carries them",
        ),
        "user": Param("", title="User", type="string", description="Who does it; empty: who started the run"),
    }


_DOC: Final = """
A user's action on sync records of one store. Each leaves a line in Sync History with who did it.

* **Sync** carries a record with the next run, or at once with *Then sync*, even if nothing changed; the primary wins.
* **Set as Prepared**, **Set as Processed**, **Skip**, **Delete** (of the sync record only), **Add or Edit Link**.
* **Clear Sync Data** deletes all sync records of an entity; type its name.
"""
