"""Lines, discounts and freight of an ERP order that come to the store's total, to the smallest unit.

The store's figures carry four decimals and rounding of their own. What rounding leaves over, at most one unit per line,
goes to the line that rounding moved furthest (`totals.close`): into its discount where it has one, else into its price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bc_myob.mapping.orders_charges import fee_lines, wrapping_lines
from bc_myob.mapping.orders_lines import LineKind, StoreLine, store_lines
from bc_myob.mapping.totals import (
    Basis,
    Order,
    StoreTotals,
    Unmappable,
    check,
    close,
    closes,
    slack,
    spread,
    store_totals,
    unit,
)
from bc_myob.model.money import ZERO, round_money

_PRICE = Decimal("0.000001")
"""Unit prices carry six decimals in the ERP (SalesOrderDetail.UnitPrice)."""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line of the ERP order: quantity x unit price rounds to `gross`; `discount` comes off it."""

    store: StoreLine
    unit_price: Decimal
    gross: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Priced:
    """An order's money in one basis: sum of (gross - discount) + freight = due."""

    basis: Basis
    stated: StoreTotals
    lines: tuple[PricedLine, ...]
    freight: Decimal

    @property
    def discount(self) -> Decimal:
        """Everything taken off the lines."""
        return sum((line.discount for line in self.lines), ZERO)


def price_order(order: Order, basis: Basis) -> Priced:
    """Give the order's money in the basis its ERP document uses. Unmappable where the figures do not tie out."""
    stated = store_totals(order)
    goods = store_lines(order)
    check(order, stated, len(goods))
    _check_lines(goods, stated, basis)
    lines = [*goods, *wrapping_lines(order, goods, stated.currency), *(fee_lines(order) if stated.with_fees else ())]
    freight = round_money(stated.freights[basis], stated.currency)
    nets, freight = _nets(lines, stated, basis, freight)
    paid = close(nets, stated.due(basis) - freight, stated.currency)
    made = (_priced(*each, basis, stated.currency) for each in zip(lines, nets, paid, strict=True))
    return Priced(basis, stated, tuple(made), freight)


def _check_lines(goods: Sequence[StoreLine], stated: StoreTotals, basis: Basis) -> None:
    found = sum((line.gross[basis] for line in goods), ZERO)
    if abs(found - stated.subtotals[basis]) > slack(stated.currency, len(goods)):
        raise Unmappable(
            f"The order's lines come to {round_money(found, stated.currency)} {stated.currency} but the store's "
            f"subtotal is {round_money(stated.subtotals[basis], stated.currency)}: the store did not list every line."
        )


def _nets(
    lines: Sequence[StoreLine], stated: StoreTotals, basis: Basis, freight: Decimal
) -> tuple[list[Decimal], Decimal]:
    """Give what is paid for each line, unrounded, and the freight; discounts beyond all goods come off the freight."""
    target = stated.due(basis) - freight
    if target < 0 <= target + freight:
        return [ZERO] * len(lines), target + freight
    nets = _brought_to(target, lines, basis, stated.currency)
    if target < 0:
        raise Unmappable(f"The order's discounts exceed what it costs: nothing to book for {stated.total}.")
    return nets, freight


def _brought_to(target: Decimal, lines: Sequence[StoreLine], basis: Basis, currency: str) -> list[Decimal]:
    """Bring the lines to `target`: by their own discounts, then by what stands on the order alone.

    What is off by rounding alone, and can be closed by a unit a line, is left to that: it is no discount.
    """
    nets = [max(line.net[basis], ZERO) for line in lines]  # a discount beyond its own line is taken off the others
    beyond = any(line.net[basis] < 0 for line in lines)
    rest = sum(nets, ZERO) - target
    most = slack(currency, len(lines) + 1)
    if not rest or (abs(rest) <= most and not beyond and closes(nets, target, currency)):
        return nets
    if rest > 0:
        weights = [ZERO if line.kind in _NOT_DISCOUNTED else net for line, net in zip(lines, nets, strict=True)]
        weights = weights if sum(weights, ZERO) >= rest else nets
        return [net - off for net, off in zip(nets, spread(rest, weights), strict=True)]
    gross = [line.gross[basis] for line in lines]
    own = [max(full - net, ZERO) for full, net in zip(gross, nets, strict=True)]
    return [full - off for full, off in zip(gross, spread(sum(gross, ZERO) - target, own), strict=True)]


_NOT_DISCOUNTED: Final = frozenset({LineKind.GIFT_CERTIFICATE, LineKind.WRAPPING, LineKind.FEE})


def _priced(line: StoreLine, net: Decimal, paid: Decimal, basis: Basis, currency: str) -> PricedLine:
    if line.given_away and not paid:
        return PricedLine(line, ZERO, ZERO, ZERO)
    discounted = net != line.net[basis] or _is_discounted(line, currency)
    gross = max(round_money(line.gross[basis], currency), paid) if discounted else paid
    return PricedLine(line, _unit_price(line, gross, basis, currency), gross, gross - paid)


def _is_discounted(line: StoreLine, currency: str) -> bool:
    # asked of the exact side: derived figures miss each other by rounding, and that is no discount
    return abs(line.gross[Basis.INCLUSIVE] - line.net[Basis.INCLUSIVE]) > unit(currency) / 2


def _unit_price(line: StoreLine, gross: Decimal, basis: Basis, currency: str) -> Decimal:
    """Give the store's price where it makes the line's total, else the price that does (10.7: it need not)."""
    derived = (gross / line.quantity).quantize(_PRICE, rounding=ROUND_HALF_UP)
    for price in (line.price[basis], derived):
        if round_money(price * line.quantity, currency) == gross:
            return price
    raise Unmappable(f"No price of six decimals makes {line.quantity} x {line.name} cost {gross} {currency}.")
