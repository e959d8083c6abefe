"""Is the money on the order? How an order's payments are applied in the ERP, judged together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bc_myob.model.money import ZERO
from bc_myob.reconcile.books import Entry, ErpRecord
from bc_myob.reconcile.findings import Finding, Kind, Weight, found
from bc_myob.reconcile.refunds import Budget

_INVOICED: Final = frozenset({"completed", "invoiced"})


@dataclass(frozen=True, slots=True)
class OrderSide:
    """What payments need to know of their order: its keys in the ERP, and whether payments belong on it.

    `invoiced`: it takes no more of them, they belong on its invoices; `budget`: what the store gave back of it;
    `unpaid`: what it still takes, None where that is not known.
    """

    keys: frozenset[str]
    takes_payments: bool
    invoiced: bool = False
    budget: Budget = field(default_factory=Budget)
    unpaid: Decimal | None = None


def order_side(entry: Entry, budget: Budget) -> OrderSide:
    """Give what the order's payments need to know of it."""
    row = entry.rows[0] if entry.rows else None
    takes = row is not None and not row.dead and not entry.ended and _has_room(entry, row, budget)
    invoiced = row is not None and row.status.casefold() in _INVOICED
    return OrderSide(_live_keys(entry), takes, invoiced, budget, None if row is None or invoiced else row.unpaid)


def _live_keys(entry: Entry) -> frozenset[str]:
    """Give the keys under which the order is alive: on a cancelled copy money is not on the order."""
    known = {row.key: row.dead for row in entry.erp}
    if entry.history and entry.history.erp_key:
        known.setdefault(entry.history.erp_key, entry.under_key is not None and entry.under_key.dead)
    return frozenset(key for key, dead in known.items() if not dead)


def judge_applications(group: list[tuple[Entry, ErpRecord]], order: OrderSide) -> Iterator[Finding]:
    """Give the payments of one order that are applied too little, if the order lacks money that belongs on it.

    `group`: the order's payments whose amounts are right. How people divide an order among its payments, and whether
    they use an invoice, is theirs; a remainder may be applied anywhere. A refund may be lacking, but not be on another
    order.
    """
    if not order.takes_payments:
        return
    read = [(entry, row, _applied(entry), _used(row, order)) for entry, row in group if row.used is not None]
    lacks = sum((wanted - used for *_, wanted, used in read), ZERO)
    if lacks <= 0:
        return
    short = [(entry, row, wanted, used) for entry, row, wanted, used in read if used < wanted]
    strayed = {row.id: min(wanted - used, _strayed(row, order, wanted)) for _, row, wanted, used in short}
    rest = lacks - sum(strayed.values(), ZERO)
    refunded = order.budget.covers(rest)
    for entry, row, wanted, used in short:
        if strayed[row.id] or rest > 0:
            elsewhere = ", ".join(sorted(set(row.on_orders) - order.keys))
            says = f"{wanted} {entry.currency} of {row.key} belong on the order, {used} are applied"
            says += f"; it is applied to {elsewhere}." if elsewhere else "."
            right = not strayed[row.id] and (refunded or _is_known(entry, used, order))
            todo = _how_to_apply(order, lacks)
            todo = f"Nothing if a refund is booked so. Else: {todo}" if right and refunded else todo
            yield found(entry, Kind.UNAPPLIED, says, todo, Weight.NOTE if right else Weight.FAULT)


def _how_to_apply(order: OrderSide, lacks: Decimal) -> str:
    """Give how the order gets the money that it lacks. `lacks`: of all its payments together."""
    apply = "Apply it to the order, or to the order's invoices (AR302000)."
    if order.unpaid is None or order.unpaid >= lacks - order.budget.given_back:
        return apply
    return (
        f"The order takes only {order.unpaid} more: it has money that is under no reference of the store, entered by "
        f"hand perhaps, and one of the two payments may be double. Void the one that is. If this one stays: {apply}"
    )


def _is_known(entry: Entry, used: Decimal, order: OrderSide) -> bool:
    """Tell whether the sync itself left a rest to people, because the order was invoiced, and said so (5.6)."""
    noted = entry.history is not None and bool(entry.history.last_error)
    return noted and (used > 0 or order.invoiced)


def _applied(entry: Entry) -> Decimal:
    if entry.store is not None and entry.store.wanted:
        return entry.store.applied
    return (entry.history.money("applied") if entry.history else None) or ZERO


def _used(row: ErpRecord, order: OrderSide) -> Decimal:
    return (row.used or ZERO) - _elsewhere(row, order)


def _elsewhere(row: ErpRecord, order: OrderSide) -> Decimal:
    return sum((amount for key, amount in row.on_orders.items() if key not in order.keys), ZERO)


def _strayed(row: ErpRecord, order: OrderSide, wanted: Decimal) -> Decimal:
    """Give how much of the order's own money is on another order; what the order does not need may be there."""
    remainder = max((row.amount or ZERO) - wanted, ZERO)
    return max(_elsewhere(row, order) - remainder, ZERO)


def _has_room(entry: Entry, row: ErpRecord, budget: Budget) -> bool:
    """Tell whether the ERP's order can take what the store's can: one that is too small has a finding of its own."""
    same = not entry.currency or entry.currency.casefold() == row.currency.casefold()
    return same and (entry.amount is None or row.amount is None or row.amount + budget.given_back >= entry.amount)
