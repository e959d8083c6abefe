"""Following runs to their end."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from runner.airflow_api import FINISHED, AirflowApi, Json
from runner.errors import Broke, Interrupted
from runner.failures import explain
from runner.processes import Processes
from runner.progress import Look, Progress, Records, steps

POLL_SECONDS: Final = 0.5


class Follower:
    """Watches runs of one DAG. `records` gives, for a run id, what Sync History says so far."""

    def __init__(
        self, api: AirflowApi, processes: Processes, progress: Progress, records: Callable[[str], Records]
    ) -> None:
        self._api, self._processes, self._progress, self._records = api, processes, progress, records
        self._explained: set[tuple[str, int]] = set()
        self._finished: set[str] = set()

    def until_finished(self, dag_id: str, run_id: str) -> str:
        """Show the run until it is finished; give its state."""
        with failed_when_interrupted(self._api, dag_id, [run_id]):
            while True:
                state = self.look(dag_id, run_id)
                if state in FINISHED:
                    return state
                self.pause()

    def look(self, dag_id: str, run_id: str) -> str:
        """Show the run as it is now, with the reasons of tasks that failed since the last look; give its state."""
        state = str(self._api.run(dag_id, run_id)["state"])
        tasks = self._api.tasks(dag_id, run_id)
        self._explain(run_id, tasks)
        title = f"{dag_id}  {run_id}  {state}"
        self._progress.show(Look(run_id, title, steps(tasks), self._records(run_id)))
        return state

    def look_once(self, dag_id: str, run_id: str) -> None:
        """Show a finished run, unless it was shown finished before."""
        if run_id not in self._finished:
            self._finished.add(run_id)
            self.look(dag_id, run_id)

    def pause(self) -> None:
        """Wait a moment; Broke if Airflow died meanwhile."""
        self._processes.check()
        time.sleep(POLL_SECONDS)

    def _explain(self, run_id: str, tasks: Sequence[Json]) -> None:
        for task in tasks:
            key = (f"{run_id} {task['task_id']}", int(task["map_index"]))
            if task["state"] == "failed" and key not in self._explained:
                self._explained.add(key)
                self._progress.say(explain(self._api, task))


@contextmanager
def failed_when_interrupted(api: AirflowApi, dag_id: str, run_ids: Sequence[str]) -> Iterator[None]:
    """Mark the runs as failed when the block is interrupted, so that they do not wake up at the next start."""
    try:
        yield
    except Interrupted:
        for run_id in run_ids:
            with contextlib.suppress(Broke, OSError):
                api.fail(dag_id, run_id)
        raise


def close_unfinished(api: AirflowApi, dag_id: str) -> list[str]:
    """Mark what an earlier, killed start left unfinished as failed; give the run ids.

    Such a run would hold the DAG's only slot. What it had left to do is picked up by the next run.
    """
    for backfill in api.backfills(dag_id):
        api.cancel_backfill(int(backfill["id"]))
    left = [str(run["dag_run_id"]) for run in api.unfinished(dag_id)]
    for run_id in left:
        api.fail(dag_id, run_id)
    return left
