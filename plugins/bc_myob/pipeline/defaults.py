"""What the DAGs share: since when there are windows, and how often a task is tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bc_myob.operators.retry import SyncRetryPolicy
from bc_myob.store.settings import StoreSettings

FIRST_DAY: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""Before this no run has a window; backfills may reach back to it."""


def tried_again(settings: StoreSettings) -> dict[str, Any]:
    """Give the default arguments of tasks that run unwatched: tried again as the settings say."""
    return {
        "retries": settings.run.retries,
        "retry_policy": SyncRetryPolicy(),
        "retry_delay": timedelta(seconds=settings.run.retry_delay_seconds),
    }


def tried_once() -> dict[str, Any]:
    """Give the default arguments of tasks whose answer a person waits for: who wants another try starts it."""
    return {"retries": 0, "execution_timeout": timedelta(minutes=30)}
