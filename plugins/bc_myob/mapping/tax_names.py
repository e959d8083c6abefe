"""Taxes of the store by name: the ERP's own tax of that name, else the substitution list's, else none (4.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bc_myob.store.orders import TAX_LIST, TaxSettings

TAX_ID_LIMIT: Final = 60

Row = Mapping[str, Any]
"""A row of the Taxes tab, as a document of the order holds it."""


def shortened(name: str) -> str:
    """Give a tax name as a tax id of at most 60 characters: without hyphen cut, else by its telling half (4.6)."""
    name = name.strip()
    if len(name) > TAX_ID_LIMIT and "-" in name:
        left, _, right = name.partition("-")
        name = (right if "SPECIAL" in name.upper() else left).strip()
    return name[:TAX_ID_LIMIT].strip()


def candidates(name: str, settings: TaxSettings) -> list[str]:
    """Give the ERP taxes that a store tax may be, in the order they count: that of its own name, then the list's."""
    listed = {folded(key): tax.strip() for key, tax in settings.substitution.items()}
    substitute = listed.get(folded(name)) or listed.get(folded(shortened(name)))
    return [tax for tax in (shortened(name), substitute) if tax]


def no_counterpart(name: str, tried: Sequence[str] = ()) -> str:
    """Give the reason against an order whose tax MYOB Advanced does not have; `tried`: its candidates."""
    if len(tried) > 1:
        return (
            f"The tax '{name}' has no counterpart in MYOB Advanced: neither it nor '{tried[-1]}', which the "
            f"substitution list {TAX_LIST} of the store's tax settings gives for it, is a tax there. Correct the list, "
            "or create the tax."
        )
    return (
        f"The tax '{name}' has no counterpart in MYOB Advanced: add it to the substitution list {TAX_LIST} of the "
        "store's tax settings, or create the tax there."
    )


def in_the_erp(rows: Sequence[Row], taxes: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give rows named by the store under the ERP's `taxes` (by store name); two names of one ERP tax add up."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        tax = taxes[str(row["TaxID"])]
        merged[tax] = _together(merged.get(tax), dict(row) | {"TaxID": tax})
    return list(merged.values())


def folded(name: str) -> str:
    """Give a name so that two spellings of one tax are equal: the ERP's keys know neither case nor outer spaces."""
    return " ".join(name.split()).casefold()


def _together(one: Row | None, other: dict[str, Any]) -> dict[str, Any]:
    if one is None:
        return other
    both = {"TaxID": other["TaxID"], "TaxAmount": one["TaxAmount"] + other["TaxAmount"]}
    if one.get("TaxRate") is not None and one.get("TaxRate") == other.get("TaxRate"):
        both["TaxRate"] = one["TaxRate"]
    if one.get("TaxableAmount") is not None and other.get("TaxableAmount") is not None:
        both["TaxableAmount"] = one["TaxableAmount"] + other["TaxableAmount"]
    return both
