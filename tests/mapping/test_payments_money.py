"""What money of an order becomes a payment, once and with its whole amount, and when all of it has come."""

from __future__ import annotations

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import is_settled, map_payments
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.model.steps import VOIDED
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.payments_shop import BASKET, PLAIN, TOTAL, links, only, paid, transaction
from tests.mapping.present import NOW, THEN


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


SECOND = "Prepayment,000002"


@pytest.mark.parametrize(
    ("status", "erp_key", "number"),
    [
        (None, None, "1"),
        (Status.PROCESSED, SECOND, "2"),
        (Status.FILTERED, SECOND, "2"),
        (Status.PREPARED, None, "2"),  # may be on its way
        (Status.FAILED, None, "2"),
        (Status.SKIPPED, None, "2"),
        (Status.FILTERED, None, "1"),
        (Status.DELETED, SECOND, "1"),  # the bookkeeper took the second one away
    ],
)
def test_money_that_was_told_twice_keeps_the_number_under_which_it_is_or_may_get_to_the_erp(status, erp_key, number):
    first = Link("1001,1", "1001", Status.PROCESSED, "guid-1", "Prepayment,000001")
    second = status and Link("1001,2", "1001", status, erp_key and "guid-2", erp_key)
    known = links(payments={"1001,1": first} | ({"1001,2": second} if second else {}))
    order = answered(stored(Draft(billing=MAY, lines=BASKET)))
    rows = [transaction(n, event, gateway_transaction_id="x") for n, event in ((1, "authorization"), (2, "purchase"))]
    source = SourceRecord("1001", {"order": order, "transactions": rows}, THEN)
    found = {one.external_id: one for one in map_payments(Given(DEMO, [source], known, now=NOW))}
    paying = [name for name, one in found.items() if one.event is Event.PREPARED]
    assert paying == [f"1001,{number}"]
    if number == "2":
        assert found["1001,1"].event is Event.HELD_BY_RULE
        assert found["1001,1"].details[VOIDED]
        assert "Void payment Prepayment,000001 in MYOB Advanced, or" in found["1001,1"].reason


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


@pytest.mark.parametrize(
    ("rows", "order", "settled"),
    [
        # a gift certificate that no transaction tells of counts as received, one that does counts once
        ([transaction(1, "purchase", "80")], {"gift_certificate_amount": "20"}, True),
        ([transaction(1, "purchase", "79.99")], {"gift_certificate_amount": "20"}, False),
        ([transaction(1, "purchase", "80")], {"store_credit_amount": "20"}, True),
        ([transaction(1, "purchase", "80")], {}, False),
        # what cannot be read is not settled
        ([transaction(1, "purchase") | {"amount": "much"}], {}, False),
    ],
)
def test_money_is_settled_once_all_of_the_total_came_by_one_means_or_another(rows, order, settled):
    assert is_settled(PLAIN | {"status_id": 11} | order, rows) is settled
