"""Who the store is: GET /v2/store (bigcommerce-api.md 13)."""

from __future__ import annotations

from typing import Any

from sandbox.shop.catalogue import BASE_CURRENCY, STORE_HASH, STORE_NAME, STORE_TIME_ZONE

Row = dict[str, Any]


def store() -> Row:
    """Return GET /v2/store."""
    return {
        "id": STORE_HASH,
        "account_uuid": "8d4d492f-17a1-4d95-b396-e1c572080001",
        "domain": "harbourprovisions.example",
        "secure_url": "https://harbourprovisions.example",
        "control_panel_base_url": "https://store-harbour.mybigcommerce.example",
        "status": "live",
        "name": STORE_NAME,
        "first_name": "Ruth",
        "last_name": "Lindqvist",
        "address": "12 Quayside Lane, Balmain NSW 2041",
        "country": "Australia",
        "country_code": "AU",
        "phone": "+61 2 5550 0140",
        "admin_email": "ruth@harbourprovisions.example",
        "order_email": "orders@harbourprovisions.example",
        "timezone": _time_zone(),
        "language": "en",
        "currency": BASE_CURRENCY,
        "currency_symbol": "$",
        "decimal_separator": ".",
        "thousands_separator": ",",
        "decimal_places": 2,
        "currency_symbol_location": "left",
        "weight_units": "KGS",
        "dimension_units": "Centimeters",
        "plan_name": "Pro",
        "plan_level": "Pro",
        "plan_is_trial": False,
        "industry": "Food and Beverages",
        "logo": [],
        "is_price_entered_with_tax": True,
        "store_id": 1025646,
        "default_channel_id": 1,
        "default_site_id": 1000,
        "active_comparison_modules": [],
        "features": {"stencil_enabled": True, "checkout_type": "optimized", "multi_storefront_enabled": False},
    }


def _time_zone() -> Row:
    display = "jS M Y"
    formats = {"display": display, "export": display, "extended_display": "jS M Y @ g:i A"}
    zone = {"name": STORE_TIME_ZONE, "raw_offset": 36000, "dst_offset": 39600, "dst_correction": True}
    return zone | {"date_format": formats}
