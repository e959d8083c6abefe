"""The shop's settings as the API shows them (bigcommerce-api.md 10.3, 13)."""

from __future__ import annotations

from typing import Any

from sandbox.shop.basket import ZONES
from sandbox.shop.catalogue import (
    BASE_CURRENCY,
    SHIPPING,
    STORE_METHODS,
    TRANSACTIONAL_CURRENCIES,
)
from sandbox.shop.money import DIGITS
from sandbox.shop.places import COUNTRIES, Country

Row = dict[str, Any]
STATUSES = (
    "Incomplete",
    "Pending",
    "Shipped",
    "Partially Shipped",
    "Refunded",
    "Cancelled",
    "Declined",
    "Awaiting Payment",
    "Awaiting Pickup",
    "Awaiting Shipment",
    "Completed",
    "Awaiting Fulfillment",
    "Manual Verification Required",
    "Disputed",
    "Partially Refunded",
)
_CURRENCY_NAMES = {"AUD": "Australian Dollar", "NZD": "New Zealand Dollar", "USD": "US Dollar", "JPY": "Japanese Yen"}


def currencies() -> list[Row]:
    """Return GET /v2/currencies; exchange rates are text."""
    countries = {"AUD": "AU", "NZD": "NZ", "USD": "US", "JPY": "JP"}
    return [
        {
            "id": number,
            "is_default": code == BASE_CURRENCY,
            "is_transactional": True,
            "enabled": True,
            "country_iso2": countries[code],
            "default_for_country_codes": [COUNTRIES[countries[code]].iso3],
            "currency_code": code,
            "currency_exchange_rate": f"{rate:.10f}",
            "name": _CURRENCY_NAMES[code],
            "token": "¥" if code == "JPY" else "$",
            "token_location": "left",
            "decimal_token": ".",
            "thousands_token": ",",
            "decimal_places": DIGITS.get(code, 2),
            "auto_update": False,
            "use_default_name": True,
            "last_updated": "2026-01-05T02:11:09Z",
        }
        for number, (code, rate) in enumerate(TRANSACTIONAL_CURRENCIES.items(), start=1)
    ]


def payment_methods() -> list[Row]:
    """Return GET /v2/payments/methods."""
    return [{"code": m.gateway, "name": m.display_name, "test_mode": False} for m in STORE_METHODS]


def order_statuses() -> list[Row]:
    """Return GET /v2/order_statuses."""
    return [
        {"id": n, "name": name, "system_label": name, "custom_label": name, "system_description": f"{name}."}
        for n, name in enumerate(STATUSES)
    ]


def customer_groups() -> list[Row]:
    """Return GET /v2/customer_groups; dates in a form of their own, without zone.

    No group has discount rules, and none shows an empty list: the published alternatives overlap, so that a validating
    proxy would refuse any list.
    """
    names = ("Retail", "Cafes and restaurants", "Friends of the harbour")
    stamp = "2023-07-17 06:30:41"
    return [
        {
            "id": number,
            "name": name,
            "is_default": number == 1,
            "is_group_for_guests": number == 1,
            "category_access": {"type": "all"},
            "date_created": stamp,
            "date_modified": stamp,
        }
        for number, name in enumerate(names, start=1)
    ]


def shipping_zones() -> list[Row]:
    """Return GET /v2/shipping/zones."""
    return [
        {"id": n, "name": name, "type": "country" if n < len(ZONES) else "global", "locations": [], "enabled": True}
        for n, name in enumerate(ZONES, start=1)
    ]


def shipping_methods(zone: str) -> list[Row]:
    """Return the methods of a zone."""
    names = [method for name, method, _ in SHIPPING if name == zone]
    return [{"id": n, "name": name, "type": "perorder", "enabled": True} for n, name in enumerate(names, start=1)]


def countries() -> list[Row]:
    """Return GET /v2/countries."""
    return [
        {
            "id": c.number,
            "country": c.name,
            "country_iso2": c.iso2,
            "country_iso3": c.iso3,
            "states": {"url": f"https://api.bigcommerce.example/countries/{c.number}/states", "resource": "/states"},
        }
        for c in COUNTRIES.values()
    ]


def states(country: Country) -> list[Row]:
    """Return the states of a country."""
    return [
        {"id": country.number * 100 + n, "state": name, "state_abbreviation": code[-3:], "country_id": country.number}
        for n, (code, name) in enumerate(country.states.items(), start=1)
    ]


def tax_classes() -> list[Row]:
    """Return GET /v2/tax_classes; ids are text here."""
    stamp = "2023-07-17T06:30:41Z"
    names = ("Default Tax Class", "Non-Taxable Products", "Shipping", "Gift Wrapping")
    return [{"id": str(n), "name": name, "created_at": stamp, "updated_at": stamp} for n, name in enumerate(names)]
