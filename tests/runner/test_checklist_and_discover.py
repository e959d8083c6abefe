"""`make checklist` and `make discover` as people meet them."""

from __future__ import annotations

import json
import os

import pytest
from rich.console import Console

from runner.checklist import print_checklist
from sandbox.shop import catalogue


@pytest.fixture
def connected(box, monkeypatch):
    store = {"conn_type": "bigcommerce", "host": box.store_url, "password": catalogue.STORE_TOKEN}
    erp = {"conn_type": "myob_advanced", "host": box.erp_url, "login": catalogue.ERP_USER}
    erp |= {"password": catalogue.ERP_PASSWORD, "extra": {"tenant": catalogue.TENANT}}
    store |= {"extra": {"store_hash": catalogue.STORE_HASH}}
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT", json.dumps(store))
    monkeypatch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEFAULT", json.dumps(erp))
    return box


@pytest.fixture
def stores(tmp_path, monkeypatch):
    monkeypatch.setattr("runner.discover.with_dotenv", dict)
    monkeypatch.setenv("BC_MYOB_STORES", str(tmp_path / "stores"))
    return tmp_path / "stores"


def test_discover_writes_a_file_says_what_it_lacks_and_adds_nothing_twice(command, connected, stores):
    status, text = command("discover", "--store", "shop")
    assert status == 0
    assert "Lines marked DECIDE wait for you" in text
    assert "Still to fill in: shop.yaml: customers.customer_class is empty" in text
    status, text = command("discover", "--store", "shop")
    assert status == 0
    assert "nothing: the file has everything" in text


def test_connections_named_after_the_store_are_found(command, connected, stores, monkeypatch):
    for name in ("BIGCOMMERCE", "MYOB_ADVANCED"):
        monkeypatch.setenv(f"AIRFLOW_CONN_{name}_SHOP", os.environ[f"AIRFLOW_CONN_{name}_DEFAULT"])
        monkeypatch.delenv(f"AIRFLOW_CONN_{name}_DEFAULT")
    assert command("discover", "--store", "shop")[0] == 0
    assert "bigcommerce: bigcommerce_shop" in (stores / "shop.yaml").read_text()


def test_discover_without_connections_names_the_variables(command, stores):
    status, text = command("discover", "--store", "shop")
    assert status == 2
    assert "AIRFLOW_CONN_BIGCOMMERCE_DEFAULT" in text
    assert not stores.exists()


def test_discover_without_a_name_asks_for_it(command, stores):
    status, text = command("discover", "--store", "")
    assert status == 2
    assert "make discover STORE=name" in text


def test_the_latest_checklist_is_shown_with_what_is_to_be_mended(tmp_path):
    from bc_myob.history.checklists import ChecklistRow, Checklists
    from bc_myob.history.database import migrate, open_history

    url = f"sqlite:///{tmp_path / 'history.db'}"
    migrate(url)
    console = Console(record=True, width=160)
    print_checklist(console, url, "shop", ["r1"])
    assert "There are no results" in console.export_text()
    row = ChecklistRow(
        row_key="features.subitems",
        form="Enable/Disable Features (CS100000)",
        tab="",
        criterion="Inventory Subitems is not enabled",
        required=True,
        accepted=False,
        result="not met",
        evidence="Inventory Subitems is on.",
        what_to_do="Switch it off.",
        breaks="Every order fails.",
    )
    Checklists(open_history(url), "shop").save("r1", "d", [row])
    print_checklist(console, url, "shop", ["r0", "r1"])
    shown = console.export_text()
    assert "To mend" in shown
    assert "Every order fails." in shown
    print_checklist(console, url, "shop", ["r2"])  # it failed before it had a result: r1's say nothing of now
    assert "There are no results" in console.export_text()
