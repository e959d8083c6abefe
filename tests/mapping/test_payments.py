"""Payment: the Payment Entity document line by line, and the money of every way to pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.mapping.contract import check_document_fields
from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import is_settled, map_payments
from bc_myob.mapping.payments_applied import Claim, applied
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft, line
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.present import NOW
from tests.mapping.test_transactions import transaction

ERP_ORDER = {
    "OrderType": "EO",
    "OrderNbr": "EO000123",
    "CustomerID": "C000007",
    "LocationID": "L00002",
    "CurrencyID": "AUD",
    "OrderTotal": money("65.95"),
    "Status": "Open",
}
BASKET = (line("JAM-QUINCE", 5),)
TOTAL = money("65.95")


def store(**payments: Any) -> StoreSettings:
    """The demo settings with other payment settings."""
    return StoreSettings.model_validate(DEMO.model_dump() | {"payments": DEMO.payments.model_dump() | payments})


def links(status: Status = Status.PROCESSED, payments: dict[str, Link] | None = None, **details: Any):
    known = Link("1001", "1001", status, "guid", "EO,EO000123", last_error=None, details=ERP_ORDER | details)
    return {Entity.SALES_ORDER: {"1001": known}, Entity.PAYMENT: payments or {}}


def paid(*means: pay.Payment, settings=DEMO, known=None, switches=None, **draft: Any):
    """Give what mapping makes of an order of 65.95 paid by `means`."""
    row = stored(Draft(billing=MAY, lines=BASKET, payments=means, **draft))
    payload = {"order": answered(row), "transactions": transactions(row, **switches or {})}
    found = map_payments(Given(settings, [SourceRecord("1001", payload)], links() if known is None else known, now=NOW))
    for one in found:
        if one.document:
            check_document_fields("Payment", one.document, DEMO.endpoint.version)
    return found


def only(found):
    assert len(found) == 1, found
    return found[0]


def test_a_payment_says_what_the_document_says():
    found = only(paid(pay.Payment(gateway="braintree", method="credit_card", steps=PURCHASE, reference="gw-77")))
    number = found.external_id.partition(",")[2]
    assert found.event is Event.PREPARED
    assert found.reference == f"1001/{number}-Harbour Provisions"
    assert found.document == {
        "Type": "Prepayment",
        "ExternalRef": f"1001/{number}-Harbour Provisions",
        "CustomerID": "C000007",
        "CustomerLocationID": "L00002",
        "CurrencyID": "AUD",
        "ApplicationDate": "2026-03-10T00:00:00",
        "PaymentAmount": TOTAL,
        "PaymentRef": "gw-77",
        "PaymentMethod": "ONLINE",
        "CashAccount": "10250AU",
        "Description": "Harbour Provisions | Payment Method: BRAINTREE (CREDIT_CARD) | Order: 1001 | "
        f"Payment ID: {number}",
        "Branch": "SYDNEY",
        "Hold": False,
        "OrdersToApply": [{"OrderType": "EO", "OrderNbr": "EO000123", "AppliedToOrder": TOTAL}],
    }
    assert found.details["release"] is True


PURCHASE = (pay.Step(event="purchase"),)

SKIPPED = [
    (pay.declined(), "The transaction failed in the store (status error): no money was taken."),
    (pay.purchase(test=True), "This is a test transaction: no money was taken."),
    (pay.voided(), "The payment was voided in the store."),
    (
        pay.bank_deposit(),
        "The store only announces this money (pending); the payment follows when it has arrived.",
    ),
    (pay.manual("barter"), "The manual payment method 'barter' is not supported."),
]


@pytest.mark.parametrize("name", ["OrderType", "OrderNbr", "CustomerID"])
@pytest.mark.parametrize("status", [Status.PROCESSED, Status.FAILED])
def test_a_payment_waits_while_nobody_knows_what_to_call_its_order(status, name):
    found = only(paid(pay.purchase(), known=links(status, synchronised=True, **{name: None})))
    assert (found.event, found.document) == (Event.HELD_BY_RULE, None)
    waits = found.reason.startswith("Sales order 1001 is not synchronised") or f"but its {name} there" in found.reason
    assert waits, found.reason


@pytest.mark.parametrize(("means", "reason"), SKIPPED, ids=["error", "test", "void", "pending", "unsupported manual"])
def test_skipped_by_rule(means, reason):
    found = only(paid(means))
    assert (found.event, found.reason, found.document) == (Event.HELD_BY_RULE, reason, None)


FILTERED = [
    (pay.afterpay(), "The payment method AFTERPAY (OFFSITE) in AUD is not mapped on Payment Settings."),
    (
        pay.Payment(gateway="cod", method="offline", steps=PURCHASE),
        "The payment method COD (OFFLINE) in AUD is not active on Payment Settings.",
    ),
]


@pytest.mark.parametrize(("means", "reason"), FILTERED, ids=["not mapped", "inactive"])
def test_filtered_where_the_method_is_not_mapped_or_inactive(means, reason):
    found = only(paid(means))
    assert (found.event, found.reason) == (Event.FILTERED, reason)


def test_a_payment_waits_for_its_order():
    assert only(paid(pay.purchase(), known={})).reason == (
        "Sales order 1001 has not been synchronised yet; the payment follows it."
    )
    failed = links(Status.FAILED, saved={"hash": "of a first write that did not come to the store's total"})
    found = only(paid(pay.purchase(), known=failed))
    assert (found.event, found.reason) == (
        Event.HELD_BY_RULE,
        "Sales order 1001 is not synchronised; its status is Failed.",
    )
    never_imported = {Entity.SALES_ORDER: {"1001": Link("1001", "1001", Status.FILTERED)}}
    assert only(paid(pay.purchase(), known=never_imported)).event is Event.HELD_BY_RULE


def test_an_order_that_was_synchronised_takes_its_money_whatever_became_of_its_updates():
    for since in (Status.FILTERED, Status.FAILED, Status.ABORTED, Status.PREPARED, Status.INVALID):
        assert only(paid(pay.purchase(), known=links(since))).event is Event.PREPARED
        again = links(since, saved={"hash": "of a later write"}, synchronised=True)
        assert only(paid(pay.purchase(), known=again)).event is Event.PREPARED
    for since in (Status.SKIPPED, Status.DELETED):
        assert only(paid(pay.purchase(), known=links(since))).event is Event.HELD_BY_RULE


def test_a_processed_payment_is_left_alone_while_its_order_waits():
    row = only(paid(pay.purchase()))
    done = {row.external_id: Link(row.external_id, "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    assert paid(pay.purchase(), known=links(Status.SKIPPED, done)) == []


def test_a_payment_voided_after_its_import_asks_for_a_void_in_the_erp():
    number = only(paid(pay.voided())).external_id
    done = {number: Link(number, "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    reason = only(paid(pay.voided(), known=links(payments=done))).reason
    assert reason == "The payment was voided in the store. Void payment Prepayment,000001 in MYOB Advanced as well."


def test_a_lone_authorisation_is_imported_and_never_released():
    found = only(paid(pay.authorised()))
    assert (found.event, found.document["PaymentAmount"]) == (Event.PREPARED, TOTAL)
    assert found.details["release"] is False


def test_a_capture_becomes_the_payment_of_its_authorisation():
    waiting, taken = only(paid(pay.authorised())), only(paid(pay.captured(part="0.5")))
    assert taken.external_id == waiting.external_id
    assert taken.document["PaymentAmount"] == money("32.98")
    assert taken.details["release"] is True
    assert taken.document["PaymentRef"] != waiting.document["PaymentRef"]


def test_release_follows_the_row():
    methods = [row.model_dump() | {"release": False} for row in DEMO.payments.methods]
    assert only(paid(pay.purchase(), settings=store(methods=methods))).details["release"] is False


def test_one_payment_per_means_and_the_certificates_code_in_its_description():
    found = paid(pay.gift_certificate("HARB-77", "20.00"), pay.store_credit("5.00"), pay.purchase())
    amounts = {one.document["PaymentMethod"]: one.document["PaymentAmount"] for one in found}
    assert amounts == {"GIFTCARDS": 20, "STORECRED": 5, "ONLINE": money("40.95")}
    gift = next(one for one in found if one.document["PaymentMethod"] == "GIFTCARDS")
    assert gift.document["Description"].endswith("| Gift Certificate: HARB-77")


@pytest.mark.parametrize("switches", [{"settled_beside_purchase": True}, {"empty_objects": "object"}])
def test_money_counts_once_under_either_answer(switches):
    assert only(paid(pay.captured(), switches=switches)).document["PaymentAmount"] == TOTAL


def test_refunds_are_no_payments():
    for switch in (True, False):
        found = only(paid(pay.refunded(part="0.5"), switches={"refund_references": switch}))
        assert found.document["PaymentAmount"] == TOTAL


def test_a_failed_card_before_the_good_one_leaves_its_trace():
    assert [one.event for one in paid(pay.second_try())] == [Event.HELD_BY_RULE, Event.PREPARED]


def test_without_gateway_id_the_reference_stands_in_and_without_both_nothing():
    known = pay.Payment(gateway="braintree", method="credit_card", steps=pay.captured().steps, reference="none")
    found = only(paid(known))
    assert found.document["PaymentRef"] == found.external_id.partition(",")[2]
    assert "PaymentRef" not in only(paid(pay.manual())).document
    filled = only(paid(pay.manual(), settings=store(payment_id_as_reference=True)))
    assert filled.document["PaymentRef"] == filled.external_id.partition(",")[2]


def from_rows(*rows, **order):
    """Give what mapping makes of an order of 65.95 with these transactions."""
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    source = SourceRecord("1001", {"order": answered(row) | order, "transactions": list(rows)})
    return map_payments(Given(DEMO, [source], links(), now=NOW))


@pytest.mark.parametrize(
    ("authorised", "captured", "reference"),
    [
        ({"gateway_transaction_id": "gw-auth"}, {}, "gw-auth"),
        ({"gateway_transaction_id": "gw-auth"}, {"reference_transaction_id": 1}, "1"),
        ({}, {"reference_transaction_id": "ch_3Q"}, "ch_3Q"),
    ],
)
def test_a_capture_without_any_id_bears_that_of_its_authorisation(authorised, captured, reference):
    rows = (transaction(1, "authorization", "65.95", **authorised), transaction(2, "capture", "65.95") | captured)
    assert only(from_rows(*rows)).document["PaymentRef"] == reference


def test_a_card_that_comes_back_as_a_token_is_still_the_card_that_was_authorised():
    rows = (transaction(1, "authorization", "65.95"), transaction(2, "capture", "65.95", 1, method="token"))
    found = only(from_rows(*rows)).document
    assert (found["PaymentMethod"], "BRAINTREE (CREDIT_CARD)" in found["Description"]) == ("ONLINE", True)


def test_a_manual_method_without_a_name_of_its_own_goes_by_the_orders():
    row = transaction(1, "purchase", "65.95", gateway="bankdeposit", method="offline")
    found = only(from_rows(row, payment_method="Barter"))
    assert found.reason == "The manual payment method 'Barter' is not supported."


def test_long_references_are_cut():
    known = pay.Payment(gateway="braintree", method="credit_card", steps=PURCHASE, reference="x" * 60)
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"store_name": "Harbour Provisions of Sydney"})
    found = only(paid(known, settings=settings)).document
    assert found["PaymentRef"] == "x" * 40
    assert len(found["ExternalRef"]) <= 40


def test_the_day_of_a_payment_is_that_of_the_order_time_zone():
    late = datetime(2026, 7, 10, 14, 0, tzinfo=UTC)
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)), created=late)
    source = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)})
    assert (
        only(map_payments(Given(DEMO, [source], links(), now=NOW))).document["ApplicationDate"] == "2026-07-11T00:00:00"
    )


def test_cash_accounts_go_by_method_and_currency():
    draft = {"currency": "NZD"}
    found = only(paid(pay.purchase(), **draft, known=links(CurrencyID="NZD", OrderTotal=money("100"))))
    assert (found.document["CashAccount"], found.document["CurrencyID"]) == ("10250NZ", "NZD")


def test_a_payment_in_another_currency_than_its_order_fails():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    rows = [one | {"currency": "USD"} for one in transactions(row)]
    source = SourceRecord("1001", {"order": answered(row), "transactions": rows})
    found = only(map_payments(Given(DEMO, [source], links(), now=NOW)))
    assert (found.event, found.reason) == (Event.FAILED, "The payment is in USD, its order in AUD.")


def test_a_payment_built_from_the_order():
    found = only(paid(pay.paypal()))
    assert found.external_id == "1001,0"
    assert found.document["PaymentAmount"] == TOTAL
    assert found.document["PaymentRef"] == "1001"
    assert found.document["PaymentMethod"] == "PAYPAL"
    assert found.details["release"] is True


def test_built_from_the_order_it_leaves_out_what_other_means_paid():
    found = paid(pay.gift_certificate("G", "20.00"), pay.paypal())
    assert sorted(one.document["PaymentAmount"] for one in found) == [20, money("45.95")]
    unlisted = paid(pay.gift_certificate("G", "20"), pay.paypal(), switches={"gift_certificate_transactions": False})
    assert sorted(one.document["PaymentAmount"] for one in unlisted) == [20, money("45.95")]


NOT_PAID = [({"payment_status": "pending"}), ({"payment_status": "", "status_id": 7})]


@pytest.mark.parametrize("draft", NOT_PAID)
def test_built_from_the_order_only_once_it_is_paid(draft):
    found = only(paid(pay.paypal(), **draft))
    assert found.event is Event.HELD_BY_RULE
    assert "does not regard the order as paid" in found.reason


@pytest.mark.parametrize("draft", [{"status_id": 5, "payment_status": "void"}, {"status_id": 5, "payment_status": ""}])
def test_a_payment_built_from_an_order_that_is_paid_no_longer_is_to_be_voided(draft):
    done = {"1001,0": Link("1001,0", "1001", Status.PROCESSED, "guid", "Prepayment,000001", details={"applied": TOTAL})}
    found = only(paid(pay.paypal(), known=links(payments=done), **draft))
    said = "Void payment Prepayment,000001 in MYOB Advanced as well."
    assert found.event is Event.HELD_BY_RULE
    assert found.reason == f"The store does not regard the order as paid any more. {said}"


def test_transactions_that_turn_up_replace_or_repeat_the_payment_built_from_the_order():
    listed = {"paypal_transactions": True}
    fresh = only(paid(pay.paypal(), switches=listed))
    assert fresh.external_id != "1001,0"
    done = {"1001,0": Link("1001,0", "1001", Status.PROCESSED, "guid", "Prepayment,000001", details={"applied": TOTAL})}
    later = paid(pay.paypal(), switches=listed, known=links(payments=done))
    assert {one.external_id: one.event for one in later} == {
        "1001,0": Event.PREPARED,
        fresh.external_id: Event.HELD_BY_RULE,
    }


BESIDE_UNLISTED = {"gift_certificate_transactions": False, "store_credit_transactions": False}


def test_means_beside_the_orders_method_need_no_transactions_to_be_paid():
    means = (pay.gift_certificate("G", "20.00"), pay.store_credit("5.00"), pay.purchase())
    found = paid(*means, switches=BESIDE_UNLISTED)
    amounts = {one.external_id: one.document["PaymentAmount"] for one in found}
    assert (amounts["1001,store-credit"], amounts["1001,gift-certificate"]) == (5, 20)
    assert sum(amounts.values()) == TOTAL
    waiting = paid(*means, switches=BESIDE_UNLISTED, payment_status="pending")
    assert [one.document["PaymentAmount"] for one in waiting] == [money("40.95")]
    done = {"1001,store-credit": Link("1001,store-credit", "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    later = {one.external_id: one for one in paid(*means, known=links(payments=done))}
    assert later["1001,store-credit"].event is Event.PREPARED
    assert [one.reason for one in later.values() if one.event is not Event.PREPARED] == [
        "This money is in MYOB Advanced already, as the payment that was created from the order."
    ]


def without(gateway):
    """Payment Settings without the rows of a gateway."""
    rows = [row.model_dump() for row in DEMO.payments.methods]
    return store(methods=[row for row in rows if not row["store_payment_method"].startswith(f"{gateway} ")])


UNLISTED = [
    (pay.bank_deposit(arrived=True), {}, DEMO, Event.PREPARED, None),
    (pay.cash_on_delivery(), {"payment_status": "paid"}, DEMO, Event.FILTERED, "COD (OFFLINE) in AUD is not active"),
    (pay.paypal(), {}, without("PAYPALEXPRESS"), Event.FILTERED, "paid by PayPal in AUD and shows no transaction"),
    (pay.paypal(), {"currency": "NZD"}, DEMO, Event.FILTERED, "paid by PAYPALEXPRESS (OFFSITE) in NZD and shows no"),
    (pay.afterpay(), {}, DEMO, Event.FILTERED, "paid by Afterpay in AUD and shows no transaction of it. No row"),
    (pay.purchase(), {"payment_method": "Braintree"}, DEMO, Event.HELD_BY_RULE, "Create Payment from Order has to be"),
]


@pytest.mark.parametrize(("means", "draft", "settings", "event", "reason"), UNLISTED)
def test_what_a_paid_order_was_paid_by_leaves_a_record_where_the_store_lists_no_transaction(
    means, draft, settings, event, reason
):
    currency = {"CurrencyID": draft.get("currency", "AUD"), "OrderTotal": money("100")}
    found = only(paid(replace(means, steps=()), settings=settings, known=links(**currency), **draft))
    assert (found.external_id, found.event) == ("1001,0", event)
    assert reason in found.reason if reason else found.document["PaymentAmount"] == TOTAL


@pytest.mark.parametrize(
    ("means", "draft"),
    [
        (pay.bank_deposit(), {}),
        (pay.purchase(), {"payment_status": ""}),
        (pay.purchase(), {"payment_method": ""}),
        (pay.purchase(), {"payment_status": "void"}),
    ],
)
def test_an_order_that_the_store_does_not_call_paid_misses_no_payment(means, draft):
    assert paid(replace(means, steps=()), **draft) == []


def test_an_order_whose_transactions_nobody_asked_for_misses_no_payment():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.bank_deposit(arrived=True),)))
    payload = {"order": answered(row), "transactions": None}
    assert map_payments(Given(DEMO, [SourceRecord("1001", payload)], links(), now=NOW)) == []


def test_money_booked_from_the_order_is_not_booked_again_when_its_transactions_turn_up():
    done = {"1001,0": Link("1001,0", "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    for settings in (DEMO, without("BANKDEPOSIT")):
        found = paid(pay.bank_deposit(arrived=True), settings=settings, known=links(payments=done))
        assert [one.reason for one in found if one.external_id != "1001,0"] == [
            "This money is in MYOB Advanced already, as the payment that was created from the order."
        ]


def test_an_overpayment_stays_on_the_payment():
    found = paid(pay.purchase(amount="50.00"), pay.purchase(amount="50.00"))
    rows = [one.document["OrdersToApply"][0]["AppliedToOrder"] for one in found]
    assert rows == [money("50.00"), money("15.95")]


def test_mapping_leaves_the_orders_state_to_the_load_which_reads_it_afresh():
    found = only(paid(pay.purchase(), known=links(Status="Completed")))
    assert found.document["OrdersToApply"][0]["AppliedToOrder"] == TOTAL
    smaller = only(paid(pay.purchase(), known=links(OrderTotal=money("10.00"))))
    assert smaller.document["OrdersToApply"][0]["AppliedToOrder"] == 10


def test_what_is_applied_already_stays_applied():
    first = only(paid(pay.purchase()))
    done = {
        first.external_id: Link(first.external_id, "1001", Status.PROCESSED, "guid", "x", details={"applied": TOTAL})
    }
    again = only(paid(pay.purchase(), known=links(payments=done, Status="Completed")))
    assert again.document == first.document


def test_money_that_is_there_comes_before_authorisations():
    claims = [Claim(money("60"), taken=False), Claim(money("60"))]
    assert applied(money("100"), claims) == [40, 60]


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.decimals("0.01", "500", places=2),
        st.decimals("0", "500", places=2),
        st.booleans(),
    ),
    max_size=6,
)


@given(st.decimals("0", "900", places=2), CLAIMS)
@effort(max_examples=200, deadline=None)
def test_all_payments_together_never_apply_more_than_the_order(room, claims):
    shares = applied(room, claims)
    assert sum(shares, Decimal(0)) == min(room, sum((one.amount for one in claims), Decimal(0)))
    assert all(0 <= share <= claim.amount for share, claim in zip(shares, claims, strict=True))


SETTLED = [
    ((pay.purchase(),), {}, True),
    ((pay.authorised(),), {}, False),
    ((pay.voided(),), {"status_id": 5}, True),
    ((pay.bank_deposit(),), {}, False),
    ((pay.bank_deposit(arrived=True),), {}, True),
    ((pay.purchase(amount="10"),), {}, False),
    ((pay.declined(),), {}, False),
    ((pay.declined(),), {"status_id": 6}, True),
    ((pay.gift_certificate("G", "20"), pay.purchase()), {}, True),
    ((pay.refunded(),), {}, True),
]


@pytest.mark.parametrize(("means", "draft", "expected"), SETTLED)
def test_orders_are_asked_until_their_money_is_settled(means, draft, expected):
    row = stored(Draft(billing=MAY, lines=BASKET, payments=means, **draft))
    assert is_settled(answered(row), transactions(row)) is expected


def test_user_filters_and_mappings_reach_payments():
    only_large = {"entity": "Payment", "field": "amount", "condition": "Is Greater Than", "value": 30}
    told = {"entity": "Payment", "target": "Description", "source": "From the store"}
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"filters": [only_large]})
    found = paid(pay.store_credit("5.00"), pay.purchase(), settings=settings)
    assert [one.event for one in found] == [Event.FILTERED, Event.PREPARED]
    constant = StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [told]})
    assert only(paid(pay.purchase(), settings=constant)).document["Description"] == "From the store"


def test_one_unreadable_order_fails_alone():
    bad = SourceRecord("9", {"order": {"id": 9}, "transactions": [{"id": "x"}]})
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    good = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)})
    found = map_payments(Given(DEMO, [bad, good], links(), now=NOW))
    assert [one.event for one in found] == [Event.FAILED, Event.PREPARED]
