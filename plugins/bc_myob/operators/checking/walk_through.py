"""The seed's walk-through "Customers with Multiple Locations" on a test store: made, checked, and how to remove it.

A marked customer with two addresses is created in the store, read back as a run would read it, mapped by the same
tables, saved in the ERP and compared (connector 10.2); where customers travel both ways, an edit of the location MAIN
is carried back. A later sync run finds the records by their references.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import equals
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.mapping.addresses import in_order
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import MAIN, map_locations
from bc_myob.mapping.locations_export import export_locations
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.operators.base import utc_now
from bc_myob.operators.checking.walk import (
    Pair,
    Walk,
    as_mapped,
    at,
    create_in_store,
    different,
    document_of,
    only,
    read_from_store,
    save_in_erp,
    told,
)
from bc_myob.operators.reading.erp_streams import asked_of, erp_record
from bc_myob.operators.systems import store_hook
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY

_PLACES: Final = (
    {"address1": "3690 Taylor Street", "city": "Sydney", "postal_code": "2000"},
    {"address1": "2671 Simons Hollow Road", "city": "Parramatta", "postal_code": "2150"},
)
_BOXES: Final = {
    "AccountRef": "Ext. Ref. Nbr.",
    "CustomerName": "Account Name",
    "CustomerClass": "Customer Class",
    "MainContact.Email": "Account Email",
}
_EDITED: Final = {"first_name": "Gail", "last_name": "Anderson", "address1": "3650 Taylor Street"}


def walk(settings: StoreSettings, session: ErpSession) -> dict[str, Any]:
    """Give {says, remove, wrong}: what was made, how to remove it, and what is not as it should be ("" if all is)."""
    return told(Walk(settings, session, utc_now()), _steps)


def _steps(walking: Walk) -> str:
    pair = walking.begin("A")
    with closing(store_hook(walking.settings)) as hook:
        create_in_store(hook, pair, _customer(pair))
        record = SourceRecord(pair.store_id, read_from_store(hook, pair))
        document = document_of(map_customers(Given(walking.settings, [record], now=walking.started)))
        saved = save_in_erp(walking, pair, document, ("MainContact",))
        _save_locations(walking, pair, record, saved)
        wrong = _differences(walking, pair, record, document)
        if walking.settings.entities.customer.sync_direction is SyncDirection.BIDIRECTIONAL:
            wrong += _back_again(walking, pair, hook, record)
    return " ".join(wrong)


def _customer(pair: Pair) -> dict[str, Any]:
    person = {"first_name": "Isabelle", "last_name": "Bober", "phone": "0255500140"}
    address = {"country_code": "AU", "state_or_province": "New South Wales", "address_type": "residential"}
    addresses = [
        person | address | place | {"company": f"{pair.name} {number}"} for number, place in enumerate(_PLACES, 1)
    ]
    return person | {"email": pair.email, "company": pair.name, "addresses": addresses}


def _save_locations(walking: Walk, pair: Pair, record: SourceRecord, saved: Mapping[str, Any]) -> None:
    owner = Link(record.source_id, record.source_id, Status.PROCESSED, erp_id=str(saved["id"]), erp_key=pair.customer)
    owners = {Entity.CUSTOMER: {record.source_id: owner}}
    for one in map_locations(Given(walking.settings, [record], owners, now=walking.started)):
        location = walking.session.put("CustomerLocation", document_of([one]))
        pair.locations.append(str(location["LocationID"]))


def _differences(walking: Walk, pair: Pair, record: SourceRecord, document: Mapping[str, Any]) -> list[str]:
    """Give what the ERP has otherwise than the store, or than the user's own mappings make of it."""
    settings = walking.settings
    saved = walking.session.get("Customer", pair.customer, expand=("MainContact",))
    scenario = {
        "AccountRef": settings.reference(record.source_id),
        "CustomerName": record.payload.get("company"),
        "CustomerClass": settings.customers.customer_class,
        "MainContact.Email": record.payload.get("email"),
    }
    wanted = as_mapped(walking, Entity.CUSTOMER, "Import", scenario, document)
    has = {title: at(saved, name) for name, title in _BOXES.items()}
    found = different(pair.customer, has, {_BOXES[name]: value for name, value in wanted.items()})
    rows = walking.session.find("CustomerLocation", where=equals("Customer", pair.customer))
    if len(rows) != len(_PLACES):
        found.append(f"{pair.customer} has {len(rows)} locations in place of {len(_PLACES)}.")
    if MAIN not in pair.locations:
        found.append(f"The first address is not location {MAIN}.")
    return found


def _back_again(walking: Walk, pair: Pair, hook: BigCommerceHook, record: SourceRecord) -> list[str]:
    """Edit MAIN in the ERP, carry that to the store, and give what did not arrive."""
    asked = asked_of(REGISTRY[Entity.CUSTOMER_LOCATION], walking.settings)
    main = _main(walking, pair, asked.select, asked.expand)
    edited = {"Attention": "Gail Anderson", "Address": {"AddressLine1": _EDITED["address1"]}}
    overrides = {"AddressOverride": True, "ContactOverride": True}
    change = {"id": main["id"], "Customer": pair.customer, "LocationID": MAIN, **overrides, "LocationContact": edited}
    walking.session.put("CustomerLocation", change, update_only=True)
    location = erp_record(_main(walking, pair, asked.select, asked.expand))
    sent = document_of(export_locations(Given(walking.settings, [location], now=walking.started)))
    first = only(in_order(record.payload.get("addresses")), "the store shows no address of the test customer")
    StoreWriter(hook.api).update_addresses([{"id": first["id"], **sent}])
    book = [row for page in hook.addresses_of([int(pair.store_id)]) for row in page.records]
    there = only((row for row in book if row.get("id") == first["id"]), "the edited address is not in the store")
    wanted = as_mapped(walking, Entity.CUSTOMER_LOCATION, "Export", _EDITED, sent)
    return different(f"address {first['id']} of the store", there, wanted)


def _main(walking: Walk, pair: Pair, select: tuple[str, ...], expand: tuple[str, ...]) -> dict[str, Any]:
    where = f"{equals('Customer', pair.customer)} and {equals('LocationID', MAIN)}"
    rows = walking.session.find("CustomerLocation", where=where, select=select, expand=expand)
    return only(rows, f"the ERP does not show location {MAIN} of {pair.customer}")
