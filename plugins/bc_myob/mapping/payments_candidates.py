"""Candidates: every payment an order may have, from its transactions or, where there are none, from the order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.orders_rules import created_at, status_id
from bc_myob.mapping.payments_from_order import Derived, beside, booked, derived
from bc_myob.mapping.payments_portions import Portion, State, portions
from bc_myob.mapping.totals import Order, currency_of, store_totals
from bc_myob.mapping.transactions import MANUAL, read_transactions
from bc_myob.mapping.transactions_chains import chains
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import ZERO, round_money
from bc_myob.store.payments import PaymentSettings

_ENDED: Final = frozenset({4, 5, 6})
_MEANT: Final = frozenset({State.TAKEN, State.AUTHORISED, State.PENDING, State.UNPAID})
"""What the shopper pays by, whether the money is there or not."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible payment of an order. `number` is its payment number, `text` the name of a manual method."""

    number: str
    state: State
    store_method: str
    amount: Decimal
    currency: str
    created: datetime
    reference: str
    code: str = ""
    text: str = ""
    status: str = "ok"


def candidates(
    order: Order, rows: Sequence[Mapping[str, Any]] | None, settings: PaymentSettings, *, kept: Collection[str] = ()
) -> list[Candidate]:
    """Give the candidates of an order in the order they happened.

    `rows` are its transactions, None where nobody asked. `kept`: numbers under which the order has payments already
    (`numbers_kept`). Those without a transaction stay even where transactions turn up later: these are BOOKED then, or
    the money would be there twice.
    """
    found = portions(chains(read_transactions(rows)), kept)
    again = booked(order, found, settings, kept)
    listed = [_from_portion(one, order, booked=one.number in again) for one in found]
    others = [one for one in found if one.number not in again]
    made = derived(order, others, settings, asked=rows is not None, kept=kept)
    without = [_from_order(one, order) for one in made]
    return sorted([*listed, *without], key=lambda one: (one.created, len(one.number), one.number))


def payment_method(order: Order, rows: Sequence[Mapping[str, Any]] | None, settings: PaymentSettings) -> str | None:
    """Give the ERP method of the first of an order's payments whose row of Payment Settings is active, if any is."""
    try:
        found = candidates(order, rows, settings)
    except (ValueError, TypeError, KeyError):
        return None  # the payments will say what cannot be read; the order is fine without
    named = (settings.row(one.store_method, one.currency) for one in found if one.state in _MEANT)
    return next((row.erp_payment_method for row in named if row and row.active), None)


def is_settled(order: Order, rows: Sequence[Mapping[str, Any]] | None) -> bool:
    """Say whether no more money is to be expected: nothing waits, and what came in covers the order.

    Orders that ended without money (Refunded, Cancelled, Declined) expect none. What cannot be read is not settled.
    """
    try:
        return _expects_nothing(order, rows)
    except UNFORESEEN:
        return False


def _expects_nothing(order: Order, rows: Sequence[Mapping[str, Any]] | None) -> bool:
    found = portions(chains(read_transactions(rows)))
    if any(one.state in {State.AUTHORISED, State.PENDING} for one in found):
        return False
    received = sum((one.transaction.amount for one in found if one.state is State.TAKEN), ZERO)
    due = store_totals(order).total - beside(order, found)
    return received >= due or status_id(order) in _ENDED


def _from_portion(one: Portion, order: Order, *, booked: bool) -> Candidate:
    transaction = one.transaction
    name = str(order.get("payment_method") or "")
    return Candidate(
        number=one.number,
        state=State.BOOKED if booked else one.state,
        store_method=one.store_method,
        amount=round_money(transaction.amount, transaction.currency or currency_of(order)),
        currency=transaction.currency or currency_of(order),
        created=transaction.created,
        reference=one.reference,
        code=transaction.code,
        text=(transaction.label or name) if one.method in MANUAL else "",
        status=transaction.status,
    )


def _from_order(one: Derived, order: Order) -> Candidate:
    return Candidate(
        number=one.number,
        state=one.state,
        store_method=one.store_method,
        amount=round_money(one.amount, currency_of(order)),
        currency=currency_of(order),
        created=created_at(order),
        reference=str(order["id"]),
        text=one.text,
    )
