"""What every run that takes Params asks of them, and of the interval that Airflow gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bc_myob.model.errors import ConfigurationError


def refuse_unknown(conf: Mapping[str, Any], known: Sequence[str]) -> None:
    """Raise ConfigurationError for a Param that the DAG does not have: Airflow lets it pass without a word."""
    if unknown := sorted(set(conf) - set(known)):
        raise ConfigurationError(f"{', '.join(unknown)}: no such Param. Known are {', '.join(known)}.")


def interval_of(context: Any) -> tuple[datetime, datetime] | None:
    """Give the data interval that the run has of its own; None for a manual one.

    Airflow gives a manual run the last complete interval of the schedule. Who starts a run by hand wants what there is
    up to now; a window of their own is given by the Params.
    """
    if context["dag_run"].run_type == "manual":
        return None
    start, end = context.get("data_interval_start"), context.get("data_interval_end")
    return (start, end) if start and end and start != end else None
