"""How an order was paid: the method it shows, and which orders are asked for transactions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders import map_orders
from bc_myob.mapping.orders_rules import can_carry_money
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft, line
from sandbox.shop.payments import gift_certificate, paypal, purchase
from tests.mapping.orders_shop import DEMO, JAM, MAY, answered, customer, order, stored, transactions
from tests.mapping.present import NOW

MEANS = [
    ((pay.purchase(),), "ONLINE"),
    ((pay.declined(), pay.bank_deposit()), "BANKTRF"),
    ((pay.paypal(),), "PAYPAL"),
    ((pay.bank_deposit(),), "BANKTRF"),
    ((pay.cash_on_delivery(),), None),
    ((pay.gift_certificate("G", "10"), pay.purchase()), "GIFTCARDS"),
    ((), None),
]


@pytest.mark.parametrize(("means", "method"), MEANS)
def test_the_order_shows_the_method_of_its_first_payment_that_is_mapped(means, method):
    row = stored(replace(JAM, payments=means))
    source = SourceRecord("1001", answered(row))
    found = map_orders(Given(DEMO, [source], customer(), {"1001": transactions(row)}, now=NOW))[0]
    assert found.document.get("PaymentMethod") == method
    assert found.details["once"] == ["PaymentMethod"]


def test_transactions_that_cannot_be_read_do_not_fail_the_order():
    broken = {"1001": [{"id": 1, "amount": "much", "date_created": "2026-03-10"}]}
    (found,) = map_orders(Given(DEMO, [SourceRecord("1001", order(JAM))], customer(), broken, now=NOW))
    assert (found.event, "PaymentMethod" in found.document) == (Event.PREPARED, False)


MONEY = [
    (Draft(billing=MAY, lines=JAM.lines, payments=(purchase(),)), True),
    (Draft(billing=MAY, lines=JAM.lines, payments=(paypal(),)), False),
    (Draft(billing=MAY, lines=JAM.lines, payments=(gift_certificate("G", "5"), paypal())), True),
    (Draft(billing=MAY, lines=(line("EBOOK-PICKLE", discount="19.95"),)), False),
]


@pytest.mark.parametrize(("draft", "expected"), MONEY, ids=["card", "from order", "from order and gift", "free"])
def test_only_orders_that_can_carry_money_are_asked(draft, expected):
    assert can_carry_money(order(draft), DEMO) is expected


def test_an_order_whose_total_cannot_be_read_is_not_asked_for_transactions():
    assert not can_carry_money(order(JAM) | {"total_inc_tax": "plenty"}, DEMO)
