"""Payments of one order: who gives room back goes before those that take it, and who is Deleted holds none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.history.actions import Actions
from bc_myob.model.entities import Entity
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, purchase
from tests.faults.desk import erp_order, erp_payment, opened, order, payment
from tests.faults.desk import line as ordered
from tests.faults.line import STORE
from tests.faults.road import Kill, Trouble
from tests.faults.works import records, until_quiet
from tests.mia import HOME

PAYMENT = Entity.PAYMENT


def share(desk, number, amount, wanted):
    """Give a payment of order 1 with its share in the order, as mapping keeps it."""
    made = payment(number, amount, erp_order(desk)["OrderNbr"], wanted=wanted)
    return replace(made, source_id="1", details={**made.details, "applied": Decimal(wanted)})


@pytest.fixture
def full(indoors):
    """The second payment covers the order of 30, the first one finds no room."""
    desk = opened(indoors, order(1001, ordered("1"), ordered("2", "TEA-LEMONM", 2)))
    desk.load(PAYMENT, replace(payment(1, "5.00", None), source_id="1"))
    desk.load(PAYMENT, share(desk, 2, "30.00", "30.00"))
    assert shares(desk) == [0, 30]
    return desk


def shares(desk):
    return [sum(row["AppliedToOrder"] for row in erp_payment(desk, number)["OrdersToApply"]) for number in (1, 2)]


GIVING = (None, Trouble.LOST_REQUEST, Trouble.LATE, Trouble.KILL_BEFORE, Trouble.KILL_AFTER)


@pytest.mark.parametrize("trouble", GIVING)
def test_a_payment_takes_the_room_that_a_later_one_gives_back(full, trouble):
    if trouble:
        full.expect(trouble, "PUT", "Payment")
    try:
        full.load(PAYMENT, share(full, 1, "5.00", "5.00"), share(full, 2, "30.00", "25.00"))
    except Kill:
        full.line.road.hours.sleep(3 * 3600)
        full.load(PAYMENT)
    assert (shares(full), erp_order(full)["Totals"]["UnpaidBalance"]) == ([5, 25], 0)
    assert [full.record(f"1,{one}", PAYMENT)["status"] for one in (1, 2)] == ["Processed"] * 2
    assert full.record("1,1", PAYMENT)["last_error"] is None


def test_a_payment_waits_for_the_next_run_where_nobody_learns_whether_another_gave_back(full):
    full.expect(Trouble.LOST_REQUEST, "PUT", "Payment", times=2)
    full.load(PAYMENT, share(full, 1, "5.00", "5.00"), share(full, 2, "30.00", "25.00"))
    assert [full.record(f"1,{one}", PAYMENT)["status"] for one in (1, 2)] == ["Prepared", "Failed"]
    full.line.road.hours.sleep(3600)
    assert full.load(PAYMENT) == {"Processed": 2}
    assert shares(full) == [5, 25]


def test_a_payment_that_others_leave_nothing_and_that_keeps_some_is_told_what_is_left_on_it(full):
    without = replace(payment(2, "40.00", None), source_id="1")
    assert full.load(PAYMENT, without) == {"Processed": 1}
    assert shares(full) == [0, 30]
    assert full.record("1,2", PAYMENT)["last_error"] == "Other payments cover order 1: 10.00 AUD are left on this one."


# whole runs


def draft(mia, tea, *means):
    lines = (article("TEA-LEMONM", tea), article("HONEY-LW-500"))
    return Draft(billing=HOME, customer_id=mia, lines=lines, payments=means)


def shop(works, plan=lambda _: None):
    """Give a line over a store of one customer, and her number."""
    line = works.fresh(plan)
    return line, works.box.store, works.box.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])


def writes_payment(place):
    return place.what.startswith("PUT") and place.what.endswith("/Payment")


def booked(works):
    """What each payment applies, by its amount, and what is left to pay of the only order of the store."""
    (sold,) = (row for row in works.box.erp.records("SalesOrder") if row.get("ExternalRef"))
    rows = works.box.erp.payments()
    applied = {row["PaymentAmount"]: sum(one["AppliedToOrder"] for one in row["OrdersToApply"]) for row in rows}
    return applied, sold["Totals"]["UnpaidBalance"]


def of_payments(line):
    return [row for row in records(line) if row["entity"] == PAYMENT]


def set_as_prepared(line, external_id):
    engine = line.histories.open(line.history_url)
    actions = Actions(engine, STORE, user="eve", run_id="actions")
    actions.set_as_prepared(actions.pick(PAYMENT, external_id))
    line.histories.close(engine)


def test_an_order_edited_down_stays_paid_though_its_first_payment_came_last(indoors):
    troubles = iter([Trouble.LOST_REQUEST])
    line, store, mia = shop(indoors, lambda place: next(troubles, None) if writes_payment(place) else None)
    means = (purchase(amount="8.00"), purchase())
    number = store.add_order(draft(mia, 4, *means))
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    assert [row["PaymentAmount"] for row in indoors.box.erp.payments()] == [Decimal("77.65"), 8]
    store.rebuild_order(number, draft(mia, 2, *means))
    line.road.hours.sleep(1200)
    until_quiet(line, "second")
    assert booked(indoors) == ({Decimal("77.65"): Decimal("49.05"), Decimal(8): 8}, 0)
    first, second = (row["last_error"] for row in of_payments(line))
    assert first is None
    assert "takes only 49.05 AUD of this payment; 28.60 AUD are left on it." in second


def test_a_payment_that_is_deleted_leaves_its_room_until_a_user_restores_it(indoors):
    line, store, mia = shop(indoors)
    number = store.add_order(draft(mia, 2, manual()))
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    store.add_transaction(number, "purchase", "40.00")
    store.edit_order(number, payment_status="captured")
    line.road.hours.sleep(60)
    until_quiet(line, "second")
    (first, _) = indoors.box.erp.payments()
    indoors.box.erp.delete("Payment", first["Type"], first["ReferenceNbr"])
    store.rebuild_order(number, draft(mia, 1))  # its share is another one now: the load finds it gone
    line.road.hours.sleep(24 * 3600)  # so long that only this run reads the order for its own sake
    until_quiet(line, "third")
    assert [row["status"] for row in of_payments(line)] == ["Deleted", "Processed"]
    until_quiet(line, "fourth")
    assert booked(indoors) == ({40: 40}, Decimal("2.75"))
    set_as_prepared(line, of_payments(line)[0]["external_id"])
    until_quiet(line, "fifth")
    assert booked(indoors) == ({40: 40, Decimal("57.05"): Decimal("2.75")}, 0)
