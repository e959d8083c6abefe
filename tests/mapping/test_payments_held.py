"""Payments that wait for their order, are filtered or are none, each with its reason."""

from __future__ import annotations

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, stored, transactions
from tests.mapping.payments_shop import BASKET, PURCHASE, from_rows, links, only, paid, transaction, with_payments
from tests.mapping.present import NOW


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


NAMELESS = [
    *(
        (Status.PROCESSED, name, f"but its {name} there was never read")
        for name in ("OrderType", "OrderNbr", "CustomerID")
    ),
    *((Status.FAILED, name, f"but its {name} there was never read") for name in ("OrderType", "CustomerID")),
    (Status.FAILED, "OrderNbr", "Sales order 1001 is not synchronised; its status is Failed."),
]


@pytest.mark.parametrize(("status", "name", "said"), NAMELESS)
def test_a_payment_waits_while_nobody_knows_what_to_call_its_order(status, name, said):
    found = only(paid(pay.purchase(), known=links(status, synchronised=True, **{name: None})))
    assert (found.event, found.document) == (Event.HELD_BY_RULE, None)
    assert said in found.reason


def test_a_payment_says_what_keeps_its_order():
    known = {Entity.SALES_ORDER: {"1001": Link("1001", "1001", Status.FAILED, last_error="The item is unknown.")}}
    assert only(paid(pay.purchase(), known=known)).reason == (
        "Sales order 1001 is not synchronised; its status is Failed: The item is unknown."
    )


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


def test_a_payment_voided_after_its_import_asks_for_a_void_in_the_erp():
    number = only(paid(pay.voided())).external_id
    done = {number: Link(number, "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    reason = only(paid(pay.voided(), known=links(payments=done))).reason
    assert reason == "The payment was voided in the store. Void payment Prepayment,000001 in MYOB Advanced as well."


def test_a_manual_method_without_a_name_of_its_own_goes_by_the_orders():
    row = transaction(1, "purchase", "65.95", gateway="bankdeposit", method="offline")
    found = only(from_rows(row, payment_method="Barter"))
    assert found.reason == "The manual payment method 'Barter' is not supported."


def test_a_manual_method_that_only_the_order_names_can_be_unsupported():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.manual("x"),)))
    rows = [one | {"custom": None} for one in transactions(row)]
    source = SourceRecord("1001", {"order": answered(row) | {"payment_method": "Barter"}, "transactions": rows})
    found = only(map_payments(Given(DEMO, [source], links(), now=NOW)))
    assert (found.event, found.reason) == (
        Event.HELD_BY_RULE,
        "The manual payment method 'Barter' is not supported.",
    )


def test_an_unsupported_method_is_none_whether_a_transaction_or_the_order_tells_of_it():
    paypal = next(row for row in DEMO.payments.methods if row.erp_payment_method == "PAYPAL")
    settings = with_payments(unsupported_manual_methods=[paypal.store_order_payment_method])
    found = only(paid(pay.paypal(), settings=settings))
    assert found.reason == f"The manual payment method '{paypal.store_order_payment_method}' is not supported."


def test_a_payment_in_another_currency_than_its_order_fails():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    rows = [one | {"currency": "USD"} for one in transactions(row)]
    source = SourceRecord("1001", {"order": answered(row), "transactions": rows})
    found = only(map_payments(Given(DEMO, [source], links(), now=NOW)))
    assert (found.event, found.reason) == (Event.FAILED, "The payment is in USD, its order in AUD.")
