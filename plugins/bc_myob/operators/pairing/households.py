"""Read synchronised customers with what was last read of their places on either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.pairs import Standing
from bc_myob.model.records import GONE, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.operators.pairing.pairs import PairDesk
from bc_myob.sync.books import MAIN
from bc_myob.sync.households import Household, at_home, own_main
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_CUSTOMERS_STREAM, ERP_LOCATIONS_STREAM


def synchronised(desk: PairDesk, ids: Iterable[str]) -> Iterator[Household]:
    """Give those of the customers whom both systems have had: the locations of others are skipped (3.1) until then.

    A customer whose latest change is refused or held back by a filter stays one. Of one whom the ERP deleted only the
    deletions of its locations are to be noted.
    """
    owners = desk.records.standings(Entity.CUSTOMER, external_id=sorted(set(ids)))
    synced = [each for each in owners if each.in_erp or (each.erp_key and each.status is Status.DELETED)]
    records = desk.records.staged(CUSTOMERS_STREAM, (each.external_id for each in synced))
    accounts = desk.records.staged(ERP_CUSTOMERS_STREAM, (each.erp_id or "" for each in synced))
    locations = _by_owner(desk, synced)
    places = _places(desk, [each.external_id for each in synced])
    recorded = _recorded(desk, [key for theirs in locations.values() for key in theirs])
    gone = _gone(desk, [each for book in places.values() for each in book])
    for owner in synced:
        number = owner.external_id
        if number in records:
            account = accounts.get(owner.erp_id or "")
            theirs = locations[(owner.erp_key or "").casefold()]
            strays = {key: recorded[key] for key in theirs if key in recorded and recorded[key].source_id != number}
            home = [at_home(each, owner, theirs, gone) for each in places[number]]
            main = own_main(account, theirs, desk.settings.reference(number)) if _both_ways(desk) else None
            yield Household(owner, records[number], _with_account(theirs, account), home, strays, main)


def _both_ways(desk: PairDesk) -> bool:
    return desk.settings.entities.of(desk.entity).sync_direction is SyncDirection.BIDIRECTIONAL


def _places(desk: PairDesk, customers: Sequence[str]) -> Mapping[str, list[Standing]]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for each in desk.records.standings(desk.entity, source_id=customers):
        found[each.source_id].append(each)
    return found


def _gone(desk: PairDesk, places: Iterable[Standing]) -> set[str]:
    """Give the ids of those places' locations that the ERP does not have any more."""
    found = desk.records.staged(ERP_LOCATIONS_STREAM, (each.erp_id or "" for each in places))
    return {key for key, row in found.items() if GONE in row.payload}


def _recorded(desk: PairDesk, locations: Sequence[str]) -> dict[str, Standing]:
    found = desk.records.standings(desk.entity, erp_id=locations)
    return {each.erp_id: each for each in found if each.erp_id}


def _by_owner(desk: PairDesk, owners: Iterable[Standing]) -> Mapping[str, dict[str, SourceRecord]]:
    found: dict[str, dict[str, SourceRecord]] = defaultdict(dict)
    staged = desk.records.staged_under(ERP_LOCATIONS_STREAM, (each.erp_key or "" for each in owners))
    for key, row in staged.items():
        found[str(row.payload.get("Customer") or "").strip().casefold()][key] = row
    return found


def _with_account(locations: Mapping[str, SourceRecord], account: SourceRecord | None) -> Mapping[str, SourceRecord]:
    """Give the locations with their account's contact: it stands in where their own address is blank."""
    contact = account.payload.get("MainContact") if account else None
    ordered = sorted(locations.items(), key=lambda item: _place(item[1]))
    return {key: replace(row, payload={**row.payload, "_customer": contact}) for key, row in ordered}


def _place(location: SourceRecord) -> tuple[bool, str]:
    """Give the order of locations: MAIN first, so that it becomes the first address."""
    name = str(location.payload.get("LocationID") or "")
    return name != MAIN, name
