"""Which records a run is about: its interval, its Params, or everything."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Window, WindowKey
from bc_myob.operators.reconciling.request import reconcile_request

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
INTERVAL = (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
PARAMS = {
    "window_start": None,
    "window_end": None,
    "fail_on_findings": True,
    "set_missing_to_prepared": False,
    "ask_store_for_payments": True,
}


def window(interval=None, look_back=0, **params):
    asked = reconcile_request(PARAMS | params, params, interval, now=NOW, look_back=timedelta(days=look_back))
    return asked.window


def test_without_interval_and_params_it_is_everything():
    assert window() == Window(None, NOW, WindowKey.CREATED)


def test_a_scheduled_run_looks_back_before_its_interval():
    assert window(INTERVAL, 7) == Window(datetime(2026, 3, 1, tzinfo=UTC), INTERVAL[1], WindowKey.CREATED)


def test_params_beat_the_interval_and_are_not_widened():
    start = datetime(2026, 2, 1, tzinfo=UTC)
    assert window(INTERVAL, 7, window_start="2026-02-01") == Window(start, NOW, WindowKey.CREATED)


def test_an_end_alone_is_a_window_and_not_everything():
    asked = window(window_end="2026-02-01")
    assert asked.start is not None
    assert asked.end == datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("run_type", "start", "end"),
    [
        ("scheduled", datetime(2026, 3, 1, tzinfo=UTC), INTERVAL[1]),
        ("backfill", *INTERVAL),
        ("manual", None, NOW),
    ],
)
def test_airflow_decides_by_the_kind_of_run(run_type, start, end):
    """A manual run has an interval, too: the last complete one of the schedule, which nobody asked for."""
    from bc_myob.operators.reconcile import ReconcileOperator
    from bc_myob.store.loading import load_store

    run = SimpleNamespace(run_type=run_type, conf={})
    context = {"dag_run": run, "params": PARAMS, "data_interval_start": INTERVAL[0], "data_interval_end": INTERVAL[1]}
    asked = ReconcileOperator(task_id="reconcile", store="demo")._request(context, load_store("demo"), NOW)
    assert (asked.window.start, asked.window.end) == (start, end)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"window_start": "2026-03-09", "window_end": "2026-03-09"}, "is not before window_end"),
        ({"window_end": "soon"}, "window_end 'soon' is no date"),
        ({"entities": ["orders"]}, "entities: no such Param"),
    ],
)
def test_what_makes_no_sense_is_refused(params, said):
    with pytest.raises(ConfigurationError, match=said):
        window(**params)
