"""One payment of a batch: what it applies now, its money, and the notes it bears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.model.errors import RecordBlocked
from bc_myob.model.steps import UNFINISHED
from bc_myob.sync.applications import Applied, OrderNow, orphaned, unapplied

ORDERS: Final = "OrdersToApply"
DOCUMENTS: Final = "DocumentsToApply"
NAMES_ORDER: Final = ("OrderType", "OrderNbr")
"""The fields by which one names a sales order."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One payment, ready to be written: `claimed` bears its applications; `before` and `after` are to be booked.

    `as_it_is`: the ERP's record, where nothing of it may or need be written.
    """

    claimed: Claimed
    order: OrderNow | None = None
    before: Applied = field(default_factory=Applied)
    after: Applied = field(default_factory=Applied)
    as_it_is: Mapping[str, Any] | None = None


def own(row: Mapping[str, Any] | None, order: OrderNow) -> Applied:
    """Give what the payment applies now."""
    if row is None:
        return Applied()
    orders = {known_key(each): Decimal(each.get("AppliedToOrder") or 0) for each in row.get(ORDERS) or []}
    listed = [each for each in row.get(DOCUMENTS) or [] if each.get("ReferenceNbr")]
    documents = {str(each["ReferenceNbr"]): Decimal(each.get("AmountPaid") or 0) for each in listed}
    return Applied(orders.get((order.order_type, order.number), Decimal(0)), documents)


def left_on(row: Mapping[str, Any], claimed: Claimed) -> str | None:
    """Give the note on a payment that is there, and for no order any more: others cover it, or it is gone."""
    left, currency = Decimal(row.get("AvailableBalance") or 0), money(claimed)[1]
    if left <= 0:
        return None
    gone = claimed.document.get(ORDERS)
    return orphaned(key_of(gone[0])[1], left, currency) if gone else unapplied(claimed.source_id, left, currency)


def holding(claimed: Claimed, row: Mapping[str, Any] | None) -> Claimed:
    """Give a payment without a share of its order, with what it applies all the same: that is not taken from it.

    Its share has gone to a payment that may find no room, as this one still holds it; the next change tells who gives.
    """
    held = sum((Decimal(each.get("AppliedToOrder") or 0) for each in (row or {}).get(ORDERS) or []), Decimal(0))
    return replace(claimed, details={**claimed.details, "applied": held}) if held > 0 else claimed


def covered(claimed: Claimed, row: Mapping[str, Any] | None) -> str | None:
    """Give the note on a payment that may still be changed and that the others leave nothing of their order."""
    amount, currency = money(claimed)
    there = row or {}
    used = [each.get("AppliedToOrder") for each in there.get(ORDERS) or []]
    used += [each.get("AmountPaid") for each in there.get(DOCUMENTS) or []]
    left = amount - sum((Decimal(each or 0) for each in used), Decimal(0))
    return unapplied(claimed.source_id, left, currency) if left > 0 else None


def noted(claimed: Claimed, *said: str | None, short: bool = False) -> Claimed:
    """Give the payment with what is to be said of it; `short`: it shall apply more as soon as its order takes it."""
    warning = " ".join(filter(None, said)) or None
    left = {UNFINISHED: claimed.document_hash if short else None}
    return replace(claimed, details={**claimed.details, "warning": warning, **left})


def is_said_again(claimed: Claimed) -> bool:
    """Say whether the ERP has the fields of this very document: only what it applies was left open."""
    known = claimed.erp_details.get(UNFINISHED) == claimed.document_hash
    return known and claimed.sending_since is None and not claimed.forced


def money(claimed: Claimed) -> tuple[Decimal, str]:
    """Give the payment's amount and currency."""
    # The user's mapping may leave the currency out (a site without Multicurrency); the store's is known all the same.
    sent, known = claimed.document, claimed.details
    amount = sent.get("PaymentAmount", known.get("amount"))
    return Decimal(str(amount or 0)), str(sent.get("CurrencyID") or known.get("currency") or "")


def known_key(row: Mapping[str, Any]) -> Key | None:
    """Give the order that a row names; None where it names none."""
    kind, number = (str(row.get(name) or "").strip() for name in NAMES_ORDER)
    return (kind, number) if kind and number else None


def key_of(row: Mapping[str, Any]) -> Key:
    """Give the order that a row names. RecordBlocked where it names none: only this payment waits for it."""
    key = known_key(row)
    if key is None:
        raise RecordBlocked(
            "It is not known which sales order of MYOB Advanced the payment is for: an answer lacked its number. Use "
            "Sync on the order's record; the payment follows it."
        )
    return key


def order_in_doubt(number: str) -> RecordBlocked:
    """Give what is said of a payment while a write to its order may still change what payments apply to it."""
    return RecordBlocked(
        f"The answer to the last write of Sales Order {number} was lost, so the payment waits until it is known "
        "whether it has arrived. It goes on by itself."
    )


def no_order(key: Key) -> RecordBlocked:
    """Give what is said of a payment whose order the ERP has no more."""
    return RecordBlocked(
        f"Sales order {key[1]} ({key[0]}) is no longer in MYOB Advanced, so the payment waits. Use Sync or Set as "
        "Prepared on the order's record to bring the order again, or enter the payment by hand."
    )
