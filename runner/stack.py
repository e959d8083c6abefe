"""Airflow itself: metadata database, the three components, health, pools."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bc_myob.store.pools import POOLS, slots_of
from runner.airflow_api import AirflowApi
from runner.environment import ROOT, Home, login
from runner.errors import Broke, CannotStart
from runner.processes import Processes

READY_WITHIN_SECONDS: Final = 180
STATELESS_PATIENCE: Final = 3.0
"""Once asked to stop, these two have nothing to lose but many seconds of tidying up their memory."""


@contextmanager
def airflow(processes: Processes, environment: Mapping[str, str], where: Home) -> Iterator[AirflowApi]:
    """Run Airflow in the block: initialised, healthy, with the pools of include/pools.json."""
    who = login(where)
    initialise(environment, where)
    # the scheduler stops first: its tasks say good-bye to the ERP and to the API server
    processes.start("scheduler", _forking("scheduler"), environment, needs_others=True)
    processes.start("dag-processor", _forking("dag-processor"), environment, patience=STATELESS_PATIENCE)
    processes.start("api-server", [_command("airflow"), "api-server"], environment, patience=STATELESS_PATIENCE)
    with AirflowApi(environment["AIRFLOW__API__BASE_URL"], who) as api:
        _await_health(api, processes)
        api.put_pools(json.loads(POOLS.read_text(encoding="utf-8")))
        yield api


def initialise(environment: Mapping[str, str], where: Home) -> None:
    """Create or upgrade Airflow's metadata database, once per Airflow version."""
    stamp = where.airflow / ".migrated"
    wanted = f"{version('apache-airflow')} {environment.get('AIRFLOW__DATABASE__SQL_ALCHEMY_CONN', 'sqlite')}"
    if (where.airflow / "airflow.cfg").is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    where.airflow.mkdir(parents=True, exist_ok=True)
    command = [_command("airflow"), "db", "migrate"]
    done = subprocess.run(command, env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Broke(f"`airflow db migrate` failed:\n{(done.stdout + done.stderr)[-1500:]}")
    stamp.write_text(wanted, encoding="utf-8")


def check_pool(pool: str, settings_file: str, seats: int) -> None:
    """Return if the pool exists and lets in no more than `seats`, the API users of the licence.

    Airflow would let the tasks of a missing pool wait for ever without a word, and the ERP turns the others away.
    """
    slots = slots_of(pool)
    if slots is None:
        known = ", ".join(json.loads(POOLS.read_text(encoding="utf-8")))
        raise CannotStart(f"{settings_file} names the pool {pool}; {POOLS} has {known}. Add it there.")
    if slots > seats:
        raise CannotStart(
            f"The pool {pool} has {slots} slots ({POOLS}), but run.erp_seats of {settings_file} is {seats}: give both "
            "the number of API users of the licence (SM604000)."
        )


def await_dag(api: AirflowApi, processes: Processes, dag_id: str, since: datetime) -> None:
    """Wait until the DAG file has been read by this start; Broke gives the import errors when it cannot be."""

    def ready() -> bool:
        dag = api.dag(dag_id)
        read = dag and dag.get("last_parsed_time")
        return bool(read and datetime.fromisoformat(read) >= since)

    try:
        _wait(ready, processes, f"Airflow did not find the DAG {dag_id} in {ROOT / 'dags'}", within=60)
    except Broke as error:
        errors = "\n".join(f"{row['filename']}:\n{row['stack_trace']}" for row in api.import_errors())
        raise Broke(f"{error}\n{errors}".rstrip()) from error


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def _await_health(api: AirflowApi, processes: Processes) -> None:
    wanted = ("metadatabase", "scheduler", "dag_processor")

    def healthy() -> bool:
        state = api.health()
        return all(state.get(part) == "healthy" for part in wanted)

    _wait(healthy, processes, "Airflow did not become healthy", within=READY_WITHIN_SECONDS)


def _wait(ready: Callable[[], bool], processes: Processes, complaint: str, *, within: float) -> None:
    deadline = time.monotonic() + within
    while not ready():
        processes.check()
        if time.monotonic() > deadline:
            raise Broke(f"{complaint} within {within:.0f} seconds. The components' logs are in {processes.logs}")
        time.sleep(0.25)


def _forking(component: str) -> list[str]:
    return [sys.executable, "-m", "runner.component", component]


def _command(name: str) -> str:
    return str(Path(sys.executable).parent / name)
