"""How runs behave: schedule, windows, batches, limits. The connector has no form for these."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import Field, field_validator

from bc_myob.store.base import Settings

ERP_QUEUE_SECONDS: Final = 600
"""How long the ERP keeps a call that it cannot take at once, before it declines it (myob-advanced-api 3)."""


class FailRunWhen(StrEnum):
    """Which records turn a finished run red. Failed tasks always do."""

    NEVER = "never"
    ABORTED = "aborted"
    FAILED = "failed"


class RunSettings(Settings):
    """Schedule and sizes of this store's DAGs."""

    schedule: str | None = "0 * * * *"
    """Cron of the sync DAG in UTC; null: manual runs only."""
    overlap_minutes: int = Field(default=5, ge=0, le=1440)
    """How far before its start an incremental window reads."""
    address_scan_hours: int | None = Field(default=24, ge=1)
    """Pause between scans of all addresses for changes and deletions (40 calls per 10,000); null: when asked."""
    pool: str = "myob_advanced"
    """Airflow pool of the tasks that sign in to the ERP; no more slots than `erp_seats`."""
    batch_size: int = Field(default=500, ge=1, le=1000)
    """Records of one load task."""
    retries: int = Field(default=3, ge=0, le=10)
    """Retries of each task."""
    retry_delay_seconds: int = Field(default=30, ge=1)
    """Pause before a retry, unless the other system named its own."""
    fail_run_when: FailRunWhen = FailRunWhen.NEVER
    """never, aborted or failed: which records turn a finished run red. Failed tasks always do."""
    lease_minutes: int = Field(default=30, ge=1)
    """How long a load task may keep records without a sign of life; longer than the ERP's slowest answer."""
    unknown_outcome_wait_seconds: int = Field(default=900, ge=0)
    """Wait for a write given up without an answer (read_timeout) before it is looked for. The ERP queues for 10 min:
    with less than 600 here, what it still has in its queue may be created twice."""
    quota_share: float = Field(default=0.8, gt=0, le=1)
    """Part of the store's API quota these DAGs may use; the rest is left to other apps."""
    erp_seats: int = Field(default=2, ge=1)
    """API users of the licence (SM604000) these DAGs may use at once. The slots of `pool` are the same number: each
    session asks at its part of `erp_requests_per_minute`, and no entity is loaded by more tasks at once."""
    erp_requests_per_minute: int | None = Field(default=None, ge=1)
    """API requests per minute of the licence (SM604000); null: no pacing of our own."""

    @field_validator("schedule")
    @classmethod
    def _five_fields(cls, cron: str | None) -> str | None:
        if cron is not None and len(cron.split()) != 5:  # noqa: PLR2004 - minute hour day month weekday
            raise ValueError(f"{cron!r} is no cron expression of five fields")
        return cron

    @property
    def requests_per_session(self) -> float | None:
        """Each session's part of the licence's requests per minute."""
        return self.erp_requests_per_minute / self.erp_seats if self.erp_requests_per_minute else None

    @property
    def overlap(self) -> timedelta:
        """How far before its start an incremental window reads."""
        return timedelta(minutes=self.overlap_minutes)
