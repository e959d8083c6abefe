"""Payments that the ERP has already: what a booked one keeps, what it still applies, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.model.steps import UNFINISHED, VOIDED
from sandbox.kit import Fault
from tests.faults.desk import Desk, customer, erp_order, erp_payment, line, order, payment
from tests.faults.road import Kill, Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
NOT_NEEDED = "Modified Externally, Sync Not Needed"


@pytest.fixture
def sold(indoors):
    """A customer and an order of 30 are there."""
    desk = Desk(indoors, indoors.fresh())
    desk.line.road.plan = desk.plan
    desk.load(CUSTOMER, customer())
    desk.load(ORDER, order(1001, line("1"), line("2", "TEA-LEMONM", 2)))
    return desk


def number_of(desk, order_number=1001):
    return erp_order(desk, order_number)["OrderNbr"]


def of_order_1(mapped):
    """The store's order that a payment belongs to, by which payments of one order know each other."""
    return replace(mapped, source_id="1")


def pay(desk, amount, wanted=None, *, number=1, to="its order", release=True):
    """Load a payment (again); gives the task's counts."""
    to = number_of(desk) if to == "its order" else to
    return desk.load(PAYMENT, of_order_1(payment(number, amount, to, release=release, wanted=wanted)))


def told(desk, number=1):
    row = desk.record(f"1,{number}", PAYMENT)
    return row["status"], row["last_operation"], row["last_error"]


def applied(desk, number=1):
    """What a payment applies: to its order, and to documents by number."""
    found = erp_payment(desk, number)
    to_orders = {row["OrderNbr"]: row["AppliedToOrder"] for row in found.get("OrdersToApply") or []}
    documents = {row["ReferenceNbr"]: row["AmountPaid"] for row in found.get("DocumentsToApply") or []}
    return to_orders.get(number_of(desk), 0), documents


def is_short(desk, number=1):
    """Whether the payment shall apply more as soon as its order takes it."""
    row = desk.record(f"1,{number}", PAYMENT)
    assert row["kept"].get(UNFINISHED) in {None, row["synced_hash"]}
    return row["kept"].get(UNFINISHED) is not None


def writes(desk):
    return [call for call in desk.calls() if call.startswith("PUT")]


KEPT = (
    "is {status} in MYOB Advanced with 20.00 AUD; the store says {now} AUD now. A released payment keeps its amount: "
    "book the difference there by hand."
)


@pytest.fixture
def booked(sold):
    """A payment of 20 is released, of which 12 are applied to the order."""
    assert pay(sold, "20.00", "12.00") == {"Processed": 1}
    assert erp_payment(sold)["Status"] == "Open"
    assert applied(sold) == (12, {})
    return sold


# amount in the store, wanted of it; what is applied then, what is left of the 20, whether the ERP is written to
ROOM = [
    ("20.00", "15.00", 15, "5.00", True),
    ("20.00", "20.00", 20, None, True),
    ("20.00", "8.00", 8, "12.00", True),
    ("25.00", "25.00", 20, None, True),
    ("25.00", "12.00", 12, "8.00", False),
    ("15.00", "15.00", 15, "5.00", True),
]


@pytest.mark.parametrize(("amount", "wanted", "to_order", "left", "written"), ROOM)
def test_a_booked_payment_keeps_its_amount_and_applies_what_it_still_may(
    booked, amount, wanted, to_order, left, written
):
    number, reference = number_of(booked), erp_payment(booked)["ReferenceNbr"]
    assert pay(booked, amount, wanted) == {"Processed": 1}
    assert applied(booked) == (to_order, {})
    assert (erp_payment(booked)["PaymentAmount"], erp_payment(booked)["Status"]) == (20, "Open")
    assert writes(booked) == (["PUT Payment"] if written else [])
    notes = []
    if amount != "20.00":
        notes.append(f"Payment {reference} {KEPT.format(status='Open', now=amount)}")
    if left:
        notes.append(f"Sales order {number} takes only {to_order}.00 AUD of this payment; {left} AUD are left on it.")
    operation = "Updated in ERP" if written else NOT_NEEDED
    assert told(booked) == ("Processed", operation, " ".join(notes) or None)
    assert not is_short(booked)


def test_a_booked_payment_whose_order_is_full_waits_for_room(booked):
    assert pay(booked, "18.00", number=2) == {"Processed": 1}
    assert pay(booked, "20.00", "20.00") == {"Processed": 1}
    assert (applied(booked), writes(booked)) == ((12, {}), [])
    assert is_short(booked)
    said = f"Sales order {number_of(booked)} takes only 12.00 AUD of this payment; 8.00 AUD are left on it."
    assert told(booked) == ("Processed", NOT_NEEDED, said)


def test_a_booked_payment_makes_no_room_for_itself(booked):
    both = [of_order_1(payment(one, "20.00", number_of(booked), release=True)) for one in (1, 2)]
    assert booked.load(PAYMENT, *both) == {"Processed": 2}
    assert [applied(booked, one)[0] for one in (1, 2)] == [20, 10]


def test_a_booked_payment_of_an_invoiced_order_pays_the_invoice(booked):
    erp, number = booked.works.box.erp, number_of(booked)
    invoice = erp.invoice_order(number)
    before = applied(booked)
    assert pay(booked, "20.00", "20.00") == {"Processed": 1}
    paid = sum(applied(booked)[1].values()) + applied(booked)[0]
    assert set(applied(booked)[1]) == {invoice}
    assert (sum(before[1].values()) + before[0], paid) == (12, 20)
    assert told(booked) == ("Processed", "Updated in ERP", None)


@pytest.mark.parametrize("amount", ["20.00", "25.00"])
def test_a_voided_payment_is_left_as_it_is(booked, amount):
    reference = erp_payment(booked)["ReferenceNbr"]
    booked.works.box.erp.void_payment(reference)
    before = applied(booked)
    assert pay(booked, amount, amount) == {"Processed": 1}
    assert (applied(booked), writes(booked)) == (before, [])
    said = None if amount == "20.00" else f"Payment {reference} {KEPT.format(status='Voided', now=amount)}"
    assert told(booked) == ("Processed", NOT_NEEDED, said)


@pytest.mark.parametrize("to", [None, "EO999999"])
@pytest.mark.parametrize(("before", "left"), [("12.00", "8.00"), ("20.00", None)])
def test_a_booked_payment_without_an_order_there_keeps_what_it_applies(sold, to, before, left):
    pay(sold, "20.00", before)
    assert pay(sold, "20.00", to=to) == {"Processed": 1}
    assert (applied(sold), writes(sold)) == ((Decimal(before), {}), [])
    said = f"Other payments cover order 1: {left} AUD are left on this one." if left else None
    assert told(sold) == ("Processed", NOT_NEEDED, said)
    assert not is_short(sold)


def test_a_booked_payment_without_an_order_says_both_what_it_keeps_and_what_is_left(booked):
    reference = erp_payment(booked)["ReferenceNbr"]
    assert pay(booked, "25.00", to=None) == {"Processed": 1}
    kept, left = KEPT.format(status="Open", now="25.00"), "Other payments cover order 1: 8.00 AUD are left on this one."
    assert told(booked)[2] == f"Payment {reference} {kept} {left}"


# room that a voided payment gives


def void(number):
    return Mapped(f"1,{number}", "1", Event.HELD_BY_RULE, reason="voided", details={VOIDED: True})


@pytest.mark.parametrize("released", [False, True])
def test_a_payment_that_the_store_voided_gives_its_room_unless_it_is_booked(sold, released):
    assert pay(sold, "30.00", release=released) == {"Processed": 1}
    second = of_order_1(payment(2, "25.00", number_of(sold)))
    assert sold.load(PAYMENT, void(1), second)["Processed"] == 1
    assert [applied(sold, one)[0] for one in (1, 2)] == ([30, 0] if released else [0, 25])
    said = f"Sales order {number_of(sold)} takes only 0.00 AUD of this payment; 25.00 AUD are left on it."
    assert told(sold, 2)[2] == (said if released else None)
    assert is_short(sold, 2) is released


def test_a_voided_payment_gives_room_only_where_that_is_wanted(sold):
    pay(sold, "12.00", release=False)
    second = of_order_1(payment(2, "18.00", number_of(sold)))
    assert sold.load(PAYMENT, void(1), second)["Processed"] == 1
    assert [applied(sold, one)[0] for one in (1, 2)] == [12, 18]


def test_a_payment_may_take_more_once_a_voided_one_is_gone(sold):
    pay(sold, "20.00", number=1, release=False)
    pay(sold, "25.00", number=2, release=False)
    assert applied(sold, 2) == (10, {})
    assert is_short(sold, 2)
    sold.load(PAYMENT, void(1))
    pay(sold, "25.00", "25.00", number=2, release=False)
    assert [applied(sold, one)[0] for one in (1, 2)] == [0, 25]
    assert told(sold, 2)[2] is None


# a payment found after its answer was lost


@pytest.mark.parametrize(
    ("amount", "wanted", "left", "short"),
    [
        ("50.00", "50.00", "20.00", True),
        ("50.00", "30.00", "20.00", False),
        ("50.00", "20.00", "30.00", False),
        ("30.00", "30.00", None, False),
    ],
)
def test_a_payment_that_is_found_again_says_what_is_left_and_whether_it_waits_for_room(
    sold, amount, wanted, left, short
):
    number = number_of(sold)
    sold.expect(Trouble.KILL_AFTER, "PUT", "Payment")
    with pytest.raises(Kill):
        pay(sold, amount, wanted, release=False)
    sold.line.road.hours.sleep(3 * 3600)
    assert sold.load(PAYMENT) == {"Processed": 1}
    assert writes(sold) == []
    taken = Decimal(amount) - Decimal(left or 0)
    said = f"Sales order {number} takes only {taken} AUD of this payment; {left} AUD are left on it."
    assert told(sold) == ("Processed", "Inserted in ERP", said if left else None)
    assert is_short(sold) is short


def test_a_payment_found_again_keeps_the_note_that_mapping_gave_it(sold):
    warned = of_order_1(payment(1, "50.00", number_of(sold)))
    sold.expect(Trouble.KILL_AFTER, "PUT", "Payment")
    with pytest.raises(Kill):
        sold.load(PAYMENT, replace(warned, details={**warned.details, "warning": "Look at it."}))
    sold.line.road.hours.sleep(3 * 3600)
    assert sold.load(PAYMENT) == {"Processed": 1}
    assert told(sold)[2] == "Look at it."


# orders that cannot be read as usual

GONE = (
    "Sales order {number} (EO) is no longer in MYOB Advanced, so the payment waits. Use Sync or Set as Prepared on the "
    "order's record to bring the order again, or enter the payment by hand."
)


@pytest.mark.parametrize("listed", ["with totals", "without totals", "canceled"])
def test_a_payment_waits_for_an_order_that_is_gone_or_goes_while_it_is_looked_at(sold, listed):
    erp, number = sold.works.box.erp, number_of(sold)
    if listed == "with totals":
        erp.lose("SalesOrder", "EO", number)
    elif listed == "without totals":
        erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    else:
        erp.cancel_order(number)
    if listed != "with totals":
        sold.meanwhile("GET", "SalesOrder/{id}", lambda: erp.lose("SalesOrder", "EO", number))
    assert pay(sold, "12.00", to=number) == {"Failed": 1}
    row = sold.record("1,1", PAYMENT)
    assert row["last_error"] == GONE.format(number=number)
    assert row["attempt_count"] == 0


def test_orders_that_are_read_one_by_one_tell_the_same(sold):
    sold.works.box.erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    number = number_of(sold)
    assert pay(sold, "40.00", release=False) == {"Processed": 1}
    assert applied(sold) == (30, {})
    assert told(sold)[2] == f"Sales order {number} takes only 30.00 AUD of this payment; 10.00 AUD are left on it."


def test_an_order_whose_totals_are_refused_is_named_with_the_reason(sold):
    erp = sold.works.box.erp
    erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    erp.kit.faults.add(Fault(path=r"/SalesOrder/[0-9a-f-]{36}", method="GET", status=403, times=None))
    assert pay(sold, "12.00") == {"Failed": 1}
    said = sold.record("1,1", PAYMENT)["last_error"]
    start = f"The totals of sales order {number_of(sold)} cannot be read, so it is not known how much of the payment"
    assert said.startswith(f"{start} it takes: ")
    assert len(said) > len(f"{start} it takes: ") + 10


# records that the ERP has lost


@pytest.mark.parametrize("forced", [False, True])
def test_an_order_that_is_gone_is_deleted_or_created_again_as_the_user_wants(sold, forced):
    erp, first = sold.works.box.erp, number_of(sold)
    erp.lose("SalesOrder", "EO", first)
    if forced:
        sold.force(1001, ORDER)
    changed = order(1001, line("1"), line("2", "TEA-LEMONM", 3))
    assert sold.load(ORDER, changed) == ({"Processed": 1} if forced else {"Deleted": 1})
    row = sold.record(1001, ORDER)
    if forced:
        assert (row["status"], row["last_operation"]) == ("Processed", "Inserted in ERP")
        assert (erp_order(sold)["OrderTotal"], row["erp_key"]) == (40, f"EO,{number_of(sold)}")
        assert number_of(sold) != first
    else:
        assert row["status"] == "Deleted"
        assert erp.orders(changed.reference) == []


def test_an_order_that_is_gone_but_found_under_its_reference_is_taken_over_when_the_user_wants_it(sold):
    erp, first = sold.works.box.erp, number_of(sold)
    kept = erp_order(sold)
    erp.lose("SalesOrder", "EO", first)
    rows = [{"InventoryID": "JAM-QUINCE", "OrderQty": Decimal(1), "UnitPrice": Decimal(9), "ExternalRef": "1"}]
    account = {"CustomerID": kept["CustomerID"], "CurrencyID": "AUD", "ExternalRef": kept["ExternalRef"]}
    erp.add("SalesOrder", OrderType="EO", Details=rows, **account)
    second = number_of(sold)
    sold.force(1001, ORDER)
    assert sold.load(ORDER, order(1001, line("1"))) == {"Processed": 1}
    row = sold.record(1001, ORDER)
    assert (number_of(sold), row["erp_key"], row["last_operation"]) == (second, f"EO,{second}", "Updated in ERP")
    assert [(each["ExternalRef"], each["UnitPrice"]) for each in erp_order(sold)["Details"]] == [("1", 10)]
