"""A payment that the store has voided is lowered for the one after it: only then, once, and never unannounced."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.model.steps import VOIDED
from tests.faults.desk import erp_order, erp_payment, line, opened, order, payment
from tests.faults.road import Kill, Trouble

PAYMENT = Entity.PAYMENT


@pytest.fixture
def paid(indoors):
    """An order of 30 is there, and an unreleased payment of 30 for it."""
    desk = opened(indoors, order(1001, line("1"), line("2", "TEA-LEMONM", 2)), order(1002, line("3", quantity=3)))
    desk.load(PAYMENT, _of_order_1(payment(1, "30.00", _number(desk))))
    return desk


def _number(desk, order_number=1001):
    return erp_order(desk, order_number)["OrderNbr"]


def _of_order_1(mapped):
    return replace(mapped, source_id="1")


def held(number=1, **details):
    """Give the first payment as the store says it now: no longer for the ERP."""
    return Mapped(f"1,{number}", "1", Event.HELD_BY_RULE, reason="held", details=details)


def second(desk, amount="25.00"):
    return _of_order_1(payment(2, amount, _number(desk)))


def applied(desk, number=1, order_number=1001):
    rows = erp_payment(desk, number).get("OrdersToApply") or []
    return sum(row["AppliedToOrder"] for row in rows if row["OrderNbr"] == _number(desk, order_number))


def writes(desk):
    return [call for call in desk.calls() if call.startswith("PUT")]


def test_a_payment_that_a_user_skips_keeps_its_order(paid):
    assert paid.load(PAYMENT, held(), second(paid))["Processed"] == 1
    assert [applied(paid, one) for one in (1, 2)] == [30, 0]


def test_a_voided_payment_is_lowered_once(paid):
    paid.load(PAYMENT, held(**{VOIDED: True}), second(paid))
    assert writes(paid) == ["PUT Payment", "PUT Payment"]
    paid.load(PAYMENT, second(paid, "40.00"))
    assert ([applied(paid, one) for one in (1, 2)], writes(paid)) == ([0, 30], ["PUT Payment"])


@pytest.mark.parametrize("taken", ["0.50", "1.00"])
def test_also_of_small_change_a_voided_payment_lets_go(paid, taken):
    row = {"OrderType": "EO", "OrderNbr": _number(paid), "AppliedToOrder": Decimal(taken)}
    paid.works.box.erp.edit("Payment", "Prepayment", erp_payment(paid)["ReferenceNbr"], OrdersToApply=[row])
    paid.load(PAYMENT, held(**{VOIDED: True}), second(paid, "30.00"))
    assert [applied(paid, one) for one in (1, 2)] == [0, 30]


def test_what_a_voided_payment_applies_to_another_order_stays(paid):
    rows = [
        {"OrderType": "EO", "OrderNbr": _number(paid), "AppliedToOrder": Decimal(0)},
        {"OrderType": "EO", "OrderNbr": _number(paid, 1002), "AppliedToOrder": Decimal(20)},
    ]
    paid.works.box.erp.edit("Payment", "Prepayment", erp_payment(paid)["ReferenceNbr"], OrdersToApply=rows)
    paid.load(PAYMENT, held(**{VOIDED: True}), second(paid, "40.00"))
    assert (applied(paid, 1, 1002), applied(paid, 2), writes(paid)) == (20, 30, ["PUT Payment"])


def test_a_payment_is_announced_before_another_is_lowered_for_it(paid):
    paid.expect(Trouble.KILL_AFTER, "PUT", "Payment")
    with pytest.raises(Kill):
        paid.load(PAYMENT, held(**{VOIDED: True}), second(paid))
    assert paid.record("1,2", PAYMENT)["sending_since"] is not None


def test_who_has_lost_the_claim_lowers_nothing(paid):
    paid.meanwhile("GET", "Payment/{id}", lambda: paid.lose_claim("1,2", PAYMENT))
    paid.load(PAYMENT, held(**{VOIDED: True}), second(paid))
    assert (applied(paid), writes(paid)) == (30, [])


def _close(desk, reference):
    desk.works.box.erp.repair("Payment", "Prepayment", reference, Status="Closed")


def test_a_voided_payment_that_is_closed_meanwhile_keeps_its_order_and_leaves_nothing_in_doubt(paid):
    reference = erp_payment(paid)["ReferenceNbr"]
    paid.meanwhile("PUT", "Payment", lambda: _close(paid, reference))
    assert paid.load(PAYMENT, held(**{VOIDED: True}), second(paid))["Processed"] == 1
    assert [applied(paid, one) for one in (1, 2)] == [30, 0]
    row = paid.record("1,2", PAYMENT)
    assert row["sending_since"] is None
    assert f"Sales order {_number(paid)} takes only 0.00 AUD of this payment; 25.00 AUD are left" in row["last_error"]
