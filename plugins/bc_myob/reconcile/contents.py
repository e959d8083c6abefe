"""Does the ERP's record say what it should? Orders and payments; of customers and locations only presence counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bc_myob.mapping.orders_rules import BROUGHT_CANCELLED
from bc_myob.model.entities import Entity
from bc_myob.reconcile.books import Entry, ErpRecord, Freshness, is_other
from bc_myob.reconcile.findings import Finding, Kind, Weight, found
from bc_myob.reconcile.presence import Terms
from bc_myob.reconcile.refunds import Budget

_RELEASED: Final = frozenset({"open", "reserved", "closed"})
_UNRELEASED: Final = frozenset({"balanced", "on hold", "pending processing", "pending approval"})
_NOT_LISTED: Final = (
    "The store does not list it any more (archived, perhaps): if it is right as it is, set it as Skipped."
)


def judge_order(entry: Entry, row: ErpRecord, terms: Terms, budget: Budget) -> Iterator[Finding]:
    """Give what is wrong with a sales order: ended on one side, currency, amount."""
    del terms
    if row.dead:
        if entry.store is None and not entry.ended:
            says = f"{row.key} is {row.status} in MYOB Advanced; the store had not ended it when the sync read it last."
            yield found(entry, Kind.STATUS, says, f"Open it again in MYOB Advanced. {_NOT_LISTED}")
        elif not entry.ended:
            says = f"{row.key} is {row.status} in MYOB Advanced; the order goes on in the store."
            yield found(entry, Kind.STATUS, says, "Cancel it in the store, or open it again in MYOB Advanced.")
        return
    if _cancelled_after_import(entry):
        yield found(
            entry,
            Kind.STATUS,
            f"The order was cancelled in the store after it was brought; {row.key} is {row.status}.",
            "Cancel it in MYOB Advanced: the synchronisation does not cancel orders.",
        )
    yield from judge_customer(entry, row)
    yield from judge_money(entry, row, budget)


def judge_payment(entry: Entry, row: ErpRecord, terms: Terms, budget: Budget) -> Iterator[Finding]:
    """Give what is wrong with a payment: ended on one side, currency, amount, release. Applications come apart."""
    store = entry.store
    if store is not None and store.cancelled:
        if not row.dead:
            why = "voided, declined or failed, or another payment has the money"
            says = f"The store has no money of this payment ({why}); {row.key} is {row.status}."
            yield found(entry, Kind.STATUS, says, "Void it in MYOB Advanced as well.")
        return
    if row.dead:
        if not entry.ended:
            yield _dead_payment(entry, row, budget)
        return
    yield from judge_customer(entry, row)
    yield from judge_money(entry, row)
    yield from _judge_release(entry, row, terms)


def _dead_payment(entry: Entry, row: ErpRecord, budget: Budget) -> Finding:
    what, back = f"{row.key} is {row.status} in MYOB Advanced", budget.given_back
    if entry.external_id in budget.voids:
        says = f"{what}; the store gave back {back} {entry.currency} of the order."
        return found(entry, Kind.STATUS, says, "Nothing if that was this payment; else enter it again.", Weight.NOTE)
    if entry.store is None:
        says = f"{what}; the store had the money when the sync read it last."
        return found(entry, Kind.STATUS, says, f"{_again(row)}. {_NOT_LISTED}")
    rest = f" The {back} {entry.currency} it gave back of the order do not account for it." if back else ""
    says = f"{what}; the store has the money.{rest}"
    return found(entry, Kind.STATUS, says, f"{_again(row)}; or give the money back in the store.")


def _again(row: ErpRecord) -> str:
    return f"Enter it again under its external reference, {row.reference}, then set it as Prepared: the sync links it"


def judge_customer(entry: Entry, row: ErpRecord) -> Iterator[Finding]:
    """Give a document that is another customer's than when it was saved."""
    if not is_other(entry.customer, row.customer):
        return
    says = f"{row.key} is of customer {row.customer}; it was saved for {entry.customer}."
    todo = "Correct the customer in MYOB Advanced."
    if entry.entity is Entity.SALES_ORDER:
        todo += " If it is right, link the order again as it is (Add or Edit Link, need_to_sync off)."
    else:
        says = f"{row.key} is of customer {row.customer}; its order was saved for {entry.customer}."
        todo = f"Void it. {_again(row)}; or, if it is right, Skip it in Sync History."
    yield found(entry, Kind.CUSTOMER, says, todo)


def judge_money(entry: Entry, row: ErpRecord, budget: Budget | None = None) -> Iterator[Finding]:
    """Give a difference of currency, else one of amount: amounts of two currencies are not compared.

    Lower by exactly one or several of the store's refunds is a note: so people book them.
    """
    if entry.unreadable:
        says = f"The store's record cannot be read ({entry.unreadable}), so {row.key} cannot be compared with it."
        yield found(entry, Kind.UNREADABLE, says, "Correct it in the store, or compare it by hand.")
        return
    wanted = entry.currency
    if wanted and row.currency and wanted.casefold() != row.currency.casefold():
        says = f"The store has it in {wanted}, {row.key} is in {row.currency}."
        yield found(entry, Kind.CURRENCY, says, "Correct the currency in MYOB Advanced, or void and bring it again.")
        return
    amount = entry.amount
    if amount is not None and row.amount is not None and amount != row.amount:
        booked = budget is not None and budget.books(amount - row.amount)
        says = f"The store has {amount} {wanted}, {row.key} has {row.amount}"
        says += f"; the store gave back {budget.given_back} of it." if budget and budget.refunds else "."
        todo = "Find out which is right; Sync (Set as Prepared) sends the store's again."
        todo = "Nothing if that refund is booked here." if booked else todo
        yield found(entry, Kind.AMOUNT, says, todo, Weight.NOTE if booked else Weight.FAULT)


def _judge_release(entry: Entry, row: ErpRecord, terms: Terms) -> Iterator[Finding]:
    should, status = _should_be_released(entry), row.status.casefold()
    if should and status in _UNRELEASED:
        says = f"{row.key} is {row.status}; the settings release payments of this method."
        yield found(entry, Kind.UNRELEASED, says, "Release it (AR302000), or set it as Prepared.")
    if should or status not in _RELEASED or entry.store is None:
        return
    if not entry.store.taken:
        says = f"{row.key} is {row.status}; in the store the money is only authorised."
        yield found(entry, Kind.STATUS, says, "Void it in MYOB Advanced, or capture the money in the store.")
    elif status != "closed":
        says = f"{row.key} is {row.status}; the settings leave payments of this method unreleased."
        weight = Weight.NOTE if terms.people_release else Weight.FAULT
        yield found(entry, Kind.STATUS, says, "Nothing if a person released it; else see Payment Settings.", weight)


def _cancelled_after_import(entry: Entry) -> bool:
    """Tell orders that were cancelled later from those that the settings bring although they are cancelled."""
    store, history = entry.store, entry.history
    if store is None or history is None or not store.cancelled:
        return False
    if BROUGHT_CANCELLED in history.details:
        return not history.details[BROUGHT_CANCELLED]
    # brought before that was kept: the dates are all there is
    return bool(store.modified_at and history.brought_at and store.modified_at > history.brought_at)


def _should_be_released(entry: Entry) -> bool:
    """Give what was decided when it was brought: settings that changed since do not reach back, new money does."""
    news = entry.store is not None and entry.store.wanted and entry.store.freshness is not Freshness.SEEN
    if entry.history is not None and not news and "release" in entry.history.details:
        return bool(entry.history.details["release"])
    return entry.store is not None and entry.store.released
