"""`make run` and `make migrate` with something missing: one clear message, nothing started, nothing written."""

from __future__ import annotations

import json
import shutil

import pytest
from sqlalchemy import create_engine, inspect

from runner.environment import ROOT

STORE = "AIRFLOW_CONN_BIGCOMMERCE_DEMO"
ERP = "AIRFLOW_CONN_MYOB_ADVANCED_DEMO"
HISTORY = "AIRFLOW_CONN_BC_MYOB_HISTORY"
SECRET = "s3cret-that-nobody-may-read"


@pytest.fixture
def connections(monkeypatch):
    """Both systems as connections; nothing listens behind them."""
    monkeypatch.setenv(
        STORE, json.dumps({"conn_type": "bigcommerce", "host": "http://127.0.0.1:9", "password": SECRET})
    )
    monkeypatch.setenv(ERP, f"myob-advanced://airflow:{SECRET}@127.0.0.1:9")


def started(command):
    return (command.home / "logs").exists()


def test_an_unknown_store_lists_the_known_ones(command):
    status, text = command("run", "--store", "nowhere")
    assert status == 2
    assert "nowhere.yaml" in text
    assert "demo" in text


def test_stores_come_from_the_folder_that_the_variable_names(command, tmp_path, monkeypatch):
    (tmp_path / "stores").mkdir()
    shutil.copy(ROOT / "include" / "stores" / "demo.yaml", tmp_path / "stores" / "mine.yaml")
    monkeypatch.setenv("BC_MYOB_STORES", str(tmp_path / "stores"))
    assert "Stores in this folder: mine" in command("run", "--store", "demo")[1]
    assert STORE in command("run", "--store", "mine")[1]


def test_missing_connections_are_named_by_their_variables(command):
    status, text = command("run", "--store", "demo")
    assert status == 2
    assert STORE in text
    assert ERP in text
    assert not started(command)


def test_only_what_is_missing_is_named(command, connections, monkeypatch):
    monkeypatch.delenv(ERP)
    text = command("run", "--store", "demo")[1]
    assert ERP in text
    assert STORE not in text


def test_an_unreadable_connection_is_refused_without_its_content(command, connections, monkeypatch):
    monkeypatch.setenv(STORE, '{"password": "' + SECRET)
    status, text = command("run", "--store", "demo")
    assert status == 2
    assert f"{STORE} is neither a JSON object nor a URI" in text
    assert SECRET not in text


def test_a_history_database_of_another_version_is_not_touched(command, connections, tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/old.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE sync_record (id INTEGER)")
    monkeypatch.setenv(HISTORY, url)
    status, text = command("run", "--store", "demo")
    assert status == 2
    assert "make migrate STORE=demo" in text
    assert inspect(engine).get_table_names() == ["sync_record"]
    assert not started(command)


def test_a_history_database_out_of_reach_is_named_without_its_password(command, connections, monkeypatch):
    monkeypatch.setenv(HISTORY, f"postgresql://me:{SECRET}@127.0.0.1:9/history")
    status, text = command("run", "--store", "demo")
    assert status == 2
    assert "127.0.0.1:9/history does not answer" in text
    assert SECRET not in text


def test_without_a_history_connection_the_embedded_file_is_used_and_said(command, connections):
    status, text = command("migrate", "--store", "demo")
    assert status == 0
    assert f"{HISTORY} is not set: Sync History is kept in {command.home}/history.db" in text
    assert "sync_record" in inspect(create_engine(f"sqlite:///{command.home}/history.db")).get_table_names()


def test_a_pool_that_does_not_exist_would_wait_for_ever_and_is_refused(command, connections, tmp_path, monkeypatch):
    settings = (ROOT / "include" / "stores" / "demo.yaml").read_text()
    (tmp_path / "mine.yaml").write_text(settings.replace("\nrun:\n", "\nrun:\n  pool: second_tenant\n"))
    monkeypatch.setenv("BC_MYOB_STORES", str(tmp_path))
    status, text = command("run", "--store", "mine")
    assert status == 2
    assert "second_tenant" in text
    assert "pools.json" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "yesterday"), "FROM=yesterday is no ISO date"),
        (("--from", "2026-02-02", "--to", "2026-02-01"), "FROM=2026-02-02 is not before TO=2026-02-01"),
        (("--flow", "backfill"), "A backfill needs its first and last day"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(command, connections, arguments, message):
    status, text = command("run", "--store", "demo", *arguments)
    assert status == 2
    assert message in text
