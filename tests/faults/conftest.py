"""One sandbox for all cases; each case has fresh systems, a fresh history and a clock of its own."""

from __future__ import annotations

import json

import pytest

from bc_myob.history.database import migrate
from sandbox.serve import Sandbox
from tests.faults.settings import connections, settings
from tests.faults.works import Works


@pytest.fixture(scope="session")
def works(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    migrate(f"sqlite:///{folder / 'empty.db'}")
    with pytest.MonkeyPatch.context() as patch, Sandbox() as box:
        for name, said in connections(box).items():
            patch.setenv(name, json.dumps(said))
        yield Works(box, settings(), folder / "empty.db", folder)
