"""Orders that are in MYOB Advanced already and change later: closed, paid, on another customer, deleted (8.6)."""

from decimal import Decimal

import pytest

from bc_myob.history.actions import Actions, Pick
from bc_myob.history.database import open_history
from bc_myob.model.entities import Entity
from sandbox.kit import Fault
from sandbox.kit.faults import Kind
from sandbox.shop.basket import Draft, custom_line
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, purchase
from tests.mia import HOME
from tests.scenarios.till import to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM, TWO_JAMS = article("JAM-QUINCE"), article("JAM-QUINCE", 2)
ONE, TWO = Decimal("21.15"), Decimal("32.35")
SHIPPED = 2


def rebuild(till, number, *lines):
    till.store.rebuild_order(number, Draft(billing=HOME, customer_id=till.mia, lines=lines))


def user(till):
    return Actions(open_history(till.line.history_url), "demo", user="ada", run_id="by hand")


def order(till, number):
    return till.record("Sales Order", number)


@pytest.mark.parametrize("end", ["invoice_order", "cancel_order"])
def test_a_closed_order_that_is_only_relabelled_stays_processed_with_one_note(till, end):
    number = till.order(JAM)
    till.run()
    getattr(till.erp, end)(till.order_number(number))
    before = till.erp_order(number)
    till.store.set_order_status(number, SHIPPED)
    till.run()
    till.run()
    done = order(till, number)
    state = (done.status, done.attempt_count, done.last_operation)
    assert state == ("Processed", 0, "Modified Externally, Sync Not Needed")
    assert f"is {before['Status']} in MYOB Advanced, so it was left as it is" in done.last_error
    assert done.last_error.endswith("Changed in the store alone: the description.")
    assert till.erp_order(number) == before
    assert till.payment(number).status == "Processed"


def test_a_closed_order_with_other_lines_needs_a_person_once_and_its_money_goes_on(till):
    number = till.order(JAM, payments=())
    till.run()
    till.erp.invoice_order(till.order_number(number))
    rebuild(till, number, TWO_JAMS)
    till.pay(number, amount=str(TWO))
    for _ in range(5):
        till.run()
    left = order(till, number)
    assert (left.status, left.attempt_count) == ("Invalid", 0)
    assert "a total of 32.35 AUD (21.15 AUD there); a line JAM-QUINCE x 2 (JAM-QUINCE x 1 there)" in left.last_error
    assert till.erp_order(number)["OrderTotal"] == ONE
    assert (till.payment(number).status, till.payment(number).erp["PaymentAmount"]) == ("Processed", TWO)

    user(till).set_as_processed(Pick(Entity.SALES_ORDER, external_id=str(number)))
    till.run()
    assert (order(till, number).status, order(till, number).last_error) == ("Processed", None)


@pytest.mark.parametrize("end", ["invoice_order", "cancel_order"])
def test_a_closed_order_with_an_article_that_nobody_has_needs_a_person_once_and_counts_no_attempt(till, end):
    number = till.order(JAM)
    till.run()
    getattr(till.erp, end)(till.order_number(number))
    before = till.erp_order(number)
    rebuild(till, number, JAM, custom_line("Old stock", "5.00", sku="GONE"))
    seen = []
    for _ in range(3):
        till.run()
        seen.append((order(till, number).status, order(till, number).attempt_count))
    assert seen == [("Invalid", 0)] * 3
    assert "can no longer be changed, but the store's order has" in order(till, number).last_error
    assert "a new line GONE x 1" in order(till, number).last_error
    assert till.erp_order(number) == before


def test_an_open_order_with_an_article_that_nobody_has_fails_beside_a_closed_one(till):
    closed, opened = till.order(JAM), till.order(JAM)
    till.run()
    till.erp.invoice_order(till.order_number(closed))
    for number in (closed, opened):
        rebuild(till, number, custom_line("Old stock", "5.00", sku="GONE"))
    till.run()
    assert [order(till, number).status for number in (closed, opened)] == ["Invalid", "Failed"]
    assert "MYOB Advanced has no item GONE" in order(till, opened).last_error


def test_a_closed_order_whose_tax_nobody_knows_any_more_counts_no_attempt(till):
    number = till.order(JAM)
    till.run()
    till.erp.invoice_order(till.order_number(number))
    rebuild(till, number, TWO_JAMS)
    till.store.edit_order(number, taxes=[row | {"name": "Levy"} for row in till.store.order(number)["taxes"]])
    till.run()
    assert (order(till, number).status, order(till, number).attempt_count) == ("Invalid", 0)
    assert "a line JAM-QUINCE x 2 (JAM-QUINCE x 1 there)" in order(till, number).last_error


def test_an_order_that_was_deleted_and_has_an_article_that_nobody_has_is_deleted(till):
    number = till.order(JAM, payments=())
    till.run()
    till.erp.delete("SalesOrder", "EO", till.order_number(number))
    rebuild(till, number, custom_line("Old stock", "5.00", sku="GONE"))
    till.run()
    assert (order(till, number).status, order(till, number).attempt_count) == ("Deleted", 0)
    user(till).set_as_prepared(Pick(Entity.SALES_ORDER, external_id=str(number)))
    till.run()
    assert order(till, number).status == "Failed"
    assert "MYOB Advanced has no item GONE" in order(till, number).last_error


@pytest.mark.parametrize(("means", "status"), [(purchase(), "Open"), (manual(), "Balanced")])
def test_a_paid_order_that_is_edited_down_takes_less_of_its_payment(till, means, status):
    number = till.order(TWO_JAMS, payments=(means,))
    till.run()
    assert to_order(till.payment(number).erp) == TWO
    rebuild(till, number, JAM)
    till.run()
    assert (order(till, number).status, till.erp_order(number)["OrderTotal"]) == ("Processed", ONE)
    paid = till.payment(number)
    assert (paid.status, to_order(paid.erp), paid.erp["PaymentAmount"], paid.erp["Status"]) == (
        *("Processed", ONE, TWO),
        status,
    )
    assert "takes only 21.15 AUD of this payment; 11.20 AUD are left on it." in paid.last_error


@pytest.mark.parametrize("path", ["/Payment", "/SalesOrder"])
def test_an_order_whose_edit_down_is_interrupted_goes_on_where_it_was(till, path):
    number = till.order(TWO_JAMS)
    till.run()
    rebuild(till, number, JAM)
    till.erp.kit.faults.add(Fault(path=path, method="PUT", kind=Kind.CUT, after=True, times=1))
    till.run()
    assert (order(till, number).status, till.erp_order(number)["OrderTotal"]) == ("Processed", ONE)
    assert to_order(till.payment(number).erp) == ONE
    assert len(till.line.effects("SalesOrder", "create")) == len(till.line.effects("Payment", "create")) == 1


def test_money_that_somebody_else_booked_keeps_an_order_waiting_until_it_gives_way(till):
    number = till.order(TWO_JAMS, payments=())
    till.run()
    row = {"OrderType": "EO", "OrderNbr": till.order_number(number), "AppliedToOrder": TWO}
    account = {"PaymentMethod": "ONLINE", "CashAccount": "10250AU", "CustomerID": till.erp_order(number)["CustomerID"]}
    other = till.erp.add("Payment", Type="Prepayment", PaymentAmount=TWO, OrdersToApply=[row], **account)
    rebuild(till, number, JAM)
    for _ in range(2):
        till.run()
    waiting = order(till, number)
    assert (waiting.status, waiting.attempt_count) == ("Failed", 0)
    assert f"EO000001 has Prepayment {other} (32.35 AUD)" in waiting.last_error
    till.erp.edit("Payment", "Prepayment", other, OrdersToApply=[row | {"AppliedToOrder": ONE}])
    till.run()
    assert (order(till, number).status, till.erp_order(number)["OrderTotal"]) == ("Processed", ONE)


@pytest.mark.parametrize("seen", [True, False])
def test_an_order_that_was_deleted_comes_back_when_a_user_asks_and_its_money_follows(till, seen):
    number = till.order(JAM, payments=())
    till.run()
    gone = till.order_number(number)
    till.erp.delete("SalesOrder", "EO", gone)
    if seen:  # an edit finds that it is gone; otherwise the payment is the first to miss it
        till.store.edit_order(number, staff_notes="call")
        till.run()
        till.run()
        assert order(till, number).status == "Deleted"
        assert f"Sales order {gone} was deleted in MYOB Advanced" in order(till, number).last_error
    till.pay(number)
    till.run()
    waiting = till.payment(number)
    assert (waiting.status, waiting.attempt_count) == ("Skipped" if seen else "Failed", 0)
    assert "Set as Prepared" in waiting.last_error

    user(till).set_as_prepared(Pick(Entity.SALES_ORDER, external_id=str(number)))
    till.run()
    assert order(till, number).status == "Processed"
    assert till.order_number(number) != gone
    assert (till.payment(number).status, to_order(till.payment(number).erp)) == ("Processed", ONE)
    assert len(till.line.effects("SalesOrder", "create")) == 2


def test_booked_money_of_a_deleted_order_is_applied_to_the_one_in_its_place(till):
    number = till.order(JAM)
    till.run()
    gone, paid = till.order_number(number), till.payment(number).erp["ReferenceNbr"]
    away = {"OrderType": "EO", "OrderNbr": gone, "delete": True}
    till.erp.edit("Payment", "Prepayment", paid, OrdersToApply=[away])
    till.erp.delete("SalesOrder", "EO", gone)
    user(till).sync(Pick(Entity.SALES_ORDER, external_id=str(number)))
    till.run()
    assert (order(till, number).status, till.order_number(number) != gone) == ("Processed", True)
    assert [row["OrderNbr"] for row in till.payment(number).erp["OrdersToApply"]] == [till.order_number(number)]
    assert (till.payment(number).status, till.payment(number).erp["ReferenceNbr"]) == ("Processed", paid)


def test_a_payment_that_was_deleted_comes_back_when_a_user_asks(till):
    number = till.order(JAM, payments=(manual(),))
    till.run()
    till.erp.delete("Payment", "Prepayment", till.payment(number).erp["ReferenceNbr"])
    rebuild(till, number, TWO_JAMS)
    till.line.settings(payments__payment_id_as_reference=True)
    till.run()
    assert [row.status for row in till.line.records("Payment").values()] == ["Deleted"]
    (key,) = till.line.records("Payment")
    user(till).sync(Pick(Entity.PAYMENT, external_id=key))
    till.run()
    assert (till.payment(number).status, to_order(till.payment(number).erp)) == ("Processed", ONE)


def test_settings_that_change_later_leave_an_order_its_type_and_its_customer(till):
    number = till.order(JAM)
    till.run()
    before = till.erp_order(number)
    off = {"entities__customer__active": False, "entities__customer_location__active": False}
    till.line.settings(orders__order_type="SO", **off)
    till.store.edit_order(number, staff_notes="call")
    other = till.order(JAM)
    till.run()
    after = till.erp_order(number)
    assert (order(till, number).status, order(till, number).last_error) == ("Processed", None)
    assert [after[name] for name in ("OrderType", "CustomerID", "LocationID")] == [
        before[name] for name in ("OrderType", "CustomerID", "LocationID")
    ]
    assert "call" in after["note"]
    assert order(till, other).erp_key.startswith("SO,")
    assert {one.status for one in till.line.records("Payment").values()} == {"Processed"}


def test_a_guest_who_registers_takes_an_unpaid_order_along_and_leaves_a_paid_one(till):
    paid, unpaid = till.order(JAM, customer_id=0), till.order(JAM, customer_id=0, payments=())
    till.run()
    for number in (paid, unpaid):
        till.store.edit_order(number, customer_id=till.mia)
    till.run()
    mia = till.line.records("Customer")[str(till.mia)].erp_key
    assert [till.erp_order(number)["CustomerID"] for number in (paid, unpaid)] == ["ECGUEST", mia]
    assert f"The store names {mia} as the customer of this order now" in order(till, paid).last_error
    assert (order(till, unpaid).last_error, till.payment(paid).status) == (None, "Processed")
