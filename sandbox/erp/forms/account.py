"""An account's contacts, addresses and locations, and how they follow each other (section 6, Customer)."""

from __future__ import annotations

import copy

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.records import Record
from sandbox.erp.trees import Values

MAIN = "MAIN"
# fields of the customer that are the default location's
LOCATION_FIELDS = {
    "LocationName": "LocationName",
    "PriceClassID": "PriceClass",
    "ShipVia": "ShipVia",
    "ShippingAddressOverride": "AddressOverride",
    "ShippingContactOverride": "ContactOverride",
    "ShippingRule": "ShippingRule",
    "ShippingTerms": "ShippingTerms",
    "ShippingZoneID": "ShippingZone",
    "TaxRegistrationID": "TaxRegistrationID",
    "TaxZone": "TaxZone",
    "WarehouseID": "Warehouse",
}


def display_name(contact: Values) -> str | None:
    """Return "Last, First" as the ERP shows people, else the company."""
    names = [contact[name] for name in ("LastName", "FirstName") if contact.get(name)]
    return ", ".join(names) or contact.get("CompanyName")


def follow(draft: Draft, kind: str, main: Values) -> None:
    """Copy the main contact and address into the billing or shipping contact where it has none of its own."""
    contact = draft.linked(f"{kind}Contact")
    if not draft[f"{kind}ContactOverride"]:
        copy_fields(main, contact)
    if not draft[f"{kind}AddressOverride"]:
        contact["Address"] = main["Address"] | {"id": (contact.get("Address") or main["Address"])["id"]}


def copy_fields(source: Values, target: Values) -> None:
    """Copy a contact's own fields, not its id, number or address."""
    kept = {name: target[name] for name in ("id", "ContactID", "Address") if name in target}
    target.clear()
    target |= {name: value for name, value in source.items() if name not in ("ContactID", "Address")} | kept


def share(customer: Values, location: Values) -> None:
    """Carry the customer's shipping settings into its default location."""
    for ours, theirs in LOCATION_FIELDS.items():
        location[theirs] = customer.get(ours)
    shipping = copy.deepcopy(customer["ShippingContact"])
    contact = location["LocationContact"]
    address = shipping["Address"] | {"id": contact["Address"]["id"]}
    copy_fields(shipping, contact)
    contact["Address"] = address


def follow_account(location: Values, customer: Record) -> None:
    """Copy the account's contact and address into a location that does not override them."""
    main, contact = customer["MainContact"], location["LocationContact"]
    if not location.get("ContactOverride"):
        copy_fields(main, contact)
    if not location.get("AddressOverride"):
        contact["Address"] = main["Address"] | {"id": contact["Address"]["id"]}


def locations(customer: str, desk: Desk) -> list[Record]:
    """Return a customer's locations."""
    return [found for found in desk.books.all("CustomerLocation") if found["Customer"] == customer]


def default_location(customer: Record, desk: Desk) -> Record | None:
    """Return the customer's default location."""
    main = desk.books.find("CustomerLocation", customer["CustomerID"], MAIN)
    if main and main["Default"]:
        return main
    return next((found for found in locations(customer["CustomerID"], desk) if found["Default"]), None)
