"""One store's line from shop to ledger, as a scenario sees it: change the store, run the DAG, read Sync History."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import yaml
from sqlalchemy import text

from sandbox.shop import catalogue
from tests.dag_folder import only

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "include" / "stores" / "demo.yaml"
PATIENCE = {"connect_timeout": 2, "read_timeout": 6}
"""Seconds: a lost answer is waited for as long as its call could have lasted, and here the clock is real."""


@dataclass(frozen=True)
class Ran:
    """A finished DAG run."""

    state: str
    run_id: str
    tasks: dict[str, str]


def demo_settings():
    """Give what the demo store's settings file says."""
    return yaml.load(DEMO.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


class Line:
    def __init__(self, box, folder, monkeypatch, history_url=None):
        self.history_url = history_url or f"sqlite:///{folder / 'history.db'}"
        self.box, self.store, self.erp = box, box.store, box.erp
        self.folder, self._patch = folder, monkeypatch
        self.settings()
        self.connect()

    def settings(self, **changes):
        """Write the store's settings file: the demo store's, with `section__key=value` changed."""
        said = demo_settings()
        said["run"] |= {"unknown_outcome_wait_seconds": 0, "retries": 0, "batch_size": 40}
        for path, value in changes.items():
            *parents, last = path.split("__")
            where = said
            for part in parents:
                where = where[part]
            where[last] = value
        (self.folder / "demo.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
        self._patch.setenv("BC_MYOB_STORES", str(self.folder))

    def connect(self, *, token=catalogue.STORE_TOKEN, password=catalogue.ERP_PASSWORD, store_url=None, erp_url=None):
        """Say by environment where the two systems and the history database are."""
        from bc_myob.history.database import migrate

        migrate(self.history_url)
        store = {
            "conn_type": "bigcommerce",
            "host": store_url or self.box.store_url,
            "password": token,
            "extra": {"store_hash": catalogue.STORE_HASH},
        }
        erp = {
            "conn_type": "myob_advanced",
            "host": erp_url or self.box.erp_url,
            "login": catalogue.ERP_USER,
            "password": password,
            "extra": {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH, **PATIENCE},
        }
        self._patch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEMO", json.dumps(store))
        self._patch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp))
        self._patch.setenv("AIRFLOW_CONN_BC_MYOB_HISTORY", self.history_url)

    def only(self, dag_file):
        """Let Airflow see this file of dags/ alone: `dag.test()` goes through all it sees before each run."""
        only(self._patch, self.folder, dag_file)

    def run(self, flow="sync", **conf):
        """Run the DAG to its end in this process."""
        from bc_myob.operators.request import Flow
        from bc_myob.pipeline.sync import backfill_dag, sync_dag
        from bc_myob.store.loading import load_store

        build = {"sync": sync_dag, "backfill": backfill_dag}[Flow(flow)]
        self.only(f"bc_myob_{flow}")
        found = build("demo", load_store("demo")).test(run_conf=conf)
        tasks = {
            f"{ti.task_id}[{ti.map_index}]" if ti.map_index >= 0 else ti.task_id: str(ti.state)
            for ti in found.get_task_instances()
        }
        return Ran(str(found.state), found.run_id, tasks)

    def act(self, **conf):
        """Run the DAG of user actions to its end in this process."""
        from bc_myob.pipeline.actions import actions_dag
        from bc_myob.store.loading import load_store

        self.only("bc_myob_actions")
        found = actions_dag("demo", load_store("demo")).test(run_conf=conf)
        tasks = {ti.task_id: str(ti.state) for ti in found.get_task_instances()}
        return Ran(str(found.state), found.run_id, tasks)

    def rows(self, statement, **values):
        """Give the rows of a query on the history database."""
        from bc_myob.history.database import open_history

        with open_history(self.history_url).connect() as connection:
            return [SimpleNamespace(**row._mapping) for row in connection.execute(text(statement), values)]

    def records(self, entity, status=None):
        """Give Sync History's records of one entity (sync_record_view), by external id."""
        where = "entity = :entity" + (" AND status = :status" if status else "")
        found = self.rows(f"SELECT * FROM sync_record_view WHERE {where}", entity=entity, status=status)
        return {row.external_id: row for row in found}

    def effects(self, resource=None, action=None):
        """Give what was done in the ERP, oldest first."""
        return [
            effect
            for effect in self.erp.kit.ledger
            if resource in {None, effect.resource} and action in {None, effect.action}
        ]
