"""Which candidates become payments: the filters of the Payment Entity document ([S2]), and ours where it is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments_candidates import Candidate
from bc_myob.mapping.payments_from_order import NUMBERS
from bc_myob.mapping.payments_portions import State
from bc_myob.mapping.totals import Order, currency_of
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link
from bc_myob.model.statuses import Event, Status

Outcome = tuple[Event, str]

_STILL_THERE: Final = frozenset({Status.PREPARED, Status.FAILED, Status.ABORTED, Status.FILTERED, Status.INVALID})
"""What may have become of an order after its success without the ERP losing it: payments follow it all the same."""

_NAMED_BY: Final = ("OrderType", "OrderNbr", "CustomerID")
"""What a payment says of its order."""

_NO_PAYMENT: Final = {
    State.TEST: "This is a test transaction: no money was taken.",
    State.PENDING: "The store only announces this money (pending); the payment follows when it has arrived.",
    State.BOOKED: "This money is in MYOB Advanced already, as the payment that was created from the order.",
}
_TAKEN_BACK: Final = {
    State.VOIDED: "The payment was voided in the store.",
    State.UNPAID: "The store does not regard the order as paid any more.",
}
_NOT_THERE: Final = _TAKEN_BACK | {
    State.UNPAID: "The store does not regard the order as paid yet; the payment follows when it does.",
}


def refusal(candidate: Candidate, given: Given, order: Order) -> Outcome | None:
    """Give the outcome of a candidate that does not become a payment, with its reason; None for one that does.

    In the order of [S2]: what happened in the store, then its sales order, then the mapping of its method.
    """
    return (
        _in_store(candidate, given, order)
        or _order_waits(given.order_link(order), order)
        or _currency(candidate, order)
        or _method(candidate, given, order)
        or _unseen(candidate)
    )


def numbers_kept(
    payments: Mapping[str, Link], order: Order, rows: Sequence[Mapping[str, Any]] | None
) -> frozenset[str]:
    """Give the numbers that an order's payments keep, by their sync records.

    Of those without a transaction what the ERP has; of transactions also what may be on its way there.
    """
    listed = {str(row.get("id")) for row in rows or ()}
    links = {number: payments.get(f"{order['id']},{number}") for number in NUMBERS | listed}
    return frozenset(number for number, link in links.items() if link and _keeps(link, listed=number in listed))


def _keeps(link: Link, *, listed: bool) -> bool:
    if not listed:
        return bool(link.erp_id)
    return link.status is not Status.DELETED and (bool(link.erp_id) or link.status is not Status.FILTERED)


def is_waiting_for_order(given: Given, order: Order) -> bool:
    """Say whether the payment's sales order is not synchronised (yet)."""
    return _order_waits(given.order_link(order), order) is not None


def _in_store(candidate: Candidate, given: Given, order: Order) -> Outcome | None:
    if candidate.state is State.FAILED:
        return (
            Event.HELD_BY_RULE,
            f"The transaction failed in the store (status {candidate.status}): no money was taken.",
        )
    if candidate.state is State.MOVED:
        return Event.HELD_BY_RULE, _moved(given.link(Entity.PAYMENT, external_id(order, candidate)))
    if candidate.state in _TAKEN_BACK:
        link = given.link(Entity.PAYMENT, external_id(order, candidate))
        return Event.HELD_BY_RULE, _taken_back(candidate.state, link)
    if text := _NO_PAYMENT.get(candidate.state):
        return Event.HELD_BY_RULE, text
    unsupported = {name.casefold() for name in given.settings.payments.unsupported_manual_methods}
    if candidate.text.casefold() in unsupported:
        return Event.HELD_BY_RULE, f"The manual payment method '{candidate.text}' is not supported."
    return None


def external_id(order: Order, candidate: Candidate) -> str:
    """Give the combined External ID: order number, comma, payment number (connector 5.7)."""
    return f"{order['id']},{candidate.number}"


def _taken_back(state: State, link: Link | None) -> str:
    """Give what is said of money that is not there, or no longer: what the ERP has of it is to be voided."""
    if not link or not link.erp_key:
        return _NOT_THERE[state]
    return f"{_TAKEN_BACK[state]} Void payment {link.erp_key} in MYOB Advanced as well."


def _moved(link: Link | None) -> str:
    said = "Another payment of this order has this money already."
    if not link or not link.erp_key:
        return said
    return f"{said} Void payment {link.erp_key} in MYOB Advanced, or the money is there twice."


def _order_waits(link: Link | None, order: Order) -> Outcome | None:
    """Hold payments of an order that is not synchronised; one that was, and fails or meets a filter since, still is."""
    number = order["id"]
    if link is None:
        return Event.HELD_BY_RULE, f"Sales order {number} has not been synchronised yet; the payment follows it."
    if link.status is Status.PROCESSED or (link.status in _STILL_THERE and _was_synchronised(link)):
        return _unnamed(link, order)
    why = f": {link.last_error}" if link.last_error else "."
    return Event.HELD_BY_RULE, f"Sales order {number} is not synchronised; its status is {link.status}{why}"


def _unnamed(link: Link, order: Order) -> Outcome | None:
    """Hold payments of an order of which it is not known what they have to name."""
    missing = [name for name in _NAMED_BY if not link.details.get(name)]
    if not missing:
        return None
    return Event.HELD_BY_RULE, (
        f"Sales order {order['id']} is in MYOB Advanced as {link.erp_key}, but its {', '.join(missing)} there was "
        "never read. Use Sync on the order's record, or link it again as it is (Add or Edit Link); the payment follows."
    )


def _was_synchronised(link: Link) -> bool:
    """Say whether the order was Processed once: a first write that only partly came about is marked `saved`."""
    once = link.details.get("synchronised") or "saved" not in link.details
    return bool(link.erp_id and link.details.get("OrderNbr") and once)


def _currency(candidate: Candidate, order: Order) -> Outcome | None:
    if candidate.currency == currency_of(order):
        return None
    return Event.FAILED, f"The payment is in {candidate.currency}, its order in {currency_of(order)}."


def _method(candidate: Candidate, given: Given, order: Order) -> Outcome | None:
    currency = currency_of(order)
    row = given.settings.payments.row(candidate.store_method, currency)
    named = f"{candidate.store_method} in {currency}"
    if row is None and candidate.state is State.UNSEEN:
        return Event.FILTERED, (
            f"The store calls this order paid by {named} and shows no transaction of it. No row of Payment Settings "
            "builds payments from orders by this name (Create Payment from Order, Store Order Payment Method)."
        )
    if row is None:
        return Event.FILTERED, f"The payment method {named} is not mapped on Payment Settings."
    return None if row.active else (Event.FILTERED, f"The payment method {named} is not active on Payment Settings.")


def _unseen(candidate: Candidate) -> Outcome | None:
    if candidate.state is not State.UNSEEN:
        return None
    return Event.HELD_BY_RULE, (
        f"The store calls this order paid by {candidate.text} and shows no transaction of it. Where that is the rule "
        f"for {candidate.store_method}, Create Payment from Order has to be selected on its row of Payment Settings."
    )
