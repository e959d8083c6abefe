"""Payments that no transaction tells of: what of a paid order's money is built from the order itself (connector 5.5).

Gift certificates and store credit stand on the order as amounts of their own. What the order's method paid is the rest:
built where Create Payment from Order is selected, and for money taken outside the store (OFFLINE, CUSTOM), whose
transactions many stores do not list. For all other methods a record says that a payment is missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bc_myob.mapping.orders_rules import status_id
from bc_myob.mapping.payments_portions import Portion, State
from bc_myob.mapping.totals import Order, currency_of, store_totals
from bc_myob.model.money import ZERO, parse_money
from bc_myob.store.payments import PaymentMethodRow, PaymentSettings

FROM_ORDER: Final = "0"
"""Payment number of the payment built from the order: transaction ids start at 1."""
_BESIDE: Final = {
    "gift_certificate_amount": ("gift-certificate", "gift_certificate", "GIFTCERTIFICATE (GIFT_CERTIFICATE)"),
    "store_credit_amount": ("store-credit", "store_credit", "STORECREDIT (STORE_CREDIT)"),
}
"""Means beside the order's method: amount on the order, payment number, transaction method, row of Payment Settings."""
NUMBERS: Final = frozenset({FROM_ORDER, *(number for number, *_ in _BESIDE.values())})
"""The payment numbers of payments without a transaction."""
_BESIDE_METHODS: Final = frozenset(method for _, method, _ in _BESIDE.values())
_PAID: Final = frozenset({"captured", "paid", "partially refunded", "refunded"})
_PAID_BY_STATUS: Final = frozenset({2, 3, 4, 8, 9, 10, 11, 13, 14})
"""Order statuses past the payment; they decide where the order has no payment status (bigcommerce-api 10.3, 10.4)."""
_TOLD: Final = frozenset({State.TAKEN, State.AUTHORISED, State.PENDING, State.VOIDED})
"""States by which the store's journal tells of the money, whatever became of it."""
_OUTSIDE: Final = ("(OFFLINE)", "(CUSTOM)")


@dataclass(frozen=True, slots=True)
class Derived:
    """One payment without a transaction. `text` is the name of its method on the order."""

    number: str
    state: State
    store_method: str
    amount: Decimal
    text: str


def derived(
    order: Order, found: Sequence[Portion], settings: PaymentSettings, *, asked: bool, kept: Collection[str]
) -> Iterator[Derived]:
    """Walk the payments of an order that its portions, booked ones aside, do not tell of.

    `asked`: the store was asked for the order's transactions; `kept`: numbers of such payments that the ERP has.
    """
    for field in _BESIDE:
        yield from _beside(order, field, found, settings, asked=asked)
    row = _row_of_order(order, settings)
    if row is None or not row.create_payment_from_order:
        yield from _unlisted(order, found, row, settings, asked=asked)
    elif FROM_ORDER in kept or not _told(row, found):
        yield from _built(order, found, row)


def booked(order: Order, found: Sequence[Portion], settings: PaymentSettings, kept: Collection[str]) -> frozenset[str]:
    """Give the numbers of the portions whose money the ERP has already, as a payment built from the order."""
    row = _row_of_order(order, settings)
    methods = {method for number, method, _ in _BESIDE.values() if number in kept}
    again = [one for one in found if one.method in methods]
    if FROM_ORDER in kept:
        again += [one for one in found if _is_of(one, row)]
    return frozenset(one.number for one in again if one.state in _TOLD)


def is_paid(order: Order) -> bool:
    """Say whether the store regards the order as paid: by its payment status, else by its status."""
    stated = _payment_status(order)
    return stated in _PAID if stated else status_id(order) in _PAID_BY_STATUS


def beside(order: Order, found: Sequence[Portion]) -> Decimal:
    """Give what gift certificates and store credit paid of the order, as far as no transaction tells of it."""
    return sum((_unseen(order, field, found) for field in _BESIDE), ZERO)


def _payment_status(order: Order) -> str:
    return str(order.get("payment_status") or "").strip().casefold()


def _method_name(order: Order) -> str:
    return str(order.get("payment_method") or "").strip()


def _row_of_order(order: Order, settings: PaymentSettings) -> PaymentMethodRow | None:
    name, currency = _method_name(order), currency_of(order)
    return settings.row_from_order(name, currency) or settings.row_named(name, currency)


def _is_of(one: Portion, row: PaymentMethodRow | None) -> bool:
    """Say whether a portion is of the order's own method; without its row, of any that is none beside it."""
    if row is None:
        return one.method not in _BESIDE_METHODS
    return one.store_method == row.store_payment_method


def _told(row: PaymentMethodRow, found: Sequence[Portion]) -> bool:
    return any(one.state in _TOLD for one in found if _is_of(one, row))


def _beside(
    order: Order, field: str, found: Sequence[Portion], settings: PaymentSettings, *, asked: bool
) -> Iterator[Derived]:
    number, method, store_method = _BESIDE[field]
    row = settings.row(store_method, currency_of(order))
    amount = _unseen(order, field, found)
    told = any(one.method == method and one.state in _TOLD - {State.TAKEN} for one in found)
    wanted = row is not None and row.create_payment_from_order
    if amount > 0 and not told and (wanted or (asked and is_paid(order))):
        text = row.store_order_payment_method if row else ""
        yield Derived(number, _state(order), store_method, amount, text)


def _built(order: Order, found: Sequence[Portion], row: PaymentMethodRow) -> Iterator[Derived]:
    """Create Payment from Order: the total less every other means, on the order's date, once it is paid."""
    if (amount := _rest(order, found)) > 0:
        text = row.store_order_payment_method or _method_name(order)
        yield Derived(FROM_ORDER, _state(order), row.store_payment_method, amount, text)


def _unlisted(
    order: Order, found: Sequence[Portion], row: PaymentMethodRow | None, settings: PaymentSettings, *, asked: bool
) -> Iterator[Derived]:
    """Walk what an order that the store calls paid was paid by its own method, where no transaction tells of that.

    Only the payment status is believed: an order by hand may be past its payment by status, and be on account.
    """
    listed = any(one.state in _TOLD | {State.TEST} for one in found if one.method not in _BESIDE_METHODS)
    amount = ZERO if listed else _rest(order, found)
    name = _method_name(order)
    if not (asked and name and amount > 0 and _payment_status(order) in _PAID):
        return
    if row is not None and row.store_payment_method.endswith(_OUTSIDE):
        yield from _built(order, found, row)
        return
    elsewhere = row or settings.row_named(name)
    yield Derived(FROM_ORDER, State.UNSEEN, elsewhere.store_payment_method if elsewhere else name, amount, name)


def _rest(order: Order, found: Sequence[Portion]) -> Decimal:
    others = [one.transaction.amount for one in found if one.state in {State.TAKEN, State.AUTHORISED}]
    return store_totals(order).total - sum(others, ZERO) - beside(order, found)


def _state(order: Order) -> State:
    return State.TAKEN if is_paid(order) else State.UNPAID


def _unseen(order: Order, field: str, found: Sequence[Portion]) -> Decimal:
    """Give what the order says was paid by a means beside, and no transaction tells of."""
    method = _BESIDE[field][1]
    seen = [one.transaction.amount for one in found if one.method == method and one.state is State.TAKEN]
    return max(parse_money(order.get(field)) - sum(seen, ZERO), ZERO)
