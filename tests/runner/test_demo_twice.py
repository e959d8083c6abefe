"""The demo as a newcomer runs it: real processes, real Airflow, the sandbox's ledger as the witness."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import httpx
import psutil
import pytest
from sqlalchemy import NullPool, create_engine, text

from runner.environment import ROOT
from runner.ports import free_port
from sandbox.serve import Sandbox

pytestmark = pytest.mark.slow

RESOURCES = {
    "Customer": "Customer",
    "CustomerLocation": "Customer Location",
    "SalesOrder": "Sales Order",
    "Payment": "Payment",
}
PORTS = ("AIRFLOW_PORT", "LOG_PORT", "STORE_PORT", "ERP_PORT")


class Demo:
    """`make demo` on a state folder of its own, with the embedded databases or with given ones."""

    def __init__(self, home, history="", metadata=""):
        self.home, self.metadata, self.history = home, metadata, history or f"sqlite:///{home}/history.db"
        own = {"RUNNER_HOME": str(home), "DEMO_HISTORY": history, "DEMO_METADATA": metadata}
        self.environment = os.environ | {name: str(free_port()) for name in PORTS} | own

    def start(self):
        command = [sys.executable, "-m", "runner", "demo"]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self):
        process = self.start()
        said, _ = process.communicate(timeout=420)
        assert process.returncode == 0, said
        print(said)
        return said

    def interrupt(self, when):
        """Run until a line matches `when`, then press Ctrl-C; gives the exit status."""
        process = self.start()
        for line in process.stdout:
            if re.match(when, line):
                break
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        return process.returncode

    def ledger(self):
        """What was written to the ERP, in order."""
        with Sandbox(state=self.home / "sandbox") as box:
            return httpx.get(f"{box.erp_url}/_control/ledger", trust_env=False).json()

    def processed(self):
        """(entity, ERP key) of every record that Sync History calls Processed."""
        with create_engine(self.history, poolclass=NullPool).connect() as history:
            rows = history.execute(text("SELECT entity, erp_key FROM sync_record_view WHERE status = 'Processed'"))
            return Counter((entity, key) for entity, key in rows)

    def left(self):
        """Processes that still hold one of the demo's files open or work in its name."""
        mark = str(self.home)
        return [process for process in psutil.process_iter() if mark in " ".join(_words(process))]


def _words(process):
    try:
        return [*process.cmdline(), *(file.path for file in process.open_files())]
    except psutil.Error:
        return []


def written(ledger):
    """(entity, ERP key) of everything the ledger says was written, releases aside."""
    keys = {(RESOURCES[one["resource"]], one["key"].replace("/", ",")) for one in ledger if one["action"] != "release"}
    return Counter(keys)


def created_twice(ledger):
    made = Counter((one["resource"], one["key"]) for one in ledger if one["action"] == "create")
    references = Counter(
        (one["resource"], one["reference"])
        for one in ledger
        if one["action"] == "create" and one["resource"] in {"Customer", "SalesOrder", "Payment"}
    )
    released = Counter(one["key"] for one in ledger if one["action"] == "release")
    return [key for count in (made, references, released) for key, number in count.items() if number > 1]


def test_an_interrupted_demo_is_taken_up_and_another_one_writes_nothing(tmp_path):
    demo = Demo(tmp_path / "home")
    assert demo.interrupt(r" +orders +running") == 130
    assert demo.left() == []

    said = demo.run()
    assert "An earlier run was interrupted and goes on" in said
    assert "Run success" in said
    ledger = demo.ledger()
    assert created_twice(ledger) == []
    assert written(ledger) == demo.processed()
    assert demo.left() == []

    assert "Run success" in demo.run()
    assert demo.ledger() == ledger
