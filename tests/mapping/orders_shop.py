"""Orders as the store answers them, for the tests of mapping: built by the stand-in shop, read as the hook reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from bc_myob.mapping.addresses import address_key
from bc_myob.mapping.contract import check_document_fields
from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import map_orders
from bc_myob.model.codec import loads
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.loading import load_store
from bc_myob.store.settings import StoreSettings
from sandbox.kit import Options
from sandbox.shop.basket import Draft, line
from sandbox.shop.orders import build_order
from sandbox.shop.places import Address
from sandbox.store import journal_wire, order_wire, wire
from sandbox.store.numbering import numbered
from sandbox.store.options import SWITCHES
from tests.mapping.present import NOW, THEN

Links = dict[Entity, dict[str, Link]]
DEMO = load_store("demo")
CREATED = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
MAY = Address(
    first_name="May",
    last_name="O'Brien",
    company="Harbour Kitchen",
    street_1="12 Wharf Road",
    street_2="Shop 4",
    city="Balmain",
    zip="2041",
    state="New South Wales",
    phone="02 9555 0101",
    email="may@harbourkitchen.example",
)
GRANDMA = Address(
    first_name="Zoë",
    last_name="Núñez",
    street_1="Flat 3, 77 Lambton Quay",
    city="Wellington",
    zip="6011",
    country_iso2="NZ",
)
JAM = Draft(billing=MAY, lines=(line("JAM-QUINCE", 5),), customer_id=7)


def settings(**orders: Any) -> StoreSettings:
    """Give the demo store's settings with other order settings; `taxes` changes single tax settings."""
    taxes = {**DEMO.orders.taxes.model_dump(), **orders.pop("taxes", {})}
    changed = {**DEMO.orders.model_dump(), **orders, "taxes": taxes}
    return StoreSettings.model_validate({**DEMO.model_dump(), "orders": changed})


def stored(draft: Draft, order_id: int = 1001, created: datetime = CREATED) -> dict[str, Any]:
    """Give the order as the store keeps it, with ids."""
    numbers = count(1)
    return numbered(build_order(draft, created), order_id, lambda _kind: next(numbers))


def answered(row: dict[str, Any], **switches: Any) -> dict[str, Any]:
    """Give the stored order as `GET /v2/orders?include=consignments.line_items,fees` answers it."""
    view = order_wire.View("", frozenset(order_wire.INCLUDES), as_object=True, switches=options(**switches))
    answer = loads(bytes(wire.v2(view.order(row)).body).decode())
    return dict(answer)


def order(draft: Draft, order_id: int = 1001, created: datetime = CREATED, **changes: Any) -> dict[str, Any]:
    """Give a drafted order as the store answers it; `changes` overwrite fields."""
    return answered(stored(draft, order_id, created)) | changes


def transactions(row: dict[str, Any], **switches: Any) -> list[dict[str, Any]]:
    """Give the transactions of a stored order as V3 answers them."""
    return list(loads(bytes(wire.v3(journal_wire.listed(row, options(**switches))).body).decode())["data"])


def options(**switches: Any) -> Options:
    """Give the stand-in store's switches."""
    made = Options(SWITCHES)
    for name, value in switches.items():
        made.set(**{name: value})
    return made


def customer(number: int = 7, status: Status = Status.PROCESSED, **more: Any) -> Links:
    """Give the links of one customer of the store."""
    key = f"C{number:06d}" if status is Status.PROCESSED or more.get("synchronised") else None
    return {Entity.CUSTOMER: {str(number): Link(str(number), str(number), status, erp_key=key, **more)}}


def mapped(
    payload: Mapping[str, Any], store: StoreSettings = DEMO, links: Mapping[Entity, Mapping[str, Link]] | None = None
) -> Mapped:
    """Give what mapping makes of one order."""
    return map_orders(Given(store, [SourceRecord(str(payload["id"]), payload)], links or {}, now=NOW))[0]


def money(text: str) -> Decimal:
    """Give an amount."""
    return Decimal(text)


def document(draft: Draft = JAM, settings: StoreSettings = DEMO, links: Links | None = None, **changes: Any) -> Any:
    """Give the document of a drafted order, which has to be sendable; by default that of May's jam."""
    found = mapped(order(draft, **changes), settings, customer() if links is None else links)
    assert found.event is Event.PREPARED, found.reason
    assert found.document is not None
    check_document_fields("SalesOrder", found.document, DEMO.endpoint.version)
    return found.document


def all_mapped(*payloads: Mapping[str, Any], settings: StoreSettings = DEMO) -> list[Mapped]:
    """Give what mapping makes of several orders that customer 7 changed at one moment."""
    sources = [SourceRecord(str(one["id"]), one, THEN) for one in payloads]
    return map_orders(Given(settings, sources, customer(), now=NOW))


def changed(**parts: Any) -> StoreSettings:
    """Give the demo settings with other parts."""
    return StoreSettings.model_validate(DEMO.model_dump() | parts)


def own(target: str, source: str) -> StoreSettings:
    """Give the demo settings with one mapping of the user's own."""
    return changed(mappings=[{"entity": "Sales Order", "target": target, "source": source}])


def known_order(**details: Any) -> Links:
    """Give the links of order 1001, which is in the ERP."""
    return {Entity.SALES_ORDER: {"1001": Link("1001", "1001", Status.PROCESSED, "guid", "EO,EO1", details=details)}}


def locations(address: Mapping[str, Any], owner: str = "7") -> Links:
    """Give the links of customer 7, and of a location of that address which is `owner`'s."""
    details = {"address_key": address_key(address), "LocationID": "L00002"}
    link = Link("7,31", owner, Status.PROCESSED, erp_key="C000007,L00002", details=details)
    return customer() | {Entity.CUSTOMER_LOCATION: {"7,31": link}}
