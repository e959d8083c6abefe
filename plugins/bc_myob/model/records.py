"""The records that travel between the layers. Plain values; times are UTC, money is Decimal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Event, Status

Document = Mapping[str, Any]
"""A MYOB Advanced record as plain nested values (no `{"value": ...}` wrappers): str, bool, int, Decimal, dict, list."""


GONE: Final = "_gone"
"""Marks the staged payload of a record that was looked for and is not there any more."""
IN_ERP: Final = "in_erp"
"""Detail of a Deleted sync record: whether the ERP still has the record, so that others may name it."""


class WindowKey(StrEnum):
    """By which date of the store's record a window selects."""

    MODIFIED = "modified"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of time [start, end), both UTC; start None means from the beginning."""

    start: datetime | None
    end: datetime
    key: WindowKey = WindowKey.MODIFIED

    def widened(self, overlap: timedelta) -> Self:
        """Give the window starting `overlap` earlier: what a clock's or an index's lag could have hidden."""
        start = self.start - overlap if self.start else None
        return type(self)(start=start, end=self.end, key=self.key)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record as the source system printed it (BigCommerce JSON with Decimals)."""

    source_id: str
    payload: Mapping[str, Any]
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What Sync History knows of one record: how others find its counterpart.

    `synchronised`: the two sides have been equal once, whatever became of later changes. `in_doubt`: the answer to a
    write of it was lost, and nobody has looked since.
    `details` is what the load kept of the ERP's reply, e.g. for a sales order OrderType, OrderNbr, CustomerID,
    LocationID, CurrencyID, OrderTotal; for a customer location LocationID.
    """

    external_id: str
    source_id: str
    status: Status
    erp_id: str | None = None
    erp_key: str | None = None
    last_error: str | None = None
    synchronised: bool = False
    in_doubt: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_erp(self) -> bool:
        """Whether the ERP has the record, though its latest change may wait, be refused or be held back by a filter."""
        known = self.synchronised or self.status is Status.PROCESSED
        return is_in_erp(self.erp_key, self.status, self.details, synchronised=known)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What mapping made of one record: a document to send, or an outcome with its reason.

    `event` is PREPARED or TO_BE_DEACTIVATED (document set), or one of those that have a reason instead.
    `reference` is the external reference under which the ERP record is found again. `modified_at`: the source's stamp.
    `details` is kept on the sync record for those who depend on it (e.g. the address key of a location). `content`: the
    record in the other side's words, also where it is held back; by it a change is told from none.
    """

    external_id: str
    source_id: str
    event: Event
    description: str = ""
    reason: str | None = None
    reference: str | None = None
    document: Document | None = None
    modified_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    content: Document | None = field(default=None, compare=False, repr=False)

    @property
    def operation(self) -> LastOperation:
        """The Last Operation this outcome leaves on the sync record."""
        return _OPERATIONS[self.event]


_OPERATIONS = {
    Event.PREPARED: LastOperation.MODIFIED_EXTERNALLY,
    Event.FILTERED: LastOperation.FILTERING_APPLIED,
    Event.HELD_BY_RULE: LastOperation.SKIPPED_FROM_SYNC,
    Event.CANNOT_SYNC: LastOperation.SYNC_FAILED,
    Event.BLOCKED: LastOperation.SYNC_FAILED,
    Event.FAILED: LastOperation.SYNC_FAILED,
    Event.NOT_NEEDED: LastOperation.SYNC_NOT_NEEDED_EXTERNAL,
    Event.DELETED: LastOperation.DELETED_EXTERNALLY,
}


def is_in_erp(erp_key: str | None, status: Status, details: Mapping[str, Any], *, synchronised: bool) -> bool:
    """Tell whether others may name the counterpart: the ERP had it once, and where it is Deleted still has it."""
    if not erp_key:
        return False
    return bool(details.get(IN_ERP)) if status is Status.DELETED else synchronised
