"""Rounding as a shop does it: to the digits of the currency, nothing lost when a sum is spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DIGITS = {"JPY": 0}
ZERO = Decimal(0)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return the amount in the currency's smallest unit."""
    return amount.quantize(Decimal(1).scaleb(-DIGITS.get(currency, 2)), ROUND_HALF_UP)


def fine(amount: Decimal) -> Decimal:
    """Return the amount with the four decimals of derived figures."""
    return amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum with and without tax, `inc = ex + tax`; `base` is the side the shop entered."""

    base: Decimal
    ex: Decimal
    inc: Decimal
    tax: Decimal

    @classmethod
    def of(cls, base: Decimal, rate: Decimal, *, inclusive: bool, currency: str) -> Cost:
        """Return the sum `base` at a tax rate, with the tax in whole units of the currency."""
        if inclusive:
            tax = rounded(base * rate / (1 + rate), currency)
            return cls(base, base - tax, base, tax)
        tax = rounded(base * rate, currency)
        return cls(base, base, base + tax, tax)

    def fields(self, name: str) -> dict[str, Decimal]:
        """Return the four order fields of a `..._cost` (bigcommerce-api.md 10.2)."""
        return {
            f"base_{name}": self.base,
            f"{name}_ex_tax": self.ex,
            f"{name}_inc_tax": self.inc,
            f"{name}_tax": self.tax,
        }


def spread(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Share `amount` out by weight, in whole units; the last one with weight takes what rounding left."""
    total = sum(weights, ZERO)
    if not total or not amount:
        return [ZERO for _ in weights]
    shares = [rounded(amount * weight / total, currency) for weight in weights]
    last = max(i for i, weight in enumerate(weights) if weight)
    shares[last] += amount - sum(shares, ZERO)
    return shares
