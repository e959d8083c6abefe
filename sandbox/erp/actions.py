"""Actions and the long operations some of them start (section 4, Actions; section 6, Payment)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.erp import transactions
from sandbox.erp.draft import Desk
from sandbox.erp.errors import ErpError, ServerError, exception_body
from sandbox.erp.forms import applications
from sandbox.erp.forms.order import status as order_status
from sandbox.erp.forms.payment import PaymentForm
from sandbox.erp.invoicing import invoice
from sandbox.erp.records import Record, new_id
from sandbox.kit import Action

INVALID_STATUS = "Error: Document Status is invalid for processing."
RELEASED = ("Open", "Closed", "Reserved")


@dataclass(slots=True)
class Operation:
    """A long operation: it takes effect when it is due, whether anybody polls or not."""

    id: str
    session: str
    record: Record
    run: Callable[[Desk, Record], None]
    due: datetime
    done: bool = False
    failure: ServerError | None = None

    def settle(self, desk: Desk) -> None:
        """Run if the time has come."""
        if self.done or self.due > desk.now:
            return
        self.done = True
        try:
            self.run(desk, self.record)
        except ServerError as error:
            self.failure = error


def release(desk: Desk, payment: Record) -> None:
    """Post a balanced payment: Open, or Closed when documents use it up."""
    if payment["Status"] != "Balanced":
        raise ServerError(INVALID_STATUS)
    if problem := desk.books.period_problem(payment["ApplicationDate"].strftime("%Y%m")):
        raise ServerError(f"Error: {problem}")
    _change_payment(desk, payment, _released=True)
    transactions.enter(desk, payment, Action.RELEASE)


def void(desk: Desk, payment: Record) -> None:
    """Void a released payment: its applications are taken back."""
    if payment["Status"] not in RELEASED:
        raise ServerError(INVALID_STATUS)
    _change_payment(desk, payment, _voided=True, OrdersToApply=[], DocumentsToApply=[])
    transactions.enter(desk, payment, Action.UPDATE, "Voided")


def _change_payment(desk: Desk, payment: Record, **changes: object) -> None:
    before = copy.deepcopy(payment.values)
    values = copy.deepcopy(before) | changes | {"LastModifiedDateTime": desk.now}
    PaymentForm.balance(values)
    desk.books.put(payment, values)
    applications.mirror(payment, before, desk)


def cancel(desk: Desk, order: Record) -> None:
    """Cancel an order that is not invoiced."""
    if order["Shipments"] or order["Status"] in ("Completed", "Canceled"):
        raise ServerError(INVALID_STATUS)
    _change_order(desk, order, canceled=True, held=order["Hold"])
    transactions.enter(desk, order, Action.UPDATE, "Canceled")


def reopen(desk: Desk, order: Record) -> None:
    """Open a canceled order again."""
    _change_order(desk, order, canceled=False, held=order["Hold"])


def take_off_hold(desk: Desk, order: Record) -> None:
    """Remove the hold of an order."""
    _change_order(desk, order, canceled=order["Status"] == "Canceled", held=False)


def _change_order(desk: Desk, order: Record, *, canceled: bool, held: bool) -> None:
    values = copy.deepcopy(order.values)
    values["ShippingSettings"]["Canceled"], values["Hold"] = canceled, held
    values["Status"], values["LastModified"] = order_status(values), desk.now
    desk.books.put(order, values)


def prepare_invoice(desk: Desk, order: Record) -> None:
    """Invoice what is left of an order."""
    if order["Status"] != "Open":
        raise ServerError(INVALID_STATUS)
    invoice(desk, order)


LONG: dict[tuple[str, str], Callable[[Desk, Record], None]] = {
    ("Payment", "ReleasePayment"): release,
    ("Payment", "Release"): release,
    ("Payment", "VoidPayment"): void,
    ("SalesOrder", "PrepareSalesInvoice"): prepare_invoice,
}
SHORT: dict[tuple[str, str], Callable[[Desk, Record], None]] = {
    ("SalesOrder", "CancelSalesOrder"): cancel,
    ("SalesOrder", "ReopenSalesOrder"): reopen,
    ("SalesOrder", "OpenSalesOrder"): take_off_hold,
}
# in the contract, but this tenant has nothing for them to do: 204, nothing was started
IDLE = {
    ("Payment", "CaptureCreditCardPayment"),
    ("SalesOrder", "AutoRecalculateDiscounts"),
    ("Customer", "CreateContactFromCustomer"),
}


def start(desk: Desk, action: tuple[str, str], record: Record, session: str, due: datetime) -> Operation | None:
    """Start an action; None means it is done, or that there was nothing to do."""
    if action in SHORT:
        SHORT[action](desk, record)
    if action not in LONG or _nothing_to_do(desk, action, record):
        return None
    return Operation(new_id(), session, record, LONG[action], due)


def _nothing_to_do(desk: Desk, action: tuple[str, str], record: Record) -> bool:
    released_again = LONG[action] is release and record["Status"] in RELEASED
    return released_again and desk.switches["second_release"] == "nothing"


def failure(desk: Desk, operation: Operation) -> ErpError | None:
    """Return what a poll answers for a failed operation."""
    if operation.failure is None:
        return None
    body = exception_body(operation.failure.message, "PX.Data.PXOperationCompletedWithErrorException")
    return ErpError(body, desk.switches["operation_failure"])
