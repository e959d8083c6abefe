"""How much of each payment is for its order: never more than the order's total, all payments together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bc_myob.model.money import ZERO


@dataclass(frozen=True, slots=True)
class Claim:
    """One payment's claim on the order: its amount, what of it is applied already, and whether the money is there."""

    amount: Decimal
    before: Decimal = ZERO
    taken: bool = True


def applied(room: Decimal, claims: Sequence[Claim]) -> list[Decimal]:
    """Give what each payment applies; an over-payment stays on the payment.

    What is applied already stays, then come payments whose money is there, then authorisations; of equals the earlier.
    """
    shares = [ZERO] * len(claims)
    left = max(room, ZERO)
    for settled in (True, False):
        for n in sorted(range(len(claims)), key=lambda n: (not claims[n].taken, n)):
            wanted = min(claims[n].before, claims[n].amount) if settled else claims[n].amount - shares[n]
            share = min(wanted, left)
            shares[n] += share
            left -= share
    return shares


def room_of(details: Mapping[str, Any], total: Decimal) -> Decimal:
    """Give how much payments may take of an order: its total in the ERP, by `details` of its sync record, else `total`.

    What of that goes to the order, and what to its invoices, is decided by the order's state when they are written.
    """
    stated = details.get("OrderTotal")
    return total if stated is None else Decimal(str(stated))
