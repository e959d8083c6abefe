"""Payments built from the order, where the store lists no transaction of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.payments_candidates import candidates
from bc_myob.mapping.payments_from_order import is_paid
from bc_myob.model.records import Link
from bc_myob.model.statuses import Event, Status
from sandbox.shop import payments as pay
from tests.mapping.orders_shop import DEMO, money
from tests.mapping.payments_shop import PLAIN, TOTAL, found_in, links, only, paid, transaction, with_payments, without


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


@pytest.mark.parametrize(
    ("said", "paid"),
    [
        ({"payment_status": " Captured "}, True),
        ({"payment_status": "authorized", "status_id": 11}, False),
        ({"payment_status": "", "status_id": 11}, True),
        ({"status_id": 11}, True),
        ({"status_id": 7}, False),
        ({}, False),
    ],
)
def test_the_payment_status_says_whether_an_order_is_paid_else_its_status(said, paid):
    assert is_paid(said) is paid


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # what the gateway tells of its own payment stands for it, whatever became of that
        ([("purchase", "40", "ok")], [("1", 40)]),
        ([("authorization", "40", "ok"), ("void", "40", "ok")], [("1", 40)]),
        ([("pending", "100", "ok")], [("1", 100)]),
        # nothing is left of the order's total for its own method
        ([("purchase", "100", "ok", "braintree")], [("1", 100)]),
        ([("purchase", "99.50", "ok", "braintree")], [("0", Decimal("0.50")), ("1", Decimal("99.50"))]),
        # what failed is no payment: the order is paid all the same
        ([("purchase", "40", "error")], [("0", 100), ("1", 40)]),
        ([], [("0", 100)]),
    ],
)
def test_a_payment_is_built_from_the_order_unless_its_gateway_tells_of_one(rows, found):
    journal = [
        transaction(number, event, amount, 1 if number > 1 else None, status=status)
        | {"gateway": (gateway or ["paypalexpress"])[0], "method": "offsite", "gateway_transaction_id": "x"}
        for number, (event, amount, status, *gateway) in enumerate(rows, start=1)
    ]
    made = found_in(journal, payment_method="PayPal", payment_status="captured")
    assert sorted((one.number, one.amount) for one in made) == found


def test_a_payment_built_from_the_order_has_the_digits_of_the_orders_currency():
    paypal = next(row for row in DEMO.payments.methods if row.erp_payment_method == "PAYPAL")
    settings = with_payments(methods=[paypal.model_dump() | {"currency": "JPY"}]).payments
    order = PLAIN | {
        "currency_code": "JPY",
        "total_inc_tax": "1000.6",
        "payment_method": paypal.store_order_payment_method,
    }
    (found,) = candidates(order, [], settings)
    assert (str(found.amount), found.currency, found.number) == ("1001", "JPY", "0")


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


def test_money_booked_from_the_order_is_not_booked_again_when_its_transactions_turn_up():
    done = {"1001,0": Link("1001,0", "1001", Status.PROCESSED, "guid", "Prepayment,000001")}
    for settings in (DEMO, without("BANKDEPOSIT")):
        found = paid(pay.bank_deposit(arrived=True), settings=settings, known=links(payments=done))
        assert [one.reason for one in found if one.external_id != "1001,0"] == [
            "This money is in MYOB Advanced already, as the payment that was created from the order."
        ]
