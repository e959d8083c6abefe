"""What one load task works with, and how a failure of one record becomes its status instead of the task's."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bc_myob.history.items import Items
from bc_myob.history.records import Claimed, SyncRecords
from bc_myob.hooks.myob_advanced import ErpSession
from bc_myob.hooks.texts import said
from bc_myob.mapping.contract import for_version
from bc_myob.mapping.texts import quoted
from bc_myob.model.entities import SyncDirection
from bc_myob.model.errors import (
    UNFORESEEN,
    ConfigurationError,
    LostClaim,
    OutcomeUnknown,
    RecordBlocked,
    RecordBusy,
    RecordError,
    RetryLater,
    ServiceUnavailable,
)
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Sent
from bc_myob.model.records import Document
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.store_desk import StoreDesk
from bc_myob.operators.loading.tagging import Tagging
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.emptying import parents
from bc_myob.sync.refusals import told
from bc_myob.sync.registry import EntitySpec

_BUSY_PAUSES: Final = (0.5, 1.5, 4.0)
"""Seconds before a record that another process just wrote is sent again."""
_FAILED: Final = {
    SyncDirection.IMPORT: LastOperation.FAILED_TO_SAVE_IN_ERP,
    SyncDirection.EXPORT: LastOperation.FAILED_TO_SAVE_EXTERNALLY,
}
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
    store: StoreDesk | None = None
    """The store's side, where the entity travels both ways."""
    tagging: Tagging | None = None
    """What tags orders in the store with their numbers, where that is wanted."""
    taxes: dict[str, str | None] = field(default_factory=dict)
    """Taxes this load asked for, by folded name: the ERP's id, None where it has none (tax_ids.py)."""
    clears_with_null: bool = False
    """Whether this ERP was seen to empty a field by null after an empty text had done nothing (emptying.py)."""
    stubborn: set[str] = field(default_factory=set)
    """Fields that it was seen to keep filled either way."""
    _marked: dict[int, Claimed] = field(default_factory=dict)
    _unanswered: tuple[Claimed, ServiceUnavailable] | None = None

    @property
    def lease(self) -> timedelta:
        """How long a claim lasts without being renewed."""
        return timedelta(minutes=self.settings.run.lease_minutes)

    def mark(
        self,
        claimed: Claimed,
        *,
        creates: bool = False,
        document: Document | None = None,
        owner: tuple[str, str] | None = None,
    ) -> None:
        """Write down that the record leaves now. LostClaim: it must not. Asked again before every repetition.

        `document`: as it is sent, if not as it was mapped; `owner`: see `Sent`.
        """
        now, sent = self.waiting.now(), None
        if self.store is not None:
            said = dict(claimed.document if document is None else document)
            sent = Sent(way=claimed.direction, said=claimed.document_hash, document=said, owner=owner)
        self._marked[claimed.id] = self.records.mark_sending(
            claimed, now=now, lease=self.lease, creates=creates, sent=sent
        )

    def put(
        self,
        document: Document,
        *,
        before: Callable[[], None],
        creates: bool = False,
        resource: str | None = None,
        also: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Send a document in the endpoint's fields, again where another process has just written the record.

        `before` runs before each try; `also`: fields that the answer shall tell besides the usual ones.
        ConfigurationError names a field that the endpoint's version lacks.
        """
        sent = for_version(resource or self.spec.resource, document, self.settings.endpoint.version)
        for pause in (*_BUSY_PAUSES, None):
            try:
                return self.session.put(
                    resource or self.spec.resource,
                    sent,
                    select=() if resource else tuple(dict.fromkeys((*self.spec.answer_fields, *also))),
                    expand=() if resource else tuple(dict.fromkeys((*self.spec.answer_expand, *parents(also)))),
                    update_only=not creates,
                    before=before,
                )
            except RecordBusy:
                if pause is None:
                    raise
                self.waiting.sleep(pause)
        raise AssertionError("the last pause is None")

    def erp_hash(self, reply: Mapping[str, Any], document: Mapping[str, Any]) -> str | None:
        """Give what our document made of the ERP's side of a pair; None for what only travels one way."""
        return self.store.erp_hash(self.spec.entity, reply, document) if self.store else None

    def warn(self, claimed: Claimed, said: object) -> None:
        """Put a line about a record into the task's log."""
        log.warning("%s %s: %s", self.spec.entity, claimed.external_id, said)

    def guarded(self, claimed: Claimed, action: Callable[[Claimed], None]) -> None:
        """Run `action` for one record. Its own failure becomes its status; what concerns all is raised."""
        try:
            self._sorted(claimed, action)
        except LostClaim:
            self.counts["left to another worker"] += 1
        finally:
            self._marked.pop(claimed.id, None)

    def _sorted(self, claimed: Claimed, action: Callable[[Claimed], None]) -> None:
        try:
            action(claimed)
        except OutcomeUnknown as exc:
            log.warning("%s %s: %s", self.spec.entity, claimed.external_id, exc)
            self.unknown.append(self._marked[claimed.id].from_its_mapping())
        except RecordBlocked as exc:
            self._blocked(claimed, exc)
        except RecordError as exc:
            self._failed(claimed, exc)
        except UNFORESEEN as exc:
            log.exception("%s %s", self.spec.entity, claimed.external_id)
            self._failed(self._marked.get(claimed.id, claimed), _unforeseen(exc))
        except ServiceUnavailable as exc:
            self.nothing_happened(claimed)
            self._unavailable_for(claimed, exc)
        except (RetryLater, ConfigurationError):
            self.nothing_happened(claimed)
            raise
        else:
            self._answered()

    def _unavailable_for(self, claimed: Claimed, error: ServiceUnavailable) -> None:
        # One record may be what the other side stumbles over, again and again; two in a row mean that it is down.
        if self._unanswered is not None:
            raise error
        self._unanswered = (claimed, error)

    def _answered(self) -> None:
        if self._unanswered is not None:
            claimed, error = self._unanswered
            self._unanswered = None
            with suppress(LostClaim):
                self._failed(claimed, RecordError(f"The other records went through, this one did not: {error}"))

    def close(self) -> None:
        """Raise what one record met and no later one has shown to be its own trouble."""
        if self._unanswered is not None:
            raise self._unanswered[1]

    def nothing_happened(self, claimed: Claimed) -> None:
        """Take back the intent of a call that surely had no effect."""
        if claimed.sending_since is None:  # else an earlier try may have had an effect: the mark stays
            with suppress(LostClaim):
                self.records.set_not_sent(claimed)

    def _blocked(self, claimed: Claimed, error: RecordBlocked) -> None:
        reason = quoted(str(error))
        self.records.save_blocked(claimed, error=reason, now=self.waiting.now())
        log.warning("%s %s waits: %s", self.spec.entity, claimed.external_id, reason)
        self.counts[Status.FAILED.value] += 1

    def _failed(self, claimed: Claimed, error: RecordError) -> None:
        settings = self.settings.entities.of(self.spec.entity)
        self.records.save_failure(
            claimed,
            error=quoted(told(error, claimed.document)),
            operation=_FAILED[claimed.direction],
            max_failed_attempts=settings.max_failed_attempts,
            now=self.waiting.now(),
            still_unknown=claimed.sending_since is not None,
        )
        log.warning("%s %s failed: %s", self.spec.entity, claimed.external_id, quoted(str(error)))
        self.counts[Status.FAILED.value] += 1


def _unforeseen(error: Exception) -> RecordError:
    return RecordError(
        f"This record met a defect of the synchronisation ({type(error).__name__}: {said(error)}); the others go on. "
        "Please report it with the task's log. It is tried again by each run."
    )
