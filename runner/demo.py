"""The demo: the sandbox, Airflow, one run of the demo store, its totals. `up` is the same and stays."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from sqlalchemy.engine import make_url

from bc_myob.history.database import migrate
from runner.airflow_api import AirflowApi
from runner.connections import DEMO_STORE, demo_connections
from runner.demo_settings import lay_out
from runner.environment import (
    Home,
    airflow_environment,
    demo_home,
    demo_stores,
    login,
    metadata_of,
    without_airflow,
)
from runner.errors import OUTCOME_FAILED, Interrupted
from runner.following import Follower
from runner.interrupted import take_up
from runner.ports import Ports, check_free, read_ports
from runner.processes import Processes, end_leftovers
from runner.progress import progress
from runner.sandbox import await_sandbox, start_sandbox
from runner.stack import airflow, await_dag, now
from runner.summary import SyncHistory, print_summary

DAG_ID = f"bc_myob_sync_{DEMO_STORE}"


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo installation."""

    where: Home
    ports: Ports
    processes: Processes
    api: AirflowApi
    history: SyncHistory
    since: datetime


def demo(console: Console) -> int:
    """Run the demo store once and stop everything; give the run's outcome as exit status."""
    begun = time.monotonic()
    with _installation(console, schedule=False) as running:
        state = _run_once(console, running)
        _say_what_next(console, running)
    console.print(f"[{_colour(state)}]Run {state}[/], {time.monotonic() - begun:.0f} seconds in all.")
    return 0 if state == "success" else OUTCOME_FAILED


def up(console: Console) -> int:
    """Run the demo store once and stay, with the UI open, until somebody stops it."""
    with _installation(console, schedule=True) as running:
        _run_once(console, running)
        user, password = login(running.where)
        console.print(f"\nAirflow  {running.api.base}   login [bold]{user}[/] / [bold]{password}[/]")
        console.print(f"Sandbox  store on port {running.ports.store.number}, ERP on port {running.ports.erp.number}")
        console.print("It runs every hour from here on. Ctrl-C stops all of it.")
        try:
            while True:
                running.processes.check()
                time.sleep(1)
        except Interrupted:
            console.print("Stopping.")
    return 0


@contextmanager
def _installation(console: Console, *, schedule: bool) -> Iterator[Demo]:
    own = without_airflow(os.environ) | {
        **metadata_of(os.environ),
        "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": str(schedule),
    }
    where, ports = demo_home(own), read_ports(own)
    with where.alone():
        end_leftovers(where.register)
        check_free([ports.airflow, ports.logs, ports.store, ports.erp])
        own["BC_MYOB_STORES"] = str(lay_out(demo_stores(os.environ), where.stores))
        environment = airflow_environment(own | demo_connections(where, ports), where, ports)
        console.print(f"Starting the sandbox and Airflow (state in {where.folder}) ...")
        with Processes(where.logs, where.register) as processes:
            start_sandbox(processes, environment, where, ports)
            migrate(where.history_url)
            since = now()
            with airflow(processes, environment, where) as api:
                await_sandbox(processes, ports)
                await_dag(api, processes, DAG_ID, since)
                console.print(f"Ready after {(now() - since).total_seconds():.0f} seconds.")
                yield Demo(where, ports, processes, api, SyncHistory(where.history_url, DEMO_STORE), since)


def _run_once(console: Console, running: Demo) -> str:
    earlier = take_up(running.api, DAG_ID, running.since)
    running.api.unpause(DAG_ID)
    with progress(console) as shown:
        follower = Follower(running.api, running.processes, shown, running.history.per_step)
        for run_id in earlier:
            shown.say(f"An earlier run was interrupted and goes on: {run_id}")
            follower.until_finished(DAG_ID, run_id)
        run_id = running.api.trigger(DAG_ID, {})
        state = follower.until_finished(DAG_ID, run_id)
    print_summary(console, running.history, [*earlier, run_id])
    return state


def _say_what_next(console: Console, running: Demo) -> None:
    console.print("\nNext:")
    console.print("  make up                  the same with the Airflow UI, on this state")
    console.print("  make demo                again: nothing changed, so nothing is written")
    console.print(f"  {_shown(running.where)}  Sync History (views sync_record_view, sync_history_view)")
    console.print("  README.md                your own store: settings file, connections, make run STORE=...")


def _shown(where: Home) -> str:
    return str(make_url(where.history_url)) if where.history_elsewhere else str(where.history)


def _colour(state: str) -> str:
    return "green" if state == "success" else "red"
