"""Taxes of an ERP order: prices with or without tax, the tax rows and the tax zone (connector 4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.totals import Basis, Order, StoreTotals, Unmappable, close, fee_cost, fees_of, slack, spread
from bc_myob.model.codec import content_hash
from bc_myob.model.money import ZERO, parse_money, round_money
from bc_myob.store.orders import TaxSettings

_TAXED: Final = (
    *("total_tax", "subtotal_tax", "shipping_cost_tax", "handling_cost_tax", "wrapping_cost_tax"),
    *("consignments", "products", "fees", "billing_address"),
)
"""What of an order decides its taxes."""


Named = dict[tuple[str, Decimal], Decimal]
"""Tax amounts by name and rate."""


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the ERP order's Taxes tab; `rate` in percent, None where the store did not say.

    `tax_id` is the store's name of the tax where the store's taxes were read, for the load to look up (tax_ids.py).
    """

    tax_id: str
    amount: Decimal
    rate: Decimal | None = None
    taxable: Decimal | None = None


def needs_taxes(order: Order, settings: TaxSettings) -> bool:
    """Say whether the order's taxes have to be read by name before it is mapped (one call to the store)."""
    untaxed = {None, "", 0, "0", "0.0000"}
    return settings.synchronization and settings.read_order_taxes and order.get("total_tax") not in untaxed


def taxes_read_before(order: Order, before: Order | None) -> Sequence[Mapping[str, Any]] | None:
    """Give the taxes that an earlier reading of the order brought, if they are its taxes still; else None.

    An order whose amounts and addresses are what they were bears the same taxes: a new status or note asks nobody.
    """
    if before is None or not isinstance(before.get("order_taxes"), list):
        return None
    same = all(content_hash(order.get(name)) == content_hash(before.get(name)) for name in _TAXED)
    return _tax_list(before) if same else None


def unread(order: Order, stated: StoreTotals, settings: TaxSettings) -> str | None:
    """Give the remark on a taxed order whose taxes should stand under their names and were never read."""
    if not stated.tax or not needs_taxes(order, settings) or isinstance(order.get("order_taxes"), list):
        return None
    return "The names of this order's taxes have not been read from the store: the substitution list alone decided."


def basis_of(settings: TaxSettings) -> Basis:
    """Give the basis of the ERP order's amounts, so that with its taxes it comes to the store's total.

    Only Gross takes prices with tax: Net adds the tax, and so do the ERP's own tax settings unless they say otherwise.
    """
    gross = not settings.synchronization or settings.calculation_mode == "Gross"
    return Basis.INCLUSIVE if gross else Basis.EXCLUSIVE


def tax_rows(order: Order, stated: StoreTotals, settings: TaxSettings) -> list[TaxRow] | None:
    """Give the tax rows, [] where the ERP has to add no tax, None where it has to compute it.

    Rows bear the store's names of the taxes; unread, all tax stands under the list's ERP tax if there is only one.
    """
    if not settings.synchronization or not stated.tax:
        return []
    named = _named(order)
    if named:
        return list(_rows(_with_fees(named, order, stated), stated))
    known = sorted(set(settings.substitution.values()))
    return [TaxRow(known[0], stated.tax)] if len(known) == 1 else None


def primary_zone(settings: TaxSettings) -> str | None:
    """Give the tax zone to put on every order, None to leave it to the ERP: location first, then postcode (4.6)."""
    return (
        (settings.default_tax_zone or None) if settings.synchronization and settings.use_as_primary_tax_zone else None
    )


def last_zone(settings: TaxSettings) -> str | None:
    """Give the tax zone of orders for which the ERP finds none."""
    return (settings.default_tax_zone or None) if settings.synchronization else None


def _named(order: Order) -> Named:
    """Give the tax amounts by name and rate: the store lists them once per address, or per line."""
    amounts: Named = {}
    for row in _tax_list(order):
        key = (" ".join(str(row.get("name") or "").split()), parse_money(row.get("rate")))
        amounts[key] = amounts.get(key, ZERO) + parse_money(row.get("line_amount"))
    return {key: amount for key, amount in amounts.items() if amount}


def _tax_list(order: Order) -> list[Mapping[str, Any]]:
    found = order.get("order_taxes")
    return [row for row in (found if isinstance(found, list) else ()) if isinstance(row, Mapping)]


def _with_fees(named: Named, order: Order, stated: StoreTotals) -> Named:
    """Give the taxes with that of the order's fees, where it is what is missing: the store lists it nowhere (10.8)."""
    sides = ({side: fee_cost(fee, side) for side in Basis} for fee in fees_of(order))
    of_fees = sum((side[Basis.INCLUSIVE] - side[Basis.EXCLUSIVE] for side in sides), ZERO)
    missing = stated.tax - sum(named.values(), ZERO)
    if not of_fees or abs(missing - of_fees) > slack(stated.currency, len(named) + 1):
        return named
    shares = spread(missing, list(named.values()))
    return {key: amount + share for (key, amount), share in zip(named.items(), shares, strict=True)}


def _rows(named: Named, stated: StoreTotals) -> Iterator[TaxRow]:
    if any(not name for name, _ in named):
        raise Unmappable("The store lists a tax without a name.")
    found = sum(named.values(), ZERO)
    if abs(found - stated.tax) > slack(stated.currency, len(named) + 1):
        raise Unmappable(
            f"The store lists taxes of {round_money(found, stated.currency)} {stated.currency} but the order's tax is "
            f"{stated.tax} {stated.currency}."
        )
    merged: dict[str, TaxRow] = {}
    for (name, rate), amount in zip(named, close(list(named.values()), stated.tax, stated.currency), strict=True):
        row = TaxRow(name, amount, rate, _taxable(amount, rate, stated))
        merged[row.tax_id] = _together(merged.get(row.tax_id), row)
    yield from merged.values()


def _taxable(amount: Decimal, rate: Decimal, stated: StoreTotals) -> Decimal | None:
    if rate <= 0:
        return None
    return min(round_money(amount * 100 / rate, stated.currency), stated.total - stated.tax)


def _together(one: TaxRow | None, other: TaxRow) -> TaxRow:
    if one is None:
        return other
    taxable = None if one.taxable is None or other.taxable is None else one.taxable + other.taxable
    return TaxRow(one.tax_id, one.amount + other.amount, one.rate if one.rate == other.rate else None, taxable)
