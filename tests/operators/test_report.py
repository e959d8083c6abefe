"""What the report writes into its log."""

import io

import pytest
from rich.console import Console

from bc_myob.history.runs import Problem, Total
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from bc_myob.operators.report import table_of
from runner.summary import _reasons

HOSTILE = ["closed [/] before it was open", "a [bold]loud[/bold] name", "item [SKU-1] is unknown", "[link=x]", "\\[x]"]
TOTALS = [Total(Entity.CUSTOMER, Status.FAILED, 1)]


def problem(reason):
    return Problem(Entity.CUSTOMER, "7", None, None, Status.FAILED, reason, 1)


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_reason_is_shown_letter_by_letter_whatever_is_in_it(reason):
    assert reason in table_of(TOTALS, [problem(reason)])
    out = io.StringIO()
    Console(file=out, width=140).print(_reasons([problem(reason)]))
    assert reason in out.getvalue()


def test_the_tables_fit_the_log_of_a_task():
    said = table_of(TOTALS, [problem("The customer has no name. " * 20)])
    assert max(len(line) for line in said.splitlines()) <= 140
    assert "Held back or failed" in said
    assert "Held back or failed" not in table_of(TOTALS, [])
