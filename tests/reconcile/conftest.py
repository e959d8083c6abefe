"""Reconciliations run the real DAG over what the real sync brought into the sandbox."""

from __future__ import annotations

import pytest

from sandbox.kit import Plan
from tests.reconcile.books import Books
from tests.reconcile.shop import place


@pytest.fixture
def books(box, tmp_path, monkeypatch, airflow_db):
    box.erp.kit.switches.set(quick_operation="204")
    return Books(box, tmp_path, monkeypatch)


@pytest.fixture
def shop(books):
    books.erp.seed(Plan())
    books.mia = books.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[place(1), place(2)])
    return books
