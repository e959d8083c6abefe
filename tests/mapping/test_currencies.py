"""Orders in currencies that have not two digits: yen have none, Kuwaiti dinars have three."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.orders_charges import wrapping_lines
from bc_myob.mapping.orders_details import discount_records
from bc_myob.mapping.orders_lines import store_lines
from bc_myob.mapping.orders_money import price_order
from bc_myob.mapping.totals import Basis, Unmappable
from tests.mapping.bills import INC, bill, item, money, priced
from tests.mapping.orders_shop import settings

BY_DOCUMENT = settings(show_discounts_as="Document Discounts").orders


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        (bill(item("1000"), item("500"), discount="100", currency="JPY"), money(("1000", "67"), ("500", "33"))),
        (
            bill(item("1.005"), item("2.010"), discount="0.100", currency="KWD"),
            money(("1.005", "0.033"), ("2.010", "0.067")),
        ),
        # off by rounding alone: a price moves by the smallest amount there is, and nothing is a discount
        (bill(item("1000"), item("500"), off="-1", currency="JPY"), money(("999", "0"), ("500", "0"))),
        (bill(item("1.005"), item("2.010"), off="0.001", currency="KWD"), money(("1.005", "0"), ("2.011", "0"))),
    ],
)
def test_lines_come_to_the_total_in_whole_amounts_of_the_currency(order, lines):
    assert priced(order) == lines


@pytest.mark.parametrize(
    ("currency", "off", "said"),
    [
        ("JPY", "1", None),
        ("JPY", "2", "come to 1000 JPY but the store's subtotal is 1002:"),
        ("KWD", "0.001", None),
        ("KWD", "0.002", r"come to 1000\.000 KWD but the store's subtotal is 1000\.002:"),
    ],
)
def test_a_line_may_miss_the_subtotal_by_the_smallest_amount(currency, off, said):
    order = bill(item("1000"), currency=currency, subtotal_inc_tax=1000 + Decimal(off))
    if said is None:
        assert price_order(order, INC).stated.currency == currency
    else:
        with pytest.raises(Unmappable, match=said):
            price_order(order, INC)


@pytest.mark.parametrize(("currency", "freight", "charged"), [("JPY", "10.6", "11"), ("KWD", "10.0044", "10.004")])
def test_freight_is_charged_in_whole_amounts_of_the_currency(currency, freight, charged):
    off = Decimal(charged) - Decimal(freight)
    found = price_order(bill(item("1000"), freight=freight, off=str(off), currency=currency), INC)
    assert found.freight == Decimal(charged)


@pytest.mark.parametrize(
    ("currency", "whole", "amounts"), [("JPY", "100", [33, 67]), ("KWD", "0.100", [Decimal("0.033"), Decimal("0.067")])]
)
def test_discounts_by_document_share_whole_amounts_of_the_currency(currency, whole, amounts):
    order = bill(item("1000"), discount=whole, currency=currency)
    order["coupons"] = [{"code": "A", "discount": Decimal(whole) / 3}]
    rows = discount_records(order, price_order(order, INC), BY_DOCUMENT)
    assert [(row["code"], row["amount"]) for row in rows] == list(zip(("A", "DISCOUNT"), amounts, strict=True))


@pytest.mark.parametrize(
    ("currency", "whole", "costs"),
    [
        # within the smallest amount for each item, the items' own figures stand; beyond it the whole is shared out
        ("JPY", "402", ["300", "100"]),
        ("JPY", "404", ["303", "101"]),
        ("AUD", "400.02", ["300", "100"]),
        ("AUD", "400.04", ["300.03", "100.01"]),
        ("KWD", "400.002", ["300", "100"]),
    ],
)
def test_wrapping_costs_what_the_items_say_within_the_smallest_amount_of_the_currency(currency, whole, costs):
    rows = [
        {"id": number, "quantity": 1, "wrapping_cost_inc_tax": cost}
        for number, cost in enumerate(("300", "100"), start=1)
    ]
    order = {"products": rows, "wrapping_cost_inc_tax": whole}
    found = list(wrapping_lines(order, store_lines(order), currency))
    assert [line.gross[Basis.INCLUSIVE] for line in found] == [Decimal(cost) for cost in costs]
    assert [line.record for line in found] == rows
