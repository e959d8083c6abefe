"""Judgements on answers of the two systems: pure, so that many can be tried. `right` was read while all was right."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bc_myob.checklist.catalogue import checklist
from bc_myob.checklist.contract import missing_fields
from bc_myob.checklist.facts import Answer, Ask, Facts
from bc_myob.checklist.judging import judged
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.mapping.orders import map_orders
from bc_myob.mapping.payments import map_payments
from bc_myob.model.entities import Entity
from bc_myob.model.errors import (
    ConfigurationError,
    OutcomeUnknown,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    ServiceUnavailable,
)
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.operators.checking.erp_facts import in_use, told_by
from bc_myob.operators.checking.evidence import Evidence
from bc_myob.operators.checklist import kept, verdict
from bc_myob.store.settings import StoreSettings

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"
DOORS = {"store.connection": Ask.STORE, "erp.sign_in": Ask.ENDPOINTS, "erp.sign_out": Ask.SIGN_OUT}
WALKS = {Ask.WALK_THROUGH: Answer(), Ask.WALK_BOTH: Answer()}


def settings(**changes):
    """The demo's settings with some changed: `orders__refund_amount_item="X"`."""
    said = yaml.safe_load(DEMO.read_text())
    for path, value in changes.items():
        *parents, last = path.split("__")
        where = said
        for part in parents:
            where = where.setdefault(part, {})
        where[last] = value
    return StoreSettings.model_validate({"name": "demo"} | said)


def given(right, answers=None, **rows):
    """What was read, with some answers exchanged: whole ones by question, or rows by the question's name."""
    new = {Ask[name]: Answer(rows=found) for name, found in rows.items()}
    return Facts({**right.answers, **WALKS, **new, **(answers or {})})


def changed(right, ask, where, **values):
    """The rows of an answer, with other values (None: not shown) in the one that has `where`."""
    rows = copy.deepcopy([dict(row) for row in right.rows(ask)])
    for row in rows:
        if where.items() <= row.items():
            row |= {name: value for name, value in values.items() if value is not None}
            for name in (name for name, value in values.items() if value is None):
                row.pop(name, None)
    return {ask.name: rows}


def results(facts, of=None):
    of = of or settings()
    return {each.criterion.key: each for each in judged(checklist(of), facts, of)}


def finding(facts, key, of=None):
    return results(facts, of)[key].finding


def broken(facts, of=None):
    return {
        key
        for key, each in results(facts, of).items()
        if each.finding.verdict == "not met" and not each.finding.waits_for
    }


def test_while_everything_is_right_nothing_is_reported(right):
    assert broken(given(right)) == set()


# --- no answer, odd answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", sorted(set(Ask) - {Ask.LICENCE, *WALKS}))
def test_no_answer_is_nobodys_missing_right(right, ask):
    facts = given(right, {ask: Answer(refused="MYOB Advanced answered 503 to it", again=True)})
    found = results(facts)
    doors = {key for key, door in DOORS.items() if door is ask}
    assert broken(facts) == doors
    for key in doors:
        assert found[key].finding.mend.startswith("Run the checklist again in a few minutes.")
    told = [each.finding for each in found.values() if "503" in each.finding.says and each.criterion.key not in DOORS]
    assert all(each.verdict == "by hand" and "Run the checklist again" in each.says for each in told)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ServiceUnavailable("503"), True),
        (RateLimited("429"), True),
        (OutcomeUnknown("cut"), True),
        (RecordBusy("busy"), True),
        (RecordInvalid("MYOB Advanced refused it: An error has occurred."), True),
        (KeyError("id"), True),
        (ConfigurationError("no access (403)"), False),
    ],
)
def test_only_a_word_about_rights_or_addresses_is_a_refusal(error, again):
    def question():
        raise error

    evidence = Evidence(settings(), frozenset())
    assert evidence.ask(Ask.TAXES, question) is False
    assert evidence.facts.silent(Ask.TAXES) is again


ODD = [
    (Ask.STORE, [{"name": "X", "timezone": "Australia/Sydney", "currency": "AUD"}], "orders.order_time_zone"),
    (Ask.SEGMENTS, [{"DimensionID": "CUSTOMER", "Length": "x", "AutoNumber": True}], "numbering.customer_length"),
]


@pytest.mark.parametrize(("ask", "rows", "row"), ODD)
def test_an_answer_nobody_thought_of_concerns_its_row_alone(right, ask, rows, row):
    found = finding(given(right, **{ask.name: rows}), row)
    assert (found.verdict, bool(found.mend)) == ("by hand", True)
    assert "cannot be understood" in found.says


UNSHOWN = [
    (Ask.RECEIVABLES, {}, "RequireExtRef", "payments.reference"),
    (Ask.RECEIVABLES, {}, "HoldEntry", "payments.held"),
    (Ask.ORDER_TYPES, {"OrderType": "EO"}, "HoldEntry", "orders.order_type_held"),
    (Ask.ORDER_TYPES, {"OrderType": "EO"}, "Active", "orders.order_type"),
    (Ask.BRANCHES, {"BranchID": "SYDNEY"}, "BranchStatus", "orders.branch"),
    (Ask.NUMBERING, {"NumberingID": "ECCUSTOMER"}, "UserNumbering", "numbering.customer_sequence"),
    (Ask.KEYS, {"DimensionID": "CUSTOMER"}, "NumberingID", "numbering.customer_key"),
    (Ask.CLASSES, {"ClassID": "ECOMMERCE"}, "EnableCurrencyOverride", "customers.class_currency"),
    (Ask.GUEST, {}, "IsGuestCustomer", "customers.guest"),
    (Ask.GUEST, {}, "EnableCurrencyOverride", "customers.guest_currency"),
    (Ask.FEATURES, {}, "SubItem", "features.subitems"),
    (Ask.ITEMS, {"InventoryID": "REFUNDAMT"}, "RequireReceipt", "orders.refund_amount_item"),
    (Ask.ITEMS, {"InventoryID": "GIFTCERT"}, "ItemStatus", "orders.gift_certificate_item"),
    (Ask.METHODS, {"PaymentMethodID": "BANKTRF"}, "Active", "payments.BANKDEPOSIT (OFFLINE) AUD"),
    (Ask.METHODS, {"PaymentMethodID": "BANKTRF"}, "AllowedCashAccounts", "payments.BANKDEPOSIT (OFFLINE) AUD"),
    (Ask.CURRENCIES, {"CurrencyID": "AUD"}, "Active", "payments.BANKDEPOSIT (OFFLINE) AUD"),
    (Ask.CASH_ACCOUNTS, {"CashAccountCD": "10200AU"}, "Active", "payments.BANKDEPOSIT (OFFLINE) AUD"),
]


@pytest.mark.parametrize(("ask", "where", "field", "row"), UNSHOWN, ids=str)
def test_a_box_that_is_not_shown_is_for_a_person_to_see(right, ask, where, field, row):
    facts = given(right, **changed(right, ask, where, **{field: None}))
    assert broken(facts) == set()
    assert finding(facts, row).verdict == "by hand"


UNREAD = [
    (Ask.STORE_SHIPPING, "shipping.Australia / Courier"),
    (Ask.STORE_CURRENCIES, "payments.BRAINTREE (CREDIT_CARD) NZD"),
    (Ask.CURRENCIES, "payments.BRAINTREE (CREDIT_CARD) NZD"),
    (Ask.SEGMENTS, "numbering.customer_key"),
    (Ask.STORE_ORDERS, "rules.orders_filters"),
]


@pytest.mark.parametrize(("ask", "row"), UNREAD)
def test_what_could_not_be_read_is_never_met(right, ask, row):
    line = {"entity": "Sales Order", "field": "status_id", "condition": "Is Not Empty"}
    facts = given(right, {ask: Answer(refused="not shown (403)")})
    found = finding(facts, row, settings(filters=[line]))
    assert found.verdict == "by hand"
    assert "403" in found.says


def test_a_key_without_shown_segments_is_for_a_person_to_see(right):
    assert finding(given(right, SEGMENTS=[]), "numbering.customer_key").verdict == "by hand"


# --- accepted rows ----------------------------------------------------------------------------------------------------


def test_what_waits_for_an_accepted_row_stops_nothing_either(right):
    facts = given(right, **changed(right, Ask.FEATURES, {}, Multicurrency=False))
    taken = settings(checklist={"accepted": ["features.multicurrency"]})
    stops = [key for key, each in results(facts, taken).items() if each.stops]
    assert stops == []
    assert results(facts, taken)["customers.class_currency"].accepted
    assert {key for key, each in results(facts).items() if each.stops} == {
        "features.multicurrency",
        "customers.class_currency",
        "customers.guest_currency",
    }


def test_the_reason_of_a_failed_run_always_names_a_row(right):
    facts = given(right, **changed(right, Ask.FEATURES, {}, Multicurrency=False))
    rows = [kept(each) for each in results(facts).values() if each.stops]
    assert "[features.multicurrency] Multicurrency Accounting is off." in verdict(rows)
    waiting = [row for row in rows if row.waits_for]
    assert "[customers.class_currency]" in verdict(waiting)


# --- numbers and templates (connector 2.5) ----------------------------------------------------------------------------

TWO = [
    {"DimensionID": "CUSTOMER", "SegmentID": 1, "Length": 4, "AutoNumber": False, "Separator": "-"},
    {"DimensionID": "CUSTOMER", "SegmentID": 2, "Length": 6, "AutoNumber": True, "Separator": "-"},
]
TEMPLATES = [
    ("ECUS-######", "met", "fits the key"),
    ("", "not met", "no template says how to fill them"),
    ("######-ECUS", "not met", "shape of the key, which is ____-######"),
    ("EC-US######", "not met", "shape of the key"),
    ("____-######", "not met", "still has underscores"),
    ("EC##-######", "not met", "does not number this segment"),
    ("ECUS-00####", "not met", "it has to be ######"),
    ("ECUS-#####", "not met", "shape of the key"),
]


@pytest.mark.parametrize(("template", "result", "says"), TEMPLATES)
def test_a_template_has_the_shape_of_the_key(right, template, result, says):
    rows = [*TWO, *(row for row in right.rows(Ask.SEGMENTS) if row["DimensionID"] != "CUSTOMER")]
    numbers = [{"NumberingID": "ECCUSTOMER", "StartNbr": "000000"}, {"NumberingID": "ECLOCATION", "StartNbr": "L00000"}]
    facts = given(right, SEGMENTS=rows, NUMBERS=numbers)
    of = settings(customers__customer_numbering_template=template)
    found = finding(facts, "numbering.customer_template", of)
    assert found.verdict == result
    assert says in found.says
    assert broken(facts, of) == ({"numbering.customer_template"} if result == "not met" else set())


LATER = {"StartNbr": "C00000000000", "LastNbr": "C00000000000"}
NUMBERS = [
    ([{"LastNbr": "C000001", "EndNbr": "C999999"}], False, ""),
    ([{"LastNbr": "C0"}], False, ""),
    ([{"LastNbr": "C0"}], True, "both have to be the same"),
    ([{"LastNbr": "C00000000001"}], False, "are 12 characters long"),
    ([{"LastNbr": "C999999", "EndNbr": "C999999"}], False, "has given its last number, C999999"),
    ([{"LastNbr": "C000001"}, LATER], False, "are 12 characters long"),
]


@pytest.mark.parametrize(("ranges", "two", "says"), NUMBERS)
def test_every_range_of_numbers_has_room_and_numbers_left(right, ranges, two, says):
    others = [row for row in right.rows(Ask.SEGMENTS) if row["DimensionID"] != "CUSTOMER"]
    kept_ranges = [row for row in right.rows(Ask.NUMBERS) if row["NumberingID"] != "ECCUSTOMER"]
    new = [{"NumberingID": "ECCUSTOMER"} | each for each in ranges]
    facts = given(right, NUMBERS=[*kept_ranges, *new])
    facts = Facts({**facts.answers, Ask.SEGMENTS: Answer(rows=[*TWO, *others])}) if two else facts
    of = settings(customers__customer_numbering_template="ECUS-######") if two else settings()
    assert broken(facts, of) == ({"numbering.customer_length"} if says else set())
    assert says in finding(facts, "numbering.customer_length", of).says


def test_ranges_that_later_ones_have_replaced_count_no_more():
    def one(day, branch=None):
        return {"NumberingID": "ECCUSTOMER", "StartDate": day, "NBranchID": branch}

    rows = [one("2010-01-01"), one("2026-01-01T00:00:00"), one("2030-01-01"), one("2015-01-01", 7)]
    assert in_use(rows, datetime(2026, 6, 1, tzinfo=UTC)) == rows[1:]


# --- currencies, payment rows, items ----------------------------------------------------------------------------------


def selling(*codes):
    return [{"currency_code": code, "enabled": True, "is_transactional": True} for code in codes]


def only(*currencies):
    said = yaml.safe_load(DEMO.read_text())
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


def methods(**changes):
    said = yaml.safe_load(DEMO.read_text())
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
    said = yaml.safe_load(DEMO.read_text())
    del said["payments"]["methods"][1]
    assert "Credit Card in NZD, JPY" in finding(given(right), "payments.unmapped", settings(**said)).says


def test_a_cash_account_that_was_closed_is_told(right):
    facts = given(right, **changed(right, Ask.CASH_ACCOUNTS, {"CashAccountCD": "10200AU"}, Active=False))
    assert broken(facts) == {"payments.BANKDEPOSIT (OFFLINE) AUD"}


REFUND = [
    ({"TaxCategory": "TAXABLE"}, "bears tax: its tax category TAXABLE has GST"),
    ({"RequireReceipt": True}, "has Require Receipt selected"),
    ({"Stock": True}, "is a stock item"),
    ({"ItemStatus": "Inactive"}, "is Inactive"),
]


@pytest.mark.parametrize(("change", "says"), REFUND)
def test_the_refund_item_is_a_tax_exempt_non_stock_item(right, change, says):
    facts = given(right, **changed(right, Ask.ITEMS, {"InventoryID": "REFUNDAMT"}, **change))
    assert broken(facts) == {"orders.refund_amount_item"}
    assert says in finding(facts, "orders.refund_amount_item").says


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
    assert finding(facts, "taxes.store_names").verdict == "not applicable"


# --- filters and mappings ---------------------------------------------------------------------------------------------

FIELDS = [
    ("Payment", "gateway", False),
    ("Payment", "store_method", True),
    ("Payment", "order.status_id", True),
    ("Payment", "row.erp_payment_method", True),
    ("Customer Location", "email", False),
    ("Customer Location", "customer.email", True),
    ("Customer Location", "city", True),
    ("Customer", "Customer.Email", True),
    ("Customer", "first_address.city", True),
    ("Customer", "addresses.0.city", True),
    ("Customer", "citty", False),
    ("Sales Order", "billing_address.country_iso2", True),
    ("Sales Order", "billing_address", False),  # a group of fields is none
]


@pytest.mark.parametrize(("entity", "field", "there"), FIELDS)
def test_a_filter_is_held_against_the_record_that_a_run_filters(right, entity, field, there):
    of = settings(filters=[{"entity": entity, "field": field, "condition": "Is Not Empty"}])
    slug = {"Payment": "payments", "Customer Location": "locations", "Customer": "customers", "Sales Order": "orders"}
    assert finding(given(right), f"rules.{slug[entity]}_filters", of).verdict == ("met" if there else "not met")


MAPS = {
    "Payment": map_payments,
    "Customer Location": map_locations,
    "Customer": map_customers,
    "Sales Order": map_orders,
}


def sources(entity, right):
    """The records that were read, as a run hands them to the mapping of the entity."""
    if entity in {"Customer", "Customer Location"}:
        return [SourceRecord(str(row["id"]), row) for row in right.rows(Ask.STORE_CUSTOMERS)]
    orders = {str(row["id"]): row for row in right.rows(Ask.STORE_ORDERS)}
    if entity == "Sales Order":
        return [SourceRecord(number, row) for number, row in orders.items()]
    transactions = list(right.rows(Ask.STORE_TRANSACTIONS))
    rows = {number: [row for row in transactions if str(row["order_id"]) == number] for number in orders}
    return [SourceRecord(number, {"order": row, "transactions": rows[number]}) for number, row in orders.items()]


@pytest.mark.parametrize(("entity", "field", "there"), FIELDS)
def test_a_filter_does_in_a_run_what_the_checklist_says_of_it(right, entity, field, there):
    of = settings(filters=[{"entity": entity, "field": field, "condition": "Is Not Empty"}])
    records = sources(entity, right)
    synchronised = {
        each.source_id: Link(each.source_id, each.source_id, Status.PROCESSED, "1", "1") for each in records
    }
    links = {Entity.SALES_ORDER: synchronised, Entity.CUSTOMER: synchronised}
    mapped = MAPS[entity](Given(of, records, links, now=datetime.now(UTC)))
    assert mapped
    held = {"The filter on" in str(each.reason) for each in mapped}
    assert held == {not there}


LINES = [
    ("Details.LineDescription", "=[Line.name]", "met", ""),
    ("Details.LineDescription", "=[Line.naame]", "not met", "order lines have no field Line.naame"),
    ("Description", "[status]", "met", ""),
    ("Description", "[naame]", "not met", "records have no field [naame]"),
    ("TaxDetails.TaxAmount", "1", "not met", "Mappings fill no rows but those of Details"),
]


@pytest.mark.parametrize(("target", "source", "result", "says"), LINES)
def test_a_mapping_is_held_against_orders_or_their_lines(right, target, source, result, says):
    of = settings(mappings=[{"entity": "Sales Order", "target": target, "source": source}])
    found = finding(given(right), "rules.orders_mappings", of)
    assert (found.verdict, says in found.says) == (result, True), found


def test_what_loads_add_to_documents_is_held_against_the_contract(right):
    contract = copy.deepcopy(dict(right.one(Ask.CONTRACT)))
    schemas = (contract.get("components") or {}).get("schemas") or contract["definitions"]
    detail = schemas["SalesOrderDetail"]
    for part in (detail, *detail.get("allOf", ())):
        part.get("properties", {}).pop("WarehouseID", None)
    assert missing_fields(contract, settings(), right.rows(Ask.ADDED)) == ["SalesOrder.Details.WarehouseID"]


# --- stores that do less ----------------------------------------------------------------------------------------------

SHUT = Answer(refused="BigCommerce does not let the API account read it (403)")


def test_a_store_of_customers_alone_needs_no_scope_for_orders(right):
    shut = dict.fromkeys((Ask.STORE_ORDERS, Ask.STORE_TRANSACTIONS, Ask.STORE_METHODS), SHUT)
    of = settings(entities__sales_order={"active": False}, entities__payment={"active": False})
    assert broken(given(right, shut), of) == set()


def test_a_store_that_only_exports_needs_neither_class_nor_numbers(right):
    way = {"sync_direction": "Export", "primary_system": "ERP"}
    of = settings(
        entities={
            "customer": way,
            "customer_location": way,
            "sales_order": {"active": False},
            "payment": {"active": False},
        },
        customers={},
    )
    assert broken(given(right), of) == set()
    assert finding(given(right), "numbering.customer_sequence", of).verdict == "not applicable"


# --- change stamps ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "tells"),
    [
        ([0.01], (0, True)),
        ([], (0, False)),
        ([10.0], (0, False)),  # changed since, or local east of UTC: nobody can tell
        ([-5.0], (0, False)),  # one alone may be a write that was found again
        ([-5.0, -5.0], (-300, True)),
        ([-5.0, -3.0], (0, False)),
        ([6.0, 0.0, -5.0], (0, True)),
    ],
)
def test_stamps_are_proven_by_writes_whose_time_is_known(hours, tells):
    told = told_by([timedelta(hours=each) for each in hours])
    assert (told["ahead"], told["proven"]) == tells


@pytest.mark.parametrize(
    ("row", "result"), [({"ahead": 600}, "not met"), ({"ahead": -300}, "not met"), ({"ahead": 0}, "by hand")]
)
def test_stamps_that_prove_nothing_are_for_a_person_to_see(right, row, result):
    both = {name: {"sync_direction": "Bidirectional"} for name in ("customer", "customer_location")}
    of = settings(entities=both)
    assert finding(given(right, STAMPS=[row]), "clock.stamps", of).verdict == result


def test_a_judge_is_never_asked_twice_for_the_same_row(right):
    criteria = checklist(settings())
    asked = []

    def counting(criterion):
        def judge(facts, of):
            asked.append(criterion.key)
            return criterion.judge(facts, of)

        return replace(criterion, judge=judge)

    judged([counting(each) for each in criteria], given(right), settings())
    assert len(asked) == len(set(asked))
