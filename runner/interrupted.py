"""Runs that were cut off, by Ctrl-C or with their scheduler: put down cleanly, and taken up again at the next start.

The same run goes on, not a new one: its tasks hold the claims on the records they were working on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from runner.airflow_api import FINISHED, AirflowApi, Json
from runner.errors import Broke, Interrupted

PUT_DOWN: Final = "Interrupted; the next start of the runner takes it up again."
TAKEN_UP: Final = "Was interrupted and has been taken up again."
_KEPT: Final = ("success",)


@contextmanager
def put_down_when_interrupted(api: AirflowApi, dag_id: str, run_ids: Sequence[str]) -> Iterator[None]:
    """Stop the runs when the block is interrupted, with a note that they are to be taken up again."""
    try:
        yield
    except Interrupted:
        for run_id in run_ids:
            with contextlib.suppress(Broke):
                api.fail(dag_id, run_id, PUT_DOWN)
        raise


def take_up(api: AirflowApi, dag_id: str, since: datetime) -> list[str]:
    """Let every run that was interrupted before `since` go on with the tasks it had left; give the run ids."""
    run_ids = [str(run["dag_run_id"]) for run in api.latest(dag_id) if _interrupted(run, since)]
    for run_id in run_ids:
        # the tasks that ran under the dead scheduler still look alive: end them first
        api.fail(dag_id, run_id, PUT_DOWN)
        left = [task for task in api.tasks(dag_id, run_id) if task["state"] not in _KEPT]
        if left:
            api.repeat(dag_id, run_id, left, TAKEN_UP)
    return run_ids


def _interrupted(run: Json, since: datetime) -> bool:
    if run["note"] == PUT_DOWN:
        return True
    queued = run["queued_at"]
    return run["state"] not in FINISHED and bool(queued) and datetime.fromisoformat(queued) < since


def cancel_backfills(api: AirflowApi, dag_id: str) -> None:
    """End what an interrupted backfill has left; the days it did not reach are done by the next one."""
    for backfill in api.backfills(dag_id):
        api.cancel_backfill(int(backfill["id"]))
