"""Connections by environment, to whatever and to the stand-in systems."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.serve import Sandbox
from sandbox.shop.catalogue import BRANCH, ERP_PASSWORD, ERP_USER, STORE_HASH, STORE_TOKEN, TENANT
from tests.hooks.bench import FakeTime

Connect = Callable[..., str]


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Connect:
    """Define an Airflow connection by its fields and give its id."""

    def define(conn_id: str, **fields: Any) -> str:
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", json.dumps(fields))
        return conn_id

    return define


@pytest.fixture
def store_conn(connect: Connect, box: Sandbox) -> str:
    extra = {"store_hash": STORE_HASH}
    return connect("a_store", conn_type="bigcommerce", host=box.store_url, password=STORE_TOKEN, extra=extra)


@pytest.fixture
def erp_conn(connect: Connect, box: Sandbox) -> str:
    extra = {"tenant": TENANT, "branch": BRANCH}
    return connect(
        "an_erp", conn_type="myob_advanced", host=box.erp_url, login=ERP_USER, password=ERP_PASSWORD, extra=extra
    )
