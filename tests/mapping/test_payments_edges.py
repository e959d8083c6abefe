"""Payments where several meet: what each one's outcome says, what is applied of each, how the order names them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import is_settled, map_payments
from bc_myob.mapping.payments_applied import Claim, applied, room_of
from bc_myob.mapping.payments_candidates import candidates
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.model.steps import VOIDED
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.present import NOW
from tests.mapping.test_payments import BASKET, ERP_ORDER, TOTAL, links, only, paid, store
from tests.mapping.test_transactions import transaction

THEN = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
PLAIN = {"id": 1001, "total_inc_tax": "100", "currency_code": "AUD", "date_created": "Tue, 10 Mar 2026 02:30:00 +0000"}


def mapping(target, source):
    told = {"entity": "Payment", "target": target, "source": source}
    return StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [told]})


# outcomes


def test_every_outcome_says_where_it_comes_from():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(amount="5.00"), pay.declined())))
    source = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)}, THEN)
    found = map_payments(Given(DEMO, [source], links(), now=NOW))
    assert {one.event for one in found} == {Event.PREPARED, Event.HELD_BY_RULE}
    assert {(one.source_id, one.modified_at) for one in found} == {("1001", THEN)}


def test_a_formula_that_cannot_be_computed_fails_its_payment_and_no_other():
    found = paid(
        pay.gift_certificate("G", "5.00"),
        pay.purchase(),
        settings=mapping("Description", "=CStr(1 / ([amount] - 5))"),
    )
    assert [one.event for one in found] == [Event.FAILED, Event.PREPARED]
    assert found[0].reason.startswith("The mapping of Description failed: ")
    assert (found[0].document, found[0].source_id) == (None, "1001")
    assert found[0].external_id != found[1].external_id


def test_the_present_moment_of_a_payments_formula_is_the_runs():
    found = only(paid(pay.purchase(), settings=mapping("Description", "=Format('{0:yyyy}', Now())")))
    assert found.document["Description"] == str(NOW.year)


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


# what is applied


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


def test_a_payment_that_nothing_is_left_for_applies_to_no_order():
    found = paid(pay.purchase(amount="65.95"), pay.purchase(amount="10.00"))
    assert [bool(one.document.get("OrdersToApply")) for one in found] == [True, False]
    assert found[1].details["applied"] == 0


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


def test_payments_may_take_what_the_erps_order_comes_to_else_the_stores():
    assert room_of({"OrderTotal": "12.50"}, Decimal(10)) == money("12.50")
    assert room_of({"OrderTotal": 0}, Decimal(10)) == 0
    assert room_of({}, Decimal(10)) == 10


def test_a_payment_says_what_keeps_its_order():
    known = {Entity.SALES_ORDER: {"1001": Link("1001", "1001", Status.FAILED, last_error="The item is unknown.")}}
    assert only(paid(pay.purchase(), known=known)).reason == (
        "Sales order 1001 is not synchronised; its status is Failed: The item is unknown."
    )


# one money under two numbers

SECOND = "Prepayment,000002"


@pytest.mark.parametrize(
    ("status", "erp_key", "number"),
    [
        (None, None, "1"),
        (Status.PROCESSED, SECOND, "2"),
        (Status.FILTERED, SECOND, "2"),
        (Status.PREPARED, None, "2"),  # may be on its way
        (Status.FAILED, None, "2"),
        (Status.SKIPPED, None, "2"),
        (Status.FILTERED, None, "1"),
        (Status.DELETED, SECOND, "1"),  # the bookkeeper took the second one away
    ],
)
def test_money_that_was_told_twice_keeps_the_number_under_which_it_is_or_may_get_to_the_erp(status, erp_key, number):
    first = Link("1001,1", "1001", Status.PROCESSED, "guid-1", "Prepayment,000001")
    second = status and Link("1001,2", "1001", status, erp_key and "guid-2", erp_key)
    known = links(payments={"1001,1": first} | ({"1001,2": second} if second else {}))
    order = answered(stored(Draft(billing=MAY, lines=BASKET)))
    rows = [transaction(n, event, gateway_transaction_id="x") for n, event in ((1, "authorization"), (2, "purchase"))]
    source = SourceRecord("1001", {"order": order, "transactions": rows}, THEN)
    found = {one.external_id: one for one in map_payments(Given(DEMO, [source], known, now=NOW))}
    paying = [name for name, one in found.items() if one.event is Event.PREPARED]
    assert paying == [f"1001,{number}"]
    if number == "2":
        assert found["1001,1"].event is Event.HELD_BY_RULE
        assert found["1001,1"].details[VOIDED]
        assert "Void payment Prepayment,000001 in MYOB Advanced, or" in found["1001,1"].reason


# how the order names them


def found_in(rows, **order):
    return candidates(PLAIN | order, rows, DEMO.payments)


@pytest.mark.parametrize(
    ("method", "label", "named", "text"),
    [
        ("custom", "", "Barter", "Barter"),
        ("custom", "Cheque", "Barter", "Cheque"),
        ("custom", "", None, ""),
        ("offline", "", "Barter", "Barter"),
        ("offline", "Cash", "Barter", "Cash"),
        ("credit_card", "Cash", "Barter", ""),
    ],
)
def test_a_payment_typed_in_by_hand_is_called_what_the_order_says_where_it_has_no_name(method, label, named, text):
    row = transaction(1, "purchase", method=method, custom={"payment_method": label})
    assert [one.text for one in found_in([row], payment_method=named)] == [text]


def test_a_manual_method_that_only_the_order_names_can_be_unsupported():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.manual("x"),)))
    rows = [one | {"custom": None} for one in transactions(row)]
    source = SourceRecord("1001", {"order": answered(row) | {"payment_method": "Barter"}, "transactions": rows})
    found = only(map_payments(Given(DEMO, [source], links(), now=NOW)))
    assert (found.event, found.reason) == (
        Event.HELD_BY_RULE,
        "The manual payment method 'Barter' is not supported.",
    )


@pytest.mark.parametrize(
    ("stated", "of_order", "amount", "currency"),
    [("JPY", "JPY", "1001", "JPY"), ("", "JPY", "1001", "JPY"), ("KWD", "JPY", "1000.600", "KWD")],
)
def test_an_amount_has_the_digits_of_its_currency_the_orders_where_it_names_none(stated, of_order, amount, currency):
    row = transaction(1, "purchase", "1000.6", currency=stated)
    (found,) = found_in([row], currency_code=of_order)
    assert (str(found.amount), found.currency) == (amount, currency)


def test_a_payment_built_from_the_order_has_the_digits_of_the_orders_currency():
    paypal = next(row for row in DEMO.payments.methods if row.erp_payment_method == "PAYPAL")
    settings = store(methods=[paypal.model_dump() | {"currency": "JPY"}]).payments
    order = PLAIN | {
        "currency_code": "JPY",
        "total_inc_tax": "1000.6",
        "payment_method": paypal.store_order_payment_method,
    }
    (found,) = candidates(order, [], settings)
    assert (str(found.amount), found.currency, found.number) == ("1001", "JPY", "0")


def test_an_unsupported_method_is_none_whether_a_transaction_or_the_order_tells_of_it():
    paypal = next(row for row in DEMO.payments.methods if row.erp_payment_method == "PAYPAL")
    settings = store(unsupported_manual_methods=[paypal.store_order_payment_method])
    found = only(paid(pay.paypal(), settings=settings))
    assert found.reason == f"The manual payment method '{paypal.store_order_payment_method}' is not supported."


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # what the gateway tells of its own payment stands for it, whatever became of that
        ([("purchase", "40", "ok")], [("1", 40)]),
        ([("authorization", "40", "ok"), ("void", "40", "ok")], [("1", 40)]),
        ([("pending", "100", "ok")], [("1", 100)]),
        # nothing is left of the order's total for its own method
        ([("purchase", "100", "ok", "braintree")], [("1", 100)]),
        ([("purchase", "99.50", "ok", "braintree")], [("0", Decimal("0.50")), ("1", Decimal("99.50"))]),
        # what failed is no payment: the order is paid all the same
        ([("purchase", "40", "error")], [("0", 100), ("1", 40)]),
        ([], [("0", 100)]),
    ],
)
def test_a_payment_is_built_from_the_order_unless_its_gateway_tells_of_one(rows, found):
    journal = [
        transaction(number, event, amount, 1 if number > 1 else None, status=status)
        | {"gateway": (gateway or ["paypalexpress"])[0], "method": "offsite", "gateway_transaction_id": "x"}
        for number, (event, amount, status, *gateway) in enumerate(rows, start=1)
    ]
    made = found_in(journal, payment_method="PayPal", payment_status="captured")
    assert sorted((one.number, one.amount) for one in made) == found


@pytest.mark.parametrize(
    ("rows", "order", "settled"),
    [
        # a gift certificate that no transaction tells of counts as received, one that does counts once
        ([transaction(1, "purchase", "80")], {"gift_certificate_amount": "20"}, True),
        ([transaction(1, "purchase", "79.99")], {"gift_certificate_amount": "20"}, False),
        ([transaction(1, "purchase", "80")], {"store_credit_amount": "20"}, True),
        ([transaction(1, "purchase", "80")], {}, False),
        # what cannot be read is not settled
        ([transaction(1, "purchase") | {"amount": "much"}], {}, False),
    ],
)
def test_money_is_settled_once_all_of_the_total_came_by_one_means_or_another(rows, order, settled):
    assert is_settled(PLAIN | {"status_id": 11} | order, rows) is settled
