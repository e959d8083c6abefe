"""The money of an order, to the cent, as bigcommerce-api.md 10.5 found it on real orders.

Discounts count as tax-inclusive sums in both pricing bases. Lines and the subtotal stand before discounts, every tax
after them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sandbox.shop.basket import Draft, Line
from sandbox.shop.catalogue import GST_RATE
from sandbox.shop.money import ZERO, Cost, fine, rounded, spread


@dataclass(frozen=True)
class LineTotal:
    """The money of one line; `coupon` and `manual` are its shares of the order's discounts."""

    line: Line
    price: Decimal
    rate: Decimal
    inclusive: bool
    currency: str
    coupon: Decimal = ZERO
    manual: Decimal = ZERO

    @cached_property
    def base(self) -> Decimal:
        """Return price times quantity in the pricing basis."""
        return self.price * self.line.quantity

    @cached_property
    def inc(self) -> Decimal:
        """Return the total with tax, before discounts."""
        return self.base if self.inclusive else self.base + rounded(self.base * self.rate, self.currency)

    @cached_property
    def ex(self) -> Decimal:
        """Return the total without tax, before discounts; four decimals where it is derived."""
        return fine(self.base / (1 + self.rate)) if self.inclusive else self.base

    @property
    def discount(self) -> Decimal:
        """Return everything taken off the line."""
        return self.line.discount + self.coupon + self.manual

    @property
    def net(self) -> Decimal:
        """Return what the shopper pays for the line."""
        return self.inc - self.discount

    @cached_property
    def tax(self) -> Decimal:
        """Return the tax in what the shopper pays."""
        if not self.inclusive and not self.discount:
            return self.inc - self.base
        return rounded(self.net * self.rate / (1 + self.rate), self.currency)

    @property
    def prices(self) -> tuple[Decimal, Decimal]:
        """Return the price of one piece without and with tax."""
        if self.inclusive:
            return fine(self.price / (1 + self.rate)), self.price
        return self.price, fine(self.price * (1 + self.rate))


@dataclass(frozen=True)
class Totals:
    """The money of a whole order."""

    lines: tuple[LineTotal, ...]
    shipping: Cost
    handling: Cost
    wrapping: Cost
    fees: tuple[Cost, ...]
    coupon: Decimal
    discount: Decimal

    @property
    def inc(self) -> Decimal:
        """Return what the order costs, tax included."""
        costs = (self.shipping, self.handling, self.wrapping, *self.fees)
        return self.subtotal_inc + sum((cost.inc for cost in costs), ZERO) - self.coupon - self.discount

    @property
    def tax(self) -> Decimal:
        """Return the tax in the total."""
        costs = (self.shipping, self.handling, self.wrapping, *self.fees)
        return self.subtotal_tax + sum((cost.tax for cost in costs), ZERO)

    @property
    def subtotal_inc(self) -> Decimal:
        """Return the lines with tax, before discounts."""
        return sum((line.inc for line in self.lines), ZERO)

    @property
    def subtotal_ex(self) -> Decimal:
        """Return the lines without tax, before discounts."""
        return sum((line.ex for line in self.lines), ZERO)

    @property
    def subtotal_tax(self) -> Decimal:
        """Return the tax of the lines, after discounts."""
        return sum((line.tax for line in self.lines), ZERO)


def totals(draft: Draft) -> Totals:
    """Return the money of the drafted order."""
    rate = GST_RATE if draft.is_taxed else ZERO
    bare = [_line_total(draft, item, rate) for item in draft.lines]
    open_to_discounts = [ZERO if t.line.type == "giftcertificate" else t.inc - t.line.discount for t in bare]
    coupon = _coupon(draft, sum(open_to_discounts, ZERO))
    shares = zip(
        bare,
        spread(coupon, open_to_discounts, draft.currency),
        spread(draft.discount, open_to_discounts, draft.currency),
        strict=True,
    )
    lines = tuple(
        LineTotal(t.line, t.price, t.rate, t.inclusive, t.currency, coupon=off, manual=manual)
        for t, off, manual in shares
    )
    return Totals(
        lines=lines,
        shipping=_cost(draft, ZERO if draft.is_digital else draft.shipping.cost, rate),
        handling=_cost(draft, draft.handling, rate),
        wrapping=_cost(draft, sum((item.wrapping for item in draft.lines), ZERO), rate),
        fees=tuple(_cost(draft, fee.cost, rate if fee.taxable else ZERO) for fee in draft.fees),
        coupon=coupon,
        discount=draft.discount + sum((item.discount for item in draft.lines), ZERO),
    )


def _line_total(draft: Draft, item: Line, rate: Decimal) -> LineTotal:
    rate = rate if item.taxable else ZERO
    return LineTotal(item, draft.price_of(item), rate, draft.inclusive, draft.currency)


def _coupon(draft: Draft, goods: Decimal) -> Decimal:
    if draft.coupon is None:
        return ZERO
    if draft.coupon.type == 1:
        return rounded(goods * draft.coupon.amount / 100, draft.currency)
    return min(draft.coupon.amount, goods)


def _cost(draft: Draft, base: Decimal, rate: Decimal) -> Cost:
    return Cost.of(base, rate, inclusive=draft.inclusive, currency=draft.currency)
