"""Customers and locations as the ERP answers them, and what they become in the store."""

from __future__ import annotations

from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations_export import export_locations
from bc_myob.model.records import SourceRecord
from tests.mapping.customer_shop import settings
from tests.mapping.present import NOW

STREET = {
    "AddressLine1": "3650 Taylor Street",
    "City": "New York",
    "State": "NY",
    "PostalCode": "10007",
    "Country": "US",
}


def customer(name="Fruitico Coffee and Cakes", *, klass="COMMERCEBB", **contact):
    shown = {"Email": "buy@fruitico.example", "Phone1": "555-1"} | contact
    return {"CustomerID": "FRUITICO", "CustomerName": name, "CustomerClass": klass, "MainContact": shown}


def exported_customer(payload, **changes):
    (only,) = export_customers(Given(settings(**changes), [SourceRecord("guid-1", payload)], now=NOW))
    return only


def exported_location(contact=None, *, address=STREET, name="Hoppy Place", **changes):
    payload = {"Customer": "C1", "LocationID": "MAIN", "LocationName": name}
    payload |= {"LocationContact": (contact or {}) | {"Address": address}} | changes.pop("more", {})
    (only,) = export_locations(Given(settings(**changes), [SourceRecord("guid-9", payload)], now=NOW))
    return only


def location(**more):
    address = {"AddressLine1": "1 Quay", "City": "Hobart", "Country": "AU", "State": "TAS", "PostalCode": "7000"}
    contact = {"Attention": "May O'Brien", "CompanyName": "Harbour Kitchen", "Address": address}
    return {"Customer": "C1", "LocationID": "L1", "LocationName": "Quay", "LocationContact": contact} | more
