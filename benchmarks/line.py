"""The tasks of one run, one after another in this process, without Airflow's scheduler around them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from bc_myob.history.database import migrate, open_history
from bc_myob.history.runs import Runs
from bc_myob.hooks.history import history_url
from bc_myob.model.entities import Entity
from bc_myob.operators.extract import ExtractOperator
from bc_myob.operators.load import LoadOperator
from bc_myob.operators.map import MapOperator
from bc_myob.operators.open_run import OpenRunOperator
from bc_myob.operators.request import Flow
from bc_myob.store.loading import stores_folder
from sandbox.serve import Sandbox
from sandbox.shop import catalogue

STORE: Final = "demo"
PARAMS: Final = {
    "window_start": None,
    "window_end": None,
    "mode": "incremental",
    "entities": [entity.slug for entity in Entity],
    "order_ids": [],
    "customer_ids": [],
    "dry_run": False,
}


def connect(box: Sandbox, folder: Path) -> None:
    """Say by environment where the sandbox, the history database and the settings (as they are shipped) are."""
    shutil.copy(stores_folder() / "demo.yaml", folder)
    history = f"sqlite:///{folder / 'history.db'}"
    migrate(history)
    store = {"conn_type": "bigcommerce", "host": box.store_url, "password": catalogue.STORE_TOKEN}
    erp = {"conn_type": "myob_advanced", "host": box.erp_url, "login": catalogue.ERP_USER}
    os.environ |= {
        "AIRFLOW_CONN_BIGCOMMERCE_DEMO": json.dumps(store | {"extra": {"store_hash": catalogue.STORE_HASH}}),
        "AIRFLOW_CONN_MYOB_ADVANCED_DEMO": json.dumps(
            erp | {"password": catalogue.ERP_PASSWORD, "extra": {"tenant": catalogue.TENANT}}
        ),
        "AIRFLOW_CONN_BC_MYOB_HISTORY": history,
        "BC_MYOB_STORES": str(folder),
    }


def run(number: int, **params: Any) -> None:
    """Run the tasks of one sync run in their order."""
    ids: dict[str, Any] = {"run_id": f"bench{number}", "run_type": "manual", "dag_id": "bc_myob_sync_demo"}
    ids |= {"conf": {}, "start_date": None}
    context = {"dag_run": SimpleNamespace(**ids), "params": PARAMS | params, "ti": SimpleNamespace(map_index=0)}
    request = OpenRunOperator(task_id="open_run", store=STORE, flow=Flow.SYNC).execute(context)
    for stream in ("orders", "customers", "transactions"):
        ExtractOperator(task_id=stream, store=STORE, stream=stream, request=request).execute(context)
    for entity in Entity:
        mapper = MapOperator(task_id=f"map_{entity.slug}", store=STORE, entity=entity, request=request)
        for batch_id in mapper.execute(context):
            load = LoadOperator(
                task_id=f"load_{entity.slug}", store=STORE, entity=entity, request=request, batch_id=batch_id
            )
            load.execute(context)
    Runs(open_history(history_url("bc_myob_history")), STORE).finish(ids["run_id"], "success")
