"""Statuses of Sync History (BC301000) and the one table of transitions that code, SQL and docs share."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Status of a sync record; the words and meanings of BC301000."""

    PREPARED = "Prepared"
    PROCESSED = "Processed"
    FAILED = "Failed"
    ABORTED = "Aborted"
    SKIPPED = "Skipped"
    FILTERED = "Filtered"
    INVALID = "Invalid"
    DELETED = "Deleted"


READY_TO_PROCESS: Final = frozenset({Status.PREPARED, Status.FAILED})
"""What a load picks up; the view *Ready to Process* of BC301000."""


class Event(StrEnum):
    """What happens to a sync record."""

    PREPARED = "prepared, passes the filters"
    FILTERED = "prepared, a filter holds it back"
    HELD_BY_RULE = "prepared, a standard rule skips it for now"
    CANNOT_SYNC = "cannot be synchronised at all"
    NOT_NEEDED = "looked at, nothing to send"
    SUCCEEDED = "processed successfully"
    FAILED = "processing failed, attempts left"
    FAILED_FOR_GOOD = "processing failed, no attempts left"
    BLOCKED = "a record it depends on is not synchronised"
    DELETED = "deleted in a system"
    TO_BE_DEACTIVATED = "deleted in the store, its counterpart is to be set inactive"
    RESTORED = "restored or changed again in the primary system"
    SKIP = "user: Skip"
    SET_AS_PROCESSED = "user: Set as Processed"
    SET_AS_PREPARED = "user: Set as Prepared"
    SYNC = "user: Sync"


_ANY: Final = (None, *Status)
_LIVE: Final = (None, Status.PREPARED, Status.FAILED, Status.PROCESSED, Status.FILTERED, Status.INVALID)
"""What a new change may move: Aborted and Skipped-by-user wait for a user, Deleted for a restore (connector 8.6)."""

_RULES: Final[tuple[tuple[tuple[Status | None, ...], Event, Status], ...]] = (
    ((*_LIVE, Status.SKIPPED), Event.PREPARED, Status.PREPARED),
    ((*_LIVE, Status.SKIPPED), Event.FILTERED, Status.FILTERED),
    ((*_LIVE, Status.SKIPPED), Event.HELD_BY_RULE, Status.SKIPPED),
    ((*_LIVE, Status.SKIPPED), Event.CANNOT_SYNC, Status.INVALID),
    ((*_LIVE, Status.SKIPPED), Event.BLOCKED, Status.FAILED),
    ((Status.PROCESSED,), Event.NOT_NEEDED, Status.PROCESSED),
    ((Status.PREPARED, Status.FAILED), Event.NOT_NEEDED, Status.PROCESSED),
    ((Status.PREPARED, Status.FAILED), Event.SUCCEEDED, Status.PROCESSED),
    ((None, Status.PREPARED, Status.FAILED), Event.FAILED, Status.FAILED),
    ((None, Status.PREPARED, Status.FAILED), Event.FAILED_FOR_GOOD, Status.ABORTED),
    (_ANY, Event.DELETED, Status.DELETED),
    (_ANY, Event.TO_BE_DEACTIVATED, Status.PREPARED),
    ((Status.DELETED,), Event.RESTORED, Status.PREPARED),
    (_ANY, Event.SKIP, Status.SKIPPED),
    (_ANY, Event.SET_AS_PROCESSED, Status.PROCESSED),
    (_ANY, Event.SET_AS_PREPARED, Status.PREPARED),
    (_ANY, Event.SYNC, Status.PREPARED),
)

TRANSITIONS: Final[dict[tuple[Status | None, Event], Status]] = {
    (origin, event): target for origins, event, target in _RULES for origin in origins
}
"""(status before, event) -> status after. A pair that is not here does not move the record."""


def next_status(current: Status | None, event: Event) -> Status | None:
    """Give the status after `event`, or None where the table does not let it move the record."""
    return TRANSITIONS.get((current, event))
