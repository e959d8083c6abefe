"""The last words of tasks that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from runner.airflow_api import AirflowApi, Json
from runner.errors import Broke

_LONGEST: Final = 600
_LOUD: Final = ("error", "critical")


def explain(api: AirflowApi, task: Json) -> str:
    """Give the name of a failed task with the reason its log ends with."""
    name = task["task_id"] + (f"[{task['map_index']}]" if task["map_index"] >= 0 else "")
    try:
        reason = last_error(api.log(task))
    except Broke as error:
        reason = f"its log cannot be read: {error}"
    return f"Task {name} failed (attempt {task['try_number']}): {reason}"


def last_error(entries: Sequence[Mapping[str, Any]]) -> str:
    """Give the last error of a task log in one or two sentences."""
    for entry in reversed(entries):
        if details := entry.get("error_detail"):
            # the last cause of a chain comes first in Airflow's log
            cause = details[0]
            return _brief(f"{cause.get('exc_type', 'Error')}: {cause.get('exc_value', '')}".rstrip(": "))
        if str(entry.get("level", "")).lower() in _LOUD:
            return _brief(str(entry["event"]))
    return "it left no error in its log (killed from outside?)"


def _brief(text: str) -> str:
    """Give the first line: what follows (a statement, its parameters, a document) is for the log."""
    first = (text.strip().splitlines() or [""])[0]
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST]} ..."
