"""An order's lines brought to its total: prices, discounts and freight, to the last unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.orders_money import price_order
from bc_myob.mapping.totals import Unmappable
from tests.mapping.bills import EXC, INC, bill, item, money, priced


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        # the lines' own discounts are the order's
        (bill(item("10.00", "4.00"), item("30.00"), discount="4.00"), money(("10", "4"), ("30", "0"))),
        # the order takes more off than its lines say: by what is left to pay for each
        (bill(item("10.00"), item("30.00"), discount="8.00"), money(("10", "2"), ("30", "6"))),
        (bill(item("10.00", "4.00"), item("30.00"), discount="10.00"), money(("10", "5"), ("30", "5"))),
        # less than its lines say: by what they say
        (bill(item("10.00", "4.00"), item("30.00"), discount="1.00"), money(("10", "1"), ("30", "0"))),
        (bill(item("10.00", "4.00"), item("30.00", "2.00"), discount="3.00"), money(("10", "2"), ("30", "1"))),
        # a line discounted beyond what it costs is free, and the others bear the rest
        (bill(item("10.00", "15.00"), item("30.00"), discount="15.00"), money(("10", "10"), ("30", "5"))),
        (bill(item("10.00", "10.01"), item("30.00"), discount="10.01"), money(("10", "10"), ("30", "0.01"))),
        # everything for nothing
        (bill(item("10.00"), item("30.00"), discount="40.00"), money(("10", "10"), ("30", "30"))),
    ],
)
def test_where_an_orders_discount_stands(order, lines):
    assert priced(order) == lines


GIFT = {"type": "giftcertificate"}


@pytest.mark.parametrize(
    ("discount", "lines"),
    [
        ("6.00", money(("10", "6"), ("25", "0"))),
        ("10.00", money(("10", "10"), ("25", "0"))),
        # more than all goods: only then a certificate bears its part
        ("14.00", money(("10", "4"), ("25", "10"))),
    ],
)
def test_a_gift_certificate_is_not_discounted_while_goods_can_bear_it(discount, lines):
    assert priced(bill(item("10.00"), item("25.00", **GIFT), discount=discount)) == lines


ONE, WITH_FREE, TWO = [item("10.00")], [item("10.00"), item("0.00")], [item("10.00"), item("7.00")]


@pytest.mark.parametrize(("off", "rows"), [(off, rows) for rows in (ONE, WITH_FREE, TWO) for off in range(-4, 2)])
def test_an_order_within_its_rounding_comes_to_its_total(off, rows):
    found = price_order(bill(*rows, off=Decimal(off) / 100), INC)
    assert sum(line.gross - line.discount for line in found.lines) == found.stated.total


@pytest.mark.parametrize(
    ("rows", "said"), [(ONE, "10.00 AUD cannot be brought to 10.02"), (TWO, "17.00 AUD cannot be brought to 17.03")]
)
def test_nobody_is_charged_more_than_a_unit_above_a_line(rows, said):
    with pytest.raises(Unmappable, match=said):
        price_order(bill(*rows, off=Decimal(len(rows) + 1) / 100), INC)


def test_what_is_off_by_no_more_than_rounding_changes_prices_and_discounts_nothing():
    assert priced(bill(item("10.00"), item("20.00"), off="-0.02")) == money(("9.99", "0"), ("19.99", "0"))
    assert priced(bill(item("10.00"), item("20.00"), off="0.01")) == money(("10.00", "0"), ("20.01", "0"))


def test_a_discount_of_half_a_unit_is_one():
    order = bill(item("10.00", "0.005"), item("9.995"), discount="0.005", off="0.01")
    assert [line.store.net[INC] for line in price_order(order, INC).lines] == [Decimal("9.995"), Decimal("9.995")]


@pytest.mark.parametrize(
    ("currency", "off", "gross"), [("AUD", "0.01", "10"), ("KWD", "0.001", "10"), ("JPY", "1", "10")]
)
def test_the_smallest_discount_is_shown_as_one(currency, off, gross):
    order = bill(item("10", off), item("50"), discount=off, currency=currency)
    assert priced(order) == money((gross, off), ("50", "0"))


@pytest.mark.parametrize(("discount", "freight"), [("25.00", "5.00"), ("30.00", "0.00")])
def test_what_goods_cannot_bear_comes_off_the_freight(discount, freight):
    found = price_order(bill(item("10.00"), freight="20.00", discount=discount), INC)
    assert found.freight == Decimal(freight)
    assert [(line.gross, line.discount) for line in found.lines] == money(("10", "10"))


def test_goods_for_exactly_nothing_leave_the_freight_as_it_is():
    found = price_order(bill(item("10.00"), freight="20.00", discount="10.00"), INC)
    assert (found.freight, found.discount) == (20, 10)


def test_what_not_even_the_freight_can_bear_is_refused():
    with pytest.raises(Unmappable, match=r"discounts exceed what it costs: nothing to book for -0\.50"):
        price_order(bill(item("10.00"), freight="5.00", discount="15.50"), INC)


@pytest.mark.parametrize(("off", "refused"), [("0.02", False), ("-0.02", False), ("0.03", True), ("-0.03", True)])
def test_lines_come_to_the_subtotal_within_a_unit_each(off, refused):
    order = bill(item("10.00"), item("20.00"))
    order["subtotal_inc_tax"] += Decimal(off)
    order["total_inc_tax"] += Decimal(off)
    if refused:
        said = (
            f"lines come to 30.00 AUD but the store's subtotal is {order['subtotal_inc_tax']}: the store did not list"
        )
        with pytest.raises(Unmappable, match=said):
            price_order(order, INC)
    else:
        assert price_order(order, INC).stated.total == order["total_inc_tax"]


def test_without_tax_the_same_order_comes_to_its_total_less_tax():
    order = bill(
        item("11.00", "1.10", tax="0.90"), item("22.00", tax="2.00"), discount="1.10", total_tax=Decimal("2.90")
    )
    order |= {"subtotal_ex_tax": Decimal("30.00")}
    order["products"][0] |= {"total_ex_tax": Decimal("10.00"), "price_ex_tax": Decimal("10.00")}
    assert priced(order, EXC) == money(("10", "1"), ("20", "0"))
    assert priced(order) == money(("11", "1.10"), ("22", "0"))


@pytest.mark.parametrize(
    ("row", "unit_price"),
    [
        (item("30.00", quantity=3), "10"),
        (item("10.00", quantity=3, price="3.3333"), "3.3333"),
        (item("10.00", quantity=3, price="3.50"), "3.333333"),
        (item("0.00", quantity=3), "0"),
    ],
)
def test_the_stores_price_stands_where_it_makes_the_total_else_the_one_that_does(row, unit_price):
    (line, *_) = price_order(bill(row, item("5.00")), INC).lines
    assert line.unit_price == Decimal(unit_price)


def test_a_total_that_no_price_makes_is_refused_by_name():
    with pytest.raises(Unmappable, match=r"^No price of six decimals makes 30000000 x Jam cost 10.01 AUD\.$"):
        price_order(bill(item("10.01", quantity=30_000_000, price="0.5")), INC)


def test_a_free_promotional_item_has_no_price_and_no_discount():
    free = item("9.90", "9.90") | {"applied_discounts": [{"amount": Decimal("9.90"), "target": "product"}]}
    order = bill(free, item("20.00"), discount="9.90")
    (given, _) = price_order(order, INC).lines
    assert (given.unit_price, given.gross, given.discount) == (0, 0, 0)


def test_an_order_discounted_to_nothing_shows_its_prices_and_its_discounts():
    free = item("9.90", "9.90") | {"applied_discounts": [{"amount": Decimal("9.90"), "target": "order"}]}
    (line,) = price_order(bill(free, discount="9.90"), INC).lines
    assert (line.unit_price, line.gross, line.discount) == (Decimal("9.90"), Decimal("9.90"), Decimal("9.90"))
