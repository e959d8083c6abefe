"""An extraction that dies between two pages goes on behind the last one that was committed."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from airflow.sdk import DAG

from bc_myob.history.database import open_history
from bc_myob.history.staging import Staging
from bc_myob.hooks.paging import LARGEST_PAGE
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Window, WindowKey
from bc_myob.operators.extract import ExtractOperator
from bc_myob.operators.request import Flow, RunRequest
from tests.scenarios.line import Line


def request_of_the_last_hour():
    now = datetime.now(UTC)
    window = Window(now - timedelta(hours=1), now + timedelta(minutes=1), WindowKey.MODIFIED)
    no = {"order_ids": (), "customer_ids": (), "dry_run": False}
    return RunRequest(flow=Flow.SYNC, window=window, entities=tuple(Entity), **no).to_xcom()


def test_a_retry_reads_the_pages_that_the_try_before_it_did_not_reach(box, tmp_path, monkeypatch):
    line = Line(box, tmp_path, monkeypatch)
    customers = [box.store.add_customer("Mia", f"Lee {n}", f"m{n}@example.com") for n in range(LARGEST_PAGE + 1)]
    box.store.kit.faults.add(path="/v3/customers", nth=2, status=401)
    with DAG("bc_myob_sync_demo", schedule=None):
        hour = request_of_the_last_hour()
        task = ExtractOperator(task_id="customers", store="demo", stream="customers", request=hour)
    run = {"dag_run": SimpleNamespace(dag_id="bc_myob_sync_demo", run_id="run1", run_type="manual")}

    with pytest.raises(ConfigurationError):
        task.execute(run)
    staging = Staging(open_history(line.history_url), "demo", "run1")
    assert len(staging.known("customers", map(str, customers))) == LARGEST_PAGE
    assert task.execute(run) == 1
    assert len(staging.known("customers", map(str, customers))) == LARGEST_PAGE + 1
    assert task.execute(run) == 0  # read to its end: a task that is cleared reads nothing again
