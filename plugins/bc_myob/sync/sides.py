"""Both sides of a pair as they were read, and which of them are not what they last were (connector 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bc_myob.model.codec import content_hash
from bc_myob.model.pairs import Standing
from bc_myob.model.pictures import Seen, changed_since, is_found
from bc_myob.model.records import Mapped
from bc_myob.sync.direction import EXPORT, Changed
from bc_myob.sync.sent import has_arrived


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair as it was last read: what its record says to the other side (None: not read), or gone.

    `record`: the record itself; `seen`: its picture, where a user took the side as it was.
    """

    mapped: Mapped | None = None
    gone: bool = False
    seen: Seen | None = None
    record: Mapping[str, Any] | None = None

    @property
    def hash(self) -> str | None:
        """What the side is now."""
        said = self.mapped.content if self.mapped else None
        return None if said is None else content_hash(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Both sides and what Sync History knows; `absorbs`: a second record of the same pair, `erp_key`: the ERP's name.

    `restored`: the store's record came back under a new id, and its counterpart is still there; `reentered`: the ERP's
    did, so that the two were never equal. `arrived`: a write whose answer was lost is there, and the sides are compared
    with what it made of them.
    """

    external: Side
    erp: Side
    standing: Standing | None = None
    absorbs: Standing | None = None
    erp_id: str | None = None
    erp_key: str | None = None
    restored: bool = False
    reentered: bool = False
    arrived: bool = False


def as_sent(pair: Pair) -> Pair:
    """Give the pair so that a lost write which is there counts as done; that it is, its next load records (2.1)."""
    sent = pair.standing.sent if pair.standing else None
    if sent is None or pair.standing is None:
        return pair
    there = pair.external if sent.way is EXPORT else pair.erp
    if there.record is None or there.hash is None or not has_arrived(sent, there.record):
        return pair
    external, erp = (there.hash, sent.said) if sent.way is EXPORT else (sent.said, there.hash)
    return replace(pair, standing=replace(pair.standing, external_hash=external, erp_hash=erp), arrived=True)


def changes(pair: Pair) -> Changed:
    """Give which sides are not what they last were.

    A pair that was never equal counts as changed on every side there is. A pair of which one side alone is known from
    its last synchronisation (it was imported before exports were switched on) takes the other as it is found.
    """
    external_was = pair.standing.external_hash if pair.standing else None
    erp_was = pair.standing.erp_hash if pair.standing else None
    never = external_was is None and erp_was is None
    return Changed(
        external=_differs(pair.external, external_was, never=never),
        erp=_differs(pair.erp, erp_was, never=never),
    )


def _differs(side: Side, was: str | None, *, never: bool) -> bool:
    if side.hash is None:
        return False
    if was is None:
        return never
    return changed_since(was, side.seen) if is_found(was) else side.hash != was
