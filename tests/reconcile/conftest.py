"""Reconciliations run the real DAG over what the real sync brought into the sandbox."""

from __future__ import annotations

import pytest

from sandbox.serve import Sandbox
from tests.reconcile.books import Books


@pytest.fixture(scope="session")
def box():
    with Sandbox() as running:
        yield running


@pytest.fixture
def books(box, tmp_path, monkeypatch, airflow_db):
    box.reset()
    box.erp.kit.switches.set(quick_operation="204")
    return Books(box, tmp_path, monkeypatch)
