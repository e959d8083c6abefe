"""DAG files: one DAG per store, quick to parse, and a wrong settings file shows without hiding the others."""

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from bc_myob.operators.base import ErpTask

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.name for path in (ROOT / "dags").glob("bc_myob_*.py"))


@pytest.fixture
def stores(tmp_path, monkeypatch):
    shutil.copy(ROOT / "include" / "stores" / "demo.yaml", tmp_path / "demo.yaml")
    monkeypatch.setenv("BC_MYOB_STORES", str(tmp_path))
    return tmp_path


def dagbag():
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=str(ROOT / "dags"))


def test_every_store_has_its_dags(airflow_db, stores):
    shutil.copy(stores / "demo.yaml", stores / "outlet.yaml")
    bag = dagbag()
    assert bag.import_errors == {}
    assert set(bag.dags) >= {
        f"bc_myob_{flow}_{key}"
        for flow in ("sync", "backfill", "checklist", "reconcile", "actions")
        for key in ("demo", "outlet")
    }


def test_a_wrong_file_is_an_import_error_and_the_other_stores_stay(airflow_db, stores):
    text = (stores / "demo.yaml").read_text(encoding="utf-8")
    (stores / "outlet.yaml").write_text(text.replace("order_type:", "order_tpye:"), encoding="utf-8")
    bag = dagbag()
    assert {"bc_myob_sync_demo", "bc_myob_backfill_demo"} <= set(bag.dags)
    assert not any("outlet" in dag_id or "broken" in dag_id for dag_id in bag.dags)
    said = next(text for path, text in bag.import_errors.items() if path.endswith("bc_myob_settings.py"))
    assert "outlet.yaml" in said
    assert len(bag.import_errors) == 1, "an import error takes all DAGs of its file off the list"
    assert "orders.order_tpye is no setting; did you mean order_type?" in said


def test_payments_only_run_after_sales_orders(airflow_db, stores):
    dag = dagbag().dags["bc_myob_sync_demo"]
    order = ["customers.map", "customers.load", "locations.map", "locations.load"]
    order += ["orders.map", "orders.load", "payments.map", "payments.load", "report"]
    for before, after in pairwise(order):
        assert after in dag.get_task(before).downstream_task_ids
    assert dag.get_task("payments.load").pool == "myob_advanced"


def test_no_more_tasks_load_at_once_than_share_the_requests_of_the_licence(airflow_db, stores):
    text = (stores / "demo.yaml").read_text(encoding="utf-8")
    (stores / "demo.yaml").write_text(text.replace("\nrun:", "\nrun:\n  erp_seats: 3", 1), encoding="utf-8")
    bag = dagbag()
    for dag_id in ("bc_myob_sync_demo", "bc_myob_backfill_demo"):
        loads = [task for task in bag.dags[dag_id].tasks if task.task_id.endswith(".load")]
        assert [task.max_active_tis_per_dag for task in loads] == [3] * 4


def test_what_signs_in_to_the_erp_and_nothing_else_holds_a_slot_of_the_pool(airflow_db, stores):
    text = (stores / "demo.yaml").read_text(encoding="utf-8")
    both = text.replace("sync_direction: Import", "sync_direction: Bidirectional")
    (stores / "demo.yaml").write_text(both, encoding="utf-8")
    tasks = {f"{dag.dag_id}.{task.task_id}": task for dag in dagbag().dags.values() for task in dag.tasks}
    signs_in = {name for name, task in tasks.items() if issubclass(task.operator_class, ErpTask)}
    assert {name.partition(".")[0] for name in signs_in} == {
        *(f"bc_myob_{flow}_demo" for flow in ("sync", "backfill", "checklist", "reconcile", "actions")),
        "bc_myob_discover",
    }
    assert {name for name, task in tasks.items() if task.pool == "myob_advanced"} == signs_in


@pytest.mark.parametrize("name", FILES)
def test_parsing_pulls_in_no_heavy_library(name, stores):
    code = (
        "import sys, runpy\n"
        "import airflow.sdk\n"
        f"sys.path.insert(0, {str(ROOT / 'plugins')!r})\n"
        f"runpy.run_path({str(ROOT / 'dags' / name)!r})\n"
        "heavy = {'pandas', 'requests', 'alembic', 'lark', 'pycountry', 'bc_myob.history', 'bc_myob.hooks'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
