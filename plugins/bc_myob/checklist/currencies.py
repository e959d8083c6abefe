"""The currencies documents come in, against those of the ERP, its branch and its customers (connector 4.3, 9.3)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Judge
from bc_myob.checklist.facts import Ask, Facts, Row, same
from bc_myob.checklist.findings import Finding, by_hand, met, not_applicable, not_met, verdict_on
from bc_myob.checklist.judges import unread, unshown
from bc_myob.checklist.orders import NO_ORDERS
from bc_myob.checklist.payments_store import sold_in
from bc_myob.store.settings import StoreSettings

FORM: Final = "Currencies (CM202000)"
FOREIGN_ASKS: Final = (Ask.STORE_CURRENCIES, Ask.BRANCHES, Ask.STORE)
"""What tells which currencies documents come in besides the base currency."""


def _documents_in(facts: Facts, settings: StoreSettings) -> set[str]:
    """Give the currencies of orders and payments: those sold in, and those of active rows."""
    return {row.currency for row in settings.payments.methods if row.active} | set(sold_in(facts))


def _base(facts: Facts, settings: StoreSettings) -> str:
    branch = facts.find(Ask.BRANCHES, "BranchID", settings.orders.branch) or {}
    return str(branch.get("BaseCurrencyID") or facts.one(Ask.STORE).get("currency") or "")


def foreign_currencies(facts: Facts, settings: StoreSettings) -> list[str]:
    """Give the currencies of orders and payments that are not the ERP's."""
    return sorted(_documents_in(facts, settings) - {_base(facts, settings)})


def with_foreign_currencies(judge: Judge) -> Judge:
    """Give the judge for stores that sell in more than the base currency; the others need not care."""

    def judged(facts: Facts, settings: StoreSettings) -> Finding:
        if foreign_currencies(facts, settings):
            return judge(facts, settings)
        if facts.refused(Ask.STORE_CURRENCIES):
            return unread(facts, Ask.STORE_CURRENCIES)
        return not_applicable("The store sells in the ERP's base currency only.")

    return judged


def takes_all(row: Row, of: str, form: str, facts: Facts, settings: StoreSettings) -> Finding:
    """Judge whether the customer, or the customers of the class, may have documents in every currency there is."""
    own = str(row.get("CurrencyID") or _base(facts, settings)).strip().upper()
    others = sorted(_documents_in(facts, settings) - {own})
    if not others and facts.refused(Ask.STORE_CURRENCIES):
        return unread(facts, Ask.STORE_CURRENCIES)
    if not others:
        return not_applicable(f"The store sells in {own} only, the currency of {of}.")
    if row.get("EnableCurrencyOverride"):
        return met(f"Documents of {of} may be in other currencies than {own}.")
    if unseen := unshown(row, {"EnableCurrencyOverride": "Enable Currency Override"}, of):
        return by_hand(*unseen)
    return not_met(
        f"Documents of {of} may not be in another currency than {own}, and the store sells in {', '.join(others)}.",
        f"Select Enable Currency Override of {of} on {form}.",
    )


def _known(facts: Facts, _: StoreSettings) -> Finding:
    sold = sold_in(facts)
    known = {str(row.get("CurrencyID")): row for row in facts.rows(Ask.CURRENCIES)}
    there = {code: next((row for name, row in known.items() if same(name, code)), None) for code in sold}
    wrong = sorted(code for code, row in there.items() if row is None or row.get("Active") is False)
    named = ", ".join(wrong)
    says = f"The store sells in {named}, and the ERP has no such active currency."
    mend = f"Activate {named} on {FORM}, or stop selling in it (in the store: Settings > Currencies)."
    doubts = [each for code, row in there.items() if row for each in unshown(row, {"Active": "Active"}, code)]
    fine = met(f"The ERP knows {', '.join(sold)}.") if sold else by_hand("The store shows no currency it sells in.")
    return verdict_on([(says, mend)] if wrong else [], fine, doubts)


CURRENCIES: Final = Criterion(
    key="orders.currencies",
    form=FORM,
    wording="Each currency the store sells in is active in the ERP",
    breaks="Orders and payments in a currency that the ERP does not know fail.",
    look=f"{FORM}; in the store: Settings > Currencies.",
    judge=_known,
    asks=(Ask.CURRENCIES, Ask.STORE_CURRENCIES),
    needs=("endpoint.version", "store.connection"),
    exempt=NO_ORDERS,
    source="connector 4.3, 9.3",
)
