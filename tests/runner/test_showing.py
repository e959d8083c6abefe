"""What the terminal shows of a run."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bc_myob.history.runs import Problem
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from runner.failures import last_error
from runner.progress import Look, progress, steps
from runner.summary import selection


def task(task_id, state):
    return {"task_id": task_id, "state": state}


def test_steps_come_in_the_order_of_the_flow():
    shuffled = ["report", "payments.load", "orders.map", "open_run", "locations.map", "extract.orders", "customers.map"]
    found = [step.name for step in steps(task(name, None) for name in shuffled)]
    assert found == ["open_run", "extract", "customers", "locations", "orders", "payments", "report"]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([None, None], "waiting"),
        (["success", None], "running"),
        (["success", "running"], "running"),
        (["success", "skipped"], "done"),
        (["success", "up_for_retry"], "retrying"),
        (["failed", "running"], "failed"),
        (["upstream_failed", "success"], "failed"),
    ],
)
def test_a_step_has_the_state_a_reader_expects(states, expected):
    (step,) = steps(task("orders.load", state) for state in states)
    assert step.state == expected


def test_without_a_terminal_every_change_is_one_line():
    out = io.StringIO()
    with progress(Console(file=out)) as shown:
        for state in (None, "running", "running", "success"):
            shown.show(Look("run", "title", steps([task("orders.map", state)]), {"orders": "Processed 3"}))
    assert [line.split()[:2] for line in out.getvalue().splitlines()[1:]] == [["orders", "running"], ["orders", "done"]]


def test_the_reason_of_a_failed_task_is_its_last_error():
    cause = {"exc_type": "CredentialsError", "exc_value": "the store refuses the access token (401)"}
    entries = [
        {"event": "reading", "level": "info"},
        {"event": "Task failed with exception", "level": "error", "error_detail": [cause]},
        {"event": "done", "level": "info"},
    ]
    assert last_error(entries) == "CredentialsError: the store refuses the access token (401)"
    database = {"exc_type": "OperationalError", "exc_value": "no such table: x\n[SQL: SELECT]\n[parameters: ('Ann',)]"}
    assert last_error([{"event": "e", "error_detail": [database]}]) == "OperationalError: no such table: x"
    assert last_error([{"event": "it broke", "level": "ERROR"}]) == "it broke"
    assert "no error in its log" in last_error([{"event": "hello"}])


def problem(number, reason, status=Status.FILTERED):
    return Problem(Entity.SALES_ORDER, str(number), None, None, status, reason, 0)


def test_the_selection_shows_every_kind_before_any_kind_twice():
    many = [problem(n, f"Order {n} was placed on 2019-11-0{n}, before the Earliest Order Date") for n in range(1, 8)]
    rare = problem(99, "MYOB Advanced has no item OLIVES-MIX", Status.FAILED)
    chosen = selection([*many, rare], limit=3)
    assert [one.external_id for one in chosen] == ["1", "2", "99"]
