"""Payments of one order one after another: what each applies, what it leaves, and the rows that say so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.sync.applications import (
    Applied,
    Billing,
    OpenInvoice,
    OrderNow,
    applications,
    applied,
    billing_of,
    note,
    order_now,
    orphaned,
    taken,
    unapplied,
)


def order(room=0, *invoices):
    kept = [OpenInvoice(kind, number, Decimal(balance)) for kind, number, balance in invoices]
    return OrderNow("EO", "EO000012", Billing.PARTLY, Decimal(room), kept)


def so_far(to_order=0, **documents):
    return Applied(Decimal(to_order), {number: Decimal(paid) for number, paid in documents.items()})


AR1, AR2 = ("Invoice", "AR1", 30), ("Credit Memo", "AR2", 50)


@pytest.mark.parametrize(
    ("now", "wanted", "own", "after"),
    [
        # the order first, then its invoices one after another, and no more than there is
        (order(40, AR1, AR2), 20, so_far(), so_far(20)),
        (order(40, AR1, AR2), "40.50", so_far(), so_far(40, AR1="0.5")),
        (order(40, AR1, AR2), 75, so_far(), so_far(40, AR1=30, AR2=5)),
        (order(0), "0.50", so_far(), so_far()),
        (order(40, AR1, AR2), 500, so_far(), so_far(40, AR1=30, AR2=50)),
        # what it applies already counts, and stays where it is
        (order(40, AR1, AR2), 75, so_far(25, AR2=5), so_far(65, AR2=5, AR1=5)),
        (order(0, AR1), 70, so_far(25, AR1=15), so_far(25, AR1=45)),
        (order(40, AR1), 30, so_far(10, AR9=20), so_far(10, AR9=20)),
        # less is taken off the order; an invoice keeps what it has
        (order(40, AR1), 25, so_far(10, AR1=20), so_far(5, AR1=20)),
        (order(40, AR1), 5, so_far(10, AR1=20), so_far(0, AR1=20)),
        (order(40), "9.50", so_far(10), so_far("9.5")),
        (order(40), "10.50", so_far(10), so_far("10.5")),
    ],
)
def test_what_a_payment_applies(now, wanted, own, after):
    assert applied(now, Decimal(wanted), own) == after


def test_an_invoice_that_takes_nothing_is_not_named():
    assert applied(order(0, ("Invoice", "AR1", 0), AR2), Decimal(10), so_far()) == so_far(0, AR2=10)


def test_the_next_payment_finds_what_the_one_before_left():
    now = order(40, AR1, AR2)
    taken(now, so_far(5, AR1=10), so_far(25, AR1=15, AR2=20))
    assert (now.room, [one.balance for one in now.invoices]) == (20, [25, 30])


def test_what_a_payment_gives_back_is_there_for_the_next():
    now = order(10, AR1)
    taken(now, so_far(30, AR1=5), so_far(12))
    assert (now.room, [one.balance for one in now.invoices]) == (28, [35])


def test_the_rows_name_order_and_invoices_with_their_types_and_whole_amounts():
    now = order(40, AR1, AR2)
    assert applications(now, so_far(5, AR1=10), so_far(25, AR1=10, AR2=20)) == {
        "OrdersToApply": [{"OrderType": "EO", "OrderNbr": "EO000012", "AppliedToOrder": 25}],
        "DocumentsToApply": [{"DocType": "Credit Memo", "ReferenceNbr": "AR2", "AmountPaid": 20}],
    }
    assert applications(now, so_far(5), so_far(5, AR1=7)) == {
        "DocumentsToApply": [{"DocType": "Invoice", "ReferenceNbr": "AR1", "AmountPaid": 7}]
    }


def row(status="Open", **more):
    return {"OrderType": "EO", "OrderNbr": 12, "Status": status, "OrderTotal": Decimal(100)} | more


def test_an_order_is_read_with_its_invoices_in_the_order_of_their_numbers():
    rows = [
        {"Type": "Credit Memo", "ReferenceNbr": "AR2", "Status": "Open", "Balance": Decimal(5)},
        {"Type": "Invoice", "ReferenceNbr": "AR1", "Status": "Open", "Balance": None},
        {"Type": "Invoice", "ReferenceNbr": "AR3", "Status": "Open", "Balance": Decimal(-4)},
        {"Type": "Invoice", "ReferenceNbr": "AR4", "Status": "Balanced", "Balance": Decimal(9)},
    ]
    found = order_now(row("Completed"), rows)
    assert (found.order_type, found.number, found.billing) == ("EO", "12", Billing.FULLY)
    assert [(one.doc_type, one.number, one.balance) for one in found.invoices] == [
        ("Invoice", "AR1", 0),
        ("Credit Memo", "AR2", 5),
        ("Invoice", "AR3", 0),
        ("Invoice", "AR4", 0),
    ]


@pytest.mark.parametrize(
    ("said", "room"),
    [
        ({"OrderTotal": None}, 0),
        ({"Totals": None}, 100),
        ({"Totals": {"UnbilledAmount": None, "UnpaidBalance": Decimal(70)}}, 70),
        ({"Totals": {"UnbilledAmount": Decimal("0.50"), "UnpaidBalance": None}}, Decimal("0.50")),
        ({"Status": "Canceled", "Payments": [{"AppliedToOrder": Decimal(60)}, {"AppliedToOrder": None}]}, 40),
        ({"Status": "Canceled", "Payments": None}, 100),
        ({"Status": "Canceled", "Payments": [{"AppliedToOrder": Decimal(160)}]}, 0),
    ],
)
def test_what_an_order_takes_is_the_least_of_its_figures(said, room):
    assert order_now(row() | said).room == room


@pytest.mark.parametrize(
    ("total", "unbilled", "billing"),
    [
        (100, 100, Billing.NOT_YET),
        (100, Decimal("99.99"), Billing.PARTLY),
        (100, Decimal("0.01"), Billing.PARTLY),
        (100, 0, Billing.FULLY),
        (100, -1, Billing.FULLY),
        (Decimal("0.50"), 0, Billing.FULLY),
        (0, 0, Billing.NOT_YET),
        (None, 0, Billing.NOT_YET),
        (100, None, Billing.NOT_YET),
    ],
)
def test_an_order_of_nothing_is_never_invoiced(total, unbilled, billing):
    said = {"OrderTotal": total, "Totals": {"UnbilledAmount": unbilled}}
    assert billing_of(row() | said) is billing


def test_amounts_are_said_in_their_currency():
    yen = OrderNow("EO", "7", Billing.NOT_YET, Decimal(0))
    said = "Sales order 7 takes only 600 JPY of this payment; 400 JPY are left on it."
    assert note(yen, Decimal("1000.00"), Decimal("400.00"), "JPY") == said
    assert unapplied("7", Decimal("400.00"), "JPY") == "Other payments cover order 7: 400 JPY are left on this one."
    assert orphaned("7", Decimal("400.00"), "JPY") == (
        "Sales order 7 is no longer in MYOB Advanced: 400 JPY are left on this payment. Use Sync or Set as Prepared on "
        "the order's record to bring the order again; they are applied to it then."
    )


@pytest.mark.parametrize(("left", "silent"), [("0.01", False), ("0.00", True), ("-0.01", True)])
def test_a_cent_left_is_said(left, silent):
    assert (note(order(), Decimal(10), Decimal(left), "AUD") is None) is silent
