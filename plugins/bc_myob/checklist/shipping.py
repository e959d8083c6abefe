"""Shipping Settings of BigCommerce Stores (BC201000): one criterion per active row (connector 6.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.facts import Ask, Facts, folded, listed, same
from bc_myob.checklist.findings import Finding, by_hand, met, verdict_on
from bc_myob.checklist.judges import unread
from bc_myob.checklist.orders import NO_ORDERS
from bc_myob.store.payments import ShippingRow
from bc_myob.store.settings import StoreSettings

_FORM: Final = "BigCommerce Stores (BC201000)"
_TAB: Final = "Shipping Settings"
_CODES: Final = (
    ("ship_via", Ask.SHIP_VIA, "CarrierID", "Ship Via Codes (CS207500)"),
    ("shipping_terms", Ask.SHIP_TERMS, "TermID", "Shipping Terms (CS208000)"),
    ("shipping_zone", Ask.SHIP_ZONES, "ZoneID", "Shipping Zones (CS207510)"),
)
NONE: Final = "None"
"""Each zone's row for orders without a shipping method."""


def shipping_rows(settings: StoreSettings) -> Iterator[Criterion]:
    """Give one criterion per active row, and one about the zones and methods without a row."""
    for row in settings.shipping:
        if row.active:
            yield _criterion(row)
    yield UNMAPPED


def _criterion(row: ShippingRow) -> Criterion:
    name = f"{row.store_shipping_zone} / {row.store_shipping_method}"
    asks = tuple(ask for setting, ask, _, _ in _CODES if getattr(row, setting))
    return Criterion(
        key=f"shipping.{name}",
        form=_FORM,
        tab=_TAB,
        wording=f"{name}: exists in the store, its codes in the ERP",
        breaks=f"Orders shipped by {name} fail or come without a ship via code.",
        look=f"In the store: Settings > Shipping; in the ERP: {', '.join(form for *_, form in _CODES)}.",
        judge=lambda facts, _: _judged(row, facts),
        asks=asks,
        reads=(Ask.STORE_SHIPPING,),
        needs=("endpoint.version",),
        exempt=NO_ORDERS,
        source="connector 6.7",
    )


def _judged(row: ShippingRow, facts: Facts) -> Finding:
    complaints = []
    for setting, ask, field, form in _CODES:
        code = str(getattr(row, setting))
        if code and not facts.find(ask, field, code):
            known = listed(facts.rows(ask), field)
            complaints.append(
                (f"{form} has no {code} (there are: {known}).", f"Create it there, or correct {setting} of this row.")
            )
    if not facts.refused(Ask.STORE_SHIPPING) and not _offered(row, facts):
        wanted = f"{row.store_shipping_zone} / {row.store_shipping_method}"
        complaints.append(
            (f"The store has no shipping method {wanted}.", "Correct zone and method as the store spells them.")
        )
    codes = ", ".join(str(getattr(row, setting)) for setting, *_ in _CODES if getattr(row, setting))
    unseen = [unread(facts, Ask.STORE_SHIPPING).says] if facts.refused(Ask.STORE_SHIPPING) else []
    fine = met(f"Goes by {codes}.") if codes else by_hand("The row names no ship via code.")
    return verdict_on(complaints, fine, unseen)


def _offered(row: ShippingRow, facts: Facts) -> bool:
    zones = [each for each in facts.rows(Ask.STORE_SHIPPING) if same(each.get("zone"), row.store_shipping_zone)]
    if same(row.store_shipping_method, NONE):
        return bool(zones)
    return any(same(each.get("method"), row.store_shipping_method) for each in zones)


def _unmapped(facts: Facts, settings: StoreSettings) -> Finding:
    rows = {_key(row.store_shipping_zone, row.store_shipping_method): row for row in settings.shipping}
    offered = {
        _key(row.get("zone"), row.get("method")): f"{row.get('zone')} / {row.get('method')}"
        for row in facts.rows(Ask.STORE_SHIPPING)
    }
    lacking = [name for key, name in offered.items() if key not in rows]
    asleep = [name for key, name in offered.items() if key in rows and not rows[key].active]
    if not lacking and not asleep:
        return met("Every shipping method of the store has an active row.")
    parts = [("No row yet for", lacking), ("Rows that are not active", asleep)]
    says = " ".join(f"{what}: {', '.join(names)}." for what, names in parts if names)
    return by_hand(f"{says} Such orders come without a ship via code. Is that meant?")


def _key(zone: object, method: object) -> tuple[str, str]:
    return folded(zone), folded(method)


UNMAPPED: Final = Criterion(
    key="shipping.unmapped",
    form=_FORM,
    tab=_TAB,
    wording="Each shipping method of the store has an active row",
    breaks="Orders by a method without an active row come without a ship via code.",
    look="section shipping of the settings; `make discover` adds what is missing.",
    judge=_unmapped,
    asks=(Ask.STORE_SHIPPING,),
    needs=("store.connection",),
    exempt=NO_ORDERS,
    required=False,
    source="connector 6.7",
)
