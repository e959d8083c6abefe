"""Transactions and refunds as bigcommerce-api.md 11 and 12 describe them."""

from __future__ import annotations

import pytest

from sandbox.shop import payments
from sandbox.shop.basket import Draft, line


@pytest.fixture
def paid(store, home):
    def place(*means, **changes):
        return store.add_order(Draft(billing=home, lines=(line("HAMPER-LRG"),), payments=means, **changes))

    return place


def listed(api, order):
    answer = api.get(f"/v3/orders/{order}/transactions")
    return answer.json()["data"] if answer.status_code == 200 else []


def events(api, order):
    return [(row["event"], row["status"]) for row in listed(api, order)]


def test_a_sale_names_its_order_as_text_and_its_amount_as_a_number(api, paid):
    order = paid(payments.purchase())

    sale = listed(api, order)[0]

    assert (sale["order_id"], sale["amount"], sale["currency"]) == (str(order), 198.95, "AUD")
    assert sale["date_created"].endswith("+00:00")
    assert sale["reference_transaction_id"] is None
    assert sale["credit_card"]["card_type"] == "visa"


def test_absent_parts_are_null_or_empty_objects_by_switch(api, store, paid):
    order = paid(payments.manual("Cheque 7"))
    assert (listed(api, order)[0]["credit_card"], listed(api, order)[0]["gateway_transaction_id"]) == (None, "")

    store.kit.switches.set(empty_objects="object")

    assert listed(api, order)[0]["credit_card"] == {}
    assert listed(api, order)[0]["reference_transaction_id"] == {}
    assert listed(api, order)[0]["custom"] == {"payment_method": "Cheque 7"}


def test_no_transactions_is_204_and_no_order_404(api, paid):
    assert api.get(f"/v3/orders/{paid()}/transactions").status_code == 204
    assert api.get("/v3/orders/9/transactions").status_code == 404


@pytest.mark.parametrize(
    ("means", "expected", "status"),
    [
        (payments.captured(), [("authorization", "ok"), ("capture", "ok")], "captured"),
        (payments.authorised(), [("authorization", "ok")], "authorized"),
        (payments.voided(), [("authorization", "ok"), ("void", "ok")], "void"),
        (payments.second_try(), [("purchase", "error"), ("purchase", "ok")], "captured"),
        (payments.declined(tries=2), [("purchase", "error")] * 2, "declined"),
        (payments.bank_deposit(arrived=True), [("pending", "ok"), ("purchase", "ok")], "captured"),
        (payments.cash_on_delivery(), [("pending", "ok")], "pending"),
        (payments.paypal(), [], "captured"),
    ],
)
def test_each_way_to_pay_leaves_its_own_trail(api, paid, means, expected, status):
    order = paid(means)

    assert events(api, order) == expected
    assert api.get(f"/v2/orders/{order}").json()["payment_status"] == status


def test_a_capture_points_at_its_authorisation(api, paid):
    authorisation, capture = listed(api, paid(payments.captured(part="0.5")))

    assert capture["reference_transaction_id"] == authorisation["id"]
    assert (authorisation["amount"], capture["amount"]) == (198.95, 99.48)


def test_several_means_share_the_total(api, paid):
    order = paid(payments.gift_certificate("HP-1", "25.00"), payments.store_credit("10.00"), payments.purchase())

    assert [row["amount"] for row in listed(api, order)] == [25, 10, 163.95]
    shown = api.get(f"/v2/orders/{order}").json()
    assert (shown["gift_certificate_amount"], shown["store_credit_amount"]) == ("25.0000", "10.0000")
    assert (shown["total_inc_tax"], shown["payment_method"]) == ("198.9500", "Credit Card")


@pytest.mark.parametrize(
    ("switch", "means"),
    [
        ("offline_transactions", payments.bank_deposit()),
        ("store_credit_transactions", payments.store_credit()),
        ("gift_certificate_transactions", payments.gift_certificate("HP-1", "198.95")),
    ],
)
def test_some_methods_may_leave_no_transactions(api, store, paid, switch, means):
    order = paid(means)
    assert len(listed(api, order)) == 1

    store.kit.switches.set(**{switch: False})

    assert listed(api, order) == []


def test_paypal_and_settled_appear_by_switch(api, store, paid):
    paypal, card = paid(payments.paypal()), paid(payments.purchase())
    store.kit.switches.set(paypal_transactions=True, settled_beside_purchase=True)

    assert [event for event, _ in events(api, paypal)] == ["purchase", "settled"]
    sale, settled = listed(api, card)
    assert settled["reference_transaction_id"] == sale["id"]


def test_a_refund_is_positive_and_listed_in_both_places(api, store, paid):
    order = paid(payments.purchase())

    store.add_refund(order, "50.00", reason="Broken")

    sale, refund = listed(api, order)
    assert (refund["event"], refund["amount"], refund["reference_transaction_id"]) == ("refund", 50, None)
    bulk = api.get("/v3/orders/payment_actions/refunds", params={"order_id:in": order}).json()["data"]
    assert [row["payments"][0]["transaction_id"] for row in bulk] == [str(refund["id"])]
    assert api.get(f"/v2/orders/{order}").json()["status_id"] == 14
    store.kit.switches.set(refund_references=True)
    assert listed(api, order)[1]["reference_transaction_id"] == sale["id"]


@pytest.mark.parametrize("moves", [False, True])
def test_whether_a_transaction_moves_its_order_is_a_switch(store, paid, moves):
    order = paid(payments.authorised())
    before = store.order(order)["date_modified"]
    store.kit.clock.advance(hours=1)
    store.kit.switches.set(transaction_moves_order=moves)

    store.add_transaction(order, "capture", refers_to=store.order(order)["transactions"][0]["id"])

    assert (store.order(order)["date_modified"] > before) is moves
