"""The last cent of an order: where rounding ends and a mistake begins, in currencies of 0, 2 and 3 digits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.totals import (
    Basis,
    Unmappable,
    check,
    close,
    currency_of,
    document_total,
    fee_cost,
    fees_of,
    freight,
    slack,
    spread,
    store_totals,
    unit,
)
from tests.mapping.orders_shop import money

INC, EXC = Basis.INCLUSIVE, Basis.EXCLUSIVE


def amounts(*texts: str) -> list[Decimal]:
    return [money(text) for text in texts]


@pytest.mark.parametrize(("currency", "smallest"), [("AUD", "0.01"), ("JPY", "1"), ("KWD", "0.001")])
def test_the_smallest_amount_and_what_rounding_may_move(currency, smallest):
    assert unit(currency) == money(smallest)
    assert slack(currency, 3) == 3 * money(smallest)


@pytest.mark.parametrize(
    ("order", "currency"),
    [
        ({"default_currency_code": "nzd", "currency_code": "AUD"}, "NZD"),
        ({"default_currency_code": "", "currency_code": "aud"}, "AUD"),
        ({}, ""),
    ],
)
def test_the_currency_is_the_one_the_shopper_paid_in(order, currency):
    assert currency_of(order) == currency


@pytest.mark.parametrize(
    ("exact", "target", "currency", "closed"),
    [
        (["100.4", "100.4", "100.2"], "301", "JPY", ["101", "100", "100"]),
        (["1.0004", "1.0004"], "2.001", "KWD", ["1.001", "1.000"]),
        (["5.00", "9.00", "7.00"], "21.02", "AUD", ["5.00", "9.01", "7.01"]),
        (["5.00", "9.00", "7.00"], "20.98", "AUD", ["5.00", "8.99", "6.99"]),
        (["10.004", "10.003"], "20.01", "AUD", ["10.01", "10.00"]),
        (["10.006", "10.007"], "20.01", "AUD", ["10.00", "10.01"]),
        (["4.00", "4.00"], "8.01", "AUD", ["4.01", "4.00"]),
        (["0.00", "0.01"], "0.00", "AUD", ["0.00", "0.00"]),
        (["0.00", "0.004"], "0.01", "AUD", ["0.00", "0.01"]),
        ([], "0", "AUD", []),
    ],
)
def test_what_rounding_leaves_over_goes_to_whom_it_moved_furthest_of_equals_to_the_larger(
    exact, target, currency, closed
):
    assert close(amounts(*exact), money(target), currency) == amounts(*closed)


@pytest.mark.parametrize(
    ("exact", "target", "currency"),
    [
        (["10", "20"], "30.03", "AUD"),
        (["0.001", "0.001"], "-0.01", "AUD"),
        (["0", "5"], "5.02", "AUD"),
        ([], "0.01", "AUD"),
        (["100"], "102", "JPY"),
    ],
)
def test_nobody_takes_more_than_a_unit_and_nothing_falls_below_zero(exact, target, currency):
    said = f"Amounts of {sum(amounts(*exact))} {currency} cannot be brought to {target} {currency}"
    with pytest.raises(Unmappable, match=f"^{said}.$"):
        close(amounts(*exact), money(target), currency)


def test_as_many_units_as_amounts_can_be_given():
    assert close(amounts("10", "20"), money("30.02"), "AUD") == amounts("10.01", "20.01")


def test_a_spread_goes_by_weight_and_to_nobody_without():
    assert spread(money("9"), amounts("1", "2")) == amounts("3", "6")
    assert spread(money("9"), amounts("0", "0")) == amounts("0", "0")
    assert spread(money("9"), []) == []


def test_freight_is_shipping_and_handling_without_wrapping():
    order = {"shipping_cost_inc_tax": "5.50", "handling_cost_inc_tax": "2.20", "wrapping_cost_inc_tax": "3.30"}
    order |= {"shipping_cost_ex_tax": "5.00", "handling_cost_ex_tax": "2.00"}
    assert (freight(order, INC), freight(order, EXC)) == (money("7.70"), money("7.00"))
    assert freight({}, INC) == 0


@pytest.mark.parametrize(
    ("fees", "found"),
    [
        ([{"id": 1}], 1),
        ({"fees": [{"id": 1}, {"id": 2}]}, 2),
        ({"url": "https://store.example", "resource": "/orders/1/fees"}, 0),
        (None, 0),
        ("", 0),
    ],
)
def test_fees_come_as_a_list_in_an_envelope_or_only_as_a_link(fees, found):
    assert len(fees_of({"fees": fees})) == found
    assert len(fees_of({})) == 0


@pytest.mark.parametrize(
    ("fee", "basis", "cost"),
    [
        ({"cost_inc_tax": "2.75", "cost_ex_tax": "2.50"}, INC, "2.75"),
        ({"cost_inc_tax": "2.75", "cost_ex_tax": "2.50"}, EXC, "2.50"),
        ({"cost_inc_tax": "2.75", "cost_exc_tax": "2.50"}, EXC, "2.50"),
        ({"cost_ex_tax": "2.40", "cost_exc_tax": "2.50"}, EXC, "2.40"),
        ({"cost_exc_tax": "2.50"}, INC, "0"),
    ],
)
def test_a_fee_costs_what_it_says_also_misspelt(fee, basis, cost):
    assert fee_cost(fee, basis) == money(cost)


def stated(**changes):
    """An order of ten, six, one, two and three: it adds up."""
    figures = {
        "default_currency_code": "AUD",
        "is_tax_inclusive_pricing": True,
        "subtotal_inc_tax": "110.00",
        "subtotal_ex_tax": "100.00",
        "shipping_cost_inc_tax": "11.00",
        "shipping_cost_ex_tax": "10.00",
        "handling_cost_inc_tax": "5.50",
        "handling_cost_ex_tax": "5.00",
        "wrapping_cost_inc_tax": "2.20",
        "wrapping_cost_ex_tax": "2.00",
        "fees": [{"cost_inc_tax": "1.10", "cost_ex_tax": "1.00"}],
        "discount_amount": "4.00",
        "coupon_discount": "3.80",
        "total_inc_tax": "122.00",
        "total_tax": "11.80",
    }
    return figures | changes


def test_every_figure_of_an_order_is_counted_once():
    found = store_totals(stated())
    assert (found.total, found.tax, found.discounts, found.with_fees) == (
        money("122"),
        money("11.8"),
        money("7.8"),
        True,
    )
    assert found.subtotals == {INC: money("110"), EXC: money("100")}
    assert found.charges == {INC: money("19.80"), EXC: money("18")}
    assert found.freights == {INC: money("16.50"), EXC: money("15")}
    assert (found.due(INC), found.due(EXC)) == (money("122"), money("110.20"))
    assert (found.gap(INC), found.gap(EXC)) == (0, 0)


@pytest.mark.parametrize("means", [{"store_credit_amount": "20"}, {"gift_certificate_amount": "20"}])
def test_a_total_is_what_is_left_to_pay_only_where_that_makes_the_figures_add_up(means):
    assert store_totals(stated(**means)).total == money("122")
    assert store_totals(stated(total_inc_tax="102.00", **means)).total == money("122")


def test_both_means_may_have_paid():
    both = {"store_credit_amount": "20", "gift_certificate_amount": "2"}
    assert store_totals(stated(total_inc_tax="100.00", **both)).total == money("122")


def test_fees_may_stand_outside_and_means_be_taken_off_at_once():
    found = store_totals(stated(total_inc_tax="100.90", store_credit_amount="20"))
    assert (found.total, found.with_fees, found.charges[INC]) == (money("120.90"), False, money("18.70"))
    assert found.charges[EXC] == money("17")


def test_where_no_reading_adds_up_the_plain_one_is_taken():
    found = store_totals(stated(total_inc_tax="50.00", store_credit_amount="20"))
    assert (found.total, found.with_fees) == (money("50"), True)


@pytest.mark.parametrize(("off", "total"), [("0.0099", "142"), ("0.01", "122")])
def test_a_reading_adds_up_within_less_than_a_unit(off, total):
    order = stated(subtotal_inc_tax=str(130 - money(off)), store_credit_amount="20")
    assert store_totals(order).total == money(total)


@pytest.mark.parametrize("off", ["0.05", "-0.05"])
def test_a_unit_for_each_line_charge_and_fee_is_rounding(off):
    order = stated(subtotal_inc_tax=str(110 + money(off)))
    check(order, store_totals(order), 1)


@pytest.mark.parametrize(("off", "sum_of_all"), [("0.06", "122.06"), ("-0.06", "121.94")])
def test_more_than_that_is_refused_with_both_sums(off, sum_of_all):
    order = stated(subtotal_inc_tax=str(110 + money(off)))
    said = f"come to {sum_of_all} but the order total is 122.00 AUD"
    with pytest.raises(Unmappable, match=said):
        check(order, store_totals(order), 1)


def test_the_sums_are_said_in_the_orders_currency():
    order = {"default_currency_code": "JPY", "is_tax_inclusive_pricing": True, "subtotal_inc_tax": "1000"}
    order |= {"total_inc_tax": "2000", "total_tax": "0"}
    with pytest.raises(Unmappable, match="come to 1000 but the order total is 2000 JPY"):
        check(order, store_totals(order), 1)


def test_an_inclusive_order_has_to_add_up_with_tax():
    order = stated(subtotal_inc_tax="111.00")
    with pytest.raises(Unmappable, match="do not add up"):
        check(order, store_totals(order), 1)
    check(order | {"is_tax_inclusive_pricing": False}, store_totals(order), 1)


def test_lines_are_rounded_one_by_one_before_they_are_added():
    document = {
        "Details": [{"OrderQty": Decimal(1), "UnitPrice": money("0.5"), "DiscountAmount": Decimal(0)}] * 3,
        "Totals": {"Freight": Decimal(0)},
    }
    assert document_total(document, "JPY", Decimal(0)) == 3
    assert document_total(document, "AUD", Decimal(1)) == money("2.5")
    assert document_total(document | {"Details": []}, "AUD", Decimal(0)) == 0
