"""How an order travels: ship via, terms and zone from the Shipping tab, and what is said where it has no row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.mapping.orders_parties import ship_via_warning, shipping_method, shipping_row
from bc_myob.store.payments import ShippingRow
from sandbox.shop.basket import Draft, Shipping
from tests.mapping.orders_shop import JAM, MAY, changed, customer, known_order, mapped, order
from tests.mapping.orders_shop import settings as store

ROWS = [
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="None", ship_via="NONE"),
    ShippingRow(store_shipping_zone="", store_shipping_method="Post", ship_via="ANYWHERE"),
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="Post", ship_via="OLD", active=False),
    ShippingRow(store_shipping_zone="Australia", store_shipping_method="Post", ship_via="AUSPOST"),
    ShippingRow(store_shipping_zone="Depot", store_shipping_method="Collect", ship_via="PICKUP"),
]


def picked_up(**said):
    return {"consignments": {"shipping": [], "pickups": [said]}}


def shipped(**said):
    return {"consignments": {"shipping": [said]}}


@pytest.mark.parametrize(
    ("said", "way", "ship_via", "warning"),
    [
        (shipped(shipping_zone_name="australia", shipping_method="POST"), ("australia", "POST"), "AUSPOST", None),
        (shipped(shipping_zone_name="Australia"), ("Australia", "None"), "NONE", None),
        (shipped(shipping_method="Post"), ("", "Post"), "ANYWHERE", None),
        (shipped(shipping_method="Drone"), ("", "Drone"), None, "No row of the Shipping tab maps 'Drone'."),
        (
            shipped(shipping_zone_name="Moon", shipping_method="Post"),
            ("Moon", "Post"),
            None,
            "No row of the Shipping tab maps 'Post' in 'Moon'.",
        ),
        (picked_up(pickup_method_display_name="collect"), (None, "collect"), "PICKUP", None),
        (
            picked_up(pickup_method_display_name="Locker"),
            (None, "Locker"),
            None,
            "No row of the Shipping tab maps 'Locker'.",
        ),
        (picked_up(id=5), (None, ""), None, None),
        ({}, ("", ""), None, None),
        ({"consignments": {"downloads": [{}]}}, ("", ""), None, None),
    ],
)
def test_the_way_of_shipping_is_found_by_zone_and_method_and_named_where_it_is_not(said, way, ship_via, warning):
    assert shipping_method(said) == way
    row = shipping_row(said, ROWS)
    assert (row.ship_via if row else None) == ship_via
    assert ship_via_warning(said, row) == warning


def test_the_way_of_shipping_is_warned_of_only_where_the_tab_lacks_it():
    drone = replace(JAM, shipping=Shipping(method="Drone"))
    said = "No row of the Shipping tab maps 'Drone' in 'Australia'."
    assert "Shipping tab" not in (mapped(order(JAM), links=customer()).details["warning"] or "")
    found = mapped(order(drone), links=customer())
    assert said in found.details["warning"]
    assert found.document["ShipVia"] == ""


def test_a_pick_up_is_mapped_by_its_method():
    payload = order(Draft(billing=MAY, lines=JAM.lines, shipping=Shipping(cost=Decimal(0))))
    rows = payload["consignments"].pop("shipping")[0]["line_items"]
    payload["consignments"]["pickups"] = [{"pickup_method_display_name": "Click and Collect", "line_items": rows}]
    assert mapped(payload).document["ShipVia"] == "PICKUP"


def test_the_shipping_tab_sets_terms_and_zone_where_its_row_has_them():
    row = {"store_shipping_zone": "Australia", "store_shipping_method": "Standard post", "ship_via": "AUSPOST"}
    full = row | {"shipping_terms": "FLATRATE", "shipping_zone": "METRO"}
    for rows, terms in (([full], ("FLATRATE", "METRO")), ([row], (None, None)), ([], (None, None))):
        settings = changed(shipping=rows)
        shipping = mapped(order(JAM), settings, customer()).document.get("ShippingSettings", {})
        assert (shipping.get("ShippingTerms"), shipping.get("ShippingZone")) == terms


def zones(**row):
    row = {"store_shipping_zone": "Australia", "store_shipping_method": "Standard post", "ship_via": "AUSPOST"} | row
    return changed(shipping=[row])


def test_terms_zone_and_tax_zone_are_named_to_clear_them_only_where_they_were_ours():
    draft, bare = replace(JAM, customer_id=0), {"taxes": {"use_as_primary_tax_zone": False}}
    first = mapped(order(draft), zones(shipping_terms="FREE", shipping_zone="EAST"))
    assert first.document["ShippingSettings"] == {"ShippingTerms": "FREE", "ShippingZone": "EAST"}
    assert first.details["sent"] == ["CustomerTaxZone", "ShippingTerms", "ShippingZone"]

    later = mapped(order(draft), store(**bare), known_order(**first.details))
    assert later.document["ShippingSettings"] == {"ShippingTerms": "", "ShippingZone": ""}
    assert later.document["FinancialSettings"] == {"OverrideTaxZone": False}
    assert mapped(order(draft), store(**bare), known_order(**later.details)).document == later.document

    never = mapped(order(draft), store(**bare), known_order())
    assert not never.document.keys() & {"ShippingSettings", "FinancialSettings"}
