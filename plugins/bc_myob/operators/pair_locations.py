"""Addresses and locations of both systems as pairs, one customer's book at a time (connector 3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bc_myob.mapping.addresses import in_order
from bc_myob.mapping.locations_export import address_of, is_blank
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Decided, Standing, is_unborn
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.operators.pairs import PairDesk
from bc_myob.sync.books import MAIN, Book, Entry
from bc_myob.sync.pairing import GONE, Pair, Side, settle
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_CUSTOMERS_STREAM, ERP_LOCATIONS_STREAM

DEACTIVATE: Final = "gone"
"""Detail of a sync record whose address was deleted: its document sets the location inactive (3.4)."""


@dataclass(frozen=True, slots=True)
class _Customer:
    """A synchronised customer with what was read of its places on either side."""

    owner: Standing
    record: SourceRecord
    locations: Mapping[str, SourceRecord]


def map_location_pairs(desk: PairDesk) -> Counter[str]:
    """Decide about every place of the customers that changed on either side."""
    counts: Counter[str] = Counter()
    done = set[str]()
    for chunk in desk.chunks(CUSTOMERS_STREAM):
        counts += _settle(desk, [each.source_id for each in chunk], chunk)
        done |= {each.source_id for each in chunk}
    for chunk in desk.chunks(ERP_LOCATIONS_STREAM):
        owners = {str(each.payload.get("Customer") or "").strip() for each in chunk}
        customers = desk.records.standings(Entity.CUSTOMER, erp_key=owners)
        ids = {each.external_id for each in customers if not is_unborn(each.external_id)} - done
        counts += _settle(desk, sorted(ids), chunk)
        done |= ids
    return counts


def _settle(desk: PairDesk, customer_ids: Sequence[str], done: Sequence[SourceRecord]) -> Counter[str]:
    decided = [each for customer in _customers(desk, customer_ids) for each in _of_customer(desk, customer)]
    return desk.save(decided, done)


def _customers(desk: PairDesk, ids: Iterable[str]) -> Iterable[_Customer]:
    """Give those who are synchronised: the locations of others are skipped (3.1) until they are."""
    owners = desk.records.standings(Entity.CUSTOMER, external_id=sorted(set(ids)))
    synced = [each for each in owners if each.erp_key and each.status in {Status.PROCESSED, Status.DELETED}]
    records = desk.records.staged(CUSTOMERS_STREAM, (each.external_id for each in synced))
    accounts = desk.records.staged(ERP_CUSTOMERS_STREAM, (each.erp_id or "" for each in synced))
    locations: dict[str, dict[str, SourceRecord]] = defaultdict(dict)
    for key, row in desk.records.staged_under(ERP_LOCATIONS_STREAM, (each.erp_key or "" for each in synced)).items():
        locations[str(row.payload.get("Customer") or "").strip().casefold()][key] = row
    for owner in synced:
        if owner.external_id in records:
            account = accounts.get(owner.erp_id or "")
            theirs = locations.get((owner.erp_key or "").casefold(), {})
            yield _Customer(owner, records[owner.external_id], _with_account(theirs, account))


def _with_account(locations: Mapping[str, SourceRecord], account: SourceRecord | None) -> Mapping[str, SourceRecord]:
    contact = account.payload.get("MainContact") if account else None
    ordered = sorted(locations.items(), key=lambda item: _place(item[1]))
    return {key: replace(row, payload={**row.payload, "_customer": contact}) for key, row in ordered}


def _place(location: SourceRecord) -> tuple[bool, str]:
    """Give the order of locations: MAIN first, so that it becomes the first address."""
    name = str(location.payload.get("LocationID") or "")
    return name != MAIN, name


def _of_customer(desk: PairDesk, customer: _Customer) -> Iterable[Decided]:
    number = customer.owner.external_id
    standings = desk.records.standings(desk.entity, source_id=[number])
    says = desk.exported(list(customer.locations.values()))
    book = Book(
        customer=number,
        addresses=in_order(customer.record.payload.get("addresses")),
        locations={key: row.payload for key, row in customer.locations.items() if GONE not in row.payload},
        standings=standings,
        says={key: each.content or {} for key, each in says.items()},
        reference=desk.settings.reference,
    )
    entries = book.entries()
    imported = desk.imported([customer.record], _links(customer, entries))
    for entry in entries:
        if (found := _decided(desk, customer, entry, imported, says)) is not None:
            yield found


def _links(customer: _Customer, entries: Sequence[Entry]) -> dict[Entity, dict[str, Link]]:
    """Give what the import mapping asks: the owner, and which location each address has (MAIN is given once)."""
    owner = customer.owner
    number = owner.external_id
    owners = {number: Link(number, number, Status.PROCESSED, owner.erp_id, owner.erp_key)}
    places = {}
    for place, entry in enumerate(entries):
        key = f"{number},{entry.address['id']}" if entry.address else f"other {place}"
        details = dict(entry.standing.details) if entry.standing else {}
        if entry.location:
            details["LocationID"] = entry.location.get("LocationID")
        erp_id = entry.location["id"] if entry.location else entry.standing.erp_id if entry.standing else None
        places[key] = Link(key, number, Status.PROCESSED, erp_id, details=details)
    return {Entity.CUSTOMER: owners, Entity.CUSTOMER_LOCATION: places}


def _decided(
    desk: PairDesk, customer: _Customer, entry: Entry, imported: Mapping[str, Mapped], says: Mapping[str, Mapped]
) -> Decided | None:
    number, standing = customer.owner.external_id, entry.standing
    address_id = f"{number},{entry.address['id']}" if entry.address else None
    erp_id = str(entry.location["id"]) if entry.location else standing.erp_id if standing else None
    said = imported.get(address_id or "")
    theirs = says.get(erp_id or "") if entry.location else None
    if address_id is None and standing is None and not _worth_an_address(entry.location):
        return None
    pair = Pair(
        external=Side(_importable(said, entry), gone=_address_gone(entry)),
        erp=Side(replace(theirs, source_id=number) if theirs else None, gone=_location_gone(customer, erp_id)),
        standing=standing,
        absorbs=entry.absorbs,
        erp_id=erp_id,
        erp_key=_key(entry.location) or (standing.erp_key if standing else None),
        restored=entry.restored,
    )
    decided = settle(pair, desk.settings.entities.of(desk.entity))
    return _as_deactivation(desk, customer, pair, decided) if decided else None


def _importable(said: Mapped | None, entry: Entry) -> Mapped | None:
    """Give an address that came back with its location switched on again."""
    if said is None:
        return None
    passing = {DEACTIVATE: False, "restored": entry.restored}
    document = said.document
    if document is not None and entry.restored:
        document = {**document, "Active": True}
    return replace(said, document=document, details={**said.details, **passing})


def _worth_an_address(location: Mapping[str, Any] | None) -> bool:
    """Tell whether a location nobody synchronised yet goes to the store: active, and not blank (3.4)."""
    if location is None:
        return False
    return location.get("Active") is not False and not is_blank(address_of(location))


def _address_gone(entry: Entry) -> bool:
    standing = entry.standing
    return entry.address is None and standing is not None and not is_unborn(standing.external_id)


def _location_gone(customer: _Customer, erp_id: str | None) -> bool:
    row = customer.locations.get(erp_id or "")
    return row is not None and GONE in row.payload


def _as_deactivation(desk: PairDesk, customer: _Customer, pair: Pair, decided: Decided) -> Decided:
    """Turn a deletion in the store into its consequence in the ERP, unless the whole customer is gone (3.4)."""
    standing, direction = pair.standing, desk.settings.entities.of(desk.entity).sync_direction
    plain = decided.mapped.event is not Event.DELETED or not pair.external.gone or pair.erp.gone
    if plain or GONE in customer.record.payload or direction is SyncDirection.EXPORT:
        return decided
    if standing is None or standing.erp_id is None:
        return decided
    document = {"id": standing.erp_id, "Active": False}
    mapped = replace(decided.mapped, event=Event.PREPARED, reason=None, document=document, details={DEACTIVATE: True})
    return replace(decided, mapped=mapped, operation=LastOperation.DELETED_EXTERNALLY)


def _key(location: Mapping[str, Any] | None) -> str | None:
    if not location:
        return None
    return ",".join(str(location.get(name) or "").strip() for name in ("Customer", "LocationID"))


def book_hash(addresses: Iterable[Mapping[str, Any]]) -> str:
    """Give the hash of an address book, whatever the order it came in."""
    return content_hash(sorted((dict(each) for each in addresses), key=lambda each: int(each["id"])))
