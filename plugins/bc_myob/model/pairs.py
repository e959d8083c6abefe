"""A pair: one record of the store and its counterpart in the ERP, as one sync record joins them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from bc_myob.model.entities import SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.records import Mapped, is_in_erp
from bc_myob.model.statuses import Status
from bc_myob.model.steps import VOIDED

_UNBORN: Final = "erp:"
"""A record that is in the ERP alone has no External ID yet: until then Sync History keys it by this and its ERP id."""


ONCE: Final = "once"
"""Detail of a sync record: fields that its pending document carries and that no later one will (a location switched
on again). They are no part of what the record is, so that it does not look changed without them."""
CREATES_WITH: Final = "creates_with"
"""Detail of a sync record: fields that only the creation of its counterpart carries. An update leaves them as they are
there, so they are no part of what the record is either."""
PASSING: Final = frozenset({"conflict", "gone", "restored", ONCE, VOIDED})
"""Details of a sync record that speak of what mapping said last alone; nobody keeps them with the answers."""


def unborn(erp_id: str) -> str:
    """Give the stand-in for the External ID of a record that the store does not have yet."""
    return f"{_UNBORN}{erp_id}"


def is_unborn(external_id: str) -> bool:
    """Tell whether the store does not have the record yet."""
    return external_id.startswith(_UNBORN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A write whose answer nobody has seen: the document as it was sent `way`, and the hash of what it was made of.

    `owner`: what the customer of an address says to the ERP without the write and with it, as hashes.
    """

    way: SyncDirection
    said: str
    document: dict[str, Any]
    owner: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What Sync History knows of a pair.

    `external_hash` and `erp_hash` are what either side was when the two were last equal; None: never.
    `direction`: which way the record travelled last, or is about to. `in_doubt`: the answer to a write of it was lost,
    and nobody has looked since; `sent`: that write, where records travel both ways.
    """

    record_id: int
    external_id: str
    source_id: str
    status: Status
    held_by: str | None = None
    erp_id: str | None = None
    erp_key: str | None = None
    reference: str | None = None
    external_hash: str | None = None
    erp_hash: str | None = None
    forced: bool = False
    direction: SyncDirection = SyncDirection.IMPORT
    details: dict[str, Any] = field(default_factory=dict)
    in_doubt: bool = False
    sent: Sent | None = None

    @property
    def in_erp(self) -> bool:
        """Whether the two sides have been equal once and the ERP has the record still, so that others may name it."""
        known = (self.external_hash, self.erp_hash) != (None, None)
        return is_in_erp(self.erp_key, self.status, self.details, synchronised=known)

    @property
    def free(self) -> bool:
        """Whether the record still lacks its other side, so that a match may join it."""
        return self.erp_id is None or is_unborn(self.external_id) or self.status is Status.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a pair's sync record becomes.

    `mapped`: its event, and the document that travels in `direction`. `external_hash`, `erp_hash`: to be noted as what
    the sides last were (None: what is noted stays). `absorbs`: another sync record that turned out to be this pair's.
    `arrived`: a write of unknown outcome is known to have arrived, so nothing is to be looked up any more.
    """

    mapped: Mapped
    direction: SyncDirection
    operation: LastOperation
    record_id: int | None = None
    absorbs: int | None = None
    erp_id: str | None = None
    erp_key: str | None = None
    external_hash: str | None = None
    erp_hash: str | None = None
    arrived: bool = False
