"""Money that has to close: rounding to a sum, the store's identities, what each reading of them means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.mapping.totals import Basis, Unmappable, check, close, document_total, spread, store_totals, unit
from bc_myob.model.money import round_money
from sandbox.shop.basket import Draft, Fee, line
from sandbox.shop.payments import gift_certificate, purchase
from tests.mapping.orders_shop import MAY, money, order

CURRENCIES = st.sampled_from(["AUD", "JPY", "KWD"])
AMOUNTS = st.decimals("0.0001", "9999", places=4)


@pytest.mark.parametrize(
    ("exact", "target", "expected"),
    [
        (["10.005", "10.005"], "20.01", ["10.00", "10.01"]),
        (["3.334", "3.333", "3.333"], "10", ["3.34", "3.33", "3.33"]),
        (["10", "20"], "30.01", ["10", "20.01"]),
        (["10", "20"], "29.99", ["10", "19.99"]),
        (["0", "5.004", "5.004"], "10.01", ["0", "5.01", "5.00"]),
    ],
)
def test_what_rounding_leaves_goes_where_it_moved_most(exact, target, expected):
    closed = close([money(amount) for amount in exact], money(target), "AUD")
    assert sorted(closed) == sorted(money(amount) for amount in expected)
    assert sum(closed) == money(target)


def test_more_than_a_unit_per_amount_is_refused():
    with pytest.raises(Unmappable, match=r"30 AUD cannot be brought to 31 AUD"):
        close([money("10"), money("20")], money("31"), "AUD")


@given(st.lists(AMOUNTS, min_size=1, max_size=12), CURRENCIES)
@settings(max_examples=200, deadline=None)
def test_close_sums_and_moves_no_amount_by_more_than_a_unit(amounts, currency):
    target = round_money(sum(amounts), currency)
    closed = close(amounts, target, currency)
    assert sum(closed) == target
    assert all(abs(one - exact) <= unit(currency) for one, exact in zip(closed, amounts, strict=True))
    assert all(one >= 0 for one in closed)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=9), CURRENCIES)
@settings(max_examples=200, deadline=None)
def test_a_spread_amount_closes(amount, weights, currency):
    whole = round_money(amount, currency)
    assert sum(close(spread(whole, weights), whole, currency)) == whole


DRAFT = Draft(billing=MAY, lines=(line("HONEY-LW-500", 2),), payments=(gift_certificate("G1", "20"), purchase()))
WITH_FEE = Draft(billing=MAY, lines=(line("HONEY-LW-500", 2),), fees=(Fee(name="Insurance", cost=Decimal("2.50")),))


def test_a_total_after_gift_certificates_counts_in_full():
    full = order(DRAFT)
    less = full | {"total_inc_tax": str(money(full["total_inc_tax"]) - 20)}
    assert store_totals(less).total == store_totals(full).total == money("46.95")


def test_fees_outside_the_total_are_not_charged():
    without = order(WITH_FEE) | {"total_inc_tax": "46.9500"}
    assert store_totals(order(WITH_FEE)).with_fees
    assert not store_totals(without).with_fees
    assert store_totals(without).total == money("46.95")


def test_figures_that_do_not_add_up_are_named():
    wrong = order(DRAFT) | {"total_inc_tax": "99.0000"}
    stated = store_totals(wrong)
    with pytest.raises(Unmappable, match=r"come to 46\.95 but the order total is 99\.00 AUD"):
        check(wrong, stated, 1)


@pytest.mark.parametrize("discount", ["10.0000", "9.0900"])
def test_an_exclusive_order_may_state_its_discount_with_or_without_tax(discount):
    row = {
        "default_currency_code": "AUD",
        "is_tax_inclusive_pricing": False,
        "subtotal_ex_tax": "100.0000",
        "subtotal_inc_tax": "110.0000",
        "total_ex_tax": "90.9100",
        "total_tax": "9.0900",
        "total_inc_tax": "100.0000",
        "discount_amount": discount,
    }
    check(row, store_totals(row), 1)
    assert store_totals(row).due(Basis.EXCLUSIVE) == money("90.91")


def test_a_document_is_added_up_as_the_erp_does():
    document = {
        "Details": [
            {"OrderQty": money("3"), "UnitPrice": money("3.333333"), "DiscountAmount": money("0.50")},
            {"OrderQty": money("1"), "UnitPrice": money("5.005"), "DiscountAmount": money("0")},
        ],
        "DiscountDetails": [{"DiscountAmount": money("1.00")}],
        "Totals": {"Freight": money("7.00")},
    }
    assert document_total(document, "AUD", money("2.00")) == money("22.51")
