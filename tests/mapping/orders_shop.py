"""Orders as the store answers them, for the tests of mapping: built by the stand-in shop, read as the hook reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import map_orders
from bc_myob.model.codec import loads
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.store.loading import load_store
from bc_myob.store.settings import StoreSettings
from sandbox.kit import Options
from sandbox.shop.basket import Draft
from sandbox.shop.orders import build_order
from sandbox.shop.places import Address
from sandbox.store import journal_wire, order_wire, wire
from sandbox.store.numbering import numbered
from sandbox.store.options import SWITCHES
from tests.mapping.present import NOW

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


def customer(number: int = 7, status: Status = Status.PROCESSED, **more: Any) -> dict[Entity, dict[str, Link]]:
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
