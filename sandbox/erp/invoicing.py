"""Invoices, as far as payments and orders feel them: an order's unbilled rest shrinks, a document can be paid."""

from __future__ import annotations

import copy
from decimal import Decimal

from sandbox.erp.draft import Desk
from sandbox.erp.forms.applications import left_to_pay
from sandbox.erp.forms.order import status
from sandbox.erp.records import Record, new_id


def invoice(desk: Desk, order: Record, amount: Decimal | None = None, *, released: bool = True) -> Record:
    """Invoice `amount` of an order (None = the rest), and return the invoice, released or still Balanced."""
    values = copy.deepcopy(order.values)
    billed = Decimal(values.get("_billed") or 0)
    part = values["OrderTotal"] - billed if amount is None else amount
    document = desk.books.add(
        "SalesInvoice",
        {
            "Type": "Invoice",
            "ReferenceNbr": desk.books.next_number("ARINVOICE", "AR{:06d}"),
            "CustomerID": values["CustomerID"],
            "Currency": values["CurrencyID"],
            "Amount": part,
            "Balance": part,
            "PaymentTotal": Decimal(0),
            "Status": "Open" if released else "Balanced",
            "Date": desk.business_date,
            "LastModifiedDateTime": desk.now,
        },
    )
    values["_billed"] = billed + part
    values["Shipments"].append(
        {"id": new_id(), "InvoiceType": "Invoice", "InvoiceNbr": document["ReferenceNbr"], "Status": "Completed"}
    )
    values["Totals"]["UnbilledAmount"] = values["OrderTotal"] - values["_billed"]
    values["Totals"]["UnpaidBalance"] = left_to_pay(values)
    values["Status"], values["LastModified"] = status(values), desk.now
    desk.books.put(order, values)
    return document
