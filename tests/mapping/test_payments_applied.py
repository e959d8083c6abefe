"""What of each payment is applied to its order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.mapping.payments_applied import Claim, applied, room_of
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.payments_shop import BASKET, ERP_ORDER, TOTAL, links, only, paid
from tests.mapping.present import NOW


def test_an_overpayment_stays_on_the_payment():
    found = paid(pay.purchase(amount="50.00"), pay.purchase(amount="50.00"))
    rows = [one.document["OrdersToApply"][0]["AppliedToOrder"] for one in found]
    assert rows == [money("50.00"), money("15.95")]


def test_a_payment_that_nothing_is_left_for_applies_to_no_order():
    found = paid(pay.purchase(amount="65.95"), pay.purchase(amount="10.00"))
    assert [bool(one.document.get("OrdersToApply")) for one in found] == [True, False]
    assert found[1].details["applied"] == 0


def test_what_is_applied_already_stays_applied():
    first = only(paid(pay.purchase()))
    done = {
        first.external_id: Link(first.external_id, "1001", Status.PROCESSED, "guid", "x", details={"applied": TOTAL})
    }
    again = only(paid(pay.purchase(), known=links(payments=done, Status="Completed")))
    assert again.document == first.document


def test_a_payment_keeps_what_is_applied_of_it_before_an_earlier_one_takes_more():
    fresh = paid(pay.purchase(amount="50.00"), pay.purchase(amount="50.00"))
    second = fresh[1].external_id
    kept = Link(second, "1001", Status.PROCESSED, "guid", "x", details={"applied": money("40.00")})
    again = paid(pay.purchase(amount="50.00"), pay.purchase(amount="50.00"), known=links(payments={second: kept}))
    assert [one.document["OrdersToApply"][0]["AppliedToOrder"] for one in again] == [money("25.95"), money("40.00")]
    never_written = Link(second, "1001", Status.FAILED, None, None, details={"applied": money("40.00")})
    first = paid(
        pay.purchase(amount="50.00"), pay.purchase(amount="50.00"), known=links(payments={second: never_written})
    )
    assert [one.document for one in first] == [one.document for one in fresh]


@pytest.mark.parametrize(
    ("status", "shares"), [(Status.DELETED, ["0", "40.00"]), (Status.PREPARED, ["50.00", "15.95"])]
)
def test_a_deleted_payment_holds_no_room_until_a_user_restores_it(status, shares):
    means = (pay.purchase(amount="50.00"), pay.purchase(amount="40.00"))
    number = paid(*means)[0].external_id
    gone = Link(number, "1001", status, "guid", "x", details={"applied": money("40.00")})
    found = paid(*means, known=links(OrderTotal=TOTAL, payments={number: gone}))
    assert [one.details["applied"] for one in found] == [money(share) for share in shares]


def test_money_that_is_there_comes_before_authorisations():
    claims = [Claim(money("60"), taken=False), Claim(money("60"))]
    assert applied(money("100"), claims) == [40, 60]


def test_an_authorisation_gets_what_taken_money_leaves_though_it_came_first():
    found = paid(pay.authorised(amount="40.00"), pay.purchase(amount="50.00"))
    shares = {one.details["release"]: one.details["applied"] for one in found}
    assert shares == {False: money("15.95"), True: money("50.00")}


@pytest.mark.parametrize(
    ("room", "claims", "shares"),
    [
        # what is applied stays, but no more than the payment is worth now, nor than the order takes
        ("100", [("60", "0"), ("60", "60")], [40, 60]),
        ("100", [("60", "0"), ("30", "60")], [60, 30]),
        ("50", [("60", "60"), ("60", "60")], [50, 0]),
        # what was applied in part grows by the rest
        ("100", [("60", "20"), ("60", "10")], [60, 40]),
        ("-1", [("60", "20")], [0]),
    ],
)
def test_who_gets_what_of_an_order(room, claims, shares):
    asked = [Claim(money(amount), money(before)) for amount, before in claims]
    assert applied(money(room), asked) == shares


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.decimals("0.01", "500", places=2),
        st.decimals("0", "500", places=2),
        st.booleans(),
    ),
    max_size=6,
)


@given(st.decimals("0", "900", places=2), CLAIMS)
@effort(max_examples=200, deadline=None)
def test_all_payments_together_never_apply_more_than_the_order(room, claims):
    shares = applied(room, claims)
    assert sum(shares, Decimal(0)) == min(room, sum((one.amount for one in claims), Decimal(0)))
    assert all(0 <= share <= claim.amount for share, claim in zip(shares, claims, strict=True))


def test_payments_of_two_orders_take_from_their_own_order():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    other = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)), 1002)
    known = links()
    known[Entity.SALES_ORDER]["1002"] = Link(
        "1002", "1002", Status.PROCESSED, "guid2", "EO,EO000124", details=ERP_ORDER | {"OrderNbr": "EO000124"}
    )
    sources = [
        SourceRecord(str(one["id"]), {"order": answered(one), "transactions": transactions(one)})
        for one in (row, other)
    ]
    found = map_payments(Given(DEMO, sources, known, now=NOW))
    rows = [one.document["OrdersToApply"][0] for one in found]
    assert [(row["OrderNbr"], row["AppliedToOrder"]) for row in rows] == [("EO000123", TOTAL), ("EO000124", TOTAL)]


def test_payments_may_take_what_the_erps_order_comes_to_else_the_stores():
    assert room_of({"OrderTotal": "12.50"}, Decimal(10)) == money("12.50")
    assert room_of({"OrderTotal": 0}, Decimal(10)) == 0
    assert room_of({}, Decimal(10)) == 10


def test_mapping_leaves_the_orders_state_to_the_load_which_reads_it_afresh():
    found = only(paid(pay.purchase(), known=links(Status="Completed")))
    assert found.document["OrdersToApply"][0]["AppliedToOrder"] == TOTAL
    smaller = only(paid(pay.purchase(), known=links(OrderTotal=money("10.00"))))
    assert smaller.document["OrdersToApply"][0]["AppliedToOrder"] == 10
