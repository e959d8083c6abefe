"""What the store gave back of an order accounts for what is lower or voided in the ERP, and each refund but once."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from bc_myob.reconcile.books import Entry, ErpRecord, HistoryRecord, StoreRecord
from bc_myob.reconcile.refunds import Budget, budgets
from sandbox.shop.payments import purchase
from tests.reconcile import planting
from tests.reconcile.planting import ORDER, PAYMENT
from tests.reconcile.shop import order
from tests.reconcile.test_endings import booked, brought

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FIVE, SIX, THREE = Decimal("5.00"), Decimal("6.00"), Decimal("3.00")


@pytest.mark.parametrize(
    ("refunds", "lowered", "voids", "lacks", "covered"),
    [
        ((), 0, (), 5, False),
        ((FIVE,), 0, (), 5, True),
        ((FIVE,), 0, (), 4, False),
        ((FIVE, SIX), 0, (), 11, True),
        ((FIVE, SIX, THREE), 0, (), 9, True),
        ((FIVE,), 0, (FIVE,), 5, False),
        ((FIVE, SIX), 0, (FIVE,), 6, True),
        ((FIVE,), 5, (), 5, True),  # the order is lower by the refund, and so is the money on it
        ((FIVE,), 5, (FIVE,), 5, False),
        ((FIVE, SIX), 5, (), 6, False),  # of two refunds, one on the order and another on its money
        ((FIVE, SIX), 5, (), 11, True),
        ((FIVE,), 4, (), 3, True),  # the order has a fault of its own: its money cannot be more
    ],
)
def test_money_may_lack_what_the_refunds_leave(refunds, lowered, voids, lacks, covered):
    spent = {str(number): amount for number, amount in enumerate(voids)}
    budget = Budget(refunds=refunds, lowered=Decimal(lowered), voids=spent)
    assert budget.covers(Decimal(lacks)) is covered


def voided(number, amount, refunds):
    history = HistoryRecord(
        external_id=f"1,{number}", source_id="1", status=Status.PROCESSED, updated_at=NOW, erp_id=str(number)
    )
    store = StoreRecord(external_id=f"1,{number}", source_id="1", amount=amount, refunds=refunds)
    row = ErpRecord(id=str(number), key=f"Prepayment,{number}", reference="", amount=amount, status="Voided")
    return Entry(entity=Entity.PAYMENT, external_id=f"1,{number}", store=store, history=history, erp=(row,))


@pytest.mark.parametrize(
    ("refunds", "amounts", "covered"),
    [
        ((FIVE,), (FIVE,), {"1,0"}),
        ((FIVE,), (FIVE, FIVE), {"1,0"}),
        ((FIVE,), (THREE, FIVE), {"1,1"}),
        ((FIVE, SIX), (FIVE, SIX), {"1,0", "1,1"}),
        ((SIX,), (THREE, THREE), {"1,0", "1,1"}),
        ((FIVE,), (SIX,), None),
    ],
)
def test_a_refund_accounts_for_the_voided_payments_that_fit_into_it(refunds, amounts, covered):
    entries = [voided(number, amount, refunds) for number, amount in enumerate(amounts)]
    assert set(budgets((), entries)["1"].voids) == (covered or set())


def test_an_order_with_a_hundred_refunds_is_judged_as_fast_as_any():
    refunds = tuple(Decimal(3**number) for number in range(100))
    budget = Budget(refunds=refunds)
    assert budget.books(sum(refunds))
    assert not budget.books(Decimal(2))


def lower(at, name, amount):
    """Let a payment cover less of its order."""
    row = at.payment(name)["OrdersToApply"][0]
    less = {"id": row["id"], "AppliedToOrder": row["AppliedToOrder"] - amount}
    at.erp.edit("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], OrdersToApply=[less])


def split(at, number):
    """Give the external ids of an order's payments: those of 5.00, and the others."""
    names = at.payments(number)
    small = [name for name in names if at.payment(name)["PaymentAmount"] == 5]
    return small, [name for name in names if name not in small]


@pytest.mark.scenario
def test_one_refund_hides_one_thing(shop):
    twice = order(shop, purchase(amount="5.00"), purchase("braintree", amount="5.00"), purchase())
    voided_and_lower, moved = (order(shop, purchase(amount="5.00"), purchase()) for _ in range(2))
    first_of_two = order(shop)
    brought(shop)
    for number in (twice, voided_and_lower, moved, first_of_two):
        shop.store.add_refund(number, "5.00")
    shop.store.add_refund(first_of_two, "6.00")
    at = brought(shop)
    for number in (twice, voided_and_lower):
        for name in split(at, number)[0]:
            shop.erp.void_payment(at.payment(name)["ReferenceNbr"])
    (small,), (big,) = split(at, voided_and_lower)
    lower(at, big, FIVE)
    (stray,), _ = split(at, moved)
    put_elsewhere(at, moved, stray)
    booked(at, first_of_two, FIVE)

    done = shop.reconcile()
    kept, gone = split(at, twice)[0]
    (unapplied,) = at.payments(first_of_two)
    assert done.faults == sorted(
        [(PAYMENT, gone, "status"), (PAYMENT, big, "unapplied"), (PAYMENT, stray, "unapplied")]
    )
    assert set(done.found("note")) == {
        (PAYMENT, kept, "status"),
        (PAYMENT, small, "status"),
        (ORDER, str(first_of_two), "amount"),
        (PAYMENT, unapplied, "unapplied"),
    }
    said = {row.external_id: row for row in done.rows}
    assert "do not account for it" in said[gone].says
    assert "it is applied to EO," in said[stray].says
    assert "send" not in said[str(first_of_two)].what_to_do


def put_elsewhere(at, number, name):
    payment = at.unapply(name)
    other = at.enter_order(at.erp.order(at.number(number)))
    rows = [{"OrderType": "EO", "OrderNbr": other, "AppliedToOrder": payment["PaymentAmount"]}]
    at.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], OrdersToApply=rows)


@pytest.mark.scenario
@pytest.mark.slow  # make test-scenarios
def test_booked_refunds_stay_right_when_their_orders_are_archived(shop):
    lowered, whole, wrong = (order(shop) for _ in range(3))
    in_two = order(shop, purchase(amount="5.00"), purchase())
    brought(shop)
    for number in (lowered, in_two, wrong):
        shop.store.add_refund(number, "5.00")
    shop.store.add_refund(whole)
    at = brought(shop)
    booked(at, lowered, FIVE)
    at.unapply(at.payments(whole)[0])
    (small,), _ = split(at, in_two)
    shop.erp.void_payment(at.payment(small)["ReferenceNbr"])
    wanted = planting.payment_voided(at, wrong)
    before = shop.reconcile()
    assert before.faults == [wanted]
    for number in (lowered, whole, in_two, wrong):
        shop.store.archive_order(number)
    brought(shop)
    after = shop.reconcile()
    assert (after.faults, after.found("note")) == ([wanted], before.found("note"))
    assert (PAYMENT, small, "status") in after.found("note")
