"""What happens to a pair: both sides against what they last were, by direction and primary (connector 8.4, 8.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bc_myob.model.entities import PrimarySystem, SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Decided, Standing, unborn
from bc_myob.model.pictures import is_found
from bc_myob.model.records import IN_ERP, Mapped
from bc_myob.model.statuses import READY_TO_PROCESS, Event, Status
from bc_myob.store.entities import EntitySettings
from bc_myob.sync.direction import EXPORT, IMPORT, Changed, is_conflict, travels
from bc_myob.sync.sides import Pair, Side, as_sent, changes

_MODIFIED: Final = {IMPORT: LastOperation.MODIFIED_EXTERNALLY, EXPORT: LastOperation.MODIFIED_IN_ERP}
_NOT_NEEDED: Final = {IMPORT: LastOperation.SYNC_NOT_NEEDED_EXTERNAL, EXPORT: LastOperation.SYNC_NOT_NEEDED_ERP}


def settle(pair: Pair, rules: EntitySettings) -> Decided | None:
    """Give what the pair's sync record becomes; None where it stays as it is, or is not worth one."""
    if pair.external.gone or pair.erp.gone:
        return _settle_gone(pair, rules)
    pair = as_sent(pair)
    standing = pair.standing
    deleted = standing is not None and standing.status is Status.DELETED
    if deleted and not (pair.restored or pair.reentered):
        return _restored(pair, rules)
    changed = _with_what_came_back(pair, changes(pair))
    forced = standing is not None and standing.forced
    may_go = _not_held_back(pair, changed)
    way = travels(may_go, direction=rules.sync_direction, primary=rules.primary_system, forced=forced)
    if way is None:
        return _filter_says_otherwise(pair, rules) or _nothing(pair, changed, rules)
    conflict = is_conflict(changed) and not pair.reentered
    carried = _carried(pair, way, Event.RESTORED if deleted else None, conflict=conflict)
    return _never_equal(carried) if carried and pair.reentered else carried


def _never_equal(decided: Decided) -> Decided:
    """Give the pair so that both sides count as changed until it has been synchronised."""
    return replace(decided, external_hash="", erp_hash="")


def _with_what_came_back(pair: Pair, changed: Changed) -> Changed:
    if pair.reentered:
        return Changed(external=True, erp=True)
    return Changed(external=True, erp=changed.erp) if pair.restored else changed


def _not_held_back(pair: Pair, changed: Changed) -> Changed:
    """Give the changes without one that a filter holds back, where the other side's could go instead of it."""
    if not is_conflict(changed):
        return changed
    free = Changed(external=not _is_filtered(pair.external), erp=not _is_filtered(pair.erp))
    return free if free.external or free.erp else changed


def _is_filtered(side: Side) -> bool:
    return side.mapped is not None and side.mapped.event is Event.FILTERED


def _is_open(was: str | None) -> bool:
    """Tell whether what a side last was is still to be noted."""
    return was is None or is_found(was)


def _settle_gone(pair: Pair, rules: EntitySettings) -> Decided | None:
    """Give Deleted; or, when the other side holds the primary's later change or a user wants it, its way back (8.6)."""
    if pair.standing is None:
        return None
    if pair.standing.forced and (anew := _created_anew(pair, rules)) is not None:
        return anew
    if pair.standing.status is not Status.DELETED:
        operation = LastOperation.DELETED_EXTERNALLY if pair.external.gone else LastOperation.DELETED_IN_ERP
        where = "BigCommerce" if pair.external.gone else "MYOB Advanced"
        said = _said(pair, Event.DELETED, f"The record was deleted in {where}.")
        said = replace(said, details={**said.details, IN_ERP: not pair.erp.gone})
        return _decided(pair, said, IMPORT, operation)
    return _restored(as_sent(pair), rules)  # what arrived late is our own write, and no change of the ERP


def _restored(pair: Pair, rules: EntitySettings) -> Decided | None:
    changed = changes(pair)
    imports = changed.external and rules.primary_system is PrimarySystem.EXTERNAL and not pair.external.gone
    exports = changed.erp and rules.primary_system is PrimarySystem.ERP and not pair.erp.gone
    way = IMPORT if imports else EXPORT if exports else None
    allowed = rules.sync_direction in {way, SyncDirection.BIDIRECTIONAL}
    return _carried(pair, way, Event.RESTORED) if way and allowed else None


def _created_anew(pair: Pair, rules: EntitySettings) -> Decided | None:
    """Give what is left of a pair on its way to the side that lost it: the primary's, or the one that changed (8.4)."""
    if pair.external.gone and pair.erp.gone:
        return None
    way, changed = (IMPORT if pair.erp.gone else EXPORT), changes(pair)
    primary = IMPORT if rules.primary_system is PrimarySystem.EXTERNAL else EXPORT
    wanted = way is primary or (changed.external if way is IMPORT else changed.erp)
    allowed = rules.sync_direction in {way, SyncDirection.BIDIRECTIONAL}
    return _carried(pair, way) if wanted and allowed else None


def _filter_says_otherwise(pair: Pair, rules: EntitySettings) -> Decided | None:
    """Give Filtered where the settings hold the pair back by now though nothing changed, Prepared where they let it go.

    The filter that counts is that of the way it last travelled: what is imported only need not pass those of exports.
    """
    standing, both = pair.standing, SyncDirection.BIDIRECTIONAL
    if standing is None or pair.erp_id is None:
        return None
    way = standing.direction if rules.sync_direction is both else rules.sync_direction
    side = pair.external if way is IMPORT else pair.erp
    was = standing.status is Status.FILTERED
    return None if side.mapped is None or was is _is_filtered(side) else _carried(pair, way)


def _carried(pair: Pair, way: SyncDirection, event: Event | None = None, *, conflict: bool = False) -> Decided | None:
    side = pair.external if way is IMPORT else pair.erp
    if side.mapped is None:
        return None
    mapped = side.mapped
    held = mapped.event is not Event.PREPARED
    linked = pair.standing is not None and bool(pair.standing.external_hash)
    details = {**mapped.details, "conflict": conflict and linked}
    named = replace(
        _reborn(pair, way, _named(pair, mapped)),
        event=mapped.event if held or event is None else event,
        details=details,
    )
    return _decided(pair, named, way, mapped.operation if held else _MODIFIED[way])


def _nothing(pair: Pair, changed: Changed, rules: EntitySettings) -> Decided | None:
    """Give Processed where a sync was due and is not any more, or where a side is noted for the first time.

    While nobody knows what became of a write it stays due: sent again, the edit that was taken back ends the doubt.
    """
    standing = pair.standing
    if standing is None or changed.external or changed.erp or pair.erp_id is None or pair.arrived:
        return None
    waiting = standing.status in READY_TO_PROCESS
    if (doubtful := _way_in_doubt(standing, rules)) is not None:
        return _carried(pair, doubtful)
    new = _is_open(standing.erp_hash) or _is_open(standing.external_hash)
    if not waiting and not (new and standing.status is Status.PROCESSED and pair.external.hash and pair.erp.hash):
        return None
    way = EXPORT if _is_open(standing.erp_hash) else IMPORT
    decided = _decided(pair, _said(pair, Event.NOT_NEEDED, None), way, _NOT_NEEDED[way])
    return replace(decided, external_hash=pair.external.hash, erp_hash=pair.erp.hash)


def _way_in_doubt(standing: Standing, rules: EntitySettings) -> SyncDirection | None:
    """Give the way of a write of which nobody knows what became, where it may still be gone."""
    if standing.sent is None or standing.status not in {*READY_TO_PROCESS, Status.PROCESSED}:
        return None
    way = standing.sent.way
    return way if rules.sync_direction in {way, SyncDirection.BIDIRECTIONAL} else None


def _said(pair: Pair, event: Event, reason: str | None) -> Mapped:
    known = pair.external.mapped or pair.erp.mapped
    standing = pair.standing
    base = known or Mapped(standing.external_id if standing else "", standing.source_id if standing else "", event)
    return replace(_named(pair, base), event=event, reason=reason, document=None)


def _reborn(pair: Pair, way: SyncDirection, mapped: Mapped) -> Mapped:
    """Give a record that goes back to a store without it under no External ID: it gets a new one there."""
    if way is IMPORT or not pair.external.gone or not pair.erp_id:
        return mapped
    return replace(mapped, external_id=unborn(pair.erp_id))


def _named(pair: Pair, mapped: Mapped) -> Mapped:
    """Give what mapping said under the pair's ids: those of the store where it has the record."""
    external, standing = pair.external.mapped, pair.standing
    if external is not None and not pair.external.gone:
        names: Mapping[str, Any] = {
            "external_id": external.external_id,
            "source_id": external.source_id,
            "reference": external.reference,
        }
    elif standing is not None:
        names = {"external_id": standing.external_id, "source_id": standing.source_id, "reference": standing.reference}
    else:
        names = {}
    return replace(mapped, **names)


def _decided(pair: Pair, mapped: Mapped, way: SyncDirection, operation: LastOperation) -> Decided:
    # A record that is gone in the ERP is created there anew: its old id must not stand in the way.
    kept = None if pair.erp.gone and mapped.event in {Event.PREPARED, Event.RESTORED} else pair.erp_id
    return Decided(
        mapped=mapped,
        direction=way,
        operation=operation,
        record_id=pair.standing.record_id if pair.standing else None,
        absorbs=pair.absorbs.record_id if pair.absorbs else None,
        erp_id=kept,
        erp_key=pair.erp_key if kept else None,
        external_hash=pair.standing.external_hash if pair.standing and pair.arrived else None,
        erp_hash=pair.standing.erp_hash if pair.standing and pair.arrived else None,
        arrived=pair.arrived,
    )
