"""Taxes of an ERP order: prices with or without tax, the tax rows and the tax zone (connector 4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.totals import Basis, Order, StoreTotals, Unmappable, close, slack
from bc_myob.model.money import ZERO, parse_money, round_money
from bc_myob.store.orders import TaxSettings

TAX_ID_LIMIT: Final = 60
SUBSTITUTION_LIST: Final = "BCCTAXCODES"


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the ERP order's Taxes tab; `rate` in percent, None where the store did not say."""

    tax_id: str
    amount: Decimal
    rate: Decimal | None = None
    taxable: Decimal | None = None


def needs_taxes(order: Order, settings: TaxSettings) -> bool:
    """Say whether the order's taxes have to be read by name before it is mapped (one call to the store)."""
    untaxed = {None, "", 0, "0", "0.0000"}
    return settings.synchronization and settings.read_order_taxes and order.get("total_tax") not in untaxed


def basis_of(settings: TaxSettings) -> Basis:
    """Give the basis of the ERP order's amounts, so that with its taxes it comes to the store's total.

    Only Gross takes prices with tax: Net adds the tax, and so do the ERP's own tax settings unless they say otherwise.
    """
    gross = not settings.synchronization or settings.calculation_mode == "Gross"
    return Basis.INCLUSIVE if gross else Basis.EXCLUSIVE


def tax_rows(order: Order, stated: StoreTotals, settings: TaxSettings) -> list[TaxRow] | None:
    """Give the tax rows, [] where the ERP has to add no tax, None where it has to compute it.

    Unmappable names a tax that neither is an ERP tax of the substitution list nor stands in it: the order fails.
    """
    if not settings.synchronization or not stated.tax:
        return []
    named = _named(order)
    if named:
        return list(_rows(named, stated, settings))
    known = sorted(set(settings.substitution.values()))
    return [TaxRow(known[0], stated.tax)] if len(known) == 1 else None


def tax_id(name: str, settings: TaxSettings) -> str:
    """Give the ERP tax of a store tax: by its own name, else through the substitution list."""
    wanted = shortened(name)
    by_name = {known.casefold(): known for known in settings.substitution.values()}
    by_list = {listed.casefold(): known for listed, known in settings.substitution.items()}
    found = by_name.get(wanted.casefold()) or by_list.get(name.strip().casefold()) or by_list.get(wanted.casefold())
    if not found:
        raise Unmappable(
            f"The tax '{name}' has no counterpart in MYOB Advanced: add it to the substitution list "
            f"{SUBSTITUTION_LIST} of the store's tax settings."
        )
    return found


def shortened(name: str) -> str:
    """Give a tax name as a tax id of at most 60 characters: without hyphen cut, else by its telling half (4.6)."""
    name = name.strip()
    if len(name) > TAX_ID_LIMIT and "-" in name:
        left, _, right = name.partition("-")
        name = (right if "SPECIAL" in name.upper() else left).strip()
    return name[:TAX_ID_LIMIT].strip()


def tax_zone(settings: TaxSettings, location_zone: str | None) -> str | None:
    """Give the tax zone to put on the order, None to leave it to the ERP; the first hit wins.

    Primary zone, then the location's, then by postcode: the latter two are the ERP's own defaults. The Default Tax Zone
    is sent only where the location is known to have none (`location_zone` is "").
    """
    if not settings.synchronization or not settings.default_tax_zone:
        return None
    return settings.default_tax_zone if settings.use_as_primary_tax_zone or not (location_zone or "x").strip() else None


def _named(order: Order) -> dict[tuple[str, Decimal], Decimal]:
    """Give the tax amounts by name and rate: the store lists them once per address, or per line."""
    amounts: dict[tuple[str, Decimal], Decimal] = {}
    for row in _tax_list(order):
        key = (str(row.get("name") or ""), parse_money(row.get("rate")))
        amounts[key] = amounts.get(key, ZERO) + parse_money(row.get("line_amount"))
    return {key: amount for key, amount in amounts.items() if amount}


def _tax_list(order: Order) -> list[Mapping[str, Any]]:
    found = order.get("order_taxes")
    return [row for row in (found if isinstance(found, list) else ()) if isinstance(row, Mapping)]


def _rows(named: Mapping[tuple[str, Decimal], Decimal], stated: StoreTotals, settings: TaxSettings) -> Iterator[TaxRow]:
    found = sum(named.values(), ZERO)
    if abs(found - stated.tax) > slack(stated.currency, len(named) + 1):
        raise Unmappable(
            f"The store lists taxes of {round_money(found, stated.currency)} {stated.currency} but the order's tax is "
            f"{stated.tax} {stated.currency}."
        )
    merged: dict[str, TaxRow] = {}
    for (name, rate), amount in zip(named, close(list(named.values()), stated.tax, stated.currency), strict=True):
        row = TaxRow(tax_id(name, settings), amount, rate, _taxable(amount, rate, stated))
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
