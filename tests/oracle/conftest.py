"""One sandbox for all seeds; each case resets it."""

from __future__ import annotations

import pytest

from sandbox.serve import Sandbox


@pytest.fixture(scope="session")
def box():
    with Sandbox() as running:
        yield running
