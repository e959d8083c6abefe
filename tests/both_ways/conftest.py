"""Both systems, connected, and a history database of its own for every test."""

from __future__ import annotations

import pytest

from tests.both_ways.bench import TwoWays, connections, settings


@pytest.fixture
def box(box, monkeypatch):
    """Both systems, fresh and connected."""
    box.erp.kit.switches.set(quick_operation="204")
    connections(box, monkeypatch)
    return box


@pytest.fixture
def two_ways(box, tmp_path):
    def make(**changes):
        return TwoWays(box, f"sqlite:///{tmp_path}/history.db", settings(**changes))

    return make
