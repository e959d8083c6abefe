"""The money of an order as the store states it, and the identities it has to satisfy (bigcommerce-api 10.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from bc_myob.model.money import ZERO, currency_digits, parse_money, round_money

Order = Mapping[str, Any]
_COSTS: Final = ("shipping_cost", "handling_cost", "wrapping_cost")
_MEANS: Final = ("store_credit_amount", "gift_certificate_amount")


class Unmappable(ValueError):
    """This record cannot become an ERP document; the message is the reason in Sync History."""


class Basis(Enum):
    """Whether the amounts of a document contain tax; the value is the ending of the store's fields."""

    INCLUSIVE = "inc_tax"
    EXCLUSIVE = "ex_tax"


@dataclass(frozen=True, slots=True)
class StoreTotals:
    """What the store says an order costs, in its transactional currency.

    `total` contains tax. Discounts are positive; 10.5 found them stated with tax even where prices are not.
    """

    currency: str
    total: Decimal
    tax: Decimal
    discounts: Decimal
    subtotals: Mapping[Basis, Decimal]
    charges: Mapping[Basis, Decimal]
    freights: Mapping[Basis, Decimal]
    with_fees: bool = True

    def due(self, basis: Basis) -> Decimal:
        """Give what the document's lines, freight and discounts have to come to."""
        return self.total if basis is Basis.INCLUSIVE else self.total - self.tax

    def gap(self, basis: Basis) -> Decimal:
        """Give by how much the store's own figures miss the total (10.5); zero where they add up."""
        return self.subtotals[basis] + self.charges[basis] - self.discounts - self.due(basis)


def currency_of(order: Order) -> str:
    """Give the transactional currency: what the shopper paid in (bigcommerce-api 10.6, named `default` there)."""
    return str(order.get("default_currency_code") or order.get("currency_code") or "").upper()


def unit(currency: str) -> Decimal:
    """Give the smallest amount of the currency: 0.01 for AUD, 1 for JPY, 0.001 for KWD."""
    return Decimal(1).scaleb(-currency_digits(currency))


def store_totals(order: Order) -> StoreTotals:
    """Give the order's figures. ValueError names what is no amount of money.

    Whether a total is what gift certificates and store credit leave to pay, and whether it contains fees, is not
    documented (19, point 8): the reading that makes the figures add up is taken.
    """
    plain = _stated(order)
    means = sum((parse_money(order.get(name)) for name in _MEANS), ZERO)
    before_means = replace(plain, total=plain.total + means)
    readings = (plain, before_means, _without_fees(order, plain), _without_fees(order, before_means))
    # within a unit, because the total is rounded and the figures it is made of need not be
    return next((reading for reading in readings if abs(reading.gap(Basis.INCLUSIVE)) < unit(plain.currency)), plain)


def _without_fees(order: Order, stated: StoreTotals) -> StoreTotals:
    fees = {basis: sum((fee_cost(fee, basis) for fee in fees_of(order)), ZERO) for basis in Basis}
    charges = {basis: stated.charges[basis] - fees[basis] for basis in Basis}
    return replace(stated, charges=charges, with_fees=False)


def _stated(order: Order) -> StoreTotals:
    currency = currency_of(order)
    return StoreTotals(
        currency=currency,
        total=round_money(parse_money(order.get("total_inc_tax")), currency),
        tax=round_money(parse_money(order.get("total_tax")), currency),
        discounts=parse_money(order.get("discount_amount")) + parse_money(order.get("coupon_discount")),
        subtotals={basis: parse_money(order.get(f"subtotal_{basis.value}")) for basis in Basis},
        charges={basis: sum(_charges(order, basis), ZERO) for basis in Basis},
        freights={basis: freight(order, basis) for basis in Basis},
    )


def freight(order: Order, basis: Basis) -> Decimal:
    """Give shipping plus handling: both are the ERP's Freight Price (connector 4.3)."""
    return sum((parse_money(order.get(f"{name}_{basis.value}")) for name in _COSTS[:2]), ZERO)


def fees_of(order: Order) -> Sequence[Mapping[str, Any]]:
    """Give the order's extra charges; where they were not included in the answer there is only a link."""
    fees = order.get("fees")
    if isinstance(fees, Mapping):
        fees = fees.get("fees")
    return fees if isinstance(fees, list) else []


def fee_cost(fee: Mapping[str, Any], basis: Basis) -> Decimal:
    """Give what a fee costs; one published example spells the field `cost_exc_tax`. ValueError: it is no fee."""
    if not isinstance(fee, Mapping):
        raise ValueError(f"{fee!r} is no fee")
    misspelt = fee.get("cost_exc_tax") if basis is Basis.EXCLUSIVE else None
    return parse_money(fee.get(f"cost_{basis.value}", misspelt))


def check(order: Order, stated: StoreTotals, lines: int) -> None:
    """Refuse an order whose own figures miss its total by more than a unit per line and charge.

    An exclusive order may state its discounts with or without tax (19, point 14): one of the two has to add up.
    """
    sides = (Basis.INCLUSIVE,) if order.get("is_tax_inclusive_pricing") else tuple(Basis)
    gap = min((stated.gap(side) for side in sides), key=abs)
    if abs(gap) > slack(stated.currency, lines + len(_COSTS) + len(fees_of(order))):
        raise Unmappable(
            f"The store's own figures do not add up: goods, charges and discounts come to {_shown(stated, gap)} "
            f"but the order total is {stated.total} {stated.currency}."
        )


def slack(currency: str, amounts: int) -> Decimal:
    """Give how much rounding may have moved the sum of so many amounts: one unit each."""
    return unit(currency) * amounts


def close(exact: Sequence[Decimal], target: Decimal, currency: str) -> list[Decimal]:
    """Give the amounts rounded to the currency so that they sum to `target`.

    The units that rounding leaves over go to the amounts that rounding moved furthest, of equals to the larger; no
    amount takes more than one and none falls below zero. Unmappable where that is not enough.
    """
    step = unit(currency)
    rounded, left, able = _left_over(exact, target, currency)
    sign = 1 if left > 0 else -1
    able.sort(key=lambda n: (sign * (rounded[n] - exact[n]), -rounded[n], n))
    if abs(left) > len(able):
        raise Unmappable(f"Amounts of {sum(exact, ZERO)} {currency} cannot be brought to {target} {currency}.")
    for n in able[: abs(left)]:
        rounded[n] += sign * step
    return rounded


def closes(exact: Sequence[Decimal], target: Decimal, currency: str) -> bool:
    """Say whether `close` can bring the amounts to `target`."""
    _, left, able = _left_over(exact, target, currency)
    return abs(left) <= len(able)


def _left_over(exact: Sequence[Decimal], target: Decimal, currency: str) -> tuple[list[Decimal], int, list[int]]:
    """Give the rounded amounts, the units they miss `target` by, and which of them can take one."""
    step = unit(currency)
    rounded = [round_money(amount, currency) for amount in exact]
    left = int((target - sum(rounded, ZERO)) / step)
    change = step if left > 0 else -step
    return rounded, left, [n for n, amount in enumerate(rounded) if amount + change >= 0 and exact[n] != 0]


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Give `amount` shared out by weight, unrounded; zeros where nothing has weight."""
    whole = sum(weights, ZERO)
    return [amount * weight / whole if whole else ZERO for weight in weights]


def document_total(document: Mapping[str, Any], currency: str, added_tax: Decimal) -> Decimal:
    """Give the total the ERP will compute for an order: lines, less discounts, plus freight and the tax it adds."""
    lines = sum((_extended(line, currency) - line["DiscountAmount"] for line in document["Details"]), ZERO)
    discounts = sum((row["DiscountAmount"] for row in document.get("DiscountDetails", ())), ZERO)
    charged: Decimal = lines - discounts + document["Totals"]["Freight"]
    return charged + added_tax


def _extended(line: Mapping[str, Any], currency: str) -> Decimal:
    return round_money(line["OrderQty"] * line["UnitPrice"], currency)


def _charges(order: Order, basis: Basis) -> Iterator[Decimal]:
    yield from (parse_money(order.get(f"{name}_{basis.value}")) for name in _COSTS)
    yield from (fee_cost(fee, basis) for fee in fees_of(order))


def _shown(stated: StoreTotals, gap: Decimal) -> Decimal:
    return round_money(stated.total + gap, stated.currency)
