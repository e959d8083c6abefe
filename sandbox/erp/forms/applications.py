"""What a payment is applied to: orders reserve it, documents use it up (section 6, Payment)."""

from __future__ import annotations

import copy
from decimal import Decimal

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.checks import check_not_negative, not_found
from sandbox.erp.records import Record, fold, new_id
from sandbox.erp.trees import Values

OPEN_FOR_PAYMENT = ("Open", "On Hold", "Credit Hold", "Canceled", "Back Order", "Shipping")
RELEASED = ("Open", "Closed")
EXCEEDS_ORDER = "The applied amount exceeds the unpaid balance of the order."
EXCEEDS_DOCUMENT = "The amount paid exceeds the balance of the document."
SHOWN = "PaymentMethod CashAccount PaymentRef ExternalRef Description PaymentAmount ApplicationDate Status Hold NoteID"
ZERO = Decimal(0)


def order_of(row: Values, desk: Desk) -> Record | None:
    """Return the order an application names (order type SO if it names none)."""
    return desk.books.find("SalesOrder", row.get("OrderType") or "SO", row.get("OrderNbr"))


def work_out(draft: Draft, desk: Desk) -> None:
    """Check every application."""
    for index, row in enumerate(draft.rows("OrdersToApply")):
        check_not_negative(row, ("AppliedToOrder",), draft.errors, "OrdersToApply", index)
        if row not in draft.before.get("OrdersToApply", []):
            _check_order(draft, desk, row, index)
    for index, row in enumerate(draft.rows("DocumentsToApply")):
        check_not_negative(row, ("AmountPaid",), draft.errors, "DocumentsToApply", index)
        if row not in draft.before.get("DocumentsToApply", []):
            _check_document(draft, desk, row, index)


def _check_order(draft: Draft, desk: Desk, row: Values, index: int) -> None:
    order = order_of(row, desk)
    fits = order and order["CustomerID"] == draft["CustomerID"] and order["CurrencyID"] == draft["CurrencyID"]
    if order is None or not fits or order["Status"] not in OPEN_FOR_PAYMENT:
        draft.errors.add(not_found("OrderNbr"), "OrdersToApply", index, "OrderNbr")
        return
    row.update(OrderType=order["OrderType"], OrderNbr=order["OrderNbr"])
    row.setdefault("AppliedToOrder", min(draft.amount("PaymentAmount"), left_to_pay(order.values, draft["id"])))
    if Decimal(row["AppliedToOrder"] or 0) > left_to_pay(order.values, draft["id"]):
        draft.errors.add(EXCEEDS_ORDER, "OrdersToApply", index, "AppliedToOrder")


def _check_document(draft: Draft, desk: Desk, row: Values, index: int) -> None:
    document = desk.books.find("SalesInvoice", row.get("DocType") or "Invoice", row.get("ReferenceNbr"))
    if document is not None and document["Status"] not in RELEASED:
        document = None  # an invoice takes payments once it is released
    if row.get("DocType") in ("Payment", "Prepayment"):  # a refund names the payment it gives back
        document = desk.books.find("Payment", row["DocType"], row.get("ReferenceNbr"))
    if document is None or document["CustomerID"] != draft["CustomerID"]:
        draft.errors.add(not_found("ReferenceNbr"), "DocumentsToApply", index, "ReferenceNbr")
        return
    paid_before = Decimal(_same_row(row, draft.before).get("AmountPaid") or 0)
    open_amount = Decimal(document["Balance"] or document["PaymentAmount"] or 0) + paid_before
    row.setdefault("AmountPaid", min(draft.amount("PaymentAmount"), open_amount))
    if Decimal(row["AmountPaid"] or 0) > open_amount:
        draft.errors.add(EXCEEDS_DOCUMENT, "DocumentsToApply", index, "AmountPaid")


def _same_row(row: Values, before: Values) -> Values:
    rows: list[Values] = before.get("DocumentsToApply") or []
    return next((old for old in rows if old["id"] == row["id"]), {})


def left_to_pay(order: Values, besides: str = "") -> Decimal:
    """Return what may still be applied to an order: its total less what is invoiced or applied by other payments."""
    rows = [row for row in order.get("Payments") or [] if row.get("_id") != besides]
    applied = sum((Decimal(row.get("AppliedToOrder") or 0) for row in rows), ZERO)
    return Decimal(order.get("OrderTotal") or 0) - Decimal(order.get("_billed") or 0) - applied


def order_row(payment: Record, applied: Decimal, row_id: str) -> Values:
    """Return the row an order shows for a payment applied to it."""
    shown = {name: payment[name] for name in SHOWN.split()}
    return shown | {
        "id": row_id,
        "_id": payment.id,
        "DocType": payment["Type"],
        "ReferenceNbr": payment["ReferenceNbr"],
        "Currency": payment["CurrencyID"],
        "AppliedToOrder": applied,
        "Balance": payment["AvailableBalance"],
        "LastModifiedDateTime": payment["LastModifiedDateTime"],
    }


def mirror(payment: Record, before: Values, desk: Desk) -> None:
    """Bring the orders' payment rows and the documents' balances in line with a saved payment."""
    rows = [*payment.values["OrdersToApply"], *before.get("OrdersToApply", [])]
    for key in dict.fromkeys(fold((row.get("OrderType"), row.get("OrderNbr"))) for row in rows):
        order = desk.books.find("SalesOrder", *key)
        if order is not None:
            _show_on_order(payment, order, desk)
    for row in payment.values["DocumentsToApply"]:
        _pay_document(row, before, desk)


def _show_on_order(payment: Record, order: Record, desk: Desk) -> None:
    values = copy.deepcopy(order.values)
    old = next((row for row in values["Payments"] if row.get("_id") == payment.id), None)
    values["Payments"] = [row for row in values["Payments"] if row is not old]
    for row in payment.values["OrdersToApply"]:
        if fold((row["OrderType"], row["OrderNbr"])) == fold(order.keys):
            shown = order_row(payment, Decimal(row["AppliedToOrder"] or 0), old["id"] if old else new_id())
            values["Payments"].append(shown)
    values["Totals"]["UnpaidBalance"] = left_to_pay(values)
    if values != order.values:
        desk.books.put(order, values | {"LastModified": desk.now})


def _pay_document(row: Values, before: Values, desk: Desk) -> None:
    invoice = desk.books.find("SalesInvoice", row.get("DocType") or "Invoice", row.get("ReferenceNbr"))
    if invoice is None:
        return
    paid = Decimal(row["AmountPaid"] or 0) - Decimal(_same_row(row, before).get("AmountPaid") or 0)
    balance = Decimal(invoice["Balance"]) - paid
    total = Decimal(invoice["PaymentTotal"] or 0) + paid
    values = {"Balance": balance, "PaymentTotal": total, "Status": "Open" if balance else "Closed"}
    desk.books.put(invoice, invoice.values | values | {"LastModifiedDateTime": desk.now})
