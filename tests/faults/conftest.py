"""One sandbox for all cases; each case has fresh systems, a fresh history and a clock of its own."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

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


def pytest_terminal_summary(terminalreporter):
    """Say what the cases and seeds went through: the figures of docs/reliability.md."""
    sums = defaultdict(Counter)
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        if report.when == "call" and "tests/faults" in report.nodeid and report.user_properties:
            sums[report.nodeid.partition("::")[2].partition("[")[0]].update(dict(report.user_properties))
    for test, counts in sums.items():
        terminalreporter.write_line(f"{test}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
