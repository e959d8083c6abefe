"""Orders and payments that change after they arrived, and troubles in the midst of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.history.actions import Actions
from bc_myob.model.entities import Entity
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.faults.desk import SHOP, Desk, customer, line, order, payment
from tests.faults.line import STORE
from tests.faults.road import Kill, Trouble
from tests.faults.works import until_quiet
from tests.mia import HOME

CUSTOMER, _, ORDER, PAYMENT = Entity


@pytest.fixture
def desk(works):
    desk = Desk(works, works.fresh())
    desk.line.road.plan = desk.plan
    assert desk.load(CUSTOMER, customer()) == {"Processed": 1}
    return desk


def only_order(desk):
    (found,) = desk.works.box.erp.orders(f"1001-{SHOP}")
    return found


def test_an_order_whose_lost_creation_was_of_another_type_is_found_and_keeps_it(desk):
    desk.expect(Trouble.KILL_AFTER, "PUT", "SalesOrder")
    with pytest.raises(Kill):
        desk.load(ORDER, order(1001))
    desk.line.road.hours.sleep(3600)
    assert desk.load(ORDER, order(1001, OrderType="SO", Description="changed")) == {"Processed": 1}
    assert (only_order(desk)["OrderType"], only_order(desk)["Description"]) == ("EO", "changed")
    assert desk.works.doubled() == {}


def test_an_order_whose_sync_record_was_deleted_is_found_though_orders_are_of_another_type_now(desk):
    assert desk.load(ORDER, order(1001)) == {"Processed": 1}
    engine = desk.line.histories.open(desk.line.history_url)
    actions = Actions(engine, STORE, user="eve", run_id="actions", dag_id="bc_myob_actions_demo")
    actions.delete(actions.pick(ORDER, "1001"))
    desk.line.histories.close(engine)
    assert desk.load(ORDER, order(1001, OrderType="SO", Description="changed")) == {"Processed": 1}
    assert (only_order(desk)["OrderType"], only_order(desk)["Description"]) == ("EO", "changed")
    assert desk.works.doubled() == {}


PAID = [payment(1, "15.00", "EO000001", release=True), payment(2, "15.00", "EO000001")]
DOWN = order(1001, line("1"), details={"total": "10.00"})
TROUBLES = [
    (Trouble.KILL_BEFORE, "Payment"),
    (Trouble.KILL_AFTER, "Payment"),
    (Trouble.TIMEOUT, "Payment"),
    (Trouble.LOST_REQUEST, "Payment"),
    (Trouble.LATE, "Payment"),
    (Trouble.BUSY, "Payment"),
    (Trouble.KILL_BEFORE, "SalesOrder"),
    (Trouble.KILL_AFTER, "SalesOrder"),
]


@pytest.mark.parametrize(("trouble", "where"), TROUBLES)
def test_an_edit_down_that_is_cut_short_is_carried_on_from_what_is_there(desk, trouble, where):
    desk.load(ORDER, order(1001, line("1", quantity=3), details={"total": "30.00"}))
    assert desk.load(PAYMENT, *(replace(one, source_id="1001") for one in PAID)) == {"Processed": 2}
    desk.expect(trouble, "PUT", where)
    try:
        desk.load(ORDER, DOWN)
    except Kill:
        desk.line.road.hours.sleep(3600)
        assert desk.load(ORDER) == {"Processed": 1}
    assert (only_order(desk)["OrderTotal"], only_order(desk)["Totals"]["UnpaidBalance"]) == (10, 0)
    applied = [row["OrdersToApply"][0]["AppliedToOrder"] for row in desk.works.box.erp.records("Payment")]
    assert applied == [Decimal(10), Decimal(0)]
    assert (desk.record(1001, ORDER)["status"], desk.record(1001, ORDER)["sending_since"]) == ("Processed", None)
    assert desk.works.doubled() == {}


def test_a_payment_that_can_give_nothing_back_any_more_is_named(desk):
    desk.load(ORDER, order(1001, line("1", quantity=3), details={"total": "30.00"}))
    desk.load(PAYMENT, replace(payment(1, "30.00", "EO000001", release=True), source_id="1001"))
    (paid,) = desk.works.box.erp.records("Payment")
    desk.works.box.erp.repair("Payment", "Prepayment", paid["ReferenceNbr"], Status="Voided", _voided=True)
    assert desk.load(ORDER, DOWN) == {"Failed": 1}
    row = desk.record(1001, ORDER)
    assert (row["attempt_count"], row["sending_since"]) == (0, None)
    assert f"Prepayment {paid['ReferenceNbr']} (30.00 AUD)" in row["last_error"]


def the_order(line):
    """Let a user press Sync on the order."""
    engine = line.histories.open(line.history_url)
    actions = Actions(engine, STORE, user="eve", run_id="actions", dag_id="bc_myob_actions_demo")
    actions.sync(actions.pick(ORDER, "1001"))
    line.histories.close(engine)
    return {}


# what is done about it, and how many calls for transactions the run makes then: one for each order that it looks at
ASKED_FOR = {
    "nothing": (lambda _line: {}, 0),
    "order_ids": (lambda _line: {"order_ids": [1001]}, 1),
    "mode full": (lambda _line: {"mode": "full"}, 2),
    "Sync on the order": (the_order, 1),
}


@pytest.mark.parametrize("done", ASKED_FOR)
def test_money_that_reached_a_settled_order_unseen_comes_with_what_a_person_asks_for(works, done):
    desk, store = Desk(works, works.fresh()), works.box.store
    for _ in range(2):
        store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")], payments=(purchase(),)))
    desk.line.road.hours.sleep(60)
    until_quiet(desk.line)
    store.add_transaction(1001, "purchase", "7.00")
    desk.line.road.hours.sleep(24 * 3600)
    do, calls = ASKED_FOR[done]
    params = do(desk.line)
    desk.line.road.places.clear()
    assert desk.line.run("later", **params)
    asked = [place for place in desk.line.road.places if place.what.endswith("/transactions")]
    assert len(asked) == calls
    amounts = sorted(row["PaymentAmount"] for row in works.box.erp.payments())
    assert (Decimal(7) in amounts, len(amounts)) == ((True, 3) if calls else (False, 2))
    assert works.doubled() == {}
