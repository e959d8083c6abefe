"""Fees and gift wrapping as lines of their own: their keys, names and costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.orders_charges import fee_lines, wrapping_lines
from bc_myob.mapping.orders_lines import LineKind, store_lines
from bc_myob.mapping.totals import Basis

COST = {"cost_inc_tax": "2.75", "cost_ex_tax": "2.50"}


@pytest.mark.parametrize(
    ("fee", "key", "name"),
    [
        ({"id": 9, "display_name_merchant": "Insurance", "display_name_customer": "Care"}, "fee/9", "Insurance"),
        ({"id": 9, "display_name_merchant": "", "display_name_customer": "Care"}, "fee/9", "Care"),
        ({}, "fee/1", "Fee"),
    ],
)
def test_a_fee_is_a_line_of_one_piece(fee, key, name):
    (found,) = fee_lines({"fees": [fee | COST]})
    assert (found.key, found.kind, found.name, found.quantity) == (key, LineKind.FEE, name, 1)
    assert (
        found.price == found.gross == found.net == {Basis.INCLUSIVE: Decimal("2.75"), Basis.EXCLUSIVE: Decimal("2.5")}
    )
    assert found.record == fee | COST


def wrapped(*items, whole):
    products = [
        {"id": number, "name": "Jam", "quantity": quantity, "wrapping_cost_inc_tax": cost, "wrapping_name": name}
        for number, (quantity, cost, name) in enumerate(items, start=1)
    ]
    order = {"products": products, "wrapping_cost_inc_tax": whole}
    return [(one.key, one.name, one.gross[Basis.INCLUSIVE]) for one in wrapping_lines(order, store_lines(order), "AUD")]


@pytest.mark.parametrize(
    ("items", "whole", "found"),
    [
        # the item's figure is for all of its pieces, or for each
        ([(2, "3", "Red"), (1, "1", "")], "4", [("1/wrap", "Red: Jam", 3), ("2/wrap", "Gift wrapping: Jam", 1)]),
        ([(2, "3", "Red"), (1, "1", "")], "7", [("1/wrap", "Red: Jam", 6), ("2/wrap", "Gift wrapping: Jam", 1)]),
        # neither: shared out by what the items say, evenly where they say nothing
        ([(2, "3", "Red"), (1, "1", "Red")], "12", [("1/wrap", "Red: Jam", 9), ("2/wrap", "Red: Jam", 3)]),
        ([(2, "0", "Red"), (1, "0", "Red")], "12", [("1/wrap", "Red: Jam", 6), ("2/wrap", "Red: Jam", 6)]),
        # no item says that it is wrapped
        ([(1, "0", "")], "12", [("wrap", "Gift wrapping", 12)]),
        ([(1, "0", "")], "0", []),
    ],
)
def test_wrapping_is_a_line_for_each_wrapped_item_and_comes_to_what_the_order_says(items, whole, found):
    assert wrapped(*items, whole=whole) == found
