"""How much of each payment is applied to its order: never more than the order's total, all payments together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.money import ZERO

_INVOICED: Final = frozenset({"Completed", "Invoiced"})
"""Order statuses that take no further prepayment: their money goes to the invoices (connector 5.6)."""


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


def room_of(details: Mapping[str, Any], total: Decimal, already: Decimal) -> Decimal:
    """Give how much of an order payments may take, by what the ERP said of it: its total, less what is invoiced.

    `details` are those of the order's sync record, `already` what its payments apply so far; `total` is the store's.
    """
    if details.get("Status") in _INVOICED:
        return already
    limits = [Decimal(str(details[name])) for name in ("OrderTotal", "UnbilledAmount") if details.get(name) is not None]
    return min(limits, default=total)
