"""Addresses of the store's customers -> Customer Locations (AR303020). The table is in `locations_table.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from bc_myob.mapping.addresses import address_key, country_complaint, in_order
from bc_myob.mapping.creation import required
from bc_myob.mapping.frames import objects, to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations_table import LOCATION
from bc_myob.mapping.outcomes import Draft, outcome
from bc_myob.mapping.rules import apply_mappings, held_back
from bc_myob.mapping.table import documents
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Status

MAIN: Final = "MAIN"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One address with its owner and what Sync History knows of both."""

    record: SourceRecord
    address: Mapping[str, Any]
    owner: Link | None
    link: Link | None

    @property
    def external_id(self) -> str:
        """Customer id and address id, as Sync History shows it."""
        return f"{self.record.source_id},{self.address.get('id')}"


def map_locations(given: Given) -> list[Mapped]:
    """Give one outcome per address of each customer; none where a customer has no address."""
    entries = _entries(given)
    frame = address_frame(given)
    held = held_back(given.settings, Entity.CUSTOMER_LOCATION, frame)
    columns = {
        "_erp.customer": [entry.owner.erp_key if entry.owner else None for entry in entries],
        "_erp.location": _location_ids(given, entries, held),
        "_erp.first_phone": [in_order(_book(entry.record))[0].get("phone") for entry in entries],
    }
    for name, values in columns.items():
        frame[name] = objects(values, frame.index)
    made = documents(LOCATION, frame, given.settings)
    standard = [document.get("LocationName") for document in made]
    faults = apply_mappings(given.settings, Entity.CUSTOMER_LOCATION, made, frame, now=given.now)
    unmapped = required(made, standard, "LocationName")
    drafts = zip(entries, made, held, faults, unmapped, strict=True)
    return [
        outcome(entry.record, _draft(given, entry, document, hold, fault, at_creation))
        for entry, document, hold, fault, at_creation in drafts
    ]


def address_frame(given: Given) -> pd.DataFrame:
    """Give the addresses as filters and mappings see them: the store's own fields, and `customer.` for the owner's."""
    return to_frame([_payload(entry) for entry in _entries(given)])


def _entries(given: Given) -> list[_Entry]:
    return [_entry(given, record, each) for record in given.sources for each in in_order(_book(record))]


def _entry(given: Given, record: SourceRecord, address: Mapping[str, Any]) -> _Entry:
    link = given.link(Entity.CUSTOMER_LOCATION, f"{record.source_id},{address.get('id')}")
    return _Entry(record, address, given.link(Entity.CUSTOMER, record.source_id), link)


def _book(record: SourceRecord) -> Sequence[Mapping[str, Any]]:
    return record.payload.get("addresses") or ()


def _payload(entry: _Entry) -> dict[str, Any]:
    customer = {name: value for name, value in entry.record.payload.items() if name != "addresses"}
    return dict(entry.address) | {"customer": customer}


def _location_ids(given: Given, entries: Sequence[_Entry], held: Sequence[str | None]) -> list[str | None]:
    """Give MAIN to the address that holds it, else to the first one that passes, unless another holds it already.

    Numbers of other locations are never sent: a document that gained one after its creation would look changed.
    """
    links = given.links.get(Entity.CUSTOMER_LOCATION, {}).values()
    taken = {link.source_id for link in links if link.details.get("LocationID") == MAIN}
    found: list[str | None] = []
    for entry, hold in zip(entries, held, strict=True):
        number = entry.record.source_id
        first = hold is None and number not in taken and not _linked(entry)
        holds = entry.link is not None and entry.link.details.get("LocationID") == MAIN
        found.append(MAIN if first or holds else None)
        if hold is None:
            taken.add(number)
    return found


def _linked(entry: _Entry) -> bool:
    return entry.link is not None and entry.link.erp_id is not None


def _draft(  # noqa: PLR0913, PLR0917 - what the steps above made of one address
    given: Given,
    entry: _Entry,
    document: Mapping[str, Any],
    hold: str | None,
    fault: str | None,
    at_creation: list[str],
) -> Draft:
    kept = dict(entry.link.details) if entry.link else {}
    return Draft(
        external_id=entry.external_id,
        reference=single_line(given.settings.reference(str(entry.address.get("id")))),
        description=_description(entry),
        document=document,
        held=hold,
        rule=_owner_missing(entry),
        fault=fault or _complaint(entry, document),
        details=kept | {"address_key": address_key(entry.address), CREATES_WITH: at_creation},
    )


def _owner_missing(entry: _Entry) -> str | None:
    """Say that the customer is not synchronised: its locations are skipped by rule (connector 3.1)."""
    owner, number = entry.owner, entry.record.source_id
    if owner is not None and owner.in_erp:
        return None
    if owner is None:
        state = "has not been synchronised yet"
    else:
        processed = owner.status is Status.PROCESSED
        state = "has no number in the ERP" if processed else f"is {owner.status}, not Processed"
    return (
        f"Customer {number}, the owner of this address, {state}; "
        "the address follows by itself as soon as the customer is Processed."
    )


def _complaint(entry: _Entry, document: Mapping[str, Any]) -> str | None:
    if "LocationName" not in document:
        return "The address has neither a company nor a name to name the location by; add one of them in the store."
    return country_complaint(entry.address, "the address")


def _description(entry: _Entry) -> str:
    parts = (entry.address.get(name) for name in ("company", "address1", "city"))
    return single_line(", ".join(as_text(part) for part in parts if part))
