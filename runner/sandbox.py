"""The stand-in store and ERP as a process of their own."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Final

import httpx

from runner.environment import Home
from runner.errors import Broke
from runner.ports import HOST, Port, Ports
from runner.processes import Processes

READY_WITHIN_SECONDS: Final = 60


def start_sandbox(processes: Processes, environment: Mapping[str, str], where: Home, ports: Ports) -> None:
    """Start both stand-ins; they go on with what `where` holds from earlier demos."""
    command = [sys.executable, "-m", "sandbox", "--state", str(where.sandbox)]
    command += ["--store-port", str(ports.store.number), "--erp-port", str(ports.erp.number)]
    # releases answer at once: with a second of polling for each the demo would be a minute of waiting
    command += ["--switch", "erp.quick_operation=204"]
    processes.start("sandbox", command, environment)


def await_sandbox(processes: Processes, ports: Ports) -> None:
    """Wait until both answer."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not all(map(_answers, (ports.store, ports.erp))):
        processes.check()
        if time.monotonic() > deadline:
            raise Broke(f"The sandbox did not answer within {READY_WITHIN_SECONDS} seconds; see {processes.logs}")
        time.sleep(0.1)


def _answers(port: Port) -> bool:
    try:
        return httpx.get(f"http://{HOST}:{port.number}/_control", trust_env=False, timeout=5).is_success
    except httpx.TransportError:
        return False
