"""What the mapping tables need to know of one order beyond its own fields: the columns that start with `erp.`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.mapping.addresses import address_key, country_complaint
from bc_myob.mapping.given import Given
from bc_myob.mapping.orders_details import Record, discount_records, line_records, tax_records
from bc_myob.mapping.orders_left import LOCATION, SENT, TAX_ZONE, remembered, to_send
from bc_myob.mapping.orders_money import Priced, price_order
from bc_myob.mapping.orders_parties import (
    Blocked,
    billing_address,
    customer_id,
    erp_customer,
    first_shipping,
    ship_to,
    ship_via_warning,
    shipping_row,
)
from bc_myob.mapping.orders_rules import brought_cancelled
from bc_myob.mapping.payments_candidates import payment_method
from bc_myob.mapping.rules import is_mapped
from bc_myob.mapping.taxes import TaxRow, basis_of, last_zone, primary_zone, tax_rows, unread
from bc_myob.mapping.totals import Order, Unmappable, currency_of
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import ONCE
from bc_myob.model.records import Link, SourceRecord

_METHOD: Final = "PaymentMethod"
"""It is sent with the order, but no reason to send the order again."""
_UNMAPPED: Final = "A line has no item: the mapping of Details.InventoryID on the Entities form took it away."
Locations = Mapping[tuple[str, str], Link]
"""Synchronised locations by store customer and address key."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One order, ready for the tables: `header` is its payload with `erp`, the others the records of its details."""

    source: SourceRecord
    header: Record
    lines: list[Record]
    discounts: list[Record]
    taxes: list[Record]
    priced: Priced
    details: Record


def facts_of(given: Given, source: SourceRecord, locations: Locations) -> Facts:
    """Give the facts of one order. Unmappable or Blocked says why there are none."""
    order, settings = source.payload, given.settings
    if not currency_of(order):
        raise Unmappable(f"Order {source.source_id} names no currency.")
    customer = _customer(given, order)
    priced = price_order(order, basis_of(settings.orders.taxes))
    taxes = tax_rows(order, priced.stated, settings.orders.taxes)
    lines = line_records(priced, settings.orders)
    if not lines:
        raise Unmappable(f"Order {source.source_id} has no lines.")
    erp = _erp(given, order, location_of(given, order, locations), priced, taxes) | {"customer": customer}
    return Facts(
        source=source,
        header={**order, "erp": erp},
        lines=lines,
        discounts=discount_records(order, priced, settings.orders),
        taxes=tax_records(taxes),
        priced=priced,
        details=_details(given, order, priced, erp),
    )


def location_of(given: Given, order: Order, locations: Locations) -> Link | None:
    """Give the location made of the shipping address, if it is one of the shopper's address book (connector 4.3)."""
    shipping = first_shipping(order)
    if shipping is None or not customer_id(order) or not given.settings.entities.customer_location.active:
        return None
    return locations.get((str(customer_id(order)), address_key(shipping)))


def incomplete(facts: Facts, document: Mapping[str, Any]) -> str | None:
    """Give the reason against a document in which a required field is still missing; the user's mappings came first."""
    order = facts.source.payload
    for side, whose in (("BillTo", "the billing address"), ("ShipTo", "the shipping address")):
        address = billing_address(order) if side == "BillTo" else ship_to(order)
        complaint = country_complaint(address, whose)
        if complaint and not document.get(f"{side}Address", {}).get("Country"):
            return complaint
    lines = zip(facts.lines, document["Details"], strict=True)
    return next((each["erp"]["lacks_item"] or _UNMAPPED for each, line in lines if not line.get("InventoryID")), None)


def _customer(given: Given, order: Order) -> str | None:
    try:
        return erp_customer(given, order)
    except Blocked:
        if is_mapped(given.settings, Entity.SALES_ORDER, "CustomerID"):
            return None  # the user's mapping may name one: one customer for all shoppers, say
        raise


def _erp(
    given: Given, order: Order, location: Link | None, priced: Priced, taxes: list[TaxRow] | None
) -> dict[str, Any]:
    settings = given.settings
    row = shipping_row(order, settings.shipping)
    details = location.details if location else {}
    zone = primary_zone(settings.orders.taxes)
    optional = {
        "ShippingTerms": row.shipping_terms if row else "",
        "ShippingZone": row.shipping_zone if row else "",
        TAX_ZONE: zone,
        LOCATION: details.get(LOCATION),
    }
    sends = to_send(given.order_link(order), optional)
    return {
        "reference": settings.reference(order["id"]),
        "location": optional[LOCATION],
        "ship_to": ship_to(order),
        "currency": priced.stated.currency,
        "ship_via": row.ship_via or None if row else None,
        "shipping_terms": optional["ShippingTerms"],
        "shipping_zone": optional["ShippingZone"],
        "optional": optional,
        "sends": sends,
        "freight": priced.freight,
        "payment_method": payment_method(order, given.transactions.get(str(order["id"])), settings.payments),
        "tax_zone": zone,
        "own_tax_zone": bool(zone) if TAX_ZONE in sends else None,
        "taxes_given": None if taxes is None else True,
    }


def _details(given: Given, order: Order, priced: Priced, erp: Record) -> Record:
    warning = ship_via_warning(order, shipping_row(order, given.settings.shipping))
    settings = given.settings
    return {
        "total": priced.stated.total,
        "currency": priced.stated.currency,
        "warning": " ".join(filter(None, [warning, unread(order, priced.stated, settings.orders.taxes)])) or None,
        "last_tax_zone": last_zone(settings.orders.taxes),
        SENT: remembered(given.order_link(order), erp["optional"]),
        **brought_cancelled(order, given.order_link(order)),
        ONCE: [] if is_mapped(settings, Entity.SALES_ORDER, _METHOD) else [_METHOD],
    }
