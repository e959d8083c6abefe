"""The checklist against the stand-in systems, with real hooks and a history database, without a DAG run each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from sandbox.serve import Sandbox
from sandbox.shop import catalogue
from tests.checklist.bench import Bench

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def _running():
    with Sandbox() as box:
        yield box


@pytest.fixture
def bench(_running, monkeypatch):
    _running.reset()
    store = {
        "conn_type": "bigcommerce",
        "host": _running.store_url,
        "password": catalogue.STORE_TOKEN,
        "extra": {"store_hash": catalogue.STORE_HASH},
    }
    erp = {
        "conn_type": "myob_advanced",
        "host": _running.erp_url,
        "login": catalogue.ERP_USER,
        "password": catalogue.ERP_PASSWORD,
        "extra": {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH},
    }
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEMO", json.dumps(store))
    monkeypatch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp))
    said = yaml.safe_load((ROOT / "include" / "stores" / "demo.yaml").read_text(encoding="utf-8"))
    return Bench(_running, said, monkeypatch)
