"""What payments have to let go of an order that comes to less than is applied to it (connector 5.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.money import ZERO, round_money

PAYMENTS: Final = ("DocType", "ReferenceNbr", "AppliedToOrder")
"""What has to be known of the payments that an order shows."""


def excess(row: Mapping[str, Any], total: Decimal) -> Decimal:
    """Give how much more is applied to the order, or invoiced of it, than its new total; ZERO where it fits."""
    unpaid = (row.get("Totals") or {}).get("UnpaidBalance")
    if unpaid is None:
        return ZERO
    return max(Decimal(row.get("OrderTotal") or 0) - Decimal(unpaid) - total, ZERO)


def lowered(
    rows: Sequence[Mapping[str, Any]], ours: Mapping[str, str], much: Decimal
) -> tuple[dict[str, Decimal], Decimal]:
    """Give what our payments shall still apply, by their id, and what of `much` they cannot give back.

    The latest payment gives first: what was applied first stays. `ours`: the ids of our payments by their keys.
    """
    cuts: dict[str, Decimal] = {}
    left = much
    for row in sorted(rows, key=_key, reverse=True):
        applied = Decimal(row.get("AppliedToOrder") or 0)
        back = min(applied, left)
        if back > 0 and _key(row) in ours:
            cuts[ours[_key(row)]] = applied - back
            left -= back
    return cuts, left


def gives_back(document: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Say whether a payment shall apply less to its order than it did: its room is for the other payments.

    `kept`: the details of its sync record. One that names no order any more keeps what it applies.
    """
    rows = document.get("OrdersToApply")
    if not rows:
        return False
    return Decimal(str(rows[0].get("AppliedToOrder") or 0)) < Decimal(str(kept.get("applied") or 0))


def in_the_way(order: Mapping[str, Any], total: Decimal, rows: Sequence[Mapping[str, Any]]) -> str:
    """Give why the order has to wait, with the payments that somebody has to see to."""
    currency = str(order.get("CurrencyID") or "")
    paid = [(_key(row), Decimal(row.get("AppliedToOrder") or 0)) for row in sorted(rows, key=_key)]
    named = ", ".join(f"{key.replace(',', ' ')} ({_shown(applied, currency)})" for key, applied in paid if applied)
    return (
        f"The order comes to {_shown(total, currency)} in the store now, less than payments and invoices take of it in "
        f"MYOB Advanced: sales order {order['OrderNbr']} has {named or 'invoices'}. Lower what they apply to it there, "
        "or void them; the order then follows by itself."
    )


def _key(row: Mapping[str, Any]) -> str:
    return ",".join(str(row.get(name) or "").strip() for name in PAYMENTS[:2])


def _shown(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency)} {currency}".strip()
