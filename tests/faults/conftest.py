"""One sandbox for all cases; each case has fresh systems, a fresh history and a clock of its own."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict

import pytest

from bc_myob.history.database import migrate
from sandbox.serve import Sandbox
from tests.faults.histories import FileEach, OneFile
from tests.faults.indoors import Indoors
from tests.faults.settings import settings
from tests.faults.works import Works


@pytest.fixture(scope="session")
def empty_history(tmp_path_factory):
    empty = tmp_path_factory.mktemp("faults") / "empty.db"
    migrate(f"sqlite:///{empty}")
    return empty


@pytest.fixture(scope="session")
def works(empty_history):
    with pytest.MonkeyPatch.context() as patch, Sandbox() as box:
        yield Works(box, settings(), FileEach(empty_history), patch.setenv)


@pytest.fixture(scope="session")
def indoors(empty_history):
    """The same without servers, sockets and a file for each case: for what is played thousands of times."""
    box = Sandbox()
    carrier = Indoors(box)
    gc.collect()
    gc.freeze()  # what is imported stays: each collection of garbage would look through all of it again
    with pytest.MonkeyPatch.context() as patch:
        works = Works(box, settings(), OneFile(empty_history), patch.setenv, lambda: carrier)
        yield works
        works.histories.tidy()
    gc.unfreeze()
    carrier.leave()


def pytest_terminal_summary(terminalreporter):
    """Say what the cases and seeds went through: the figures of docs/reliability.md."""
    sums = defaultdict(Counter)
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        if report.when == "call" and "tests/faults" in report.nodeid and report.user_properties:
            sums[report.nodeid.partition("::")[2].partition("[")[0]].update(dict(report.user_properties))
    for test, counts in sums.items():
        terminalreporter.write_line(f"{test}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
