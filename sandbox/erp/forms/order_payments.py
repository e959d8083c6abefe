"""Payments seen from the order: those applied to it, and those sent inside it (section 6, SalesOrder)."""

from __future__ import annotations

import copy
from decimal import Decimal

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.applications import EXCEEDS_ORDER, left_to_pay, order_row
from sandbox.erp.forms.checks import check_not_negative, not_found
from sandbox.erp.forms.payment import PaymentForm
from sandbox.erp.records import Record, new_id
from sandbox.erp.trees import Errors, Values
from sandbox.kit import Action

HEADER = ("PaymentMethod", "CashAccount", "PaymentRef", "ExternalRef", "Description", "PaymentAmount", "Hold")
ZERO = Decimal(0)


def check_cash_account(values: Values, errors: Errors, desk: Desk) -> None:
    """Complain about a cash account the order's payment method does not allow."""
    account, method = values.get("CashAccount"), desk.books.find("PaymentMethod", values.get("PaymentMethod"))
    if account is None:
        return
    allowed = {row["CashAccount"] for row in method["AllowedCashAccounts"]} if method else set()
    if account not in allowed:
        errors.add(not_found("CashAccount"), "CashAccount")


def work_out(draft: Draft, desk: Desk) -> None:
    """Check the payments sent inside the order, attach those that exist, and see what remains to be paid."""
    for index, row in enumerate(draft.rows("Payments")):
        check_not_negative(row, ("AppliedToOrder", "PaymentAmount"), draft.errors, "Payments", index)
        if row.get("_id") is None:
            _take_in(draft, desk, row, index)
    left = left_to_pay(draft.values)
    if left < 0:
        draft.errors.add(EXCEEDS_ORDER, "Payments", len(draft.rows("Payments")) - 1, "AppliedToOrder")
    draft.linked("Totals")["UnpaidBalance"] = left


def _take_in(draft: Draft, desk: Desk, row: Values, index: int) -> None:
    row.setdefault("DocType", "Payment")
    if row.get("ReferenceNbr"):
        existing = desk.books.find("Payment", row["DocType"], row["ReferenceNbr"])
        if existing is None or existing["CustomerID"] != draft["CustomerID"]:
            draft.errors.add(not_found("ReferenceNbr"), "Payments", index, "ReferenceNbr")
        return
    row.setdefault("AppliedToOrder", min(Decimal(row.get("PaymentAmount") or 0), left_to_pay(draft.values)))
    payment = _draft_of(draft, row, desk)
    for name in (*HEADER, "ApplicationDate", "CurrencyID"):
        if text := payment.errors.at((name,)):
            draft.errors.add(text, "Payments", index, "Currency" if name == "CurrencyID" else name)


def _draft_of(order: Draft, row: Values, desk: Desk) -> Draft:
    sent = {name: row[name] for name in HEADER if row.get(name) is not None}
    sent |= {"Type": row["DocType"], "CustomerID": order["CustomerID"], "CustomerLocationID": order["LocationID"]}
    sent |= {"ApplicationDate": row.get("ApplicationDate") or order["Date"]}
    if row.get("CreditCardTransactionInfo"):
        sent["CreditCardTransactionInfo"] = copy.deepcopy(row["CreditCardTransactionInfo"])
    draft = Draft(desk.contract["Payment"], sent, None)
    form = PaymentForm()
    form.fill(draft, desk)
    draft.merge(desk.contract)
    form.work_out(draft, desk)
    return draft


def save_new(order: Record, draft: Draft, desk: Desk) -> None:
    """Save the payments that came with the order, and apply the ones it names."""
    values, form = copy.deepcopy(order.values), PaymentForm()
    for index, row in enumerate(values["Payments"]):
        if row.get("_id") is not None:
            continue
        if row.get("ReferenceNbr"):
            payment = desk.books.find("Payment", row["DocType"], row["ReferenceNbr"])
        else:
            made = _draft_of(draft, row, desk)
            form.number(made, desk)
            payment = desk.books.add("Payment", made.values | {"LastModifiedDateTime": desk.now})
            desk.effect(payment, Action.CREATE, form.reference_of(payment))
        if payment is not None:
            values["Payments"][index] = _applied(order, payment, row, desk)
    order.values = values


def _applied(order: Record, payment: Record, row: Values, desk: Desk) -> Values:
    application = {
        "id": new_id(),
        "OrderType": order["OrderType"],
        "OrderNbr": order["OrderNbr"],
        "AppliedToOrder": Decimal(row.get("AppliedToOrder") or 0),
    }
    values = payment.values | {"OrdersToApply": [*payment.values["OrdersToApply"], application]}
    PaymentForm.balance(values)
    desk.books.put(payment, values)
    return order_row(payment, application["AppliedToOrder"], row["id"])
