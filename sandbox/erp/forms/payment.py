"""Payments and applications (AR302000): currency from the cash account, periods, applications, states (section 6)."""

from __future__ import annotations

import copy
from decimal import Decimal

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms import applications
from sandbox.erp.forms.base import Form
from sandbox.erp.forms.checks import (
    check_currency,
    check_customer,
    check_not_negative,
    check_reference,
    empty,
    not_found,
)
from sandbox.erp.records import Record
from sandbox.erp.trees import Values

FIXED = ("CustomerID", "CustomerLocationID", "PaymentMethod", "CashAccount", "PaymentAmount", "PaymentRef")
ENDED = ("Closed", "Voided")
CAPTURED = ("Authorize and Capture", "Capture Authorized")
ZERO = Decimal(0)


class PaymentForm(Form):
    """Payments, one per Type + ReferenceNbr."""

    entity = "Payment"
    title = "AR Payment"
    reference = "ExternalRef"

    def keys_of(self, sent: Values) -> Values:
        """Assume type Payment."""
        return {"Type": "Payment"} | sent

    def fill(self, draft: Draft, desk: Desk) -> None:
        """Take the defaults of the day, the branch and the preferences."""
        draft.default(Type="Payment", ApplicationDate=desk.business_date, PaymentAmount=ZERO)
        draft.default(Branch=desk.branch, Hold=desk.switches["payments_held"], _released=False)
        draft.values |= {"IsNewCard": False, "SaveCard": False, "IsCCPayment": False}
        for name in ("OrdersToApply", "DocumentsToApply", "CreditCardTransactionInfo", "ApplicationHistory", "Charges"):
            draft[name] = []

    def reference_of(self, record: Record) -> str:
        """Return ExternalRef, or PaymentRef where a payment has no other."""
        return str(record["ExternalRef"] or record["PaymentRef"] or "")

    def touched(self, sent: Values, desk: Desk) -> list[Record]:
        """Return the orders the payment is applied to: their balance is part of the save."""
        found = (applications.order_of(row, desk) for row in sent.get("OrdersToApply", []))
        return [order for order in found if order is not None]

    def work_out(self, draft: Draft, desk: Desk) -> None:
        """Check header, money and applications, and see what state the payment is in."""
        self._branch(draft, desk)
        customer = check_customer(draft, desk)
        self._location(draft, desk)
        self._cash_account(draft, desk)
        if customer:
            check_currency(draft, customer, "CurrencyID")
        if draft["ApplicationDate"] and (
            problem := desk.books.period_problem(draft["ApplicationDate"].strftime("%Y%m"))
        ):
            draft.errors.add(problem, "ApplicationDate")
        if desk.switches["payment_ref_required"] and draft["PaymentRef"] is None:
            draft.errors.add(empty("PaymentRef"), "PaymentRef")
        check_not_negative(draft.values, ("PaymentAmount",), draft.errors)
        if draft["CurrencyID"]:
            draft["PaymentAmount"] = desk.money(draft.amount("PaymentAmount"), draft["CurrencyID"])
        self._fixed(draft)
        applications.work_out(draft, desk)
        self.balance(draft.values)
        if draft.values["AvailableBalance"] < 0:
            draft.errors.add("The applied amount exceeds the payment amount.", "PaymentAmount")

    def _branch(self, draft: Draft, desk: Desk) -> None:
        if "BranchID" in draft.sent and "Branch" not in draft.sent:
            draft["Branch"] = draft["BranchID"]
        check_reference(draft.values, "Branch", "Branch", draft.errors, desk, "Branch")
        draft["BranchID"] = draft["Branch"]

    def _location(self, draft: Draft, desk: Desk) -> None:
        if not desk.switches["locations_feature"] or draft["CustomerLocationID"] is None:
            draft["CustomerLocationID"] = "MAIN" if desk.switches["locations_feature"] else None
            return
        location = desk.books.find("CustomerLocation", draft["CustomerID"], draft["CustomerLocationID"])
        if location is None or location["Active"] is False:
            draft.errors.add(not_found("LocationID"), "CustomerLocationID")
        else:
            draft["CustomerLocationID"] = location["LocationID"]

    def _cash_account(self, draft: Draft, desk: Desk) -> None:
        if draft["PaymentMethod"] is None:
            draft.errors.add(empty("PaymentMethod"), "PaymentMethod")
            return
        method = check_reference(draft.values, "PaymentMethod", "PaymentMethod", draft.errors, desk, "PaymentMethod")
        if method is None:
            return
        allowed = {row["CashAccount"]: row for row in method["AllowedCashAccounts"] if row["UseInAR"]}
        if draft["CashAccount"] is None:
            draft["CashAccount"] = next((name for name, row in allowed.items() if row["ARDefault"]), None)
        account = desk.books.find("CashAccount", draft["CashAccount"])
        if account is None:
            draft.errors.add(not_found("CashAccount"), "CashAccount")
        elif account["CashAccountCD"] not in allowed:
            text = f"The cash account '{account['CashAccountCD']}' is not allowed for the payment method."
            draft.errors.add(text, "CashAccount")
        else:
            draft["CashAccount"], draft["CurrencyID"] = account["CashAccountCD"], account["CuryID"]
            draft["IsCCPayment"] = bool(method["IntegratedProcessing"])

    def _fixed(self, draft: Draft) -> None:
        if draft.before.get("Status") in ENDED and draft.values != draft.before:
            draft.errors.add(f"The document cannot be changed because its status is {draft.before['Status']}.")
        if not draft.before.get("_released"):
            return
        for name in FIXED:
            if draft[name] != draft.before.get(name):
                draft.errors.add("The field cannot be changed: the document is released.", name)

    @staticmethod
    def balance(values: Values) -> None:
        """Compute applied and available amounts and the status."""
        orders = sum((Decimal(row.get("AppliedToOrder") or 0) for row in values["OrdersToApply"]), ZERO)
        documents = sum((Decimal(row.get("AmountPaid") or 0) for row in values["DocumentsToApply"]), ZERO)
        left = Decimal(values["PaymentAmount"] or 0) - orders - documents
        values.update(AppliedToOrders=orders, AppliedToDocuments=documents, AvailableBalance=left)
        values["Status"] = status(values)

    def number(self, draft: Draft, desk: Desk) -> None:
        """Give the next ReferenceNbr; one that was sent is ignored."""
        draft["ReferenceNbr"] = desk.books.next_number("ARPAYMENT", "{:06d}")

    def saved(self, record: Record, draft: Draft, desk: Desk) -> None:
        """Show the applications on their orders."""
        applications.mirror(record, draft.before, desk)

    def refuse_delete(self, record: Record, desk: Desk) -> str | None:  # noqa: ARG002
        """Keep released payments."""
        return "A released document cannot be deleted." if record["_released"] else None

    def deleted(self, record: Record, desk: Desk) -> None:
        """Free the orders it was applied to."""
        before = copy.deepcopy(record.values)
        record.values = before | {"OrdersToApply": []}
        applications.mirror(record, before, desk)


def status(values: Values) -> str:
    """Return the state a payment's values put it in."""
    if values.get("_voided"):
        return "Voided"
    if values.get("_released"):
        spent = values["AppliedToDocuments"] >= values["PaymentAmount"]
        return "Closed" if spent else "Open"
    if values.get("Hold"):
        return "On Hold"
    operations = {row.get("TranType") for row in values.get("CreditCardTransactionInfo") or []}
    if values.get("IsCCPayment") and not operations & set(CAPTURED):
        return "Pending Processing"
    return "Balanced"
