"""What a payment is applied to, by the present state of its sales order (connector 5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from bc_myob.model.money import ZERO, round_money

_CANCELED: Final = "Canceled"
_INVOICED: Final = frozenset({"Completed", "Invoiced"})


class Billing(Enum):
    """How far a sales order is invoiced; the value is how a note says it."""

    NOT_YET = ""
    PARTLY = "is partly invoiced and "
    FULLY = "is invoiced and "


@dataclass(slots=True)
class OpenInvoice:
    """An invoice of the order: what is left to pay on it, nothing where it takes no payments (yet)."""

    doc_type: str
    number: str
    balance: Decimal


@dataclass(slots=True)
class OrderNow:
    """A sales order as the ERP has it now. `room`: what payments may still take of it; both shrink as payments do."""

    order_type: str
    number: str
    billing: Billing
    room: Decimal
    invoices: list[OpenInvoice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a payment applies to its order, and to documents by number."""

    to_order: Decimal = ZERO
    to_documents: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Everything that is applied."""
        return self.to_order + sum(self.to_documents.values(), ZERO)


def needs_closer_look(row: Mapping[str, Any]) -> bool:
    """Say whether the order's own payments or invoices decide: it is canceled, or nothing of it is left to invoice."""
    return row.get("Status") == _CANCELED or billing_of(row) is Billing.FULLY


def billing_of(row: Mapping[str, Any]) -> Billing:
    """Give how far the order in an answer of the ERP is invoiced. Canceled ones are not: nobody will (5.6)."""
    unbilled, total = _total(row, "UnbilledAmount"), Decimal(row.get("OrderTotal") or 0)
    if row.get("Status") == _CANCELED:
        return Billing.NOT_YET
    if row.get("Status") in _INVOICED or (total > 0 and unbilled is not None and unbilled <= 0):
        return Billing.FULLY
    return Billing.PARTLY if unbilled is not None and unbilled < total else Billing.NOT_YET


def order_now(row: Mapping[str, Any], invoices: Iterable[Mapping[str, Any]] = ()) -> OrderNow:
    """Give the order's present state from its row, with `Payments` where it is canceled, and its invoices' rows."""
    billing = billing_of(row)
    return OrderNow(
        order_type=str(row["OrderType"]),
        number=str(row["OrderNbr"]),
        billing=billing,
        room=ZERO if billing is Billing.FULLY else max(_room(row), ZERO),
        invoices=[_open(each) for each in sorted(invoices, key=lambda each: str(each["ReferenceNbr"]))],
    )


def applied(order: OrderNow, wanted: Decimal, own: Applied) -> Applied:
    """Give what a payment that applies `own` so far shall apply to have `wanted` applied, as far as there is room.

    Open (canceled, partly invoiced) orders take up to their room, invoiced ones are paid through their invoices. What
    went to invoices since stays there.
    """
    more = wanted - own.total
    if more <= 0:
        return Applied(max(own.to_order + more, ZERO), own.to_documents)
    to_order = min(more, order.room)
    documents = dict(own.to_documents)
    rest = more - to_order
    for invoice in order.invoices:
        share = min(rest, invoice.balance)
        rest -= share
        if share:
            documents[invoice.number] = documents.get(invoice.number, ZERO) + share
    return Applied(own.to_order + to_order, documents)


def taken(order: OrderNow, before: Applied, after: Applied) -> None:
    """Take what a payment applies more than before off the order's present state: the next one finds less room."""
    order.room -= after.to_order - before.to_order
    for invoice in order.invoices:
        invoice.balance -= after.to_documents.get(invoice.number, ZERO) - before.to_documents.get(invoice.number, ZERO)


def applications(order: OrderNow, before: Applied, after: Applied) -> dict[str, list[dict[str, Any]]]:
    """Give the details of the payment's document; what does not change is not sent."""
    rows: dict[str, list[dict[str, Any]]] = {}
    if after.to_order != before.to_order:
        row = {"OrderType": order.order_type, "OrderNbr": order.number, "AppliedToOrder": after.to_order}
        rows["OrdersToApply"] = [row]
    types = {invoice.number: invoice.doc_type for invoice in order.invoices}
    changed = {number: paid for number, paid in after.to_documents.items() if paid != before.to_documents.get(number)}
    if changed:
        rows["DocumentsToApply"] = [
            {"DocType": types[number], "ReferenceNbr": number, "AmountPaid": paid} for number, paid in changed.items()
        ]
    return rows


def note(order: OrderNow, amount: Decimal, left: Decimal, currency: str) -> str | None:
    """Give what a bookkeeper has to know of a payment of which `left` is applied to nothing; None where nothing is."""
    if left <= 0:
        return None
    who = f"Sales order {order.number} {order.billing.value}takes"
    said = f"{who} only {_shown(amount - left, currency)} of this payment; {_shown(left, currency)} are left on it."
    if order.billing is Billing.NOT_YET:
        return said
    return f"{said} Apply them to its invoices in MYOB Advanced, once those are released."


def unapplied(order_id: str, amount: Decimal, currency: str) -> str:
    """Give the note on a payment whose order the other payments cover already."""
    return f"Other payments cover order {order_id}: {_shown(amount, currency)} are left on this one."


def orphaned(order_number: str, amount: Decimal, currency: str) -> str:
    """Give the note on a payment that is in the ERP while its order is there no more."""
    return (
        f"Sales order {order_number} is no longer in MYOB Advanced: {_shown(amount, currency)} are left on this "
        "payment. Use Sync or Set as Prepared on the order's record to bring the order again; they are applied to it "
        "then."
    )


def _room(row: Mapping[str, Any]) -> Decimal:
    total = Decimal(row.get("OrderTotal") or 0)
    if row.get("Status") == _CANCELED:
        return total - sum((Decimal(each.get("AppliedToOrder") or 0) for each in row.get("Payments") or []), ZERO)
    limits = (_total(row, "UnbilledAmount"), _total(row, "UnpaidBalance"))
    return min((limit for limit in limits if limit is not None), default=total)


def _total(row: Mapping[str, Any], name: str) -> Decimal | None:
    found = (row.get("Totals") or {}).get(name)
    return None if found is None else Decimal(found)


def _open(row: Mapping[str, Any]) -> OpenInvoice:
    open_now = row.get("Status") == "Open"
    balance = Decimal(row.get("Balance") or 0) if open_now else ZERO
    return OpenInvoice(str(row["Type"]), str(row["ReferenceNbr"]), max(balance, ZERO))


def _shown(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency)} {currency}"
