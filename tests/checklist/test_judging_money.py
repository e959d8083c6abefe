"""Currencies, payment rows held against the store, the refund item, taxes by name."""

from __future__ import annotations

import pytest

from bc_myob.checklist.facts import Answer, Ask
from bc_myob.store.plain_yaml import read_yaml
from tests.checklist.judging import DEMO, broken, changed, finding, given, settings


def selling(*codes):
    return [{"currency_code": code, "enabled": True, "is_transactional": True} for code in codes]


def only(*currencies):
    said = read_yaml(DEMO.read_text())
    for row in said["payments"]["methods"]:
        row["active"] = row["currency"] in currencies and row["active"]
    return settings(payments=said["payments"])


CURRENCIES = [
    (("AUD",), ("AUD",), "not applicable"),
    (("AUD", "NZD"), ("AUD",), "not met"),  # its orders come, mapped payments or not
    (("NZD",), ("NZD",), "not met"),  # one currency, but not the ERP's
]


@pytest.mark.parametrize(("sold", "mapped", "result"), CURRENCIES)
def test_multicurrency_is_needed_where_documents_come_in_another_than_the_base_currency(right, sold, mapped, result):
    turned_off = changed(right, Ask.FEATURES, {}, Multicurrency=False)
    facts = given(right, STORE_CURRENCIES=selling(*sold), **turned_off)
    assert finding(facts, "features.multicurrency", only(*mapped)).verdict == result
    assert finding(facts, "customers.guest_currency", only(*mapped)).verdict == result


OWN_CURRENCIES = [
    # its currency, other ones allowed, sold in -> result
    ("NZD", False, ("AUD",), "not met"),
    ("NZD", True, ("AUD",), "met"),
    ("NZD", False, ("NZD",), "not applicable"),
    (None, False, ("AUD",), "not applicable"),
]


@pytest.mark.parametrize(("own", "free", "sold", "result"), OWN_CURRENCIES)
def test_guest_and_class_are_held_against_the_currencies_sold_in(right, own, free, sold, result):
    boxes = {"CurrencyID": own, "EnableCurrencyOverride": free}
    guest = changed(right, Ask.GUEST, {"CustomerID": "ECGUEST"}, **boxes)
    classes = changed(right, Ask.CLASSES, {"ClassID": "ECOMMERCE"}, **boxes)
    facts = given(right, STORE_CURRENCIES=selling(*sold), **guest, **classes)
    for key in ("customers.guest_currency", "customers.class_currency"):
        assert finding(facts, key, only(*sold)).verdict == result


STATUSES = {
    "Active": "met",
    "One-Time": "met",
    "Credit Hold": "by hand",
    "On Hold": "by hand",
    "Inactive": "not met",
}


@pytest.mark.parametrize("status", STATUSES)
def test_the_guest_customer_may_be_one_that_orders_stop_at_if_a_person_says_so(right, status):
    facts = given(right, **changed(right, Ask.GUEST, {"CustomerID": "ECGUEST"}, Status=status))
    assert finding(facts, "customers.guest").verdict == STATUSES[status]


FOR_ORDERS = ("inventory", "subitems", "custom_order_types", "customer_discounts", "net_gross")


@pytest.mark.parametrize("feature", FOR_ORDERS)
def test_a_store_of_customers_alone_needs_no_feature_of_orders(right, feature):
    off = {"sales_order": {"active": False}, "payment": {"active": False}}
    document = {"show_discounts_as": "Document Discounts"}
    orders = read_yaml(DEMO.read_text())["orders"] | document
    entities = read_yaml(DEMO.read_text())["entities"] | off
    facts = given(right, FEATURES=[dict.fromkeys(right.rows(Ask.FEATURES)[0], False) | {"SubItem": True}])
    assert finding(facts, f"features.{feature}", settings(orders=orders)).verdict == "not met"
    assert finding(facts, f"features.{feature}", settings(orders=orders, entities=entities)).verdict == "not applicable"


def methods(**changes):
    said = read_yaml(DEMO.read_text())
    row = said["payments"]["methods"][changes.pop("number", 0)]
    row |= changes
    return settings(payments=said["payments"]), f"payments.{row['store_payment_method']} {row['currency']}"


SPELLINGS = [
    ({"store_payment_method": "BRAINTREEE (CREDIT_CARD)"}, "not met", "has no BRAINTREEE; it has BRAINTREE."),
    ({"store_payment_method": "BRAINTREE (CREDITCARD)"}, "not met", "no method CREDITCARD; it has CREDIT_CARD"),
    ({"store_payment_method": "SEZZLE (OFFSITE)"}, "by hand", "The store does not list SEZZLE"),
    ({"number": 7, "store_order_payment_method": "Paypall"}, "not met", "the store calls it 'PayPal'"),
    ({"number": 7, "store_order_payment_method": "Klarna"}, "by hand", "No order paid by 'Klarna' was seen"),
    ({"currency": "EUR"}, "not met", "does not sell in EUR"),
]


@pytest.mark.parametrize(("change", "result", "says"), SPELLINGS)
def test_a_payment_row_is_held_against_the_stores_own_names(right, change, result, says):
    of, key = methods(**change)
    found = finding(given(right), key, of)
    assert (found.verdict, says in found.says) == (result, True), found


def test_every_method_is_asked_for_in_every_currency_of_the_store(right):
    said = read_yaml(DEMO.read_text())
    del said["payments"]["methods"][1]
    assert "Credit Card in NZD, JPY" in finding(given(right), "payments.unmapped", settings(**said)).says


def test_a_cash_account_that_was_closed_is_told(right):
    facts = given(right, **changed(right, Ask.CASH_ACCOUNTS, {"CashAccountCD": "10200AU"}, Active=False))
    assert broken(facts) == {"payments.BANKDEPOSIT (OFFLINE) AUD"}


REFUND = [
    ({"TaxCategory": "TAXABLE"}, "bears tax: its tax category TAXABLE has GST"),
    ({"RequireReceipt": True}, "has Require Receipt selected"),
    ({"Stock": True}, "is a stock item"),
    ({"ItemStatus": "Inactive"}, "has the status Inactive"),
    ({"ItemStatus": "Marked for Deletion"}, "has the status Marked for Deletion"),
]


@pytest.mark.parametrize(("change", "says"), REFUND)
def test_the_refund_item_is_a_tax_exempt_non_stock_item(right, change, says):
    facts = given(right, **changed(right, Ask.ITEMS, {"InventoryID": "REFUNDAMT"}, **change))
    assert broken(facts) == {"orders.refund_amount_item"}
    assert says in finding(facts, "orders.refund_amount_item").says


@pytest.mark.parametrize("status", ["Active", "No Purchases", "No Request"])
def test_an_item_that_may_be_sold_is_fine_whatever_else_it_may_not(right, status):
    facts = given(right, **changed(right, Ask.ITEMS, {"InventoryID": "HANDLINGFEE"}, ItemStatus=status))
    assert finding(facts, "orders.fee_item").verdict == "met"


ARTICLES = [
    ({"item": "JAM08", "status": "Active"}, "met", "all 1 articles"),
    ({"item": "JAM08", "status": "No Purchases"}, "met", "all 1 articles"),
    ({"item": "JAM08", "status": "No Sales"}, "not met", "JAM08 is No Sales"),
    ({"item": "JAM08", "status": "Inactive"}, "not met", "JAM08 is Inactive"),
    ({"item": "", "several": ["JAM08", "JAM96"]}, "not met", "JAM is the alternate id of JAM08 and JAM96"),
    ({"item": ""}, "not met", "the ERP does not have: JAM"),
]


@pytest.mark.parametrize(("row", "result", "says"), ARTICLES)
def test_articles_are_in_the_erp_once_and_for_sale(right, row, result, says):
    found = finding(given(right, ARTICLES=[{"sku": "JAM"} | row]), "orders.items_present")
    assert (found.verdict, says in found.says) == (result, True), found
    assert "the ERP does not have" not in found.says or not row.get("several")


def test_a_tax_category_nobody_shows_is_for_a_person_to_see(right):
    facts = given(right, {Ask.TAX_CATEGORIES: Answer(refused="not shown (403)")})
    assert "Is its tax category EXEMPT a tax-exempt one?" in finding(facts, "orders.refund_amount_item").says


def test_the_same_time_under_another_name_is_the_stores_time(right):
    assert (
        finding(given(right), "orders.order_time_zone", settings(orders__order_time_zone="Australia/ACT")).verdict
        == "met"
    )
    hobart = settings(orders__order_time_zone="Australia/Brisbane")
    assert finding(given(right), "orders.order_time_zone", hobart).verdict == "not met"


@pytest.mark.parametrize(
    ("names", "result"), [(["GST"], "met"), (["gst "], "met"), (["VAT"], "not met"), ([], "by hand")]
)
def test_taxes_read_by_name_need_a_counterpart_each(right, names, result):
    facts = given(right, STORE_TAXES=[{"name": name} for name in names])
    by_name = settings(orders__taxes__read_order_taxes=True)
    assert finding(facts, "taxes.store_names", by_name).verdict == result
    by_list = settings(orders__taxes__read_order_taxes=False)
    assert finding(facts, "taxes.store_names", by_list).verdict == "not applicable"


ADVISED = [
    ("features.drop_shipments", "DropShipments", True, "met"),
    ("features.drop_shipments", "DropShipments", False, "by hand"),
    ("features.external_tax", "AvalaraTax", None, "by hand"),
    ("features.warehouses", "Warehouse", False, "by hand"),
    ("features.carriers", "CarrierIntegration", True, "met"),
    ("customers.class_visibility", "MultipleBaseCurrencies", False, "not applicable"),
    ("customers.class_visibility", "MultipleBaseCurrencies", True, "by hand"),
    ("customers.class_visibility", "MultipleBaseCurrencies", None, "by hand"),
]


@pytest.mark.parametrize(("key", "flag", "on", "result"), ADVISED)
def test_what_is_recommended_is_for_a_person_to_weigh(right, key, flag, on, result):
    assert finding(given(right, **changed(right, Ask.FEATURES, {}, **{flag: on})), key).verdict == result
