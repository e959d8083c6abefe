"""Orders that are paid by means of which the store lists no transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored
from tests.mapping.payments_shop import BASKET, TOTAL, links, only, paid, without
from tests.mapping.present import NOW

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
