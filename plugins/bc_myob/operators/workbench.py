"""What one load task works with, and how a failure of one record becomes its status instead of the task's."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bc_myob.history.items import Items
from bc_myob.history.records import Claimed, SyncRecords
from bc_myob.hooks.myob_advanced import ErpSession
from bc_myob.model.errors import ConfigurationError, LostClaim, OutcomeUnknown, RecordError, RetryLater
from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Status
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import EntitySpec

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The clock and the pause, handed in so that tests never wait."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


@dataclass(slots=True, kw_only=True)
class Workbench:
    """One load task: where records are claimed and recorded, the ERP session, and what is still open.

    `unknown`: writes whose answer was lost; `unreleased`: records that are saved and wait for their release.
    """

    spec: EntitySpec
    settings: StoreSettings
    records: SyncRecords
    items: Items
    session: ErpSession
    owner: str
    waiting: Waiting
    counts: Counter[str] = field(default_factory=Counter)
    unknown: list[Claimed] = field(default_factory=list)
    unreleased: list[Claimed] = field(default_factory=list)

    @property
    def lease(self) -> timedelta:
        """How long a claim lasts without being renewed."""
        return timedelta(minutes=self.settings.run.lease_minutes)

    def guarded(self, claimed: Claimed, action: Callable[[Claimed], None]) -> None:
        """Run `action` for one record. Its own failure becomes its status; what concerns all is raised."""
        try:
            action(claimed)
        except LostClaim:
            self.counts["left to another worker"] += 1
        except OutcomeUnknown as exc:
            log.warning("%s %s: %s", self.spec.entity, claimed.external_id, exc)
            self.unknown.append(replace(claimed, sending_since=self.waiting.now()))
        except RecordError as exc:
            self._failed(claimed, exc)
        except (RetryLater, ConfigurationError):
            self.records.set_not_sent(claimed)
            raise

    def _failed(self, claimed: Claimed, error: RecordError) -> None:
        settings = self.settings.entities.of(self.spec.entity)
        self.records.save_failure(
            claimed,
            error=str(error),
            operation=LastOperation.FAILED_TO_SAVE_IN_ERP,
            max_failed_attempts=settings.max_failed_attempts,
            now=self.waiting.now(),
        )
        log.warning("%s %s failed: %s", self.spec.entity, claimed.external_id, error)
        self.counts[Status.FAILED.value] += 1
