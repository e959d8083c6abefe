"""How the books are reconciled. The connector has no form for this."""

from __future__ import annotations

from pydantic import Field, field_validator

from bc_myob.store.base import Settings


class ReconcileSettings(Settings):
    """The DAG `bc_myob_reconcile_<store>`: when it runs, how far back it looks, and what turns it red."""

    schedule: str | None = "30 16 * * *"
    """Cron in UTC; each run compares what was created in its data interval. null: manual runs only."""
    look_back_days: int = Field(default=7, ge=0, le=366)
    """How many days before its interval a scheduled run begins: people also change older documents."""
    fail_on_findings: bool = True
    """True: a run that finds faults fails. Open records and notes never fail it."""
    ask_store_for_payments: bool = True
    """True: the transactions of every order that can carry money are asked anew, one call per order. False: those that
    the sync read last are taken."""
    people_release: bool = True
    """True: payments that the settings leave unreleased may be released by people (a note). False: that is a fault."""

    @field_validator("schedule")
    @classmethod
    def _five_fields(cls, cron: str | None) -> str | None:
        if cron is not None and len(cron.split()) != 5:  # noqa: PLR2004 - minute hour day month weekday
            raise ValueError(f"{cron!r} is no cron expression of five fields")
        return cron
