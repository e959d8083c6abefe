"""Scenarios run the real DAG (`dag.test()`) against the sandbox, with a history database of their own."""

from __future__ import annotations

import pytest

from tests.scenarios.line import Line
from tests.scenarios.till import Till


@pytest.fixture
def line(box, tmp_path, monkeypatch, airflow_db):
    box.erp.kit.switches.set(quick_operation="204")
    return Line(box, tmp_path, monkeypatch)


@pytest.fixture
def till(line):
    return Till(line)
