"""Payment Settings of BigCommerce Stores (BC201000) as a whole, and what else payments need (connector 5, 9.3)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.erp import inactive
from bc_myob.checklist.facts import Ask, Facts, folded
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.checklist.payments_store import parts_of, sold_in
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings

FORM: Final = "BigCommerce Stores (BC201000)"
TAB: Final = "Payment Settings"
NO_PAYMENTS: Final = inactive(Entity.PAYMENT)


def _has_rows(_: Facts, settings: StoreSettings) -> Finding:
    active = [row for row in settings.payments.methods if row.active]
    if active:
        return met(f"{len(active)} rows are active.")
    return not_met(
        "No payment method has an active row.", "Fill and activate rows of payments.methods (make discover)."
    )


def _unmapped(facts: Facts, settings: StoreSettings) -> Finding:
    active = {(parts_of(row.store_payment_method)[0], row.currency) for row in settings.payments.methods if row.active}
    currencies = sold_in(facts)
    lacking: dict[str, list[str]] = {}
    for row in facts.rows(Ask.STORE_METHODS):
        missing = [each for each in currencies if (folded(row.get("code")), each) not in active]
        if missing:
            lacking[str(row.get("name") or row.get("code"))] = missing
    if not lacking:
        return met(f"Every payment method the store lists has an active row in {', '.join(currencies)}.")
    names = "; ".join(f"{name} in {', '.join(missing)}" for name, missing in lacking.items())
    return by_hand(f"No active row for: {names}. Payments by these get the status Filtered. Is that meant?")


def _reference(facts: Facts, settings: StoreSettings) -> Finding:
    required = facts.one(Ask.RECEIVABLES).get("RequireExtRef")
    if required is None:
        return by_hand("The preferences do not show Require Payment Reference on Entry.")
    if not required:
        return met("The ERP takes payments without a payment reference.")
    if settings.payments.payment_id_as_reference:
        return met("The ERP wants a payment reference, and every payment gets one.")
    return not_met(
        "The ERP wants a reference on every payment, but manual payments of the store have none.",
        "Set payments.payment_id_as_reference to true, or clear Require Payment Reference on Entry (AR101000).",
    )


def _held(facts: Facts, settings: StoreSettings) -> Finding:
    held = facts.one(Ask.RECEIVABLES).get("HoldEntry")
    if held is None:
        return by_hand("The preferences do not show Hold Documents on Entry.")
    if not held:
        return met("The ERP puts no new document on hold.")
    if not any(row.active and row.release for row in settings.payments.methods):
        return met("Payments come without hold, and none is released.")
    return by_hand(
        "The ERP puts new documents on hold. Payments come without hold and are released all the same; refunds that "
        "people enter stay on hold. Is that meant?"
    )


ROWS: Final = Criterion(
    key="payments.rows",
    form=FORM,
    tab=TAB,
    wording="At least one payment method is active",
    breaks="Every payment gets the status Filtered.",
    look="payments.methods of the settings file.",
    judge=_has_rows,
    exempt=NO_PAYMENTS,
    source="connector 9.3",
)
WHOLE: Final = (
    Criterion(
        key="payments.unmapped",
        form=FORM,
        tab=TAB,
        wording="Each payment method of the store has an active row in each currency",
        breaks="Payments without an active row get the status Filtered.",
        look="payments.methods of the settings (`make discover` adds rows); the store's list is not complete.",
        judge=_unmapped,
        asks=(Ask.STORE_METHODS, Ask.STORE_CURRENCIES),
        needs=("store.connection",),
        exempt=NO_PAYMENTS,
        required=False,
        source="S2",
    ),
    Criterion(
        key="payments.reference",
        form="Accounts Receivable Preferences (AR101000)",
        wording="Payments without a reference are taken, or get one",
        breaks="Manual payments fail.",
        look="AR101000: Require Payment Reference on Entry; payments.payment_id_as_reference of the settings.",
        judge=_reference,
        asks=(Ask.RECEIVABLES,),
        needs=("erp.sign_in",),
        exempt=NO_PAYMENTS,
        source="myob-advanced-api 6",
    ),
    Criterion(
        key="payments.held",
        form="Accounts Receivable Preferences (AR101000)",
        wording="Hold Documents on Entry goes with releasing payments",
        breaks="Payments are released, refunds are not.",
        look="AR101000: Hold Documents on Entry; release of the rows in payments.methods.",
        judge=_held,
        asks=(Ask.RECEIVABLES,),
        needs=("erp.sign_in",),
        exempt=NO_PAYMENTS,
        required=False,
        source="connector 5.7",
    ),
    Criterion(
        key="payments.periods",
        form="Manage Financial Periods (GL503000)",
        wording="The financial periods of the payments' dates are open",
        breaks="Payments dated in a closed or missing period fail.",
        look="GL503000: every period from the earliest order's date on is open in AR; a period for today exists.",
        judge=lambda _facts, _settings: by_hand("Which periods are meant depends on the orders to come."),
        needs=("erp.sign_in",),
        exempt=NO_PAYMENTS,
        required=False,
        source="myob-advanced-api 6",
    ),
)
