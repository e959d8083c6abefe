"""Payments that the ERP has already: what a booked one keeps, what it still applies, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.model.steps import UNFINISHED, VOIDED
from bc_myob.sync.registry import REGISTRY
from tests.faults.desk import erp_order, erp_payment, line, opened, order, payment
from tests.faults.road import Kill, Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
NOT_NEEDED = "Modified Externally, Sync Not Needed"


@pytest.fixture
def sold(indoors):
    """A customer and an order of 30 are there."""
    return opened(indoors, order(1001, line("1"), line("2", "TEA-LEMONM", 2)))


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


def found_again(desk, mapped, between=lambda: None):
    """Load a payment whose answer dies with its process, and once more later: it is there and is not written."""
    desk.expect(Trouble.KILL_AFTER, "PUT", "Payment")
    with pytest.raises(Kill):
        desk.load(PAYMENT, of_order_1(mapped))
    between()
    desk.line.road.hours.sleep(3 * 3600)
    assert desk.load(PAYMENT) == {"Processed": 1}
    assert writes(desk) == []


def takes_only(desk, taken, left):
    return f"Sales order {number_of(desk)} takes only {taken} AUD of this payment; {left} AUD are left on it."


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
    ("20.00", "15.01", "15.01", "4.99", True),
    ("20.00", "8.00", "8.00", "12.00", True),
    ("20.00", "19.99", "19.99", "0.01", True),
    ("25.00", "25.00", "20.00", None, True),
    ("20.01", "12.00", "12.00", "8.00", False),
    ("15.00", "15.00", "15.00", "5.00", True),
]


@pytest.mark.parametrize(("amount", "wanted", "to_order", "left", "written"), ROOM)
def test_a_booked_payment_keeps_its_amount_and_applies_what_it_may(booked, amount, wanted, to_order, left, written):
    reference = erp_payment(booked)["ReferenceNbr"]
    assert pay(booked, amount, wanted) == {"Processed": 1}
    assert applied(booked) == (Decimal(to_order), {})
    assert (erp_payment(booked)["PaymentAmount"], erp_payment(booked)["Status"]) == (20, "Open")
    assert writes(booked) == (["PUT Payment"] if written else [])
    notes = []
    if amount != "20.00":
        notes.append(f"Payment {reference} {KEPT.format(status='Open', now=amount)}")
    if left:
        notes.append(takes_only(booked, to_order, left))
    operation = "Updated in ERP" if written else NOT_NEEDED
    assert told(booked) == ("Processed", operation, " ".join(notes) or None)
    assert not is_short(booked)


def test_a_booked_payment_whose_order_is_full_waits_for_room(booked):
    assert pay(booked, "18.00", number=2) == {"Processed": 1}
    assert pay(booked, "20.00", "20.00") == {"Processed": 1}
    assert (applied(booked), writes(booked)) == ((12, {}), [])
    assert is_short(booked)
    assert told(booked) == ("Processed", NOT_NEEDED, takes_only(booked, "12.00", "8.00"))


def test_a_booked_payment_makes_no_room_for_itself(booked):
    both = [of_order_1(payment(one, "20.00", number_of(booked), release=True)) for one in (1, 2)]
    assert booked.load(PAYMENT, *both) == {"Processed": 2}
    assert [applied(booked, one)[0] for one in (1, 2)] == [20, 10]


# how the order stands then: what the payment of 20 applies to the order and to invoices, and how its note says it
STANDS = {
    "canceled": (lambda erp, number: erp.cancel_order(number), "20.00", "0", None),
    "partly invoiced": (lambda erp, number: erp.invoice_order(number, Decimal("10.51")), "19.49", "0", "partly "),
    "full": (lambda erp, number: erp.invoice_order(number, Decimal("25.50"), released=False), "12.00", "0", "partly "),
    "invoice on hold": (lambda erp, number: erp.invoice_order(number, released=False), "12.00", "0", ""),
    "invoiced": (lambda erp, number: erp.invoice_order(number), "12.00", "8.00", None),
}


@pytest.mark.parametrize("release", [False, True])
@pytest.mark.parametrize("order_is", STANDS)
def test_a_payment_applies_the_rest_as_its_order_stands_now(sold, order_is, release):
    becomes, to_order, to_invoices, partly = STANDS[order_is]
    assert pay(sold, "20.00", "12.00", release=release) == {"Processed": 1}
    number, erp = number_of(sold), sold.works.box.erp
    becomes(erp, number)
    assert pay(sold, "20.00", "20.00", release=release) == {"Processed": 1}
    paid = applied(sold)
    assert (paid[0], sum(paid[1].values())) == (Decimal(to_order), Decimal(to_invoices))
    left = 20 - Decimal(to_order) - Decimal(to_invoices)
    said = (
        f"Sales order {number} is {partly}invoiced and takes only {to_order} AUD of this payment; {left} AUD are left "
        "on it. Apply them to its invoices in MYOB Advanced, once those are released."
    )
    written = not release or paid != (12, {})
    assert writes(sold) == (["PUT Payment"] if written else [])
    operation = "Updated in ERP" if written else NOT_NEEDED
    assert told(sold) == ("Processed", operation, None if partly is None else said)
    assert is_short(sold) is (left > 0)


@pytest.mark.parametrize("status", sorted(REGISTRY[PAYMENT].editable))
def test_a_payment_that_is_not_booked_takes_the_amount_that_the_store_says_now(sold, status):
    pay(sold, "20.00", "12.00", release=False)
    sold.works.box.erp.repair("Payment", "Prepayment", erp_payment(sold)["ReferenceNbr"], Status=status)
    assert pay(sold, "25.01", "13.00", release=False) == {"Processed": 1}
    assert (erp_payment(sold)["PaymentAmount"], applied(sold)) == (Decimal("25.01"), (13, {}))
    assert told(sold) == ("Processed", "Updated in ERP", takes_only(sold, "13.00", "12.01"))


@pytest.mark.parametrize("status", sorted(REGISTRY[PAYMENT].closed))
@pytest.mark.parametrize("amount", ["20.00", "25.00"])
def test_a_closed_or_voided_payment_is_left_as_it_is(booked, status, amount):
    reference = erp_payment(booked)["ReferenceNbr"]
    booked.works.box.erp.repair("Payment", "Prepayment", reference, Status=status)
    assert pay(booked, amount, amount) == {"Processed": 1}
    assert (applied(booked), writes(booked)) == ((12, {}), [])
    said = None if amount == "20.00" else f"Payment {reference} {KEPT.format(status=status, now=amount)}"
    assert told(booked) == ("Processed", NOT_NEEDED, said)


# why a payment is for no order here, and what is said of its money then
COVERED = "Other payments cover order 1: {left} AUD are left on this one."
GONE = (
    "Sales order EO999999 is no longer in MYOB Advanced: {left} AUD are left on this payment. Use Sync or Set as "
    "Prepared on the order's record to bring the order again; they are applied to it then."
)
NO_ORDER = [(None, COVERED), ("EO999999", GONE)]


@pytest.mark.parametrize(("to", "why"), NO_ORDER)
@pytest.mark.parametrize(("before", "left"), [("12.01", "7.99"), ("20.00", None)])
@pytest.mark.parametrize("now", ["20.00", "25.00"])
def test_a_booked_payment_without_an_order_keeps_what_it_applies(sold, to, why, before, left, now):
    pay(sold, "20.00", before)
    assert pay(sold, now, to=to) == {"Processed": 1}
    assert (applied(sold), writes(sold)) == ((Decimal(before), {}), [])
    kept = f"Payment {erp_payment(sold)['ReferenceNbr']} {KEPT.format(status='Open', now=now)}"
    said = ([kept] if now != "20.00" else []) + ([why.format(left=left)] if left else [])
    assert told(sold) == ("Processed", NOT_NEEDED, " ".join(said) or None)
    assert not is_short(sold)


# room that a voided payment gives


def void(number):
    return Mapped(f"1,{number}", "1", Event.HELD_BY_RULE, reason="voided", details={VOIDED: True})


@pytest.mark.parametrize("released", [False, True])
def test_a_payment_that_the_store_voided_gives_its_room_unless_it_is_booked(sold, released):
    assert pay(sold, "30.00", release=released) == {"Processed": 1}
    second = of_order_1(payment(2, "25.00", number_of(sold)))
    assert sold.load(PAYMENT, void(1), second)["Processed"] == 1
    assert [applied(sold, one)[0] for one in (1, 2)] == ([30, 0] if released else [0, 25])
    assert told(sold, 2)[2] == (takes_only(sold, "0.00", "25.00") if released else None)
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


@pytest.mark.parametrize("forced", [False, True])
def test_a_payment_that_waits_for_room_is_written_again_only_where_a_user_asks(sold, forced):
    assert pay(sold, "40.00", release=False) == {"Processed": 1}
    if forced:
        sold.force("1,1", PAYMENT)
    assert pay(sold, "40.00", release=False) == {"Processed": 1}
    assert writes(sold) == (["PUT Payment"] if forced else [])
    assert (applied(sold), is_short(sold)) == ((30, {}), True)
    assert told(sold)[2] == takes_only(sold, "30.00", "10.00")


# a payment found after its answer was lost


FOUND = [
    ("50.00", "50.00", "20.00", True),
    ("50.00", "30.00", "20.00", False),
    ("50.00", "20.00", "30.00", False),
    ("30.00", "30.00", None, False),
]


@pytest.mark.parametrize(("amount", "wanted", "left", "short"), FOUND)
def test_a_payment_found_again_says_what_is_left_and_whether_it_waits_for_room(sold, amount, wanted, left, short):
    found_again(sold, payment(1, amount, number_of(sold), wanted=wanted))
    taken = Decimal(amount) - Decimal(left or 0)
    assert told(sold) == ("Processed", "Inserted in ERP", takes_only(sold, taken, left) if left else None)
    assert is_short(sold) is short


def test_a_payment_found_again_keeps_the_note_that_mapping_gave_it(sold):
    warned = payment(1, "50.00", number_of(sold))
    found_again(sold, replace(warned, details={**warned.details, "warning": "Look at it."}))
    assert told(sold)[2] == "Look at it."


def test_a_payment_that_others_leave_no_room_says_so_also_where_it_is_found_again(sold):
    found_again(sold, payment(1, "50.00", None))
    assert told(sold) == ("Processed", "Inserted in ERP", COVERED.format(left="50.00"))
    assert not is_short(sold)


def test_a_payment_whose_order_went_before_it_is_found_again_says_so(sold):
    number = number_of(sold)
    found_again(sold, payment(1, "50.00", number), lambda: sold.works.box.erp.lose("SalesOrder", "EO", number))
    said = GONE.replace("EO999999", number).format(left="20.00")
    assert told(sold) == ("Processed", "Inserted in ERP", said)
    assert not is_short(sold)
