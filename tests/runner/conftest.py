"""The runner as people use it: a command line, an exit status, and what it prints."""

from __future__ import annotations

import os
import signal

import pytest

from runner.__main__ import main
from runner.ports import free_port

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PORTS = ("AIRFLOW_PORT", "LOG_PORT", "STORE_PORT", "ERP_PORT")


@pytest.fixture
def free_ports(monkeypatch):
    """Ports nobody uses, so that tests run beside anything."""
    ports = {name: str(free_port()) for name in PORTS}
    for name, port in ports.items():
        monkeypatch.setenv(name, port)
    return ports


@pytest.fixture(autouse=True)
def no_connections(monkeypatch):
    """Nobody's connections and settings, whatever other tests of this process have set."""
    for name in [name for name in os.environ if name.startswith(("AIRFLOW_CONN_", "BC_MYOB_STORES"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def command(tmp_path, free_ports, monkeypatch, capsys):
    """`command("run", "--store", "demo")` gives exit status and text; its state is kept in `command.home`."""
    monkeypatch.setenv("RUNNER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("runner.run.with_dotenv", dict)
    before = dict(os.environ)
    handlers = {number: signal.getsignal(number) for number in SIGNALS}

    def call(*arguments):
        status = main(arguments)
        return status, " ".join(capsys.readouterr().out.split())

    call.home = tmp_path / "home"
    yield call
    for number, handler in handlers.items():
        signal.signal(number, handler)
    os.environ.clear()
    os.environ.update(before)
