"""Orders made by hand, whose figures say exactly what is off and by how much."""

from __future__ import annotations

from decimal import Decimal

from bc_myob.mapping.orders_money import price_order
from bc_myob.mapping.totals import Basis

INC, EXC = Basis.INCLUSIVE, Basis.EXCLUSIVE


def item(total, discount="0", *, quantity=1, price=None, tax="0", **more):
    """A line of the store: its total before and its discount, `tax` in what is paid."""
    total, discount, tax = Decimal(total), Decimal(discount), Decimal(tax)
    each = Decimal(price) if price else total / quantity
    row = {"quantity": quantity, "name": "Jam", "total_inc_tax": total, "total_ex_tax": total - tax, "total_tax": tax}
    row |= {"price_inc_tax": each, "price_ex_tax": each - tax / quantity}
    return row | ({"applied_discounts": [{"amount": discount}]} if discount else {}) | more


def bill(*rows, discount="0", freight="0", off="0", currency="AUD", **more):
    """An order of these lines; `off`: by how much its total misses its figures."""
    rows = [row | {"id": number} for number, row in enumerate(rows, start=1)]
    goods = sum(row["total_inc_tax"] for row in rows)
    without = sum(row["total_ex_tax"] for row in rows)
    return {
        "default_currency_code": currency,
        "is_tax_inclusive_pricing": True,
        "products": rows,
        "subtotal_inc_tax": goods,
        "subtotal_ex_tax": without,
        "shipping_cost_inc_tax": Decimal(freight),
        "shipping_cost_ex_tax": Decimal(freight),
        "discount_amount": Decimal(discount),
        "total_inc_tax": goods + Decimal(freight) - Decimal(discount) + Decimal(off),
        "total_tax": goods - without,
    } | more


def priced(order, basis=INC):
    """Each line's total and what comes off it."""
    return [(line.gross, line.discount) for line in price_order(order, basis).lines]


def money(*pairs):
    return [(Decimal(gross), Decimal(off)) for gross, off in pairs]
