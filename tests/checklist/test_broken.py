"""Each criterion broken in turn: exactly that row, and what waits for it, is reported in a bookkeeper's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.checklist.catalogue import checklist
from bc_myob.checklist.facts import Answer, Ask, Facts
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.boxes import check_boxes
from sandbox.shop.basket import Draft, line
from tests.checklist.bench import HOME, Bench


@dataclass(frozen=True)
class Broken:
    """One thing broken: which row says so, with which words, and which rows wait for it (a few, or all but a few)."""

    row: str
    by: Callable[[Bench], object]
    says: str
    waits: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    """Further rows that the same thing breaks."""


def broken(row, by, says, waits="", others=""):
    return pytest.param(
        Broken(row, by, says, frozenset(waits.split("|")) - {""}, frozenset(others.split("|")) - {""}),
        id=f"{row}: {says}",
    )


def turned(flag):
    return lambda bench: bench.switch(features_turned=flag)


def _sold(bench, sku="HONEY-LW-500"):
    """Let the store have an order of one article."""
    bench.store.add_order(Draft(billing=HOME, lines=(line(sku),)))


def _wrong_orders_filter(bench):
    _sold(bench)
    bench.set("filters", [{"entity": "Sales Order", "field": "statsu", "condition": "Is Not Empty"}])


def _wrong_customer_mapping(bench):
    bench.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="ruth@mail.example")
    rule = {"entity": "Customer", "target": "MainContact.JobTitle", "source": "=[Customer.Tittle]"}
    bench.set("mappings", [rule])


def _wrong_line(kind, entity):
    """Let a filter or mapping name a field that the store's records do not have."""

    def by(bench):
        bench.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="r@mail.example", addresses=[HOME])
        _sold(bench)
        lines = {
            "filters": {"entity": entity, "field": "citty", "condition": "Is Not Empty"},
            "mappings": {"entity": entity, "target": "LocationName", "source": "[citty]"},
        }
        bench.set(kind, [lines[kind]])

    return by


def _wrong_export(kind, **line):
    """Let a store that travels both ways have a line for exports that cannot work."""

    def by(bench):
        for entity in ("customer", "customer_location"):
            bench.row(f"entities.{entity}", sync_direction="Bidirectional")
        bench.set(kind, [{"direction": "Export", **line}])

    return by


def _drop_customers(bench):
    for entity in ("customer", "customer_location"):
        bench.row(f"entities.{entity}", active=False)


def _without_customers_and_orders(bench):
    for entity in ("customer", "customer_location", "sales_order", "payment"):
        bench.row(f"entities.{entity}", active=False)


def _unpaired_bracket(bench):
    rule = {"entity": "Customer", "opening": 1, "field": "email", "condition": "Is Not Empty"}
    bench.set("filters", [rule])


def _two_segments(template):
    def by(bench):
        bench.switch(customer_key="two-segments", customer_numbers="000000")
        bench.set("customers.customer_numbering_template", template)

    return by


CARD = "payments.BRAINTREE (CREDIT_CARD) "
ACTIVE_PAYMENTS = (
    f"{CARD}AUD",
    f"{CARD}NZD",
    f"{CARD}USD",
    "payments.CUSTOM (CUSTOM) AUD",
    "payments.BANKDEPOSIT (OFFLINE) AUD",
    "payments.GIFTCERTIFICATE (GIFT_CERTIFICATE) AUD",
    "payments.STORECREDIT (STORE_CREDIT) AUD",
    "payments.PAYPALEXPRESS (OFFSITE) AUD",
)
ROWS = [
    # features
    broken("features.retail_commerce", turned("CommerceIntegration"), "Retail Commerce is off"),
    broken("features.bigcommerce_connector", turned("BigCommerceIntegration"), "BigCommerce Connector is off"),
    broken(
        "features.business_account_locations",
        lambda b: b.switch(locations_feature=False),
        "Customer Locations (AR303020) cannot be opened",
    ),
    broken("features.subitems", turned("SubItem"), "Inventory Subitems is on"),
    broken(
        "features.multicurrency",
        turned("Multicurrency"),
        "Multicurrency Accounting is off",
        "customers.class_currency|customers.guest_currency",
    ),
    broken("features.inventory", turned("Inventory"), "Inventory is off"),
    broken("features.custom_order_types", turned("UserDefinedOrderTypes"), "Custom Order Types is off"),
    broken("features.volume_pricing", turned("SupportBreakQty"), "Volume Pricing is off"),
    broken("features.scheduled_processing", turned("ScheduleModule"), "Scheduled Processing is off"),
    broken(
        "features.customer_discounts",
        lambda b: (b.row("orders", show_discounts_as="Document Discounts"), b.switch(customer_discounts_feature=False)),
        "Customer Discounts is off",
    ),
    broken("features.net_gross", turned("NetGrossEntryMode"), "Net/Gross Entry Mode is off"),
    # customers
    broken(
        "customers.class",
        lambda b: b.lose("CustomerClass", "ECOMMERCE"),
        "There is no customer class ECOMMERCE. There are: DEFAULT.",
        "customers.class_currency",
    ),
    broken(
        "customers.class_currency",
        lambda b: b.change("CustomerClass", "ECOMMERCE", EnableCurrencyOverride=False),
        "Documents of class ECOMMERCE may not be in another currency than AUD",
    ),
    broken(
        "customers.guest",
        lambda b: b.lose("Customer", "ECGUEST"),
        "There is no customer ECGUEST for guest orders",
        "customers.guest_currency",
    ),
    broken(
        "customers.guest",
        lambda b: b.change("Customer", "ECGUEST", Status="Inactive"),
        "ECGUEST is Inactive",
        "customers.guest_currency",
    ),
    broken(
        "customers.guest_currency",
        lambda b: b.change("Customer", "ECGUEST", EnableCurrencyOverride=False),
        "Documents of customer ECGUEST may not be in another currency",
    ),
    broken(
        "settings.customer_class",
        lambda b: b.set("customers.customer_class", ""),
        "Customer Class is empty (customers.customer_class)",
        "customers.class|customers.class_currency",
    ),
    broken(
        "settings.generic_guest_customer",
        lambda b: b.set("customers.generic_guest_customer", ""),
        "Generic Guest Customer is empty",
        "customers.guest|customers.guest_currency",
    ),
    # numbering
    broken(
        "numbering.customer_sequence",
        lambda b: b.switch(missing_rows="Numbering/ECCUSTOMER"),
        "There is no numbering sequence ECCUSTOMER",
        "numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_sequence",
        lambda b: b.switch(missing_rows="Numbering/ECLOCATION"),
        "There is no numbering sequence ECLOCATION",
        "numbering.location_key|numbering.location_length|numbering.location_template",
    ),
    broken(
        "numbering.customer_sequence",
        lambda b: b.switch(customer_numbering="manual"),
        "is set to manual numbering",
        "numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.customer_key",
        lambda b: b.set("customers.customer_numbering", "SOORDER"),
        "is numbered by ECCUSTOMER, the settings name SOORDER",
        "numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_key",
        lambda b: b.set("customers.location_numbering", "SOORDER"),
        "is numbered by ECLOCATION, the settings name SOORDER",
        "numbering.location_length|numbering.location_template",
    ),
    broken(
        "numbering.location_template",
        lambda b: b.set("customers.location_numbering_template", "LOC-####"),
        "LOC-####",
    ),
    broken(
        "numbering.customer_length", lambda b: b.switch(customer_numbers="C0000000000"), "are 11 characters long, the"
    ),
    broken("numbering.location_length", lambda b: b.switch(location_numbers="LOC00000000"), "are 11 characters long"),
    broken("numbering.customer_template", _two_segments(""), "has 2 segments, but no template says how to fill them"),
    broken(
        "numbering.customer_template", _two_segments("ECUS-####"), "has not the shape of the key, which is ____-######"
    ),
    broken("numbering.customer_template", _two_segments("ECUSX-#####"), "has not the shape of the key"),
    broken(
        "numbering.customer_box",
        lambda b: b.set("customers.customer_numbering", ""),
        "customers.customer_numbering is empty",
        "numbering.customer_sequence|numbering.customer_key|numbering.customer_length|numbering.customer_template",
    ),
    broken(
        "numbering.location_box",
        lambda b: b.set("customers.location_numbering", ""),
        "customers.location_numbering is empty",
        "numbering.location_sequence|numbering.location_key|numbering.location_length|numbering.location_template",
    ),
    # connections
    broken(
        "store.scope_customers",
        lambda b: b.store.kit.limits.set(
            scopes="store_v2_orders,store_v2_transactions,store_v2_information,store_payments_methods_read"
        ),
        "store_v2_customers_read_only",
    ),
    broken(
        "store.scope_orders",
        lambda b: b.store.kit.limits.set(
            scopes="store_v2_customers,store_v2_transactions,store_v2_information,store_payments_methods_read"
        ),
        "store_v2_orders_read_only",
        "store.scope_transactions|orders.items_present",
    ),
    broken(
        "store.scope_payment_methods",
        lambda b: b.store.kit.limits.set(
            scopes="store_v2_customers,store_v2_orders,store_v2_transactions,store_v2_information"
        ),
        "store_payments_methods_read",
    ),
    broken(
        "store.scope_transactions",
        lambda b: (
            _sold(b),
            b.store.kit.limits.set(
                scopes="store_v2_customers,store_v2_orders,store_v2_information,store_payments_methods_read"
            ),
        ),
        "the orders scope is not enough",
    ),
    broken(
        "erp.sign_out",
        lambda b: b.fault(path="/entity/auth/logout", kind="status", status=500, times=9),
        "The sign-out failed",
    ),
    broken(
        "erp.form_customers",
        lambda b: b.switch(no_rights="Customer"),
        "The API user may not open Customers (AR303000)",
        "customers.guest|customers.guest_currency|validation.customers_with_locations",
    ),
    broken("erp.form_orders", lambda b: b.switch(no_rights="SalesOrder"), "may not open Sales Orders (SO301000)"),
    broken("erp.form_payments", lambda b: b.switch(no_rights="Payment"), "may not open Payments and Applications"),
    broken("endpoint.fields", lambda b: b.switch(contract_lacks="Payment/ExternalRef"), "Payment.ExternalRef"),
    broken(
        "erp.lost_answers",
        lambda b: b.set("run.unknown_outcome_wait_seconds", 599),
        "after 599 seconds, and the ERP may queue it for 10 minutes",
    ),
    broken(
        "erp.licence",
        lambda b: b.fault(path=r"24.200.001/Tax\?", kind="status", status=429, times=9),
        "the ERP turned requests away",
    ),
    broken(
        "clock.store",
        lambda b: b.store.kit.limits.set(clock_ahead_seconds=3600.0),
        "The store's clock is about 60 minutes ahead of ours",
    ),
    broken(
        "clock.erp",
        lambda b: b.erp.kit.limits.set(clock_ahead_seconds=-7200.0),
        "The ERP's clock is about 2 hours behind ours",
    ),
    # entities and orders
    broken("entities.customer", _without_customers_and_orders, "Customer is not active"),
    broken(
        "orders.branch",
        lambda b: b.set("orders.branch", "MELBOURNE"),
        "There is no branch MELBOURNE. There are: SYDNEY.",
        "|".join(["orders.branch_currency", *ACTIVE_PAYMENTS]),
    ),
    broken(
        "orders.branch",
        lambda b: b.change("Branch", "SYDNEY", BranchStatus=False),
        "is not active",
        "|".join(["orders.branch_currency", *ACTIVE_PAYMENTS]),
    ),
    broken(
        "orders.branch_currency",
        lambda b: b.change("Branch", "SYDNEY", BaseCurrencyID="NZD"),
        "The store's default currency is AUD, branch SYDNEY counts in NZD",
    ),
    broken(
        "orders.order_type",
        lambda b: b.switch(missing_rows="SOOrderType/EO"),
        "There is no order type EO. There are: SO.",
        "orders.order_type_held",
    ),
    broken("orders.earliest_order_date", lambda b: b.set("orders.earliest_order_date", "2999-01-01"), "still to come"),
    broken("orders.order_type_held", lambda b: b.switch(orders_held=True), "puts new orders on hold"),
    broken("orders.refund_amount_item", lambda b: b.set("orders.refund_amount_item", ""), "is empty"),
    broken("orders.refund_amount_item", lambda b: b.lose("NonStockItem", "REFUNDAMT"), "There is no item REFUNDAMT"),
    broken(
        "orders.refund_amount_item",
        lambda b: b.change("NonStockItem", "REFUNDAMT", RequireShipment=True),
        "has Require Shipment selected",
    ),
    broken("orders.gift_certificate_item", lambda b: b.lose("NonStockItem", "GIFTCERT"), "There is no item GIFTCERT"),
    broken("orders.gift_wrapping_item", lambda b: b.lose("NonStockItem", "GIFTWRAP"), "There is no item GIFTWRAP"),
    broken(
        "orders.fee_item", lambda b: b.change("NonStockItem", "HANDLINGFEE", ItemStatus="No Sales"), "cannot be sold"
    ),
    broken("orders.custom_item", lambda b: b.set("orders.custom_item", "SERVICE"), "There is no item SERVICE"),
    broken(
        "entities.sales_order",
        lambda b: b.row("entities.sales_order", sync_direction="Export", primary_system="ERP"),
        "orders travel from the store to the ERP only",
    ),
    broken(
        "orders.order_time_zone",
        lambda b: b.set("orders.order_time_zone", "UTC"),
        "the store's own time zone is Australia/Sydney: late orders get another day",
    ),
    broken("orders.items_present", lambda b: _sold(b, "OLIVES-MIX"), "articles that the ERP does not have: OLIVES-MIX"),
    # taxes
    broken("taxes.zone", lambda b: b.lose("TaxZone", "GST"), "There is no tax zone GST"),
    broken("taxes.substitution", lambda b: b.lose("Tax", "GST"), "There is no tax GST"),
    broken(
        "taxes.substitution",
        lambda b: b.set(
            "orders.taxes", {"synchronization": True, "default_tax_zone": "GST", "read_order_taxes": False}
        ),
        "The list of tax names is empty",
    ),
    # payments
    broken(f"{CARD}NZD", lambda b: b.row("payments.methods.1", erp_payment_method="ONLNE"), "no payment method ONLNE"),
    broken(
        f"{CARD}NZD",
        lambda b: b.row("payments.methods.1", cash_account="10250XX"),
        "Cash account 10250XX is not allowed for ONLINE (allowed: 10250AU, 10250NZ, 10250US)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.row("payments.methods.1", cash_account="10250US"),
        "Cash account 10250US is in USD, this row is for NZD",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.account("ONLINE", "10250NZ", Branch="PERTH"),
        "Cash account 10250NZ belongs to branch PERTH, orders go to SYDNEY",
    ),
    broken(f"{CARD}NZD", lambda b: b.account("ONLINE", "10250NZ", UseInAR=False), "is not for customers' payments"),
    broken(
        f"{CARD}NZD",
        lambda b: b.change("Currency", "NZD", Active=False),
        "The ERP has no active currency NZD",
        others="orders.currencies",
    ),
    broken("orders.currencies", lambda b: b.change("Currency", "JPY", Active=False), "The store sells in JPY, and"),
    broken(
        "payments.STORECREDIT (STORE_CREDIT) AUD",
        lambda b: b.change("PaymentMethod", "STORECRED", Active=False),
        "Payment method STORECRED is not active",
    ),
    broken(
        "payments.STORECREDIT (STORE_CREDIT) AUD",
        lambda b: b.change("PaymentMethod", "STORECRED", IntegratedProcessing=True),
        "processes cards itself",
    ),
    broken(
        "payments.CUSTOM (CUSTOM) EUR", lambda b: b.row("payments.methods.3", currency="EUR"), "does not sell in EUR"
    ),
    broken(
        "payments.reference",
        lambda b: b.switch(payment_ref_required=True),
        "The ERP wants a reference on every payment",
    ),
    # shipping
    broken(
        "shipping.Australia / Courier",
        lambda b: b.lose("ShipVia", "COURIER"),
        "Ship Via Codes (CS207500) has no COURIER (there are: AUSPOST, AUSPOSTINT, PICKUP)",
    ),
    broken(
        "shipping.Australia / Courier",
        lambda b: b.row("shipping.1", shipping_terms="FREE"),
        "Shipping Terms (CS208000) has no FREE",
    ),
    broken(
        "shipping.Tasmania / Courier",
        lambda b: b.row("shipping.1", store_shipping_zone="Tasmania"),
        "The store has no shipping method Tasmania / Courier",
    ),
    # filters and mappings
    broken("rules.customers_filters", _unpaired_bracket, "bracket"),
    broken("rules.locations_filters", _wrong_line("filters", "Customer Location"), "have no field citty"),
    broken("rules.locations_mappings", _wrong_line("mappings", "Customer Location"), "have no field"),
    broken(
        "rules.customers_filters",
        _wrong_export("filters", entity="Customer", field="Customer Clas", condition="Is Not Empty"),
        "The ERP's records (Customer) have no field Customer Clas",
    ),
    broken(
        "rules.locations_filters",
        _wrong_export("filters", entity="Customer Location", field="LocationContact.Adress.City", condition="Is Empty"),
        "The ERP's records (CustomerLocation) have no field LocationContact.Adress.City",
    ),
    broken(
        "rules.customers_mappings",
        _wrong_export("mappings", entity="Customer", target="notes", source="=Trim([CustomerNam])"),
        "the ERP's records (Customer) have no field CustomerNam",
    ),
    broken(
        "rules.customers_mappings",
        _wrong_export("mappings", entity="Customer", target="nickname", source="[CustomerName]"),
        "names nickname, which it cannot write; it can write",
    ),
    broken("rules.payments_filters", _wrong_line("filters", "Payment"), "have no field citty"),
    broken("rules.orders_filters", _wrong_orders_filter, "The store's records have no field statsu"),
    broken("rules.customers_mappings", _wrong_customer_mapping, "The store's records have no field"),
    broken(
        "rules.orders_mappings",
        lambda b: b.set("mappings", [{"entity": "Sales Order", "target": "Descripton", "source": "x"}]),
        "Descripton, which SalesOrder does not have",
        "",
        "endpoint.fields",
    ),
    broken(
        "rules.payments_mappings",
        lambda b: b.set("mappings", [{"entity": "Payment", "target": "Description", "source": "=Trim("}]),
        "",
    ),
]


def _export_filter(field):
    return {"entity": "Customer", "direction": "Export", "field": field, "condition": "Is Not Empty"}


def _drop(path, number):
    def by(bench):
        section, _, name = path.partition(".")
        del (bench.said[section][name] if name else bench.said[section])[number]

    return by


BY_HAND = [
    ("entities.customer", _drop_customers, "every order is booked on the guest customer ECGUEST. Is that meant?"),
    ("entities.store", lambda b: b.set("active", False), "The store is not active yet"),
    ("entities.native_connector", lambda _: None, "No API shows whether the ERP's own connector runs"),
    (
        "orders.earliest_order_date",
        lambda b: b.set("orders.earliest_order_date", None),
        "every order the store has ever",
    ),
    ("shipping.unmapped", _drop("shipping", 1), "No row yet for: Australia / Courier"),
    (
        "shipping.unmapped",
        lambda b: b.row("shipping.1", active=False),
        "Rows that are not active: Australia / Courier. Such orders come without a ship via code.",
    ),
    ("payments.unmapped", lambda _: None, "Afterpay in AUD, NZD, USD, JPY"),
    (
        "rules.customers_filters",
        lambda b: b.set("filters", [_export_filter("Email")]),
        "Nothing applies the filters for Export (Email): Customer is set to Import. Is that meant?",
    ),
    ("features.drop_shipments", lambda _: None, "does not show Drop Shipments. The vendor recommends it where"),
    ("features.external_tax", lambda _: None, "does not show External Tax Calculation Integration"),
    ("features.carriers", lambda _: None, "does not show Shipping Carrier Integration"),
    ("features.warehouses", turned("Warehouse"), "Multiple Warehouses is off, and recommended where"),
    ("customers.class_visibility", lambda _: None, "does not show Multiple Base Currencies"),
    ("validation.customers_with_locations", lambda _: None, "it writes test records to both systems"),
    ("payments.periods", lambda _: None, "Which periods are meant"),
    ("payments.held", lambda b: b.switch(payments_held=True), "refunds that people enter stay on hold"),
    ("store.scope_order_tags", lambda b: b.set("orders.tag_external_order", True), "Nobody can ask whether a token"),
]
"""Rows that only a person can settle, and what is asked of them."""


@pytest.mark.parametrize(("row", "by", "says"), BY_HAND)
def test_what_only_a_person_can_settle_is_asked_with_a_place_to_look(bench, row, by, says):
    by(bench)
    bench.run()
    assert bench.broken() == set()
    assert bench.finding(row).verdict == "by hand"
    assert says in bench.finding(row).says
    assert len(bench.finding(row).mend) > 15


ELSEWHERE = {
    # the tests of this file below
    *("store.connection", "erp.sign_in", "endpoint.version", "payments.rows"),
    *("clock.stamps", "store.scope_customer_writes", "entities.customer_location", "entities.payment"),
    "taxes.store_names",  # test_judging_money.py
    "validation.bidirectional",  # test_walk_through.py
    "products.sales_categories",  # concerns no store
}


SWITCHED_OFF = {
    "customer_location": ("entities.customer_location", "addresses are not synchronised as locations"),
    "payment": ("entities.payment", "nobody expects money of this store in the ERP"),
}


@pytest.mark.parametrize("entity", SWITCHED_OFF)
def test_an_entity_that_is_switched_off_concerns_nobody(bench, entity):
    row, says = SWITCHED_OFF[entity]
    bench.row(f"entities.{entity}", active=False)
    bench.run()
    assert bench.broken() == set()
    assert bench.finding(row).verdict == "not applicable"
    assert says in bench.finding(row).says


@pytest.mark.parametrize("case", ROWS)
def test_exactly_the_broken_row_and_what_waits_for_it_is_reported(bench, case):
    case.by(bench)
    bench.run()
    assert bench.broken() == {case.row} | case.others
    assert bench.waiting() == case.waits
    finding = bench.finding(case.row)
    assert case.says in finding.says
    assert len(finding.mend) > 10
    assert bench.box.ledger() == [] or all(effect.system == "store" for effect in bench.box.ledger())


def test_a_store_that_lets_nobody_in_holds_up_its_rows_and_no_other(bench):
    bench.connection("bigcommerce", password="wrong")
    bench.run()
    assert bench.broken() == {"store.connection"}
    assert "refuses the access token" in bench.finding("store.connection").says
    assert all("store" in bench.finding(key).waits_for for key in bench.waiting())
    assert {"customers.class", "orders.branch"} <= bench.keys("met")
    assert {"taxes.zone", "taxes.substitution"} <= bench.keys("met")
    assert "nobody was let in" in bench.finding("payments.BRAINTREE (CREDIT_CARD) AUD").says


def test_a_wrong_password_is_tried_once_and_holds_up_everything_of_the_erp(bench):
    bench.connection("myob_advanced", password="wrong")
    bench.run()
    assert bench.broken() == {"erp.sign_in"}
    assert bench.box.calls()["erp POST /entity/auth/login"] == 1
    assert {"customers.class", "orders.branch", "features.subitems", "payments.reference"} <= bench.waiting()
    assert {"store.connection", "orders.order_time_zone", "payments.rows"} <= bench.keys("met")


def test_an_endpoint_that_is_not_there_holds_up_what_is_read_through_it(bench):
    bench.set("endpoint.version", "25.200.001")
    bench.run()
    assert bench.broken() == {"endpoint.version"}
    assert "It has: Default/22.200.001" in bench.finding("endpoint.version").says
    assert {"customers.class", "erp.form_orders", "endpoint.fields"} <= bench.waiting()
    assert {"features.subitems", "orders.order_type", "numbering.customer_sequence"} <= bench.keys("met")


def test_without_free_seats_the_licence_is_named(bench):
    bench.erp.kit.limits.set(seats=0)
    bench.run()
    assert bench.broken() == {"erp.sign_in"}
    assert "all API seats of the licence are taken" in bench.finding("erp.sign_in").says


def test_nothing_mapped_means_no_payment_arrives(bench):
    for row in bench.said["payments"]["methods"]:
        row["active"] = False
    bench.run()
    assert bench.broken() == {"payments.rows"}


def test_an_erp_whose_clock_is_wrong_does_not_get_its_stamps_blamed(bench):
    for entity in ("customer", "customer_location"):
        bench.row(f"entities.{entity}", sync_direction="Bidirectional")
    bench.erp.kit.limits.set(clock_ahead_seconds=7200.0)
    bench.erp.add_customer("Just entered")
    bench.run()
    assert bench.broken() == {"clock.erp"}
    assert "clock.stamps" in bench.keys("by hand")


def test_change_stamps_in_local_time_are_told_where_the_erp_is_read_back(bench):
    for entity in ("customer", "customer_location"):
        bench.row(f"entities.{entity}", sync_direction="Bidirectional")
    bench.switch(stamp_zone="local")
    bench.run()
    assert bench.broken() == {"clock.stamps"}
    assert "hours in the future: they are the site's local time" in bench.finding("clock.stamps").says
    bench.switch(stamp_zone="utc")
    bench.run()
    assert "clock.stamps" in bench.keys("by hand")
    guest = bench.erp.customers()[0]
    bench.run(written=[(guest["CustomerID"], datetime.fromisoformat(str(guest["LastModifiedDateTime"])))])
    assert "clock.stamps" in bench.keys("met")


@pytest.mark.parametrize(("hours", "verdict"), [(1, "not met"), (12, "by hand"), (16, "by hand")])
def test_a_local_stamp_that_looks_young_proves_nothing(bench, hours, verdict):
    for entity in ("customer", "customer_location"):
        bench.row(f"entities.{entity}", sync_direction="Bidirectional")
    bench.switch(stamp_zone="local")
    then = datetime.now(UTC) - timedelta(hours=hours)
    for customer in bench.erp.customers():
        bench.change("Customer", customer["CustomerID"], LastModifiedDateTime=then)
    bench.run()
    assert bench.finding("clock.stamps").verdict == verdict


@pytest.mark.parametrize("box", ["customer_class", "generic_guest_customer"])
def test_a_run_refuses_an_empty_box_with_the_checklists_words(bench, box):
    bench.set(f"customers.{box}", "")
    bench.run()
    with pytest.raises(ConfigurationError) as refused:
        check_boxes(bench.settings)
    assert bench.finding(f"settings.{box}").says in str(refused.value)
    assert f"customers.{box} of the settings file" in str(refused.value)


def test_an_accepted_row_is_shown_and_stops_nothing(bench):
    bench.switch(features_turned="SupportBreakQty")
    bench.said["checklist"] = {"accepted": ["features.volume_pricing"]}
    result = bench.run()["features.volume_pricing"]
    assert result.accepted
    assert not result.stops
    assert "features.volume_pricing" in bench.keys("not met")


@pytest.mark.parametrize(("seconds", "says"), [(-7200, "about 2 hours behind ours"), (90, "about 90 seconds ahead of")])
def test_a_clock_that_differs_is_told_with_its_distance(bench, seconds, says):
    facts = Facts({Ask.ERP_TIME: Answer(rows=[{"ahead": seconds}])})
    erp = next(row for row in checklist(bench.settings) if row.key == "clock.erp")
    assert says in erp.judge(facts, bench.settings).says


def test_a_store_that_exports_is_asked_for_its_write_scope_and_its_export_lines_are_seen(bench):
    bench.run()
    assert {"store.scope_customer_writes", "rules.customers_filters"} <= bench.keys("not applicable")
    fields = ("Customer Class", "Email", "MainContact.Address.City", "[Customer.PriceClassID]")
    lines = [{"entity": "Customer", "direction": "Export", "field": each, "condition": "Is Empty"} for each in fields]
    _wrong_export("filters", **lines[0])(bench)
    bench.set("filters", lines)
    bench.run()
    assert bench.broken() == set()
    assert "rules.customers_filters" in bench.keys("met")
    assert "store.scope_customer_writes" in bench.keys("by hand")
    assert "store_v2_customers" in bench.finding("store.scope_customer_writes").says


def test_with_orders_at_hand_their_articles_transactions_and_fields_are_seen(bench):
    _sold(bench)
    bench.set("filters", [{"entity": "Sales Order", "field": "status_id", "condition": "Is Not Empty"}])
    bench.run()
    assert bench.broken() == set()
    assert {"orders.items_present", "store.scope_transactions", "rules.orders_filters"} <= bench.keys("met")


def test_a_template_for_a_key_of_one_segment_is_to_be_cleared(bench):
    bench.set("customers.location_numbering_template", "LOC-####")
    bench.run()
    assert "Clear customers.location_numbering_template" in bench.finding("numbering.location_template").mend


def test_each_row_of_the_catalogue_is_broken_once(bench):
    keys = {_table(row.key) for row in checklist(bench.settings)}
    seen = {_table(case.values[0].row) for case in ROWS} | {row for row, *_ in BY_HAND} | ELSEWHERE
    assert sorted(keys - seen) == []


def _table(key):
    """The rows of one table are judged alike: any of them will do."""
    return key.partition(".")[0] if " " in key else key
