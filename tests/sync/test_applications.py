"""What a payment is applied to, state by state of its order (connector 5.6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.sync.applications import (
    Applied,
    Billing,
    OpenInvoice,
    OrderNow,
    applications,
    applied,
    billing_of,
    needs_closer_look,
    note,
    order_now,
    taken,
)


def row(status="Open", total=100, unbilled=100, unpaid=100, **more):
    totals = {"UnbilledAmount": Decimal(unbilled), "UnpaidBalance": Decimal(unpaid)}
    return {
        "OrderType": "EO",
        "OrderNbr": "EO000012",
        "Status": status,
        "OrderTotal": Decimal(total),
        "Totals": totals,
    } | more


def invoice(number, balance, status="Open"):
    return {"Type": "Invoice", "ReferenceNbr": number, "Status": status, "Balance": Decimal(balance)}


STATES = [
    ("Open", 100, Billing.NOT_YET),
    ("On Hold", 100, Billing.NOT_YET),
    ("Back Order", 40, Billing.PARTLY),
    ("Open", 40, Billing.PARTLY),
    ("Open", 0, Billing.FULLY),
    ("Completed", 0, Billing.FULLY),
    ("Completed", 40, Billing.FULLY),
    ("Invoiced", 0, Billing.FULLY),
    ("Canceled", 0, Billing.NOT_YET),
]


@pytest.mark.parametrize(("status", "unbilled", "billing"), STATES)
def test_how_far_an_order_is_invoiced(status, unbilled, billing):
    assert billing_of(row(status, unbilled=unbilled)) is billing
    assert needs_closer_look(row(status, unbilled=unbilled)) == (status == "Canceled" or billing is Billing.FULLY)


def test_an_order_without_figures_takes_its_total():
    assert order_now({"OrderType": "EO", "OrderNbr": "1", "Status": "Open", "OrderTotal": Decimal(9)}).room == 9


ROOMS = [
    (row(), 100),
    (row(unpaid=30), 30),
    (row(unbilled=40, unpaid=70), 40),
    (row(unbilled=40, unpaid=10), 10),
    (row(unpaid=-5), 0),
    (row("Completed", unbilled=40, unpaid=40), 0),
    (row("Canceled", unbilled=0, unpaid=0), 100),
    (row("Canceled", unbilled=0, unpaid=0, Payments=[{"AppliedToOrder": Decimal(60)}]), 40),
]


@pytest.mark.parametrize(("state", "room"), ROOMS)
def test_how_much_an_order_still_takes(state, room):
    assert order_now(state).room == room


def test_released_invoices_take_what_they_have_open_in_the_order_of_their_numbers():
    rows = [invoice("AR2", 50), invoice("AR1", 20), invoice("AR3", 30, "Balanced")]
    found = applied(order_now(row("Completed", unbilled=0, unpaid=100), rows), Decimal(80), Applied())
    assert found.to_documents == {"AR1": 20, "AR2": 50}
    assert found.to_order == 0


def test_a_captured_amount_below_the_reserved_one_gives_the_order_room_again():
    found = applied(order_now(row(unpaid=0)), Decimal(60), Applied(Decimal(100)))
    assert applications(order_now(row()), Applied(Decimal(100)), found)["OrdersToApply"][0]["AppliedToOrder"] == 60


def test_what_does_not_change_is_not_sent():
    before = Applied(Decimal(0), {"AR1": Decimal(100)})
    order = order_now(row("Completed", unbilled=0), [invoice("AR1", 0, "Closed")])
    assert applications(order, before, applied(order, Decimal(100), before)) == {}


ONLY = "only 60.00 AUD of this payment; 40.00 AUD are left on it."
BY_HAND = " Apply them to its invoices in MYOB Advanced, once those are released."
SAID = [
    (Billing.NOT_YET, f"Sales order 7 takes {ONLY}"),
    (Billing.PARTLY, f"Sales order 7 is partly invoiced and takes {ONLY}{BY_HAND}"),
    (Billing.FULLY, f"Sales order 7 is invoiced and takes {ONLY}{BY_HAND}"),
]


@pytest.mark.parametrize(("billing", "said"), SAID)
def test_what_is_left_is_said(billing, said):
    order = OrderNow("EO", "7", billing, Decimal(0))
    assert note(order, Decimal(100), Decimal(40), "AUD") == said
    assert note(order, Decimal(100), Decimal(0), "AUD") is None


MONEY = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)


@given(MONEY, st.lists(MONEY, max_size=3), st.lists(MONEY, max_size=5))
def test_payments_one_after_another_never_take_more_than_there_is(room, balances, wishes):
    order = OrderNow(
        "EO", "7", Billing.NOT_YET, room, [OpenInvoice("Invoice", str(n), b) for n, b in enumerate(balances)]
    )
    everything, given_out = room + sum(balances, Decimal(0)), Decimal(0)
    for wish in wishes:
        found = applied(order, wish, Applied())
        taken(order, Applied(), found)
        assert found.total <= wish
        given_out += found.total
        assert order.room >= 0
        assert all(one.balance >= 0 for one in order.invoices)
    assert given_out == min(everything, sum(wishes, Decimal(0)))
