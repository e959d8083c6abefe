"""Payment Settings of BigCommerce Stores (BC201000): one criterion per active row (connector 5, 6.7, 9.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.facts import Ask, Facts, Row, listed, same
from bc_myob.checklist.findings import Finding, by_hand, met, verdict_on
from bc_myob.checklist.judges import unread, unshown
from bc_myob.checklist.payments_store import store_complaints, store_doubts
from bc_myob.checklist.payments_whole import FORM, NO_PAYMENTS, ROWS, TAB, WHOLE
from bc_myob.store.payments import PaymentMethodRow
from bc_myob.store.settings import StoreSettings

_METHODS: Final = "Payment Methods (CA204000)"
_ACCOUNTS: Final = "Cash Accounts (CA202000)"
_METHOD_BOXES: Final = {"Active": "Active", "UseInAR": "Use in AR", "IntegratedProcessing": "Integrated Processing"}
Complaints = list[tuple[str, str]]


def payment_rows(settings: StoreSettings) -> Iterator[Criterion]:
    """Give one criterion per active row of the table, and the two about the whole of it."""
    yield ROWS
    for row in settings.payments.methods:
        if row.active:
            yield _criterion(row)
    yield from WHOLE


def _criterion(row: PaymentMethodRow) -> Criterion:
    name = f"{row.store_payment_method} {row.currency}"
    return Criterion(
        key=f"payments.{name}",
        form=FORM,
        tab=TAB,
        wording=f"{name}: ERP method and cash account in that currency and branch",
        breaks=f"Payments by {row.store_payment_method} in {row.currency} fail; their orders stay.",
        look=f"{_METHODS}: {row.erp_payment_method}, tab Allowed Cash Accounts; {_ACCOUNTS}: {row.cash_account}.",
        judge=lambda facts, settings: _judged(row, facts, settings),
        asks=(Ask.METHODS,),
        reads=(
            *(Ask.CURRENCIES, Ask.STORE_CURRENCIES, Ask.CASH_ACCOUNTS),
            *(Ask.STORE_METHODS, Ask.STORE_ORDERS, Ask.STORE_TRANSACTIONS),
        ),
        needs=("endpoint.version", ROWS.key, "orders.branch"),
        exempt=NO_PAYMENTS,
        source="connector 6.7",
    )


def _judged(row: PaymentMethodRow, facts: Facts, settings: StoreSettings) -> Finding:
    method = facts.find(Ask.METHODS, "PaymentMethodID", row.erp_payment_method)
    complaints = [*_currency(row, facts), *store_complaints(row, facts)]
    unseen = _currency_doubts(row, facts)
    unseen += store_doubts(row, facts)
    if method is None:
        known = listed(facts.rows(Ask.METHODS), "PaymentMethodID")
        complaints += [
            (
                f"There is no payment method {row.erp_payment_method}. There are: {known}.",
                f"Correct erp_payment_method of this row, or create it on {_METHODS}.",
            )
        ]
    else:
        complaints += _method(row, method) + _account(row, method, facts, settings)
        unseen += unshown(method, _METHOD_BOXES, f"payment method {row.erp_payment_method}")
        unseen += _account_unseen(row, method)
    if not complaints and _currency_unseen(row, facts):
        return by_hand(
            f"{row.erp_payment_method} and {row.cash_account} belong together; the account's currency is not shown.",
            f"{_ACCOUNTS}: {row.cash_account} must be in {row.currency}.",
        )
    release = "released" if row.release else "left Balanced"
    fine = met(f"{row.erp_payment_method} into {row.cash_account} ({row.currency}); payments are {release}.")
    account = facts.find(Ask.CASH_ACCOUNTS, "CashAccountCD", row.cash_account) or {}
    unseen += unshown(account, {"Active": "Active"}, f"cash account {row.cash_account}")
    return verdict_on(complaints, fine, unseen)


def _currency(row: PaymentMethodRow, facts: Facts) -> Complaints:
    found: Complaints = []
    if not facts.refused(Ask.CURRENCIES):
        currency = facts.find(Ask.CURRENCIES, "CurrencyID", row.currency)
        if currency is None or currency.get("Active") is False:
            found.append((f"The ERP has no active currency {row.currency}.", "Activate it on Currencies (CM202000)."))
    return found


def _currency_doubts(row: PaymentMethodRow, facts: Facts) -> list[str]:
    if facts.refused(Ask.CURRENCIES):
        return [unread(facts, Ask.CURRENCIES).says]
    currency = facts.find(Ask.CURRENCIES, "CurrencyID", row.currency)
    return unshown(currency, {"Active": "Active"}, f"currency {row.currency}") if currency else []


def _method(row: PaymentMethodRow, method: Row) -> Complaints:
    name, found = row.erp_payment_method, list[tuple[str, str]]()
    if method.get("Active") is False:
        found.append((f"Payment method {name} is not active.", f"Activate {name} on {_METHODS}."))
    if method.get("UseInAR") is False:
        found.append(
            (f"Payment method {name} is not for customers' payments.", f"Select Use in AR of {name} ({_METHODS}).")
        )
    if method.get("IntegratedProcessing"):
        found.append(
            (
                f"Payment method {name} processes cards itself, though the store has taken the money already.",
                f"Use a method without Integrated Processing ({_METHODS}).",
            )
        )
    return found


def _account(row: PaymentMethodRow, method: Row, facts: Facts, settings: StoreSettings) -> Complaints:
    if method.get("AllowedCashAccounts") is None:
        return []
    name, place = row.cash_account, f"tab Allowed Cash Accounts of {row.erp_payment_method} on {_METHODS}"
    allowed: list[Any] = list(method.get("AllowedCashAccounts") or ())
    entry = next((each for each in allowed if same(each.get("CashAccount"), name)), None)
    if entry is None:
        known = listed(allowed, "CashAccount")
        return [
            (
                f"Cash account {name} is not allowed for {row.erp_payment_method} (allowed: {known}).",
                f"Add it: {place}.",
            )
        ]
    found: Complaints = []
    if entry.get("UseInAR") is False:
        found.append((f"Cash account {name} is not for customers' payments.", f"Select Use in AR: {place}."))
    branch = entry.get("Branch")
    if branch and not same(branch, settings.orders.branch):
        found.append(
            (
                f"Cash account {name} belongs to branch {branch}, orders go to {settings.orders.branch}.",
                f"Choose a cash account of that branch ({_ACCOUNTS}).",
            )
        )
    account = facts.find(Ask.CASH_ACCOUNTS, "CashAccountCD", name) or {}
    if account.get("Active") is False:
        found.append((f"Cash account {name} is not active.", f"Activate it on {_ACCOUNTS}."))
    currency = account.get("CuryID")
    if currency and not same(currency, row.currency):
        found.append(
            (
                f"Cash account {name} is in {currency}, this row is for {row.currency}.",
                f"Choose a cash account in {row.currency} ({_ACCOUNTS}).",
            )
        )
    return found


def _account_unseen(row: PaymentMethodRow, method: Row) -> list[str]:
    allowed = method.get("AllowedCashAccounts")
    if allowed is None:
        return [f"The cash accounts allowed for {row.erp_payment_method} are not shown."]
    entry = next((each for each in allowed if same(each.get("CashAccount"), row.cash_account)), None)
    return (
        unshown(entry, {"UseInAR": "Use in AR", "Branch": "Branch"}, f"cash account {row.cash_account}")
        if entry
        else []
    )


def _currency_unseen(row: PaymentMethodRow, facts: Facts) -> bool:
    account = facts.find(Ask.CASH_ACCOUNTS, "CashAccountCD", row.cash_account)
    return not (account or {}).get("CuryID")
