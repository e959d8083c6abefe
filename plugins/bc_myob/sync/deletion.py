"""What becomes of a pair whose record the store does not have any more (connector 3.4, 8.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Decided, Standing, is_unborn
from bc_myob.model.records import GONE, Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.entities import EntitySettings
from bc_myob.sync.pairing import settle
from bc_myob.sync.registry import CUSTOMERS_STREAM, EntitySpec
from bc_myob.sync.sides import Pair, Side

DEACTIVATE: Final = "gone"
"""Detail of a sync record whose address was deleted: its document sets the location inactive (3.4)."""

SET_ASIDE: Final = "set_aside"
"""Detail of a sync record: the location was set inactive with its address; active again, it has been restored."""


def lost_addresses(customers: Iterable[SourceRecord], standings: Sequence[Standing]) -> list[Standing]:
    """Give the sync records of addresses that their customers' books do not have any more.

    A book of which a line cannot be read has lost none: the unreadable one may be it.
    """
    books = {each.source_id: ids for each in customers if (ids := _external_ids(each)) is not None}
    return [
        each
        for each in standings
        if each.source_id in books and each.external_id not in books[each.source_id] and not is_unborn(each.external_id)
    ]


def deleted(standing: Standing, rules: EntitySettings) -> Decided | None:
    """Give Deleted; None where the sync record says so already."""
    pair = Pair(
        external=Side(gone=True), erp=Side(), standing=standing, erp_id=standing.erp_id, erp_key=standing.erp_key
    )
    return settle(pair, rules)


def as_deactivation(decided: Decided, standing: Standing | None, rules: EntitySettings) -> Decided:
    """Give a deletion in the store as its consequence in the ERP: the location becomes inactive (3.4).

    Not where exports alone are allowed, nor for an address that surely never arrived there. Where nobody knows whether
    it did, the document names no location: the load looks for it.
    """
    is_deletion = decided.mapped.event is Event.DELETED
    if not is_deletion or rules.sync_direction is SyncDirection.EXPORT or standing is None:
        return decided
    if decided.erp_id is None and not standing.in_doubt:
        return decided
    document = ({"id": decided.erp_id} if decided.erp_id else {}) | {"Active": False}
    tried = standing.details.get(DEACTIVATE) and standing.direction is not SyncDirection.EXPORT
    in_vain = standing.status is Status.ABORTED and tried  # waits for a user, as all do
    event = Event.PREPARED if in_vain else Event.TO_BE_DEACTIVATED
    mapped = replace(decided.mapped, event=event, reason=None, document=document, details={DEACTIVATE: True})
    return replace(decided, mapped=mapped, operation=LastOperation.DELETED_EXTERNALLY)


def may_have_lost(spec: EntitySpec, staged: Sequence[SourceRecord]) -> list[SourceRecord]:
    """Give the staged customers that are gone, for locations also those whose book may lack an address of before."""
    if spec.stream != CUSTOMERS_STREAM:
        return []
    return [each for each in staged if spec.entity is Entity.CUSTOMER_LOCATION or GONE in each.payload]


def deletions(
    entity: Entity, customers: Sequence[SourceRecord], standings: Sequence[Standing], rules: EntitySettings
) -> list[Decided]:
    """Give what becomes of the sync records of an entity that only travels to the ERP, from its customers as staged.

    `standings`: all of these customers. A customer that is gone takes its locations along: they stay as they are.
    """
    gone = {each.source_id for each in customers if GONE in each.payload}
    if entity is Entity.CUSTOMER:
        lost = [each for each in standings if each.external_id in gone]
    else:
        lost = lost_addresses(customers, standings)
    found = ((each, deleted(each, rules)) for each in lost)
    return [
        decided if standing.source_id in gone else as_deactivation(decided, standing, rules)
        for standing, decided in found
        if decided is not None
    ]


def restorations(mapped: Sequence[Mapped], known: Mapping[str, Link]) -> list[Decided]:
    """Give what becomes of records that were Deleted and that the store has, as it shows: they go on (8.6)."""
    back = [each for each in mapped if each.event is Event.PREPARED and _is_deleted(known.get(each.external_id))]
    return [
        Decided(
            mapped=replace(each, event=Event.RESTORED),
            direction=SyncDirection.IMPORT,
            operation=LastOperation.MODIFIED_EXTERNALLY,
            erp_id=known[each.external_id].erp_id,
            erp_key=known[each.external_id].erp_key,
        )
        for each in back
    ]


def _is_deleted(link: Link | None) -> bool:
    return link is not None and link.status is Status.DELETED


def _external_ids(customer: SourceRecord) -> set[str] | None:
    book = customer.payload.get("addresses") or []
    if not isinstance(book, list) or not all(isinstance(each, Mapping) and _is_id(each.get("id")) for each in book):
        return None
    return {f"{customer.source_id},{each['id']}" for each in book}


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
