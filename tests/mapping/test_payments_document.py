"""What a payment says in the ERP: the Payment Entity document, line by line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.payments_shop import (
    BASKET,
    PURCHASE,
    TOTAL,
    found_in,
    from_rows,
    links,
    only,
    paid,
    transaction,
    with_payments,
)
from tests.mapping.present import NOW


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


def test_cash_accounts_go_by_method_and_currency():
    draft = {"currency": "NZD"}
    found = only(paid(pay.purchase(), **draft, known=links(CurrencyID="NZD", OrderTotal=money("100"))))
    assert (found.document["CashAccount"], found.document["CurrencyID"]) == ("10250NZ", "NZD")


def test_the_day_of_a_payment_is_that_of_the_order_time_zone():
    late = datetime(2026, 7, 10, 14, 0, tzinfo=UTC)
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)), created=late)
    source = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)})
    assert (
        only(map_payments(Given(DEMO, [source], links(), now=NOW))).document["ApplicationDate"] == "2026-07-11T00:00:00"
    )


def test_release_follows_the_row():
    methods = [row.model_dump() | {"release": False} for row in DEMO.payments.methods]
    assert only(paid(pay.purchase(), settings=with_payments(methods=methods))).details["release"] is False


def test_long_references_are_cut():
    known = pay.Payment(gateway="braintree", method="credit_card", steps=PURCHASE, reference="x" * 60)
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"store_name": "Harbour Provisions of Sydney"})
    found = only(paid(known, settings=settings)).document
    assert found["PaymentRef"] == "x" * 40
    assert len(found["ExternalRef"]) <= 40


def test_without_gateway_id_the_reference_stands_in_and_without_both_nothing():
    known = pay.Payment(gateway="braintree", method="credit_card", steps=pay.captured().steps, reference="none")
    found = only(paid(known))
    assert found.document["PaymentRef"] == found.external_id.partition(",")[2]
    assert "PaymentRef" not in only(paid(pay.manual())).document
    filled = only(paid(pay.manual(), settings=with_payments(payment_id_as_reference=True)))
    assert filled.document["PaymentRef"] == filled.external_id.partition(",")[2]


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


@pytest.mark.parametrize(
    ("method", "label", "named", "text"),
    [
        ("custom", "", "Barter", "Barter"),
        ("custom", "Cheque", "Barter", "Cheque"),
        ("custom", "", None, ""),
        ("offline", "", "Barter", "Barter"),
        ("offline", "Cash", "Barter", "Cash"),
        ("credit_card", "Cash", "Barter", ""),
    ],
)
def test_a_payment_typed_in_by_hand_is_called_what_the_order_says_where_it_has_no_name(method, label, named, text):
    row = transaction(1, "purchase", method=method, custom={"payment_method": label})
    assert [one.text for one in found_in([row], payment_method=named)] == [text]


@pytest.mark.parametrize(
    ("stated", "of_order", "amount", "currency"),
    [("JPY", "JPY", "1001", "JPY"), ("", "JPY", "1001", "JPY"), ("KWD", "JPY", "1000.600", "KWD")],
)
def test_an_amount_has_the_digits_of_its_currency_the_orders_where_it_names_none(stated, of_order, amount, currency):
    row = transaction(1, "purchase", "1000.6", currency=stated)
    (found,) = found_in([row], currency_code=of_order)
    assert (str(found.amount), found.currency) == (amount, currency)
