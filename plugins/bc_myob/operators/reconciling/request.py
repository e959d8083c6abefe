"""What one run of the reconciliation was asked for: its window of creation dates, and its choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Window, WindowKey
from bc_myob.operators.params import refuse_unknown
from bc_myob.operators.request import instant

PARAM_NAMES: Final = (
    "window_start",
    "window_end",
    "fail_on_findings",
    "set_missing_to_prepared",
    "ask_store_for_payments",
)


_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Start of a window that was given an end only: no store is older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileRequest:
    """One run's choices. A window without a start is everything there is."""

    window: Window
    fail_on_findings: bool
    set_missing_to_prepared: bool
    ask_store_for_payments: bool


def reconcile_request(
    params: Mapping[str, Any],
    conf: Mapping[str, Any],
    interval: tuple[datetime, datetime] | None,
    *,
    now: datetime,
    look_back: timedelta,
) -> ReconcileRequest:
    """Give the request of a run. `interval`: of a scheduled run or a backfill. ConfigurationError: a wrong Param."""
    refuse_unknown(conf, PARAM_NAMES)
    return ReconcileRequest(
        window=_window(params, interval, now, look_back),
        fail_on_findings=bool(params["fail_on_findings"]),
        set_missing_to_prepared=bool(params["set_missing_to_prepared"]),
        ask_store_for_payments=bool(params["ask_store_for_payments"]),
    )


def _window(
    params: Mapping[str, Any], interval: tuple[datetime, datetime] | None, now: datetime, look_back: timedelta
) -> Window:
    start, end = instant(params, "window_start"), instant(params, "window_end")
    if start is None and end is None and interval is not None:
        return Window(interval[0] - look_back, interval[1], WindowKey.CREATED)
    until, start = end or now, start or (_BEGINNING if end else None)
    if start and start >= until:
        raise ConfigurationError(f"window_start {start.isoformat()} is not before window_end {until.isoformat()}.")
    return Window(start, until, WindowKey.CREATED)
