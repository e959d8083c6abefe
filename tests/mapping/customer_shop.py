"""A small address book to map: customers and addresses as BigCommerce prints them, and settings to map them with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.store.settings import StoreSettings
from tests.mapping.present import NOW

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"


def settings(**changes: Any) -> StoreSettings:
    return StoreSettings(**(yaml.safe_load(DEMO.read_text(encoding="utf-8")) | changes))


def address(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "first_name": "Isabelle",
        "last_name": "Bober",
        "company": "Hoppy Place Coffee and Cakes",
        "address1": "3690 Taylor Street",
        "address2": "",
        "city": "New York",
        "state_or_province": "New York",
        "postal_code": "10007",
        "country_code": "US",
        "country": "United States",
        "phone": "555-0100",
        "address_type": "commercial",
    } | changes


def customer(*addresses: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": 27,
        "email": "isabelle@hoppyplace.example",
        "first_name": "Isabelle",
        "last_name": "Bober",
        "company": "Hoppy Place Coffee and Cakes",
        "phone": "555-0199",
        "customer_group_id": 0,
        "tax_exempt_category": "",
        "addresses": list(addresses),
    } | changes


def records(*payloads: Mapping[str, Any]) -> list[SourceRecord]:
    return [SourceRecord(str(payload["id"]), payload) for payload in payloads]


def mapped_customer(payload: Mapping[str, Any], **changes: Any) -> Mapped:
    (only,) = map_customers(Given(settings(**changes), records(payload), now=NOW))
    return only


def mapped_locations(
    payload: Mapping[str, Any], *links: Link, owner: Link | None = None, **changes: Any
) -> list[Mapped]:
    owners = {"27": owner or Link("27", "27", Status.PROCESSED, "guid-27", "C000123")}
    known = {Entity.CUSTOMER: owners, Entity.CUSTOMER_LOCATION: {link.external_id: link for link in links}}
    return map_locations(Given(settings(**changes), records(payload), known, now=NOW))


def location_link(number: int, location: str | None, status: Status = Status.PROCESSED) -> Link:
    details = {"LocationID": location} if location else {}
    return Link(f"27,{number}", "27", status, f"guid-{number}", f"C000123,{location}", details=details)
