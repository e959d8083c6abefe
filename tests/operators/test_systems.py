"""The hooks of a task: the settings' limits are theirs, and a killed task gives its seat back."""

import json

import pytest
import yaml

from bc_myob.model.entities import Entity
from bc_myob.operators.act import LinkOperator
from bc_myob.operators.checklist import ChecklistOperator
from bc_myob.operators.discover import DiscoverOperator
from bc_myob.operators.extract_erp import ExtractErpOperator
from bc_myob.operators.load import LoadOperator
from bc_myob.operators.reconcile import ReconcileOperator
from bc_myob.store.settings import StoreSettings
from sandbox.serve import Sandbox
from sandbox.shop import catalogue
from tests.scenarios.line import DEMO

SIGNING_IN = [
    LoadOperator(task_id="load", store="demo", entity=Entity.CUSTOMER, batch_id="1"),
    ExtractErpOperator(task_id="extract", store="demo", entity=Entity.CUSTOMER),
    ReconcileOperator(task_id="reconcile", store="demo"),
    ChecklistOperator(task_id="check", store="demo"),
    LinkOperator(task_id="link", store="demo"),
    DiscoverOperator(task_id="discover"),
]


@pytest.fixture(scope="module")
def box():
    with Sandbox() as running:
        yield running


@pytest.fixture
def settings(box, monkeypatch):
    erp = {"conn_type": "myob_advanced", "host": box.erp_url, "login": catalogue.ERP_USER}
    extra = {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH}
    erp |= {"password": catalogue.ERP_PASSWORD, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp))
    return StoreSettings.model_validate({"name": "demo"} | yaml.safe_load(DEMO.read_text(encoding="utf-8")))


@pytest.mark.parametrize("task", SIGNING_IN, ids=lambda task: task.task_id)
def test_a_killed_task_signs_out_of_the_erp(box, settings, task):
    task.on_kill()  # before it signed in: there is nothing to do
    with task.erp(settings).session() as session:
        session.find("Currency")
        assert box.erp.open_sessions() == 1
        task.on_kill()
        assert box.erp.open_sessions() == 0
