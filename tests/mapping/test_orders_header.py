"""The header of a sales order: every field where the vendor's description puts it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft, Line, Shipping, line
from tests.mapping.orders_shop import GRANDMA, JAM, MAY, customer, document, mapped, money, order

HEADER = {
    "OrderType": "EO",
    "ExternalRef": "1001-Harbour Provisions",
    "CustomerID": "C000007",
    "LocationID": None,
    "Description": "Harbour Provisions | Order: 1001 | Status: Awaiting Fulfillment",
    "CurrencyID": "AUD",
    "Branch": "SYDNEY",
    "Date": "2026-03-10T00:00:00",
    "RequestedOn": "2026-03-10T00:00:00",
    "note": "",
    "ShipVia": "AUSPOST",
    "Totals.Freight": money("9.95"),
    "Totals.OverrideFreightAmount": True,
    "TaxCalcMode": "Gross",
    "FinancialSettings.CustomerTaxZone": "GST",
    "FinancialSettings.OverrideTaxZone": True,
    "BillToContactOverride": True,
    "BillToAddressOverride": True,
    "ShipToContactOverride": True,
    "ShipToAddressOverride": True,
    "BillToContact.Attention": "May O'Brien",
    "BillToContact.BusinessName": "Harbour Kitchen",
    "BillToContact.Email": "may@harbourkitchen.example",
    "BillToContact.Phone1": "02 9555 0101",
    "BillToAddress.AddressLine1": "12 Wharf Road",
    "BillToAddress.AddressLine2": "Shop 4",
    "BillToAddress.City": "Balmain",
    "BillToAddress.PostalCode": "2041",
    "BillToAddress.Country": "AU",
    "BillToAddress.State": "NSW",
    "DisableAutomaticDiscountUpdate": None,
}


def at(found, path):
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


@pytest.mark.parametrize(("path", "value"), HEADER.items(), ids=HEADER.keys())
def test_the_header_says(path, value):
    assert at(document(), path) == value


def test_the_goods_of_a_present_go_to_their_receiver():
    found = document(Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, shipping=Shipping(zone="New Zealand")))
    assert found["ShipToContact"]["Attention"] == "Zoë Núñez"
    assert (found["ShipToContact"]["Email"], found["ShipToContact"]["Phone1"]) == ("", "")  # not the shopper's own
    assert (found["ShipToAddress"]["Country"], found["ShipToAddress"]["State"]) == ("NZ", "")
    assert found["BillToAddress"]["City"] == "Balmain"


def test_of_several_addresses_the_first_is_taken_with_all_lines():
    lines = (line("JAM-QUINCE"), line("OIL-EV-750", to=1))
    found = document(Draft(billing=MAY, ship_to=(GRANDMA, MAY), lines=lines))
    assert found["ShipToAddress"]["City"] == "Wellington"
    assert [row["InventoryID"] for row in found["Details"]] == ["JAM-QUINCE", "OIL-EV-750"]


def test_digital_goods_go_to_the_billing_address_without_a_carrier():
    found = document(Draft(billing=MAY, lines=(line("EBOOK-PICKLE"),)))
    assert found["ShipToAddress"] == found["BillToAddress"]
    assert found["ShipVia"] == ""
    assert found["Totals"]["Freight"] == 0


def test_notes_of_both_sides_stand_on_one_note():
    assert document(staff_notes="ring first", customer_message="Hi\r\nthere")["note"] == (
        "Staff Notes: ring first\nCustomer Notes: Hi\nthere"
    )
    assert document(staff_notes=None, customer_message="Hi")["note"] == "Customer Notes: Hi"
    assert document(staff_notes=" \n", customer_message="Hi")["note"] == "Customer Notes: Hi"


def test_over_long_text_is_cut():
    found = document(Draft(billing=MAY, lines=(Line(sku="JAM-QUINCE", name="Jam " * 100),)), status="Waiting " * 60)
    assert len(found["Description"]) <= 256
    assert len(found["Details"][0]["LineDescription"]) <= 256


def test_freight_is_shipping_and_handling():
    assert document(Draft(billing=MAY, lines=JAM.lines, handling=Decimal("3.30")))["Totals"]["Freight"] == money(
        "13.25"
    )


SYDNEY_DAYS = [
    ("2026-03-10T12:59:59", "2026-03-10", "the last second of a summer day (UTC+11)"),
    ("2026-03-10T13:00:00", "2026-03-11", "midnight in summer"),
    ("2026-07-10T13:59:59", "2026-07-10", "the last second of a winter day (UTC+10)"),
    ("2026-07-10T14:00:00", "2026-07-11", "midnight in winter"),
    ("2026-04-04T16:30:00", "2026-04-05", "the hour that comes twice"),
    ("2026-10-03T16:30:00", "2026-10-04", "the hour that never comes"),
]


@pytest.mark.parametrize(("utc", "day", "what"), SYDNEY_DAYS, ids=[what for *_, what in SYDNEY_DAYS])
def test_the_order_time_zone_decides_the_day(utc, day, what):
    created = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    found = mapped(order(JAM, created=created), links=customer()).document
    assert found["Date"] == found["RequestedOn"] == f"{day}T00:00:00", what
