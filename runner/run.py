"""One run of a configured store against whatever its connections point at. No sandbox."""

from __future__ import annotations

import argparse
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from rich.console import Console

from bc_myob.store.loading import load_store
from bc_myob.store.settings import StoreSettings
from runner.airflow_api import AirflowApi, Json
from runner.backfill import run_backfill
from runner.checklist import CHECKLIST, print_checklist
from runner.connections import check_given, variable
from runner.environment import ROOT, Home, airflow_environment, home, with_dotenv
from runner.errors import OUTCOME_FAILED, CannotStart
from runner.following import Follower
from runner.history import migrate_to_head, prepare
from runner.interrupted import take_up
from runner.ports import Ports, check_free, read_ports
from runner.processes import Processes, end_leftovers
from runner.progress import progress
from runner.reconcile import RECONCILE, print_reconciliation
from runner.stack import airflow, await_dag, check_pool, now
from runner.summary import SyncHistory, print_summary
from runner.windows import Span, span


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    store: str
    flow: str
    span: Span
    reprocess: str
    params: Json = field(default_factory=dict)
    """Params besides the window."""

    @classmethod
    def parse(cls, chosen: argparse.Namespace) -> Self:
        """Give the wish; CannotStart where FROM and TO make no window."""
        wish = cls(chosen.store, chosen.flow, span(chosen.first, chosen.last), chosen.reprocess)
        if wish.flow == "backfill" and not (wish.span.start and wish.span.end):
            raise CannotStart("A backfill needs its first and last day: FROM=2025-01-01 TO=2025-03-31")
        return wish

    @property
    def dag_id(self) -> str:
        """The DAG of this store and flow."""
        return f"bc_myob_{self.flow}_{self.store}"

    @property
    def conf(self) -> Json:
        """The sync DAG's Params that are not at their defaults."""
        window = {"window_start": self.span.start, "window_end": self.span.end}
        return self.params | {name: moment.isoformat() for name, moment in window.items() if moment}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the store runs: its settings, state folder, ports, and the environment with its connections."""

    settings: StoreSettings
    where: Home
    ports: Ports
    environment: dict[str, str]

    @property
    def history_url(self) -> str:
        """The history database the connection points at."""
        os.environ.update(self.environment)
        from bc_myob.hooks.history import history_url  # noqa: PLC0415 - imports Airflow, which reads the environment

        logging.getLogger("alembic").setLevel(logging.WARNING)  # Airflow lets everybody talk
        return history_url(self.settings.connections.history)


def run(console: Console, wish: Wish) -> int:
    """Run the store's DAG once, show its totals, stop everything; give the outcome as exit status."""
    begun = time.monotonic()
    since = now()
    place = _place(console, wish.store)
    with _alone(place):
        if prepare(place.history_url, wish.store):
            console.print("The history database was empty and is initialised now.")
        history = SyncHistory(place.history_url, wish.store)
        with _airflow(console, place, wish.dag_id, since) as (api, processes):
            with progress(console) as shown:
                state, run_ids = _follow(wish, api, Follower(api, processes, shown, history.per_step), since)
            if wish.flow == CHECKLIST:
                print_checklist(console, place.history_url, wish.store, run_ids)
            elif wish.flow == RECONCILE:
                print_reconciliation(console, place.history_url, wish.store)
            else:
                print_summary(console, history, run_ids)
    console.print(f"{wish.dag_id}: {state}, {time.monotonic() - begun:.0f} seconds in all.")
    return 0 if state == "success" else OUTCOME_FAILED


def migrate_history(console: Console, store: str) -> int:
    """Bring the store's history database to this version."""
    place = _place(console, store)
    with place.where.alone():
        console.print(f"The history database of {store} is at revision {migrate_to_head(place.history_url)}.")
    return 0


def _place(console: Console, store: str) -> Place:
    given = with_dotenv(os.environ)
    if folder := given.get("BC_MYOB_STORES"):
        given["BC_MYOB_STORES"] = os.environ["BC_MYOB_STORES"] = str(ROOT / folder)
    settings = load_store(store)
    where, ports = home(given, ".airflow"), read_ports(given)
    check_pool(settings.run.pool, f"{store}.yaml", settings.run.erp_seats)
    connections = settings.connections
    check_given([connections.bigcommerce, connections.myob_advanced], given, f"{store}.yaml")
    if not given.get(variable(connections.history)) and not given.get("AIRFLOW__SECRETS__BACKEND"):
        given[variable(connections.history)] = where.history_url
        console.print(f"{variable(connections.history)} is not set: Sync History is kept in {where.history}")
    check_given([connections.history], given, f"{store}.yaml")
    once = given | {"AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False"}
    return Place(settings, where, ports, airflow_environment(once, where, ports))


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    with place.where.alone():
        end_leftovers(place.where.register)
        check_free([place.ports.airflow, place.ports.logs])
        yield


@contextmanager
def _airflow(console: Console, place: Place, dag_id: str, since: datetime) -> Iterator[tuple[AirflowApi, Processes]]:
    console.print(f"Starting Airflow (state in {place.where.folder}) ...")
    with (
        Processes(place.where.logs, place.where.register) as processes,
        airflow(processes, place.environment, place.where) as api,
    ):
        await_dag(api, processes, dag_id, since)
        api.unpause(dag_id)
        yield api, processes


def _follow(wish: Wish, api: AirflowApi, follower: Follower, since: datetime) -> tuple[str, list[str]]:
    if wish.flow == "backfill":
        return run_backfill(wish.dag_id, wish.span, wish.reprocess, api, follower)
    earlier = take_up(api, wish.dag_id, since)
    for run_id in earlier:
        follower.until_finished(wish.dag_id, run_id)
    run_id = api.trigger(wish.dag_id, wish.conf)
    return follower.until_finished(wish.dag_id, run_id), [*earlier, run_id]
