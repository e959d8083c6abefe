"""`python -m bc_myob migrate`, with which a deployment brings its history database to this version."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, inspect

from bc_myob.__main__ import main


@pytest.mark.parametrize("form", ["{url}", '{{"conn_type": "generic", "extra": {{"uri": "{url}"}}}}'])
def test_the_history_database_of_a_connection_is_brought_to_this_version(tmp_path, monkeypatch, capsys, form):
    url = f"sqlite:///{tmp_path}/history.db"
    monkeypatch.setenv("AIRFLOW_CONN_BC_MYOB_HISTORY", form.format(url=url))
    assert main(["migrate"]) == 0
    assert "connection bc_myob_history is at revision" in capsys.readouterr().out
    assert "sync_record" in inspect(create_engine(url)).get_table_names()


def test_another_connection_may_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_BOOKS", json.dumps({"conn_type": "sqlite", "schema": f"{tmp_path}/books.db"}))
    assert main(["migrate", "books"]) == 0
    assert (tmp_path / "books.db").is_file()


def test_a_connection_that_nobody_knows_is_named(monkeypatch, capsys):
    monkeypatch.delenv("AIRFLOW_CONN_BC_MYOB_HISTORY", raising=False)
    assert main(["migrate"]) == 2
    assert "bc_myob_history" in capsys.readouterr().err


def test_a_database_out_of_reach_is_named_without_its_password(monkeypatch, capsys):
    monkeypatch.setenv("AIRFLOW_CONN_BC_MYOB_HISTORY", "postgresql://me:hush-hush@127.0.0.1:9/history")
    assert main(["migrate"]) == 2
    said = capsys.readouterr().err
    assert "127.0.0.1:9/history does not answer" in said
    assert "hush-hush" not in said
