"""Sales Order: every field where the vendor's description puts it, and every outcome with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bc_myob.mapping.addresses import address_key
from bc_myob.mapping.contract import check_document_fields
from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import lines_are_complete, map_orders
from bc_myob.mapping.orders_rules import can_carry_money
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft, Fee, Line, Shipping, custom_line, gift_certificate_line, line
from sandbox.shop.payments import gift_certificate, paypal, purchase
from sandbox.shop.places import Address
from tests.mapping.orders_shop import DEMO, MAY, answered, customer, mapped, money, order, stored, transactions
from tests.mapping.orders_shop import settings as store
from tests.mapping.present import NOW

GRANDMA = Address(
    first_name="Zoë",
    last_name="Núñez",
    street_1="Flat 3, 77 Lambton Quay",
    city="Wellington",
    zip="6011",
    country_iso2="NZ",
)
JAM = Draft(billing=MAY, lines=(line("JAM-QUINCE", 5),), customer_id=7)


def changed(**parts):
    """The demo settings with other parts."""
    return StoreSettings.model_validate(DEMO.model_dump() | parts)


def document(draft=JAM, settings=DEMO, links=None, **changes):
    found = mapped(order(draft, **changes), settings, customer() if links is None else links)
    assert found.event is Event.PREPARED, found.reason
    check_document_fields("SalesOrder", found.document, DEMO.endpoint.version)
    return found.document


def at(found, path):
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


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


@pytest.mark.parametrize("entity_inactive", [False, True])
def test_guests_and_orders_without_customers_go_to_the_generic_guest(entity_inactive):
    inactive = {"customer": {"active": False}, "customer_location": {"active": False}}
    settings = changed(entities=DEMO.entities.model_dump() | inactive) if entity_inactive else DEMO
    number = 7 if entity_inactive else 0
    assert document(JAM, settings, {}, customer_id=number)["CustomerID"] == "ECGUEST"


BLOCKED = [
    ({}, "Customer 7 of this order has not been read from the store yet."),
    (
        customer(status=Status.FAILED, last_error="Email: is not valid"),
        "Customer 7 of this order is not in MYOB Advanced; its status is Failed: Email: is not valid",
    ),
    (customer(status=Status.FILTERED), "Customer 7 of this order is not in MYOB Advanced; its status is Filtered."),
    (
        customer(status=Status.DELETED, synchronised=True, last_error="because"),
        "Customer 7 of this order is not in MYOB Advanced any more; its status is Deleted: because",
    ),
]


@pytest.mark.parametrize(
    ("status", "details"),
    [(Status.FAILED, {}), (Status.FILTERED, {}), (Status.SKIPPED, {}), (Status.DELETED, {"in_erp": True})],
)
def test_an_order_goes_to_a_customer_who_is_in_the_erp_whatever_its_latest_change_met(status, details):
    links = customer(status=status, synchronised=True, details=details)
    assert mapped(order(JAM), links=links).document["CustomerID"] == "C000007"


@pytest.mark.parametrize(("links", "reason"), BLOCKED, ids=["unknown", "failed", "filtered", "deleted"])
def test_an_order_waits_for_its_customer_and_says_why(links, reason):
    found = mapped(order(JAM), links=links)
    assert (found.event, found.reason) == (Event.BLOCKED, reason)


def locations(address, owner="7"):
    details = {"address_key": address_key(address), "LocationID": "L00002"}
    links = {"7,31": Link("7,31", owner, Status.PROCESSED, erp_key="C000007,L00002", details=details)}
    return customer() | {Entity.CUSTOMER_LOCATION: links}


def test_the_location_is_that_of_the_shipping_address():
    links = locations(GRANDMA.in_book())
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    assert document(draft, links=links)["LocationID"] == "L00002"
    assert "LocationID" not in document(JAM, links=links)
    assert "LocationID" not in document(draft, links=locations(GRANDMA.in_book(), owner="8"))
    off = changed(entities=DEMO.entities.model_dump() | {"customer_location": {"active": False}})
    assert "LocationID" not in document(draft, off, links)


def test_an_unknown_country_is_named():
    found = mapped(from_narnia(), links=customer())
    assert found.event is Event.FAILED
    assert "'Narnia' of the billing address is not known" in found.reason


def from_narnia():
    return order(JAM) | {"billing_address": MAY.on_order() | {"country": "Narnia", "country_iso2": ""}}


FILTERED = [
    ({"status_id": 10, "status": "Completed"}, {}, "Orders with the status 'Completed' are not imported."),
    ({"status_id": 0, "status": "Incomplete"}, {}, "Orders with the status 'Incomplete' are not imported."),
    ({"is_deleted": True}, {}, "Order 1001 is archived in the store."),
    (
        {},
        {"earliest_order_date": date(2026, 3, 11)},
        "Order 1001 was placed on 2026-03-10, before the Earliest Order Date 2026-03-11.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "settings", "reason"), FILTERED, ids=["completed", "incomplete", "archived", "early"]
)
def test_standard_filters_hold_orders_back(changes, settings, reason):
    payload = order(JAM) | changes
    found = mapped(payload, store(**settings))
    assert (found.event, found.reason, found.document) == (Event.FILTERED, reason, None)
    incomplete, early = changes.get("status_id") == 0, "earliest_order_date" in settings
    assert can_carry_money(payload, store(**settings)) is not (incomplete or early)
    assert can_carry_money(payload, store(**settings), imported=True) is not incomplete
    thrifty = store(**settings)
    thrifty = thrifty.model_copy(
        update={"payments": thrifty.payments.model_copy(update={"ask_filtered_orders": False})}
    )
    assert not can_carry_money(payload, thrifty)
    assert can_carry_money(payload, thrifty, imported=True) is not incomplete


def test_the_earliest_order_date_counts_in_the_order_time_zone():
    evening = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)
    settings = store(earliest_order_date=date(2026, 3, 11))
    assert mapped(order(JAM, created=evening), settings, customer()).event is Event.PREPARED


def test_settings_can_let_completed_and_archived_orders_in():
    settings = store(statuses_not_imported=[0], import_archived=True)
    assert mapped(order(JAM) | {"status_id": 10, "is_deleted": True}, settings, customer()).event is Event.PREPARED


def test_user_filters_hold_back_what_does_not_match():
    only_registered = {"entity": "Sales Order", "field": "customer_id", "condition": "Does Not Equal", "value": 0}
    settings = changed(filters=[only_registered])
    guest, registered = order(JAM, 1, customer_id=0), order(JAM, 2)
    sources = [SourceRecord(str(row["id"]), row) for row in (guest, registered)]
    found = map_orders(Given(settings, sources, customer(), now=NOW))
    assert [one.event for one in found] == [Event.FILTERED, Event.PREPARED]
    assert "customer_id does not equal '0'" in found[0].reason


def test_user_mappings_change_header_and_lines():
    lines = [
        {"entity": "Sales Order", "target": "CustomerID", "source": "B2C"},
        {"entity": "Sales Order", "target": "Details.WarehouseID", "source": "[fulfillment_source]"},
    ]
    draft = Draft(billing=MAY, lines=JAM.lines)
    payload = order(draft)
    payload["consignments"]["shipping"][0]["line_items"][0]["fulfillment_source"] = "MAIN"
    found = mapped(payload, changed(mappings=lines)).document
    assert (found["CustomerID"], found["Details"][0]["WarehouseID"]) == ("B2C", "MAIN")


def test_one_bad_record_fails_alone():
    bad = order(JAM, 1) | {"total_inc_tax": "plenty"}
    worse = {"id": 2, "status_id": 11, "date_created": "yesterday"}
    sources = [SourceRecord(str(row["id"]), row) for row in (bad, worse, order(JAM, 3))]
    found = map_orders(Given(DEMO, sources, customer(), now=NOW))
    assert [one.event for one in found] == [Event.FAILED, Event.FAILED, Event.PREPARED]
    assert "plenty" in found[0].reason
    assert all(one.reason.startswith("The store's record cannot be read") for one in found[:2])


@pytest.mark.parametrize("fee", ["x", [17]])
def test_a_fee_that_is_none_fails_its_order_and_is_named(fee):
    one = mapped(order(JAM) | {"fees": [fee]}, links=customer())
    assert (one.event, one.reason) == (Event.FAILED, f"The store's record cannot be read: fees.0: {fee!r} is no fee.")


def test_a_line_says_what_was_sold():
    draft = Draft(billing=MAY, lines=(line("OIL-EV-750", 2, discount="5.00"),))
    assert document(draft)["Details"] == [
        {
            "Branch": "SYDNEY",
            "InventoryID": "OIL-EV-750",
            "OrderQty": 2,
            "UnitPrice": money("27.95"),
            "ManualPrice": True,
            "DiscountAmount": money("5.00"),
            "ManualDiscount": True,
            "LineDescription": "Extra virgin olive oil 750 ml",
            "ExternalRef": "2",
        }
    ]


def test_bundles_bring_their_parts_at_no_price():
    hamper = Line(sku="HAMPER-LRG", parts=("JAM-QUINCE", "TEA-LEMONM"))
    found = document(Draft(billing=MAY, lines=(hamper,)))["Details"]
    assert [(row["InventoryID"], row["UnitPrice"]) for row in found] == [
        ("HAMPER-LRG", 189),
        ("JAM-QUINCE", 0),
        ("TEA-LEMONM", 0),
    ]


def test_gift_certificates_wrapping_and_fees_have_items_of_their_own():
    lines = (line("JAM-QUINCE"), line("HONEY-LW-500", wrapping="4.40"), gift_certificate_line("25"))
    found = document(Draft(billing=MAY, lines=lines, fees=(Fee(name="Insurance", cost=Decimal("2.50")),)))["Details"]
    assert [row["InventoryID"] for row in found] == [
        "JAM-QUINCE",
        "HONEY-LW-500",
        "GIFTCERT",
        "GIFTWRAP",
        "HANDLINGFEE",
    ]
    wrapping = found[3]
    assert (wrapping["AssociatedOrderLineNbr"], wrapping["UnitPrice"]) == (2, money("4.40"))
    assert wrapping["ExternalRef"] == f"{found[1]['ExternalRef']}/wrap"
    assert len({row["ExternalRef"] for row in found}) == len(found)


LACKING = [
    (Draft(billing=MAY, lines=(gift_certificate_line("25"),)), "gift_certificate_item"),
    (Draft(billing=MAY, lines=(line("JAM-QUINCE", wrapping="4.40"),)), "gift_wrapping_item"),
    (Draft(billing=MAY, lines=JAM.lines, fees=(Fee(name="Insurance", cost=Decimal(2)),)), "fee_item"),
]


@pytest.mark.parametrize(("draft", "setting"), LACKING, ids=[setting for _, setting in LACKING])
def test_an_item_the_settings_lack_is_named(draft, setting):
    found = mapped(order(draft), store(**{setting: ""}))
    assert found.event is Event.FAILED
    assert f"set {setting} in Order Settings" in found.reason


def test_a_custom_line_without_sku_fails_with_its_name():
    found = mapped(order(Draft(billing=MAY, lines=(custom_line("Tasting evening", "30.00"),))))
    assert found.event is Event.FAILED
    assert found.reason == (
        "The line 'Tasting evening' has no SKU, and MYOB Advanced finds its items by SKU: give it one, or set "
        "custom_item in Order Settings."
    )


def test_a_line_without_sku_is_of_the_item_that_the_settings_name_for_such_lines():
    goods = (custom_line("Tasting evening", "30.00"), custom_line("A present", "0"), line("JAM-QUINCE"))
    found = document(Draft(billing=MAY, lines=goods), store(custom_item="SERVICE"))["Details"]
    assert [(row["InventoryID"], row["LineDescription"]) for row in found[:2]] == [
        ("SERVICE", "Tasting evening"),
        ("SERVICE", "A present"),
    ]
    assert found[2]["InventoryID"] == "JAM-QUINCE"


def own(target, source):
    """The demo settings with one mapping of the user's own."""
    return changed(mappings=[{"entity": "Sales Order", "target": target, "source": source}])


def test_a_mapping_of_the_users_own_gives_what_the_standard_one_lacks():
    engraving = order(Draft(billing=MAY, lines=(custom_line("Engraving", "5.00"), line("JAM-QUINCE"))))
    found = mapped(engraving, own("Details.InventoryID", "=IIf([sku]='', 'HANDLINGFEE', DefaultMapping)"))
    assert [row["InventoryID"] for row in found.document["Details"]] == ["HANDLINGFEE", "JAM-QUINCE"]
    assert mapped(from_narnia(), own("BillToAddress.Country", "NZ"), customer()).document["BillToAddress"][
        "Country"
    ] == ("NZ")


def test_what_a_mapping_of_the_users_own_takes_away_is_missed():
    found = mapped(order(JAM), own("Details.InventoryID", "<<Unmap>>"), customer())
    assert found.reason == "A line has no item: the mapping of Details.InventoryID on the Entities form took it away."
    found = mapped(order(JAM), own("CustomerID", "<<Unmap>>"), customer())
    assert found.reason == "The order has no customer: the mapping of CustomerID on the Entities form took it away."


def test_an_order_of_a_customer_who_was_deleted_in_the_store_says_what_to_do():
    payload = order(Draft(billing=MAY, lines=JAM.lines, customer_id=7))
    (found,) = map_orders(Given(DEMO, [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert found.event is Event.FAILED
    assert found.reason.startswith("Customer 7 of this order was deleted in the store before it was synchronised. Map")
    only_some = own("CustomerID", "=IIf([customer_id]=8, 'B2C', DefaultMapping)")
    (other,) = map_orders(Given(only_some, [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert (other.event, other.reason) == (found.event, found.reason)
    (mended,) = map_orders(Given(own("CustomerID", "B2C"), [SourceRecord("1001", payload)], {}, lost={"7"}, now=NOW))
    assert (mended.event, mended.document["CustomerID"]) == (Event.PREPARED, "B2C")


def test_one_customer_for_all_shoppers_needs_neither_the_shopper_nor_the_shoppers_location():
    one_for_all = own("CustomerID", "B2C")
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    found = document(draft, one_for_all, locations(GRANDMA.in_book()))
    assert (found["CustomerID"], "LocationID" in found) == ("B2C", False)
    assert document(draft, one_for_all, customer(status=Status.FILTERED))["CustomerID"] == "B2C"
    only_some = own("CustomerID", "=IIf([customer_id]=8, 'B2C', DefaultMapping)")
    assert document(draft, only_some, locations(GRANDMA.in_book()))["LocationID"] == "L00002"
    assert mapped(order(draft), only_some, {}).reason == (
        "Customer 7 of this order has not been read from the store yet."
    )


def known_order(**details):
    return {Entity.SALES_ORDER: {"1001": Link("1001", "1001", Status.PROCESSED, "guid", "EO,EO1", details=details)}}


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


def test_an_order_that_leaves_the_address_book_is_to_go_back_to_the_default_location():
    draft = Draft(billing=MAY, ship_to=(GRANDMA,), lines=JAM.lines, customer_id=7)
    first = mapped(order(draft), links=locations(GRANDMA.in_book()))
    assert (first.document["LocationID"], first.details["default_location"]) == ("L00002", False)
    elsewhere = mapped(order(JAM), links=locations(GRANDMA.in_book()) | known_order(**first.details))
    assert ("LocationID" in elsewhere.document, elsewhere.details["default_location"]) == (False, True)
    assert mapped(order(JAM), links=customer() | known_order()).details["default_location"] is False


def test_removed_lines_are_left_out():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("SALT-MURRAY"))))
    rows = payload["consignments"]["shipping"][0]["line_items"]
    rows.append(rows[0] | {"id": 99, "quantity": 0, "total_inc_tax": "0.0000", "total_ex_tax": "0.0000"})
    assert len(mapped(payload).document["Details"]) == 2


def test_lines_of_the_products_call_replace_those_of_the_consignments():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("SALT-MURRAY"))))
    assert lines_are_complete(payload)
    rows = payload["consignments"]["shipping"][0]["line_items"]
    payload["consignments"]["shipping"][0]["line_items"] = rows[:1]
    assert not lines_are_complete(payload)
    assert lines_are_complete(payload | {"products": rows})
    assert len(mapped(payload | {"products": rows}).document["Details"]) == 2


def test_an_unmapped_way_of_shipping_leaves_ship_via_blank_and_says_so():
    found = mapped(order(Draft(billing=MAY, lines=JAM.lines, shipping=Shipping(method="Drone"), taxed=False)))
    assert found.document["ShipVia"] == ""
    assert found.details["warning"] == "No row of the Shipping tab maps 'Drone' in 'Australia'."


def test_a_pick_up_is_mapped_by_its_method():
    payload = order(Draft(billing=MAY, lines=JAM.lines, shipping=Shipping(cost=Decimal(0))))
    rows = payload["consignments"].pop("shipping")[0]["line_items"]
    payload["consignments"]["pickups"] = [{"pickup_method_display_name": "Click and Collect", "line_items": rows}]
    assert mapped(payload).document["ShipVia"] == "PICKUP"


def taxed(name="GST", amount=None, **changes):
    payload = order(JAM) | changes
    return payload | {"order_taxes": [{"name": name, "rate": "10.0000", "line_amount": amount or payload["total_tax"]}]}


def test_taxes_bear_their_own_names_for_the_load_to_look_up_listed_or_not():
    settings = store(taxes={"substitution": {"GST 10%": "GST", "Luxury": "LUX"}})
    for name in ("gst 10%", "Sugar levy"):
        rows = mapped(taxed(name), settings, customer()).document["TaxDetails"]
        assert [(row["TaxID"], row["TaxAmount"], row["TaxRate"]) for row in rows] == [(name, money("5.99"), 10)]


def test_taxes_that_do_not_add_up_are_named():
    found = mapped(taxed(amount="1.0000"), links=customer())
    assert found.reason == "The store lists taxes of 1.00 AUD but the order's tax is 5.99 AUD."


def test_tax_of_unknown_name_stands_under_the_only_erp_tax_or_is_left_to_the_erp():
    assert document()["TaxDetails"] == [{"TaxID": "GST", "TaxAmount": money("5.99")}]
    several = document(settings=store(taxes={"substitution": {"GST": "GST", "Luxury": "LUX"}}))
    assert "TaxDetails" not in several
    assert "DisableAutomaticTaxCalculation" not in several


def test_an_untaxed_order_gets_no_tax_from_the_erp():
    found = document(Draft(billing=MAY, lines=JAM.lines, taxed=False))
    assert "TaxDetails" not in found
    assert found["DisableAutomaticTaxCalculation"] is True


MEANS = [
    ((pay.purchase(),), "ONLINE"),
    ((pay.declined(), pay.bank_deposit()), "BANKTRF"),
    ((pay.paypal(),), "PAYPAL"),
    ((pay.bank_deposit(),), "BANKTRF"),
    ((pay.cash_on_delivery(),), None),
    ((pay.gift_certificate("G", "10"), pay.purchase()), "GIFTCARDS"),
    ((), None),
]


@pytest.mark.parametrize(("means", "method"), MEANS)
def test_the_order_shows_the_method_of_its_first_payment_that_is_mapped(means, method):
    row = stored(replace(JAM, payments=means))
    source = SourceRecord("1001", answered(row))
    found = map_orders(Given(DEMO, [source], customer(), {"1001": transactions(row)}, now=NOW))[0]
    assert found.document.get("PaymentMethod") == method
    assert found.details["once"] == ["PaymentMethod"]


def test_transactions_that_cannot_be_read_do_not_fail_the_order():
    broken = {"1001": [{"id": 1, "amount": "much", "date_created": "2026-03-10"}]}
    (found,) = map_orders(Given(DEMO, [SourceRecord("1001", order(JAM))], customer(), broken, now=NOW))
    assert (found.event, "PaymentMethod" in found.document) == (Event.PREPARED, False)


def test_a_method_that_the_user_maps_counts_as_part_of_the_order():
    line = {"entity": "Sales Order", "target": "PaymentMethod", "source": "BANKTRF"}
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [line]})
    found = mapped(order(JAM), settings, customer())
    assert (found.document["PaymentMethod"], found.details["once"]) == ("BANKTRF", [])


def test_without_a_primary_zone_the_erp_finds_the_zone():
    settings = store(taxes={"use_as_primary_tax_zone": False})
    assert "FinancialSettings" not in document(settings=settings)
    assert mapped(order(JAM), settings, customer()).details["last_tax_zone"] == "GST"
    without = mapped(order(JAM), store(taxes={"synchronization": False}), customer())
    assert without.details["last_tax_zone"] is None


def test_a_long_tax_name_travels_whole_for_the_list_may_name_it_so():
    name = "Goods and services tax of the Commonwealth of Australia, standard rate"
    assert mapped(taxed(name), links=customer()).document["TaxDetails"][0]["TaxID"] == name


MONEY = [
    (Draft(billing=MAY, lines=JAM.lines, payments=(purchase(),)), True),
    (Draft(billing=MAY, lines=JAM.lines, payments=(paypal(),)), False),
    (Draft(billing=MAY, lines=JAM.lines, payments=(gift_certificate("G", "5"), paypal())), True),
    (Draft(billing=MAY, lines=(line("EBOOK-PICKLE", discount="19.95"),)), False),
]


@pytest.mark.parametrize(("draft", "expected"), MONEY, ids=["card", "from order", "from order and gift", "free"])
def test_only_orders_that_can_carry_money_are_asked(draft, expected):
    assert can_carry_money(order(draft), DEMO) is expected
