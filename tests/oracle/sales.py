"""Sales orders as connector 4 wants them: status, header, parties, delivery. The money is in `amounts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle import amounts, goods
from tests.oracle.laws import Expected, Want, cut, want
from tests.oracle.people import FAILED, PROCESSED, full_name, with_locations
from tests.oracle.places import country_code, order_fields, refused
from tests.oracle.variants import FILTERED_CURRENCY
from tests.oracle.world import World

C43, C67 = "connector 4.3", "connector 6.7"
FILTERED = frozenset({"Filtered"})
YES = True
STATUS_NAMES = {
    0: "Incomplete",
    1: "Pending",
    2: "Shipped",
    3: "Partially Shipped",
    4: "Refunded",
    5: "Cancelled",
    6: "Declined",
    7: "Awaiting Payment",
    8: "Awaiting Pickup",
    9: "Awaiting Shipment",
    10: "Completed",
    11: "Awaiting Fulfillment",
    12: "Manual Verification Required",
    13: "Disputed",
    14: "Partially Refunded",
}


def orders(world: World) -> Iterator[Expected]:
    """Give what must have become of every order."""
    for order in world.orders.values():
        statuses, document = status(world, order)
        fields = {} if statuses != PROCESSED else _fields(world, order)
        yield Expected("Sales Order", str(order["id"]), statuses, document, fields)


def status(world: World, order: dict[str, Any]) -> tuple[frozenset[str | None], str]:
    """Return the statuses an order may have, and why."""
    said = world.settings.orders
    if order["is_deleted"] and not world.given.store_switches["archived_listed"]:
        return frozenset({"Filtered", None}), "bigcommerce-api 10.9: the store does not show archived orders"
    if order["is_deleted"] and not said.import_archived:
        return FILTERED, "connector 4.1: Archived"
    if order["status_id"] in said.statuses_not_imported:
        return FILTERED, "connector 4.1: status not imported"
    if world.settings.filters and order["default_currency_code"] == FILTERED_CURRENCY:
        return FILTERED, "connector 7.1: user filter"
    if is_early(world, order):
        return FILTERED, "connector 4.1: Earliest Order Date"
    return _refusal(world, order) or (PROCESSED, "connector 8.6")


def is_early(world: World, order: dict[str, Any]) -> bool:
    """Tell whether the order was placed before the Earliest Order Date."""
    said = world.settings.orders
    if not said.earliest_order_date:
        return False
    return order["date_created"] < datetime.combine(said.earliest_order_date, time(), ZoneInfo(said.order_time_zone))


def _refusal(world: World, order: dict[str, Any]) -> tuple[frozenset[str | None], str] | None:
    return next(((FAILED, document) for refuses, document in REFUSALS if refuses(world, order)), None)


def _without_customer(world: World, order: dict[str, Any]) -> bool:
    registered = order["customer_id"] and world.settings.entities.customer.active
    return bool(registered) and world.status("Customer", order["customer_id"]) != "Processed"


def _with_unknown_goods(world: World, order: dict[str, Any]) -> bool:
    return any(goods.inventory_id(world, row) is None for row in order["products"])


def _from_nowhere(_: World, order: dict[str, Any]) -> bool:
    places = [place for place in (order["billing_address"], delivered_to(order)) if place]
    return any(refused(country_code(place["country"], place["country_iso2"]), place["state"]) for place in places)


def _in_foreign_money(world: World, order: dict[str, Any]) -> bool:
    return order["default_currency_code"] != "AUD" and not _customer(world, order).get("EnableCurrencyOverride")


REFUSALS: tuple[tuple[Callable[[World, dict[str, Any]], bool], str], ...] = (
    (_without_customer, "connector 8.5: no customer, no order"),
    (_with_unknown_goods, "connector 4.4: nothing found -> failure"),
    (_from_nowhere, "the ERP refuses the state or country"),
    (amounts.missed, "issue 5.4: totals to the cent, or the record says why not"),
    (amounts.unknown_taxes, "connector 4.6: unknown tax -> the order fails"),
    (amounts.unlisted_taxes, "issue 5.4: totals to the cent, or the record says why not"),
    (_in_foreign_money, "connector 4.3: another currency needs override enabled for the customer"),
)


def delivered_to(order: dict[str, Any]) -> dict[str, Any] | None:
    """Return the shipping address that counts: the first (connector 4.1)."""
    return order["shipping_addresses"][0] if order["shipping_addresses"] else None


def customer_id(world: World, order: dict[str, Any]) -> str:
    """Return the ERP customer of an order (connector 2.6)."""
    if order["customer_id"] and world.settings.entities.customer.active:
        return world.erp_key("Customer", order["customer_id"])
    return str(world.settings.customers.generic_guest_customer)


def local_day(world: World, moment: datetime) -> Any:
    """Return the day of a moment in the Order Time Zone."""
    return moment.astimezone(ZoneInfo(world.settings.orders.order_time_zone)).date()


def _customer(world: World, order: dict[str, Any]) -> dict[str, Any]:
    return world.erp.customer(customer_id(world, order))


def _fields(world: World, order: dict[str, Any]) -> dict[str, Want]:
    said, day = world.settings.orders, local_day(world, order["date_created"])
    name, status_name = world.settings.store_name, STATUS_NAMES[order["status_id"]]
    return (
        {
            "OrderType": want(C43, said.order_type),
            "ExternalRef": want("connector 4.2, 11.1", cut(f"{order['id']}-{name}", 40)),
            "CustomerID": want("connector 2.6", customer_id(world, order)),
            "LocationID": want(C43, _location(world, order)),
            "Date": want(f"{C43}: Order Time Zone", day),
            "RequestedOn": want(f"{C43}: Order Time Zone", day),
            "Description": want(C43, cut(f"{name} | Order: {order['id']} | Status: {status_name}", 256)),
            "CurrencyID": want(C43, order["default_currency_code"]),
            "Branch": want(C43, said.branch),
            "note": want(C43, _note(order)),
            "CustomerOrder": want("connector 7.2", f"000000{order['id']}"[-8:] if world.settings.mappings else None),
        }
        | _parties(order)
        | _delivery(world, order)
        | _zone(world)
        | amounts.fields(world, order)
    )


def _note(order: dict[str, Any]) -> str:
    parts = (("Staff Notes", order["staff_notes"]), ("Customer Notes", order["customer_message"]))
    return "\n".join(f"{title}: {text.strip()}" for title, text in parts if text and text.strip())


def _parties(order: dict[str, Any]) -> dict[str, Want]:
    billing = order["billing_address"]
    fields = _party("BillTo", billing)
    # connector 11.2: silent on orders without shipping address; the overrides stay selected
    return fields | _party("ShipTo", delivered_to(order) or billing)


def _party(side: str, address: dict[str, Any]) -> dict[str, Want]:
    return {
        f"{side}ContactOverride": want(f"{C43}: always", YES),
        f"{side}AddressOverride": want(f"{C43}: always", YES),
        f"{side}Contact.Attention": want(C43, cut(full_name(address), 255)),
        f"{side}Contact.BusinessName": want(C43, cut(address["company"], 255)),
        f"{side}Contact.Email": want(C43, address["email"]),
        f"{side}Contact.Phone1": want(C43, cut(address["phone"], 50)),
    } | order_fields(f"{side}Address", address, C43)


BOOK = {"street_1": "address1", "street_2": "address2", "state": "state_or_province", "zip": "postal_code"}
SAME = ("first_name", "last_name", "company", "city", "phone")


def _location(world: World, order: dict[str, Any]) -> str | None:
    """Return the location made of the shipping address, else the customer's default one (connector 4.3)."""
    address = delivered_to(order)
    if address and order["customer_id"] and with_locations(world):
        for entry in world.book(order["customer_id"]):
            key = f"{order['customer_id']},{entry['id']}"
            if _is(address, entry) and world.status("Customer Location", key) == "Processed":
                return world.erp_key("Customer Location", key).partition(",")[2]
    return "MAIN"


def _is(address: dict[str, Any], entry: dict[str, Any]) -> bool:
    there = SAME + tuple(BOOK) + ("country_iso2",)
    here = SAME + tuple(BOOK.values()) + ("country_code",)
    return [address[name] for name in there] == [entry[name] for name in here]


def _delivery(world: World, order: dict[str, Any]) -> dict[str, Want]:
    address = delivered_to(order)
    zone, method = (address["shipping_zone_name"], address["shipping_method"]) if address else (None, None)
    rows = world.settings.shipping
    row = next(
        (r for r in rows if r.active and (r.store_shipping_zone, r.store_shipping_method) == (zone, method)), None
    )
    return {"ShipVia": want(C67, row.ship_via if row else None)}


def _zone(world: World) -> dict[str, Want]:
    taxes = world.settings.orders.taxes
    if not taxes.synchronization:
        return {}
    if not taxes.use_as_primary_tax_zone:  # every location has the zone of its customer's class
        return {"FinancialSettings.CustomerTaxZone": want("connector 4.6: zone of the customer location", "GST")}
    return {
        "FinancialSettings.CustomerTaxZone": want("connector 4.6: primary zone", taxes.default_tax_zone),
        "FinancialSettings.OverrideTaxZone": want("connector 4.6", YES),
    }
