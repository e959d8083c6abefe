"""Which taxes an item bears by its tax category (Tax Categories, TX205500)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bc_myob.checklist.facts import Ask, Facts, Row, folded


def taxes_of(category: str, facts: Facts) -> list[str] | None:
    """Give the taxes with a rate that items of the category bear, [] for an exempt one; None where nobody can tell."""
    row = facts.find(Ask.TAX_CATEGORIES, "TaxCategoryID", category) if category else None
    if row is None or row.get("ExcludeListedTaxes") is None or facts.refused(Ask.TAXES):
        return None
    rates = {str(tax.get("TaxID")): _rates(tax) for tax in facts.rows(Ask.TAXES)}
    listed = {folded(each.get("TaxID")) for each in row.get("Details") or ()}
    borne = [tax for tax in rates if (folded(tax) in listed) is not bool(row["ExcludeListedTaxes"])]
    if any(rates[tax] is None for tax in borne):
        return None
    return sorted(tax for tax in borne if any(rates[tax] or ()))


def _rates(tax: Row) -> Sequence[Any] | None:
    schedule = tax.get("TaxSchedule")
    if not schedule or any(each.get("TaxRate") is None for each in schedule):
        return None
    return [each["TaxRate"] for each in schedule]
