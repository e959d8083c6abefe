"""Lines of the ERP order that are no goods: gift wrapping and fees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bc_myob.mapping.orders_lines import LineKind, StoreLine
from bc_myob.mapping.totals import Basis, Order, fee_cost, fees_of, slack, spread
from bc_myob.model.money import ZERO, parse_money


def fee_lines(order: Order) -> Iterator[StoreLine]:
    """Walk the order's fees: they stand in the total, but in no line of the store (bigcommerce-api 10.5)."""
    for number, fee in enumerate(fees_of(order), start=1):
        name = str(fee.get("display_name_merchant") or fee.get("display_name_customer") or "Fee")
        cost = {basis: fee_cost(fee, basis) for basis in Basis}
        yield charge(f"fee/{fee.get('id', number)}", LineKind.FEE, name, cost, fee)


def wrapping_lines(order: Order, lines: Sequence[StoreLine], currency: str) -> Iterator[StoreLine]:
    """Walk one line per wrapped item (connector 4.4), together the order's wrapping cost; key `<item's key>/wrap`."""
    wrapped = [line for line in lines if line.wrapping]
    sides = {basis: _costs(order, wrapped, basis, currency) for basis in Basis}
    for number, line in enumerate(wrapped):
        cost = {basis: sides[basis][number] for basis in Basis}
        yield charge(f"{line.key}/wrap", LineKind.WRAPPING, f"{line.wrapping}: {line.name}", cost, line.record)
    if not wrapped and any(_whole(order, basis) for basis in Basis):
        yield charge("wrap", LineKind.WRAPPING, "Gift wrapping", {basis: _whole(order, basis) for basis in Basis})


def charge(
    key: str, kind: LineKind, name: str, cost: Mapping[Basis, Decimal], record: Mapping[str, Any] | None = None
) -> StoreLine:
    """Give a line of one piece that no discount touches; `record` is what it stands for in the store."""
    return StoreLine(key, kind, "", name, Decimal(1), price=cost, gross=cost, net=cost, record=record or {})


def _whole(order: Order, basis: Basis) -> Decimal:
    return parse_money(order.get(f"wrapping_cost_{basis.value}"))


def _costs(order: Order, wrapped: Sequence[StoreLine], basis: Basis, currency: str) -> list[Decimal]:
    """Share the order's wrapping cost out: whether the item's figure is for one piece is not documented."""
    whole = _whole(order, basis)
    each = [line.wrapping_cost[basis] for line in wrapped]
    pieces = [line.wrapping_cost[basis] * line.quantity for line in wrapped]
    for costs in (each, pieces):
        if abs(sum(costs, ZERO) - whole) <= slack(currency, len(wrapped)):
            return costs
    return spread(whole, each if any(each) else [Decimal(1)] * len(each))
