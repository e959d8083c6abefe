"""Following runs to their end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from runner.airflow_api import FINISHED, AirflowApi, Json
from runner.failures import explain
from runner.interrupted import put_down_when_interrupted
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
        with put_down_when_interrupted(self._api, dag_id, [run_id]):
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

    def say(self, text: str) -> None:
        """Say something that stays."""
        self._progress.say(text)

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
