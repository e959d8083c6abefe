"""What the report writes into its log, and that it closes no window of which something was not read or written."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from bc_myob.history.database import open_history
from bc_myob.history.runs import Problem, Runs, Total
from bc_myob.history.times import to_text
from bc_myob.model.entities import Entity
from bc_myob.model.records import Window
from bc_myob.model.statuses import Status
from bc_myob.operators.report import table_of
from bc_myob.store.loading import load_store
from runner.summary import _reasons
from tests.mia import HOME
from tests.scenarios.line import Line

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


def test_a_run_whose_load_failed_leaves_its_window_open_for_the_next_one(box, tmp_path, monkeypatch, airflow_db):
    """The whole DAG on Airflow, for it is Airflow that tells the report which tasks have failed."""
    line = Line(box, tmp_path, monkeypatch)
    runs = Runs(open_history(line.history_url), "demo")
    last = Window(None, datetime.now(UTC) - timedelta(minutes=10))
    runs.start("before", "bc_myob_sync_demo", "sync", last)
    runs.note_entities("before", Entity)
    runs.finish("before", "success")
    customer = str(line.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME]))

    line.connect(password="not-the-password")
    failed = line.run()
    assert (failed.state, failed.tasks["customers.load[0]"]) == ("failed", "failed")
    assert runs.last_closed_end() == last.end
    line.connect()
    assert line.run().state == "success"
    windows = line.rows("SELECT state, window_start FROM sync_run ORDER BY started_at")
    start = to_text(last.end - load_store("demo").run.overlap)
    assert [(row.state, row.window_start) for row in windows[1:]] == [("failed", start), ("success", start)]
    assert line.records("Customer")[customer].status == "Processed"
    assert runs.last_closed_end() > last.end
