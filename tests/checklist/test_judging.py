"""Judgements on answers of the two systems, refused, silent or odd: pure, so that many can be tried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.checklist.catalogue import checklist
from bc_myob.checklist.facts import Answer, Ask
from bc_myob.checklist.judging import judged
from bc_myob.model.errors import (
    ConfigurationError,
    CredentialsError,
    OutcomeUnknown,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    ServiceUnavailable,
)
from bc_myob.operators.checking.evidence import Evidence
from bc_myob.operators.checklist import kept, verdict
from tests.checklist.judging import DOORS, WALKS, broken, changed, finding, given, results, settings


def test_while_everything_is_right_nothing_is_reported(right):
    assert broken(given(right)) == set()


SPARED = {
    *(Ask.STORE_PAID, Ask.STORE_GROUPS, Ask.GUESTS, Ask.CASH_ACCOUNTS, Ask.ADDED, Ask.STAMPS),
    *(Ask.SHIP_TERMS, Ask.SHIP_ZONES, Ask.TAX_CATEGORIES),
}
"""Questions that no row of the demo store stands on by itself."""


@pytest.mark.parametrize("ask", sorted(set(Ask) - {Ask.LICENCE, *WALKS}))
def test_no_answer_is_nobodys_missing_right(right, ask):
    facts = given(right, {ask: Answer(refused="MYOB Advanced answered 503 to it", again=True)})
    found = results(facts)
    doors = {key for key, door in DOORS.items() if door is ask}
    assert broken(facts) == doors
    for key in doors:
        assert found[key].finding.mend.startswith("Run the checklist again in a few minutes.")
    told = [each.finding for each in found.values() if "503" in each.finding.says and each.criterion.key not in DOORS]
    assert (told == []) is (ask in SPARED or bool(doors))
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


def test_a_session_that_is_lost_on_the_way_is_no_missing_right(right):
    def question():
        raise CredentialsError("accepts the sign-in but then refuses the session (401)")

    evidence = Evidence(settings(), frozenset())
    for ask in (Ask.ENDPOINTS, Ask.STORE_ORDERS, Ask.FORM_ORDERS):
        evidence.ask(ask, question)
    assert [evidence.facts.silent(ask) for ask in evidence.answers] == [False, False, True]
    found = finding(given(right, {Ask.FORM_ORDERS: evidence.answers[Ask.FORM_ORDERS]}), "erp.form_orders")
    assert found.verdict == "by hand"


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
