"""Airflow's REST API as far as the runner needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Self, TypeAlias

import httpx
from tenacity import RetryCallState, retry, retry_if_result, stop_after_attempt, wait_fixed

from runner.errors import Broke

Json: TypeAlias = dict[str, Any]
PAGE: Final = 100
FINISHED: Final = frozenset({"success", "failed"})


def _busy(answer: httpx.Response) -> bool:
    """Tell whether Airflow's database was locked by another component: then nothing has happened yet."""
    return answer.is_server_error and ("Database error" in answer.text or "locked" in answer.text)


def _given_up(state: RetryCallState) -> httpx.Response:
    outcome: httpx.Response = state.outcome.result() if state.outcome else httpx.Response(500)
    return outcome


class AirflowApi:
    """One signed-in client. Methods give the API's own JSON; an unexpected answer is Broke with its text."""

    def __init__(self, base: str, login: tuple[str, str], transport: httpx.BaseTransport | None = None) -> None:
        self.base, self._login = base, login
        # the machine's proxy settings must not stand between two processes of one machine
        self._client = httpx.Client(base_url=base, timeout=60, trust_env=False, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def health(self) -> Mapping[str, str | None]:
        """Give the state of each component by name; empty while nobody answers."""
        try:
            answer = self._client.get("/api/v2/monitor/health")
        except httpx.TransportError:
            return {}
        if not answer.is_success:
            return {}
        return {name: part["status"] for name, part in answer.json().items()}

    def dag(self, dag_id: str) -> Json | None:
        """Give the DAG, or None while Airflow does not know it."""
        answer = self._send("GET", f"/api/v2/dags/{dag_id}", allowed=(404,))
        return None if answer.status_code == httpx.codes.NOT_FOUND else answer.json()

    def import_errors(self) -> list[Json]:
        """Give what could not be imported: rows with `filename` and `stack_trace`."""
        return list(self._pages("/api/v2/importErrors", "import_errors"))

    def unpause(self, dag_id: str) -> None:
        """Let the DAG's runs start."""
        self._send("PATCH", f"/api/v2/dags/{dag_id}", json={"is_paused": False})

    def put_pools(self, pools: Mapping[str, Json]) -> None:
        """Create the pools, or bring them to these sizes."""
        entities = [{"name": name, **settings} for name, settings in pools.items()]
        action = {"action": "create", "entities": entities, "action_on_existence": "overwrite"}
        self._send("PATCH", "/api/v2/pools", json={"actions": [action]})

    def trigger(self, dag_id: str, conf: Json) -> str:
        """Start a run and give its id."""
        body = {"logical_date": None, "conf": conf}
        return str(self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body).json()["dag_run_id"])

    def run(self, dag_id: str, run_id: str) -> Json:
        """Give a run."""
        return dict(self._send("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}").json())

    def runs(self, dag_id: str, **criteria: Any) -> list[Json]:
        """Give the DAG's runs that meet the criteria (names as the API has them), oldest first."""
        return list(self._pages(f"/api/v2/dags/{dag_id}/dagRuns", "dag_runs", order_by="id", **criteria))

    def latest(self, dag_id: str) -> list[Json]:
        """Give the newest runs, oldest of them first."""
        options = {"limit": 10, "order_by": "-id"}
        return list(reversed(self._send("GET", f"/api/v2/dags/{dag_id}/dagRuns", params=options).json()["dag_runs"]))

    def fail(self, dag_id: str, run_id: str, note: str) -> None:
        """Mark a run as failed: its running tasks are stopped, its waiting ones never start."""
        self._send("PATCH", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}", json={"note": note, "state": "failed"})

    def repeat(self, dag_id: str, run_id: str, tasks: Sequence[Json], note: str) -> None:
        """Let tasks of a finished run run again, and the run with them."""
        which = [[task["task_id"], task["map_index"]] if task["map_index"] >= 0 else task["task_id"] for task in tasks]
        body = {"dag_run_id": run_id, "task_ids": which, "dry_run": False, "only_failed": False}
        body |= {"include_downstream": True, "reset_dag_runs": True}
        self._send("POST", f"/api/v2/dags/{dag_id}/clearTaskInstances", json=body)
        self._send("PATCH", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}", json={"note": note})

    def tasks(self, dag_id: str, run_id: str) -> list[Json]:
        """Give the run's task instances."""
        return list(self._pages(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances", "task_instances"))

    def log(self, task: Json) -> list[Json]:
        """Give the entries of the last attempt's log; plain lines become entries with an `event`."""
        path = f"/api/v2/dags/{task['dag_id']}/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}"
        options = {"map_index": task["map_index"], "full_content": True}
        answer = self._send("GET", f"{path}/logs/{task['try_number']}", params=options)
        return [entry if isinstance(entry, dict) else {"event": entry} for entry in answer.json()["content"]]

    def backfill(self, dag_id: str, first: datetime, last: datetime, reprocess: str) -> Json:
        """Create a backfill of the windows that start from `first` to `last`; one of them runs at a time."""
        body = {
            "dag_id": dag_id,
            "from_date": first.isoformat(),
            "to_date": last.isoformat(),
            "max_active_runs": 1,
            "reprocess_behavior": reprocess,
        }
        return dict(self._send("POST", "/api/v2/backfills", json=body).json())

    def backfills(self, dag_id: str) -> list[Json]:
        """Give the DAG's backfills that are not completed."""
        found = self._pages("/api/v2/backfills", "backfills", dag_id=dag_id)
        return [row for row in found if row["completed_at"] is None]

    def cancel_backfill(self, number: int) -> None:
        """End a backfill: what waits never starts."""
        self._send("PUT", f"/api/v2/backfills/{number}/cancel", allowed=(409,))

    def _pages(self, path: str, key: str, **criteria: Any) -> Iterator[Json]:
        offset, total = 0, 1
        while offset < total:
            page = self._send("GET", path, params={"limit": PAGE, "offset": offset, **criteria}).json()
            yield from page[key]
            offset, total = offset + PAGE, page["total_entries"]

    def _send(self, method: str, path: str, *, allowed: tuple[int, ...] = (), **options: Any) -> httpx.Response:
        answer = self._ask(method, path, **options)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._sign_in()
            answer = self._ask(method, path, **options)
        if answer.is_success or answer.status_code in allowed:
            return answer
        raise Broke(f"Airflow answered {answer.status_code} to {method} {path}: {answer.text[:500]}")

    @retry(retry=retry_if_result(_busy), stop=stop_after_attempt(6), wait=wait_fixed(1), retry_error_callback=_given_up)
    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise Broke(f"Airflow's API does not answer ({type(error).__name__} at {method} {path}).") from error

    def _sign_in(self) -> None:
        user, password = self._login
        answer = self._ask("POST", "/auth/token", json={"username": user, "password": password})
        if not answer.is_success:
            raise Broke(f"Airflow refused the login of {user} ({answer.status_code}).")
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
