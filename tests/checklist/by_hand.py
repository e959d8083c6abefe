"""What only a person can settle, and what is asked of them."""

from __future__ import annotations

from tests.checklist.breaking import FEATURES, turned


def as_it_is(_bench):
    """Change nothing."""


def without_customers(bench):
    for entity in ("customer", "customer_location"):
        bench.row(f"entities.{entity}", active=False)


def export_filter(field):
    return {"entity": "Customer", "direction": "Export", "field": field, "condition": "Is Not Empty"}


BY_HAND = [
    (
        "entities.customer",
        without_customers,
        "every order is booked on the guest customer ECGUEST. Is that meant?",
        "section entities",
    ),
    ("entities.store", lambda b: b.set("active", False), "The store is not active yet", "active, at its top"),
    ("entities.native_connector", as_it_is, "No API shows whether the ERP's own connector runs", "BC201000"),
    (
        "orders.earliest_order_date",
        lambda b: b.set("orders.earliest_order_date", None),
        "every order the store has ever",
        "orders.earliest_order_date",
    ),
    (
        "shipping.unmapped",
        lambda b: b.said["shipping"].pop(1),
        "No row yet for: Australia / Courier",
        "section shipping",
    ),
    (
        "shipping.unmapped",
        lambda b: b.row("shipping.1", active=False),
        "Rows that are not active: Australia / Courier. Such orders come without a ship via code.",
        "section shipping",
    ),
    ("payments.unmapped", as_it_is, "Afterpay in AUD, NZD, USD, JPY", "payments.methods"),
    (
        "rules.customers_filters",
        lambda b: b.set("filters", [export_filter("Email")]),
        "Nothing applies the filters for Export (Email): Customer is set to Import. Is that meant?",
        "section filters",
    ),
    (
        "features.drop_shipments",
        as_it_is,
        "does not show Drop Shipments. The vendor recommends it where",
        FEATURES,
    ),
    ("features.external_tax", as_it_is, "does not show External Tax Calculation Integration", FEATURES),
    ("features.carriers", as_it_is, "does not show Shipping Carrier Integration", FEATURES),
    ("features.warehouses", turned("Warehouse"), "Multiple Warehouses is off, and recommended where", FEATURES),
    (
        "customers.class_visibility",
        as_it_is,
        "does not show Multiple Base Currencies",
        "Customer Classes (AR201000)",
    ),
    (
        "validation.customers_with_locations",
        as_it_is,
        "it writes test records to both systems",
        "with walk_through",
    ),
    ("payments.periods", as_it_is, "Which periods are meant", "GL503000"),
    ("payments.held", lambda b: b.switch(payments_held=True), "refunds that people enter stay on hold", "AR101000"),
    (
        "store.scope_order_tags",
        lambda b: b.set("orders.tag_external_order", True),
        "Nobody can ask whether a token",
        "Store-level API accounts",
    ),
]
