"""Airflow's own backfill, created and followed day by day."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from runner.airflow_api import FINISHED, AirflowApi, Json
from runner.errors import Broke, CannotStart, Interrupted
from runner.following import Follower
from runner.interrupted import cancel_backfills, put_down_when_interrupted
from runner.windows import Span


def run_backfill(dag_id: str, days: Span, reprocess: str, api: AirflowApi, follower: Follower) -> tuple[str, list[str]]:
    """Backfill the days one after another; give the worst state and the ids of the runs.

    Days that ran well before are left alone unless `reprocess` says otherwise, so an interrupted backfill goes on
    where it stopped.
    """
    if days.start is None or days.end is None:
        raise CannotStart("A backfill needs its first and last day.")
    cancel_backfills(api, dag_id)
    created = api.backfill(dag_id, days.start, days.end - timedelta(seconds=1), reprocess)
    runs = _runs(api, dag_id, created)
    if not runs:
        follower.say(
            "Every one of these days has a run that ended well: nothing to do (REPROCESS=completed repeats them)."
        )
    with _cancelled_when_interrupted(api, int(created["id"])):
        while waiting := _look_at_finished(dag_id, runs, follower):
            with put_down_when_interrupted(api, dag_id, [str(waiting[0]["dag_run_id"])]):
                follower.look(dag_id, str(waiting[0]["dag_run_id"]))
                follower.pause()
                runs = _runs(api, dag_id, created)
    worst = "failed" if any(run["state"] == "failed" for run in runs) else "success"
    return worst, [str(run["dag_run_id"]) for run in runs]


def _look_at_finished(dag_id: str, runs: list[Json], follower: Follower) -> list[Json]:
    """Show the runs that ended since the last look; give the others, the running one first."""
    for run in runs:
        if run["state"] in FINISHED:
            follower.look_once(dag_id, str(run["dag_run_id"]))
    waiting = [run for run in runs if run["state"] not in FINISHED]
    return sorted(waiting, key=lambda run: run["state"] != "running")


def _runs(api: AirflowApi, dag_id: str, created: Json) -> list[Json]:
    """Give the runs this backfill made or took up again: those of its days that were queued after it was created."""
    days = {"logical_date_gte": created["from_date"], "logical_date_lte": created["to_date"]}
    found = api.runs(dag_id, run_type="backfill", **days)
    return [run for run in found if run["queued_at"] is None or run["queued_at"] >= created["created_at"]]


@contextmanager
def _cancelled_when_interrupted(api: AirflowApi, number: int) -> Iterator[None]:
    try:
        yield
    except Interrupted:
        with contextlib.suppress(Broke):
            api.cancel_backfill(number)
        raise
