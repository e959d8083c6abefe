"""Addresses and locations of both systems as pairs, one customer's book at a time (connector 3)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bc_myob.mapping.addresses import in_order
from bc_myob.mapping.locations_export import address_of, is_blank
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import ONCE, Decided, is_unborn
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import READY_TO_PROCESS, Event, Status
from bc_myob.operators.pairing.households import synchronised
from bc_myob.operators.pairing.pairs import PairDesk, erp_seen, store_seen
from bc_myob.sync.books import Book, Entry
from bc_myob.sync.deletion import DEACTIVATE, SET_ASIDE, as_deactivation
from bc_myob.sync.households import Household
from bc_myob.sync.pairing import settle
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_LOCATIONS_STREAM
from bc_myob.sync.sides import Pair, Side

log = logging.getLogger(__name__)


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
    decided = [
        each
        for customer in synchronised(desk, customer_ids)
        if _is_readable(customer)
        for each in _of_customer(desk, customer)
        if customer.owner.in_erp or each.mapped.event is Event.DELETED
    ]
    waiting = _waiting(desk, customer_ids)
    return desk.save(decided, [each for each in done if each.source_id not in waiting])


def _waiting(desk: PairDesk, customer_ids: Sequence[str]) -> set[str]:
    """Give the customers who are still to be synchronised: their books are looked at again by the run that does it."""
    owners = desk.records.standings(Entity.CUSTOMER, external_id=customer_ids)
    return {each.external_id for each in owners if each.status in READY_TO_PROCESS and not each.in_erp}


def _is_readable(customer: Household) -> bool:
    """Tell whether all of the store's address book can be read; else nothing is decided, least of all a deletion."""
    try:
        in_order(customer.record.payload.get("addresses"))
    except ValueError as error:
        log.warning("Customer %s: %s; its locations stay as they are", customer.owner.external_id, error)
        return False
    return True


def _of_customer(desk: PairDesk, customer: Household) -> Iterable[Decided]:
    number = customer.owner.external_id
    says = desk.exported(list(customer.locations.values()))
    book = Book(
        customer=number,
        addresses=in_order(customer.record.payload.get("addresses")),
        locations=customer.live_locations,
        standings=customer.places,
        strays=customer.strays,
        gone=customer.gone_locations,
        own_main=customer.own_main,
        says={key: each.content or {} for key, each in says.items()},
        reference=desk.settings.reference,
    )
    entries = book.entries()
    imported = desk.imported([customer.record], _links(customer, entries))
    default = _next_default(customer, entries)
    for entry in entries:
        if (found := _decided(desk, customer, entry, imported, says, default=entry is default)) is not None:
            yield found


def _links(customer: Household, entries: Sequence[Entry]) -> dict[Entity, dict[str, Link]]:
    """Give what the import mapping asks: the owner, and which location each address has (MAIN is given once)."""
    owner = customer.owner
    number = owner.external_id
    owners = {number: Link(number, number, Status.PROCESSED, owner.erp_id, owner.erp_key)}
    places = {}
    for place, entry in enumerate(entries):
        key = f"{number},{entry.address['id']}" if entry.address else f"other {place}"
        details = dict(entry.standing.details) if entry.standing else {}
        if entry.location and not entry.awaited:
            details["LocationID"] = entry.location.get("LocationID")
        erp_id = entry.location["id"] if entry.location else entry.standing.erp_id if entry.standing else None
        places[key] = Link(key, number, Status.PROCESSED, erp_id, details=details)
    return {Entity.CUSTOMER: owners, Entity.CUSTOMER_LOCATION: places}


def _next_default(customer: Household, entries: Sequence[Entry]) -> Entry | None:
    """Give the new address whose location becomes the default: the first, where the ERP lost the default (3.4)."""
    waiting = (each for each in entries if each.address and each.location is None and not _arrived(each))
    return next(waiting, None) if customer.lost_its_default else None


def _arrived(entry: Entry) -> bool:
    return entry.standing is not None and entry.standing.erp_id is not None


def _decided(  # noqa: PLR0913 - one pair of one book
    desk: PairDesk,
    customer: Household,
    entry: Entry,
    imported: Mapping[str, Mapped],
    says: Mapping[str, Mapped],
    *,
    default: bool,
) -> Decided | None:
    number, standing = customer.owner.external_id, entry.standing
    address_id = f"{number},{entry.address['id']}" if entry.address else None
    erp_id = str(entry.location["id"]) if entry.location else standing.erp_id if standing else None
    said = imported.get(address_id or "")
    stays = _rests(entry) or customer.is_gone  # who is not in the store has no address book there
    stays = stays or _says_nothing_new(customer, entry)
    theirs = says.get(erp_id or "") if entry.location and not stays else None
    if address_id is None and standing is None and not _worth_an_address(customer, entry):
        return None
    pair = Pair(
        external=Side(
            _importable(said, entry, default=default),
            gone=_address_gone(entry),
            seen=store_seen(desk.entity, address_id or "", customer.record, standing),
            record=entry.address,
        ),
        erp=Side(
            replace(theirs, source_id=number) if theirs else None,
            gone=customer.lost(erp_id),
            seen=erp_seen(customer.locations.get(erp_id or ""), standing),
            record=entry.location,
        ),
        standing=replace(standing, erp_hash="") if standing and _wakes(entry) else standing,
        absorbs=entry.absorbs,
        erp_id=erp_id,
        erp_key=_key(entry.location) or (standing.erp_key if standing else None),
        restored=entry.restored,
        reentered=entry.reentered,
    )
    rules = desk.settings.entities.of(desk.entity)
    decided = _unrivalled(settle(pair, rules), entry)
    lost = pair.external.gone and not pair.erp.gone and not customer.is_gone
    return as_deactivation(decided, standing, rules) if decided and lost else decided


def _unrivalled(decided: Decided | None, entry: Entry) -> Decided | None:
    """Give Failed for an address whose creation would find the location that another address has: none has two."""
    if decided is None or entry.rival is None or decided.mapped.event not in {Event.PREPARED, Event.RESTORED}:
        return decided
    reason = (
        f"{entry.rival.erp_key} carries the External Reference of this address in MYOB Advanced, and is the location "
        f"of {entry.rival.external_id}. Delete one of the two addresses in the store, or put the reference of the "
        "other one there; then set this record as Prepared."
    )
    return replace(decided, mapped=replace(decided.mapped, event=Event.FAILED, document=None, reason=reason))


def _importable(said: Mapped | None, entry: Entry, *, default: bool) -> Mapped | None:
    """Give what an address says to the ERP, with what only this once is sent.

    One that came back switches its location on again; `default`: a new one becomes the customer's default location.
    """
    if said is None:
        return None
    once = ({"Active": True} if entry.restored else {}) | ({"Default": True} if default else {})
    passing = {DEACTIVATE: False, "restored": entry.restored, ONCE: sorted(once)}
    document = None if said.document is None else {**said.document, **once}
    return replace(said, document=document, details={**said.details, **passing})


def _says_nothing_new(customer: Household, entry: Entry) -> bool:
    """Tell whether an address met MAIN as our own write has made it: the address is carried, whatever the primary."""
    standing = entry.standing
    never = standing is None or (standing.external_hash, standing.erp_hash) == (None, None)
    return never and entry.address is not None and _is_own_main(customer, entry.location)


def _is_own_main(customer: Household, location: Mapping[str, Any] | None) -> bool:
    return location is not None and location["id"] == customer.own_main


def _worth_an_address(customer: Household, entry: Entry) -> bool:
    """Tell whether a location nobody synchronised yet goes to the store: active, and not blank (3.4).

    Nor MAIN that says what an address of the store has said: only while the customer has had none it is the ERP's.
    """
    location = entry.location
    if location is None or entry.awaited:
        return False
    if _is_own_main(customer, location) and (customer.record.payload.get("addresses") or customer.places):
        return False
    return location.get("Active") is not False and not is_blank(address_of(location))


def _rests(entry: Entry) -> bool:
    """Tell whether a location is inactive because its address was deleted: edits of it go nowhere (3.4)."""
    is_deleted = entry.address is None and entry.standing is not None and entry.standing.status is Status.DELETED
    return is_deleted and entry.location is not None and entry.location.get("Active") is False


def _wakes(entry: Entry) -> bool:
    """Tell whether a location that was set inactive with its address is active again: a change of the ERP (8.6)."""
    aside = entry.standing is not None and entry.standing.status is Status.DELETED and entry.standing.details
    back = entry.address is None and entry.location is not None and entry.location.get("Active") is not False
    return back and bool(aside and aside.get(SET_ASIDE))


def _address_gone(entry: Entry) -> bool:
    standing = entry.standing
    return entry.address is None and standing is not None and not is_unborn(standing.external_id)


def _key(location: Mapping[str, Any] | None) -> str | None:
    if not location:
        return None
    return ",".join(str(location.get(name) or "").strip() for name in ("Customer", "LocationID"))
