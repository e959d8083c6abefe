"""Both systems, fresh for every test, and a history database of its own."""

from __future__ import annotations

import pytest

from sandbox.serve import Sandbox
from tests.both_ways.bench import TwoWays, connections, settings


@pytest.fixture(scope="session")
def _both_box():
    with Sandbox() as running:
        yield running


@pytest.fixture
def box(_both_box, monkeypatch):
    _both_box.reset()
    _both_box.erp.kit.switches.set(quick_operation="204")
    connections(_both_box, monkeypatch)
    return _both_box


@pytest.fixture
def two_ways(box, tmp_path):
    def make(**changes):
        return TwoWays(box, f"sqlite:///{tmp_path}/history.db", settings(**changes))

    return make
