"""One hermetic Airflow for the whole session: home, folders and settings before the first import of airflow."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# nobody's own connections and settings: tests are the same on every machine
for _name in [name for name in os.environ if name.startswith(("AIRFLOW_", "BC_MYOB_STORES", "RUNNER_HOME"))]:
    del os.environ[_name]

_HOME = tempfile.TemporaryDirectory(prefix="bc-myob-airflow-")
os.environ |= {
    "AIRFLOW_HOME": _HOME.name,
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
}


def pytest_addoption(parser):
    group = parser.getgroup("bc_myob")
    group.addoption("--no-skips", action="store_true", help="a skipped test fails the session")
    group.addoption("--may-skip", action="append", default=[], metavar="TEXT", help="skips whose reason has this text")


def pytest_sessionfinish(session, exitstatus):
    """With --no-skips: what could not be tested here is not passed."""
    config = session.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not config.getoption("no_skips") or reporter is None or hasattr(config, "workerinput"):
        return
    allowed = config.getoption("may_skip")
    reasons = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    if forbidden := [reason for reason in reasons if not any(text in reason for text in allowed)]:
        reporter.write_line("")
        reporter.write_line(f"--no-skips: {len(forbidden)} tests were skipped, for example {forbidden[0]}", red=True)
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sandbox():
    """Both stand-in systems, running for the whole session; `box` is what tests take."""
    from sandbox.serve import Sandbox

    with Sandbox() as running:
        yield running


@pytest.fixture
def box(sandbox):
    """Both stand-in systems, fresh."""
    sandbox.reset()
    return sandbox


@pytest.fixture(scope="session")
def airflow_db():
    """Airflow's own database, created once, and `dag.test()` without what takes its time and shows nothing."""
    from airflow.utils import db
    from jsonschema import Draft202012Validator
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    event.listen(Engine, "connect", _unsynchronised)
    db.initdb()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", _brief_in_dag_test(time.sleep))
        patch.setattr(Draft202012Validator, "check_schema", _once_a_schema(Draft202012Validator.check_schema))
        yield
    event.remove(Engine, "connect", _unsynchronised)


def _brief_in_dag_test(sleep):
    def slept(seconds):
        # its pause whenever tasks wait to be expanded or retried: half of a scenario's time
        caller = sys._getframe(1).f_code
        sleep(0.05 if caller.co_name == "test" and caller.co_filename.endswith("definitions/dag.py") else seconds)

    return slept


def _once_a_schema(check):
    # every task has its DAG's Params written out again, and with each the schema of schemas is gone through
    right = set()

    def checked(schema, **how):
        said = repr(schema)
        if said not in right:
            check(schema, **how)
            right.add(said)

    return checked


def _unsynchronised(connection, _record):
    # a test's database need not outlive the machine
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
