"""Whose order it is and where it goes: customer, location, addresses, the way of shipping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders_lines import consignments
from bc_myob.mapping.totals import Order, Unmappable
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link
from bc_myob.model.statuses import Event, Status
from bc_myob.store.payments import ShippingRow


class Blocked(ValueError):
    """The order's customer is not synchronised; the message is the reason in Sync History."""

    event = Event.BLOCKED


class Lost(Blocked):
    """The order's customer will never be synchronised: the store does not have them any more."""

    event = Event.FAILED


def customer_id(order: Order) -> int:
    """Give the store's customer id; 0 for a guest (connector 2.6). Unmappable where it is no number."""
    said = order.get("customer_id") or 0
    if not str(said).isdecimal():
        raise Unmappable(f"The order's customer_id is {said!r}, which is no customer number; correct it in the store.")
    return int(str(said))


def erp_customer(given: Given, order: Order) -> str:
    """Give the ERP's customer: the synchronised one, or the Generic Guest Customer (connector 2.6).

    Blocked where the ERP does not have the order's customer: an order needs its customer first (8.5). A customer who is
    there may take orders, whatever became of its latest change; who was deleted in the store alone, too.
    """
    if why := why_blocked(given, order):
        raise why
    link = given.link(Entity.CUSTOMER, str(customer_id(order)))
    own = link is not None and given.settings.entities.customer.active
    return str(link.erp_key) if link and own else given.settings.customers.generic_guest_customer


def why_blocked(given: Given, order: Order) -> Blocked | None:
    """Give the reason why the order's customer cannot be named; None for guests, and where Customer is inactive."""
    number = customer_id(order)
    if not number or not given.settings.entities.customer.active:
        return None
    link = given.link(Entity.CUSTOMER, str(number))
    if link is None:
        return _unknown(given, number)
    if link.in_erp:
        return None
    why = f": {link.last_error}" if link.last_error else "."
    gone = link.erp_key and link.status is Status.DELETED
    state = "is not in MYOB Advanced any more" if gone else "is not in MYOB Advanced"
    return Blocked(f"Customer {number} of this order {state}; its status is {link.status}{why}")


def _unknown(given: Given, number: int) -> Blocked:
    if str(number) not in given.lost:
        return Blocked(f"Customer {number} of this order has not been read from the store yet.")
    guest = given.settings.customers.generic_guest_customer
    return Lost(
        f"Customer {number} of this order was deleted in the store before it was synchronised. Map CustomerID of Sales "
        f"Order on the Entities form to a customer of MYOB Advanced, such as the guests' account {guest}, then use Set "
        "as Prepared on this record; or enter the order by hand and set the record as Processed."
    )


def first_shipping(order: Order) -> Mapping[str, Any] | None:
    """Give the first shipping address: only that one is imported (connector 4.1)."""
    return next(iter(consignments(order, "shipping")), None)


def ship_to(order: Order) -> Mapping[str, Any]:
    """Give the address the goods go to; billing where nothing is shipped (digital, picked up), our decision."""
    return first_shipping(order) or billing_address(order)


def billing_address(order: Order) -> Mapping[str, Any]:
    """Give the billing address, empty where the store keeps none."""
    found = order.get("billing_address")
    return found if isinstance(found, Mapping) else {}


def shipping_row(order: Order, rows: Iterable[ShippingRow]) -> ShippingRow | None:
    """Give the row of the Shipping tab for the order's zone and method; a pick-up has a method, but no zone."""
    zone, method = shipping_method(order)
    return next(
        (
            row
            for row in rows
            if row.active
            and row.store_shipping_method.casefold() == method.casefold()
            and (zone is None or row.store_shipping_zone.casefold() == zone.casefold())
        ),
        None,
    )


def shipping_method(order: Order) -> tuple[str | None, str]:
    """Give zone and method of the first consignment; ("", "") for orders that are not delivered."""
    shipping = first_shipping(order)
    if shipping is not None:
        return str(shipping.get("shipping_zone_name") or ""), str(shipping.get("shipping_method") or "None")
    pickup = next(iter(consignments(order, "pickups")), None)
    return (None, str(pickup.get("pickup_method_display_name") or "")) if pickup else ("", "")


def ship_via_warning(order: Order, row: ShippingRow | None) -> str | None:
    """Give the remark on an order whose way of shipping is not mapped: it goes without Ship Via (6.7, our decision)."""
    zone, method = shipping_method(order)
    if row is not None or not method:
        return None
    return f"No row of the Shipping tab maps '{method}'" + (f" in '{zone}'." if zone else ".")


def owned_locations(given: Given) -> dict[tuple[str, str], Link]:
    """Give the synchronised locations by store customer and address key; that of a deleted address is inactive."""
    found = given.links.get(Entity.CUSTOMER_LOCATION, {}).values()
    live = [link for link in found if link.status is not Status.DELETED]
    usable = [link for link in live if link.details.get("LocationID") and link.details.get("address_key")]
    return {(link.source_id, str(link.details["address_key"])): link for link in reversed(usable)}
