"""Candidates: every payment an order may have, from its transactions or, where there are none, from the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.orders_rules import created_at, status_id
from bc_myob.mapping.payments_portions import Portion, State, portions
from bc_myob.mapping.totals import Order, currency_of, store_totals
from bc_myob.mapping.transactions import MANUAL, read_transactions
from bc_myob.mapping.transactions_chains import chains
from bc_myob.model.money import ZERO, parse_money, round_money
from bc_myob.store.payments import PaymentMethodRow, PaymentSettings

FROM_ORDER: Final = "0"
"""Payment number of the payment built from the order: transaction ids start at 1."""
_BESIDE: Final = {
    "gift_certificate_amount": ("gift-certificate", "gift_certificate", "GIFTCERTIFICATE (GIFT_CERTIFICATE)"),
    "store_credit_amount": ("store-credit", "store_credit", "STORECREDIT (STORE_CREDIT)"),
}
"""Means beside the order's method: amount on the order, payment number, transaction method, row of Payment Settings."""
_PAID: Final = frozenset({"captured", "paid", "partially refunded", "refunded"})
_PAID_BY_STATUS: Final = frozenset({2, 3, 4, 8, 9, 10, 11, 13, 14})
"""Order statuses past the payment; they decide where the order has no payment status (bigcommerce-api 10.3, 10.4)."""
_ENDED: Final = frozenset({4, 5, 6})
_MEANT: Final = frozenset({State.TAKEN, State.AUTHORISED, State.PENDING, State.UNPAID})
"""What the shopper pays by, whether the money is there or not."""
_OURS: Final = frozenset({State.TAKEN, State.AUTHORISED, State.PENDING, State.VOIDED})


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
    order: Order, rows: Sequence[Mapping[str, Any]] | None, settings: PaymentSettings, *, from_order_kept: bool
) -> list[Candidate]:
    """Give the candidates of an order in the order they happened.

    `from_order_kept`: the ERP already has the payment built from the order, so it stays even where the gateway's own
    transactions turn up later: these are BOOKED then, or the money would be there twice.
    """
    found = portions(chains(read_transactions(rows)))
    row = settings.row_from_order(str(order.get("payment_method") or ""), currency_of(order))
    own = [one for one in found if row and one.transaction.store_method == row.store_payment_method]
    covered = any(one.state in _OURS for one in own) and not from_order_kept
    booked = {one.number for one in own if one.state in _OURS} if from_order_kept else set()
    listed = [_from_portion(one, order, booked=one.number in booked) for one in found]
    others = [one for one in found if one.number not in booked]
    derived = [*_beside(order, found, settings), *_from_order(order, others, None if covered else row)]
    return sorted([*listed, *derived], key=lambda one: (one.created, len(one.number), one.number))


def payment_method(order: Order, rows: Sequence[Mapping[str, Any]] | None, settings: PaymentSettings) -> str | None:
    """Give the ERP method of the first of an order's payments whose row of Payment Settings is active, if any is."""
    try:
        found = candidates(order, rows, settings, from_order_kept=False)
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
    except ValueError:
        return False


def _expects_nothing(order: Order, rows: Sequence[Mapping[str, Any]] | None) -> bool:
    found = portions(chains(read_transactions(rows)))
    if any(one.state in {State.AUTHORISED, State.PENDING} for one in found):
        return False
    received = sum((one.transaction.amount for one in found if one.state is State.TAKEN), ZERO)
    due = store_totals(order).total - sum((_unseen(order, field, found) for field in _BESIDE), ZERO)
    return received >= due or status_id(order) in _ENDED


def _from_portion(one: Portion, order: Order, *, booked: bool) -> Candidate:
    transaction = one.transaction
    name = str(order.get("payment_method") or "") if transaction.method == "custom" else ""
    return Candidate(
        number=one.number,
        state=State.BOOKED if booked else one.state,
        store_method=transaction.store_method,
        amount=round_money(transaction.amount, transaction.currency or currency_of(order)),
        currency=transaction.currency or currency_of(order),
        created=transaction.created,
        reference=transaction.reference,
        code=transaction.code,
        text=(transaction.label or name) if transaction.method in MANUAL else "",
        status=transaction.status,
    )


def _from_order(order: Order, others: Sequence[Portion], row: PaymentMethodRow | None) -> Iterator[Candidate]:
    """Create Payment from Order (5.5): the total less every other means, on the order's date, once it is paid."""
    counted = [one for one in others if one.state in {State.TAKEN, State.AUTHORISED}]
    other = sum((one.transaction.amount for one in counted), ZERO)
    beside = sum((_unseen(order, field, others) for field in _BESIDE), ZERO)
    amount = store_totals(order).total - other - beside
    if row and amount > 0:
        yield _derived(order, FROM_ORDER, row, amount)


def _beside(order: Order, found: Sequence[Portion], settings: PaymentSettings) -> Iterator[Candidate]:
    for field, (number, _, store_method) in _BESIDE.items():
        row = settings.row(store_method, currency_of(order))
        amount = _unseen(order, field, found)
        if row and row.create_payment_from_order and amount > 0:
            yield _derived(order, number, row, amount)


def _unseen(order: Order, field: str, found: Sequence[Portion]) -> Decimal:
    """Give what the order says was paid by a means beside, and no transaction tells of."""
    method = _BESIDE[field][1]
    seen = [one.transaction.amount for one in found if one.transaction.method == method and one.state is State.TAKEN]
    return max(parse_money(order.get(field)) - sum(seen, ZERO), ZERO)


def _derived(order: Order, number: str, row: PaymentMethodRow, amount: Decimal) -> Candidate:
    return Candidate(
        number=number,
        state=State.TAKEN if is_paid(order) else State.UNPAID,
        store_method=row.store_payment_method,
        amount=round_money(amount, currency_of(order)),
        currency=currency_of(order),
        created=created_at(order),
        reference=str(order["id"]),
        text=row.store_order_payment_method,
    )


def is_paid(order: Order) -> bool:
    """Say whether the store regards the order as paid: by its payment status, else by its status."""
    stated = str(order.get("payment_status") or "").strip().casefold()
    return stated in _PAID if stated else status_id(order) in _PAID_BY_STATUS
