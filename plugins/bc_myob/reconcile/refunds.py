"""What the store gave back of an order, and what of the ERP's books that accounts for: each refund once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bc_myob.model.money import ZERO
from bc_myob.reconcile.books import Entry

_MOST_SUMS: Final = 10_000
"""So many sums of refunds are told apart; an order has a handful of refunds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The refunds of one order, and what the ERP's side has spent of them.

    `lowered`: by how much the ERP's order comes to less than the store's; the money on it may be lower by the same.
    `voids`: the voided payments that the refunds account for, by external id.
    """

    refunds: tuple[Decimal, ...] = ()
    lowered: Decimal = ZERO
    voids: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def given_back(self) -> Decimal:
        """All that the store gave back of the order."""
        return sum(self.refunds, ZERO)

    def books(self, difference: Decimal) -> bool:
        """Tell whether the order is lower by refunds: one of them, several, or all."""
        return difference > 0 and difference in _sums(self.refunds)

    def covers(self, lacks: Decimal) -> bool:
        """Tell whether the order's payments may lack this much, beside those that were voided."""
        gone = lacks + sum(self.voids.values(), ZERO)
        sums = _sums(self.refunds)
        return bool(self.refunds) and (gone <= self.lowered or {gone, gone - self.lowered} <= sums)


def budgets(orders: Iterable[Entry], payments: Iterable[Entry]) -> dict[str, Budget]:
    """Give the budget of every order of which the store gave something back, by its external id."""
    of_order: dict[str, list[Entry]] = defaultdict(list)
    for payment in payments:
        of_order[payment.order_id].append(payment)
    entries = {order.external_id: order for order in orders}
    found = {number: _budget(entries.get(number), of_order[number]) for number in {*entries, *of_order}}
    return {number: budget for number, budget in found.items() if budget.refunds}


def _budget(order: Entry | None, payments: list[Entry]) -> Budget:
    known = (entry.refunds for entry in (order, *payments) if entry)
    refunds = next(filter(None, known), ())
    return Budget(refunds=refunds, lowered=_lowered(order), voids=_covered(refunds, payments) if refunds else {})


def _lowered(order: Entry | None) -> Decimal:
    row = order.rows[0] if order and order.rows else None
    if order is None or row is None or row.dead or order.amount is None or row.amount is None:
        return ZERO
    return max(order.amount - row.amount, ZERO)


def _covered(refunds: tuple[Decimal, ...], payments: Iterable[Entry]) -> dict[str, Decimal]:
    """Give the voided payments that the refunds account for: first those that are a refund to the cent."""
    sums, left = _sums(refunds), sum(refunds, ZERO)
    voided = [(one.amount, one.external_id) for one in payments if one.ended_alone and one.amount is not None]
    covered: dict[str, Decimal] = {}
    for amount, name in sorted(voided, key=lambda each: (each[0] not in sums, *each)):
        if amount <= left:
            covered[name] = amount
            left -= amount
    return covered


def _sums(refunds: Iterable[Decimal]) -> set[Decimal]:
    sums, whole = {ZERO}, ZERO
    for refund in refunds:
        whole += refund
        if len(sums) < _MOST_SUMS:
            sums |= {refund + each for each in sums}
    return {*sums, whole}
