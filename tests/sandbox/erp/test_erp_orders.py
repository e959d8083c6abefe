"""Sales orders: prices, totals, taxes, addresses, refusals (myob-advanced-api.md 6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox.erp.seed import INACTIVE_ITEM
from tests.sandbox.erp.erp_bodies import ADDRESS, line, order, wrapped

FREIGHT = wrapped(OverrideFreightAmount=True, Freight=10)


def amounts(made):
    return made["OrderTotal"]["value"], made["TaxTotal"]["value"]


def test_gst_is_added_by_the_customers_tax_zone(api, customer):
    assert amounts(api.saved("SalesOrder", order(customer))) == (37.0, 3.36)


def test_gross_orders_contain_their_tax(api, customer):
    made = api.saved("SalesOrder", order(customer, line(price="18.50"), TaxCalcMode="Gross"))
    assert amounts(made) == (37.0, 3.36)


def test_freight_counts_only_when_it_is_overridden_and_is_taxed_by_its_category(api, customer):
    assert amounts(api.saved("SalesOrder", order(customer, Totals=wrapped(Freight=10)))) == (37.0, 3.36)
    assert amounts(api.saved("SalesOrder", order(customer, Totals=FREIGHT))) == (47.0, 3.36)
    taxed = FREIGHT | wrapped(FreightTaxCategory="TAXABLE")
    assert amounts(api.saved("SalesOrder", order(customer, Totals=taxed))) == (48.0, 4.36)


def test_the_stores_tax_rows_stand_when_they_are_marked_valid(api, erp, customer):
    rows = [wrapped(TaxID="GST", TaxRate=10, TaxableAmount="33.64", TaxAmount="3.37")]
    own = order(customer, IsTaxValid=True, TaxDetails=rows)
    assert amounts(api.saved("SalesOrder", own)) == (37.01, 3.37)
    erp.kit.switches.set(imported_taxes="external-zone")
    assert amounts(api.saved("SalesOrder", own)) == (37.0, 3.36)
    zone = wrapped(OverrideTaxZone=True, CustomerTaxZone="ECEXTERNAL")
    assert amounts(api.saved("SalesOrder", own | {"FinancialSettings": zone})) == (37.01, 3.37)


def test_an_unknown_tax_is_refused(api, customer):
    rows = [wrapped(TaxID="VAT", TaxAmount=1)]
    assert "TaxDetails.0.TaxID" in api.refused("SalesOrder", order(customer, IsTaxValid=True, TaxDetails=rows))


def test_a_zone_without_taxes_means_no_tax(api, customer):
    export = wrapped(OverrideTaxZone=True, CustomerTaxZone="EXPORT")
    assert amounts(api.saved("SalesOrder", order(customer, FinancialSettings=export))) == (33.64, 0)


def test_document_discounts_lower_total_and_tax_unless_the_feature_is_off(api, erp, customer):
    rows = [wrapped(ExternalDiscountCode="WELCOME", DiscountAmount="3.36", Type="External Document")]
    body = order(customer, DiscountDetails=rows)
    assert amounts(api.saved("SalesOrder", body)) == (33.31, 3.03)
    erp.kit.switches.set(customer_discounts_feature=False)
    assert amounts(api.saved("SalesOrder", body)) == (37.0, 3.36)


def test_line_discounts_need_their_flag(api, customer):
    def total(**fields):
        return amounts(api.saved("SalesOrder", order(customer, line(**fields))))[0]

    assert total(DiscountAmount="3.64") == 37.0
    assert total(DiscountAmount="3.64", ManualDiscount=True) == 33.0
    assert total(DiscountPercent=50, ManualDiscount=True) == 18.5


def test_without_manual_price_the_erp_sets_its_own(api, customer):
    body = order(customer, wrapped(InventoryID="HONEY-LW-500", OrderQty=1, UnitPrice=1))
    assert amounts(api.saved("SalesOrder", body)) == (18.5, 1.68)


def test_rounding_per_line_can_differ_from_rounding_per_document(api, erp, customer):
    body = order(customer, *[line(quantity=1, price="0.55") for _ in range(3)])
    per_document = amounts(api.saved("SalesOrder", body))[1]
    erp.kit.switches.set(tax_rounding="line")
    assert (per_document, amounts(api.saved("SalesOrder", body))[1]) == (0.17, 0.18)


def test_yen_have_no_cents(api, customer):
    body = order(customer, line(quantity=3, price="99.5"), CurrencyID="JPY")
    assert amounts(api.saved("SalesOrder", body)) == (329.0, 30.0)


def test_another_currency_needs_the_customers_permission(api, erp):
    local = erp.add_customer("Local only")
    assert "CurrencyID" in api.refused("SalesOrder", order(local, CurrencyID="NZD"))
    erp.edit("Customer", local, EnableCurrencyOverride=True)
    made = api.saved("SalesOrder", order(local, CurrencyID="NZD"))
    assert made["CurrencyRate"]["value"] == 1.09


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"CustomerID": {"value": "NOBODY"}}, "CustomerID"),
        ({"OrderType": {"value": "ZZ"}}, "OrderType"),
        ({"LocationID": {"value": "NOWHERE"}}, "LocationID"),
        ({"ShipVia": {"value": "PIGEON"}}, "ShipVia"),
        ({"PaymentMethod": {"value": "SHELLS"}}, "PaymentMethod"),
        ({"CashAccount": {"value": "10200AU"}}, "CashAccount"),
        ({"Branch": {"value": "PERTH"}}, "Branch"),
        ({"Details": [line(quantity=-1)]}, "Details.0.OrderQty"),
        ({"Details": [line(), line("MAC-SLT-250")]}, "Details.1.InventoryID"),
        ({"Details": [line(INACTIVE_ITEM)]}, "Details.0.InventoryID"),
        ({"Details": [wrapped(OrderQty=1)]}, "Details.0.InventoryID"),
        ({"Details": [line(UOM="BARREL")]}, "Details.0.UOM"),
        ({"Details": [line(WarehouseID="MOON")]}, "Details.0.WarehouseID"),
        ({"Details": [line(LineDescription="x" * 257)]}, "Details.0.LineDescription"),
        ({"ShipToAddress": ADDRESS | wrapped(State="Nowhere")}, "ShipToAddress.State"),
        ({"FinancialSettings": wrapped(CustomerTaxZone="MARS")}, "FinancialSettings.CustomerTaxZone"),
        ({"ShippingSettings": wrapped(ShippingTerms="NONE")}, "ShippingSettings.ShippingTerms"),
        ({"Totals": wrapped(Freight=-1, OverrideFreightAmount=True)}, "Totals.Freight"),
    ],
)
def test_wrong_orders_are_refused_at_the_field(api, customer, change, place):
    flags = wrapped(ShipToAddressOverride=True)
    assert place in api.refused("SalesOrder", order(customer) | flags | change)


def test_an_inactive_customer_gets_no_orders(api, erp, customer):
    erp.edit("Customer", customer, Status="Inactive")
    assert "CustomerID" in api.refused("SalesOrder", order(customer))


def test_addresses_need_their_flags_and_start_as_a_copy_of_the_accounts(api, erp, customer):
    ship = wrapped(AddressLine1="5 Elsewhere", PostalCode="3000")
    api.saved("SalesOrder", order(customer, ShipToAddress=ship, BillToAddress=ship, ShipToAddressOverride=True))
    made = erp.orders()[0]
    assert made["BillToAddress"]["AddressLine1"] == "1 Wharf Road"
    assert (made["ShipToAddress"]["AddressLine1"], made["ShipToAddress"]["City"]) == ("5 Elsewhere", "Balmain")


def test_an_order_goes_to_the_location_it_names(api, erp, customer):
    address = {"Address": {"AddressLine1": "7 Quay", "Country": "AU"}}
    quay = erp.add_location(customer, "Quay", LocationContact=address)
    api.saved("SalesOrder", order(customer, LocationID=quay))
    made = erp.orders()[0]
    assert (made["LocationID"], made["ShipToAddress"]["AddressLine1"]) == (quay, "7 Quay")


def test_orders_are_held_where_the_type_says_so_unless_told_otherwise(api, erp, customer):
    erp.kit.switches.set(orders_held=True)
    body = order(customer)
    assert api.saved("SalesOrder", body)["Status"]["value"] == "Open"
    del body["Hold"]
    assert api.saved("SalesOrder", body)["Status"]["value"] == "On Hold"


@pytest.mark.parametrize("status", [422, 500])
def test_forbidden_duplicates_of_the_customers_order_number(api, erp, customer, status):
    body = order(customer, CustomerOrder="1001")
    erp.kit.switches.set(customer_order_duplicates="forbid", duplicate_status=status)
    assert [api.put("SalesOrder", body).status_code for _ in range(2)] == [200, status]
    assert erp.created("SalesOrder", "1001-Harbour") == 1


def test_dates_are_the_sites_business_day_unless_given(api, erp, customer):
    erp.kit.clock.freeze(erp.kit.clock.now().replace(year=2026, month=3, day=31, hour=20))
    assert api.saved("SalesOrder", order(customer))["Date"]["value"] == "2026-04-01T00:00:00+00:00"
    given = order(customer, Date="2026-03-31T23:15:00+11:00")
    assert api.saved("SalesOrder", given)["Date"]["value"] == "2026-03-31T00:00:00+00:00"
    asked = api.put("SalesOrder", order(customer), headers={"PX-CbApiBusinessDate": "2025-12-24"})
    assert asked.json()["Date"]["value"] == "2025-12-24T00:00:00+00:00"


def test_a_canceled_or_invoiced_order_cannot_be_changed(api, erp, sale):
    number, _ = sale
    assert api.act("SalesOrder", "CancelSalesOrder", OrderType="EO", OrderNbr=number).status_code == 204
    assert erp.order(number)["Status"] == "Canceled"
    assert api.put("SalesOrder", wrapped(OrderType="EO", OrderNbr=number, Description="late")).status_code == 422
    api.act("SalesOrder", "ReopenSalesOrder", OrderType="EO", OrderNbr=number)
    assert erp.order(number)["Status"] == "Open"


def test_invoicing_shows_on_the_order(erp, customer, api):
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    erp.invoice_order(number, Decimal(10))
    assert (erp.order(number)["Status"], erp.order(number)["Totals"]["UnbilledAmount"]) == ("Open", Decimal("27.00"))
    invoice = erp.invoice_order(number)
    assert erp.order(number)["Status"] == "Completed"
    assert erp.order(number)["Shipments"][-1]["InvoiceNbr"] == invoice


def test_payments_inside_the_order_are_made_with_it_or_not_at_all(api, erp, customer):
    inside = wrapped(DocType="Prepayment", PaymentMethod="ONLINE", PaymentAmount=37, AppliedToOrder=37, PaymentRef="ch")
    bad = order(customer, Payments=[inside | wrapped(CashAccount="10200AU")])
    assert "Payments.0.CashAccount" in api.refused("SalesOrder", bad)
    assert (erp.orders(), erp.payments()) == ([], [])
    api.saved("SalesOrder", order(customer, Payments=[inside]))
    (payment,) = erp.payments("ch")
    assert (payment["Status"], payment["AppliedToOrders"]) == ("Balanced", 37)
    assert erp.orders()[0]["Totals"]["UnpaidBalance"] == 0
    assert erp.created("Payment", "ch") == 1
