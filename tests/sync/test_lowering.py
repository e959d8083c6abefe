"""An order that comes to less than is applied to it: which payments give back, and how much."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.sync.lowering import excess, gives_back, in_the_way, lowered


def order(total="50", unpaid: str | None = "0"):
    row = {"OrderNbr": "EO000012", "CurrencyID": "AUD", "OrderTotal": Decimal(total)}
    return row | ({"Totals": {"UnpaidBalance": Decimal(unpaid)}} if unpaid is not None else {})


def paid(number, amount):
    return {"DocType": "Prepayment", "ReferenceNbr": number, "AppliedToOrder": Decimal(amount)}


@pytest.mark.parametrize(
    ("row", "total", "much"),
    [
        (order(), "50", 0),
        (order(), "60", 0),
        (order(), "30", 20),
        (order(unpaid="20"), "30", 0),
        (order(unpaid="19.99"), "30", Decimal("0.01")),
        (order(unpaid=None), "30", 0),
    ],
)
def test_how_much_too_much_is_applied(row, total, much):
    assert excess(row, Decimal(total)) == much


OURS = {"Prepayment,000001": "guid-1", "Prepayment,000002": "guid-2"}


@pytest.mark.parametrize(
    ("much", "cuts", "left"),
    [
        ("5", {"guid-2": 15}, 0),
        ("20", {"guid-2": 0}, 0),
        ("25", {"guid-2": 0, "guid-1": 25}, 0),
        ("60", {"guid-2": 0, "guid-1": 0}, 10),
    ],
)
def test_the_latest_payment_gives_first(much, cuts, left):
    assert lowered([paid("000001", 30), paid("000002", 20)], OURS, Decimal(much)) == (cuts, left)


def test_payments_of_others_are_not_touched():
    assert lowered([paid("000003", 30), paid("000001", 30)], OURS, Decimal(40)) == ({"guid-1": 0}, 10)
    assert in_the_way(order(), Decimal(20), [paid("000003", 30), paid("000001", 0)]) == (
        "The order comes to 20.00 AUD in the store now, less than payments and invoices take of it in MYOB Advanced: "
        "sales order EO000012 has Prepayment 000003 (30.00 AUD). Lower what they apply to it there, or void them; the "
        "order then follows by itself."
    )
    assert "EO000012 has invoices." in in_the_way(order(), Decimal(20), [])


@pytest.mark.parametrize(
    ("wanted", "before", "gives"),
    [("9.99", "10", True), ("10", "10", False), ("10.01", "10", False), ("0", "10", True), (None, "10", False)],
)
def test_a_payment_gives_back_what_it_shall_apply_less(wanted, before, gives):
    document = {"OrdersToApply": [{"AppliedToOrder": Decimal(wanted)}]} if wanted else {}
    assert gives_back(document, {"applied": before}) is gives
    assert not gives_back(document, {})


MONEY = st.decimals(0, 100, places=2)


@given(amounts=st.lists(MONEY, max_size=5), much=MONEY)
def test_what_is_given_back_and_what_is_left_make_the_whole(amounts, much):
    rows = [paid(f"{number:06}", amount) for number, amount in enumerate(amounts)]
    ours = {f"Prepayment,{number:06}": str(number) for number in range(0, len(amounts), 2)}
    cuts, left = lowered(rows, ours, much)
    assert sum(amounts[int(one)] - still for one, still in cuts.items()) + left == much
    assert all(0 <= still < amounts[int(one)] for one, still in cuts.items())
    assert left == 0 or not any(cuts.values())
