"""Taxes of Order Settings and the substitution list BCCTAXCODES (connector 4.6, 6.6)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, Judge
from bc_myob.checklist.facts import Ask, Facts, listed
from bc_myob.checklist.findings import Finding, by_hand, met, not_met, verdict_on
from bc_myob.checklist.orders import NO_ORDERS
from bc_myob.mapping.tax_names import candidates, no_counterpart
from bc_myob.store.settings import StoreSettings

_FORM: Final = "BigCommerce Stores (BC201000)"
_TAB: Final = "Order Settings, Taxes"
_ZONES: Final = "Tax Zones (TX206000)"


def _off(settings: StoreSettings) -> str:
    if not settings.orders.taxes.synchronization:
        return "Tax Synchronization is off: the ERP adds no tax of its own."
    return NO_ORDERS(settings)


def _zone(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.orders.taxes.default_tax_zone
    if not name:
        return by_hand("No default tax zone is set: every order takes the tax zone of its customer. Is that meant?")
    if facts.find(Ask.TAX_ZONES, "TaxZoneID", name):
        return met(f"Tax zone {name} is there.")
    known = listed(facts.rows(Ask.TAX_ZONES), "TaxZoneID")
    return not_met(
        f"There is no tax zone {name}. There are: {known}.",
        f"Create it on {_ZONES}, or correct orders.taxes.default_tax_zone.",
    )


def _list(facts: Facts, settings: StoreSettings) -> Finding:
    taxes, pairs = settings.orders.taxes, settings.orders.taxes.substitution
    known = listed(facts.rows(Ask.TAXES), "TaxID")
    if not pairs and taxes.read_order_taxes:
        return by_hand(
            f"No list is kept: is every tax of the store in MYOB Advanced under its own name? There are: {known}."
        )
    if not pairs:
        return not_met(
            "The list of tax names is empty.", "Fill orders.taxes.substitution: the store's tax name, the ERP's tax ID."
        )
    unknown = [name for name in pairs.values() if not facts.find(Ask.TAXES, "TaxID", name)]
    complaints = [
        (f"There is no tax {name}. There are: {known}.", "Create it on Taxes (TX205000), or correct the list.")
        for name in unknown
    ]
    return verdict_on(complaints, met(f"The taxes {', '.join(sorted(set(pairs.values())))} are there."))


def _store_names(facts: Facts, settings: StoreSettings) -> Finding:
    """Judge the names of the taxes on the newest orders, as a run looks them up (4.6)."""
    names = sorted({str(row.get("name") or "") for row in facts.rows(Ask.STORE_TAXES)} - {""})
    if not names:
        return by_hand("No order with tax was seen yet, so the store's names of its taxes are not known.")
    tried = {name: candidates(name, settings.orders.taxes) for name in names}
    complaints = [
        (no_counterpart(name, taxes), "Correct orders.taxes.substitution, or create the tax on Taxes (TX205000).")
        for name, taxes in tried.items()
        if not any(facts.find(Ask.TAXES, "TaxID", tax) for tax in taxes)
    ]
    return verdict_on(complaints, met(f"The store's taxes {', '.join(names)} have their counterparts."))


def _not_by_name(settings: StoreSettings) -> str:
    by_name = settings.orders.taxes.read_order_taxes
    return _off(settings) or ("" if by_name else "Taxes are not read by name (orders.taxes.read_order_taxes is off).")


def _row(  # noqa: PLR0913 - one line of the table each
    key: str,
    wording: str,
    breaks: str,
    look: str,
    judge: Judge,
    *asks: Ask,
    exempt: Exempt = _off,
    needs: tuple[str, ...] = (),
) -> Criterion:
    return Criterion(
        key=f"taxes.{key}",
        form=_FORM,
        tab=_TAB,
        wording=wording,
        breaks=breaks,
        look=look,
        judge=judge,
        asks=asks,
        needs=("endpoint.version", *needs),
        exempt=exempt,
        source="connector 4.6",
    )


TAXES: Final = (
    _row("zone", "Default Tax Zone exists", "Orders with tax fail.", f"{_ZONES}.", _zone, Ask.TAX_ZONES),
    _row(
        "substitution",
        "The taxes of the substitution list exist",
        "Orders with such a tax fail.",
        "Taxes (TX205000); orders.taxes.substitution of the settings.",
        _list,
        Ask.TAXES,
    ),
    _row(
        "store_names",
        "Each tax on the store's newest orders has a counterpart",
        "Orders with such a tax fail.",
        "In the store: Settings > Tax; in the ERP: Taxes (TX205000); orders.taxes.substitution of the settings.",
        _store_names,
        Ask.STORE_TAXES,
        Ask.TAXES,
        exempt=_not_by_name,
        needs=("store.connection",),
    ),
)
