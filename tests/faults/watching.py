"""The running tasks of a demo, as Airflow's metadata and its task logs tell of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

RUNNING = text(
    "SELECT id, dag_id, run_id, task_id, map_index, try_number, max_tries, pid, start_date"
    " FROM task_instance WHERE state = 'running' AND pid IS NOT NULL"
)
SUCCEEDED = text("SELECT id FROM task_instance WHERE state = 'success'")


@dataclass(frozen=True)
class Task:
    """One try of a task that Airflow calls running; `pid` is the process that does its work."""

    id: str
    run_id: str
    step: str
    try_number: int
    may_retry: bool
    pid: int
    started: datetime
    log: Path

    @property
    def kind(self):
        """Extract, map or load, whatever of; open_run and report stand for themselves."""
        first, _, last = self.step.partition(".")
        return last if last in {"map", "load"} else first

    def log_text(self):
        try:
            return self.log.read_text(encoding="utf-8")
        except OSError:
            return ""

    def began(self):
        """When its own work began, behind Airflow's preparations; None while it is still starting."""
        for line in self.log_text().splitlines():
            if '"::endgroup::"' in line and line.endswith("}"):
                return datetime.fromisoformat(json.loads(line)["timestamp"])
        return None


def running(eye, home):
    """The tasks that run now; none before Airflow has its tables."""
    try:
        rows = eye.execute(RUNNING).all()
    except ProgrammingError:
        return []
    return [_task(row, home / "airflow" / "logs") for row in rows]


def succeeded(eye):
    """The ids of the tries that ended well."""
    return {str(found) for (found,) in eye.execute(SUCCEEDED)}


def _task(row, logs):
    mapped = [f"map_index={row.map_index}"] if row.map_index >= 0 else []
    place = [f"dag_id={row.dag_id}", f"run_id={row.run_id}", f"task_id={row.task_id}", *mapped]
    return Task(
        id=str(row.id),
        run_id=row.run_id,
        step=row.task_id,
        try_number=row.try_number,
        may_retry=row.try_number <= row.max_tries,
        pid=row.pid,
        started=row.start_date,
        log=logs.joinpath(*place, f"attempt={row.try_number}.log"),
    )
