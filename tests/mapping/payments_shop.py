"""Payments of one order, as the store tells of them, for the tests of mapping."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bc_myob.mapping.contract import check_document_fields
from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.mapping.payments_candidates import candidates
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.store.settings import StoreSettings
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft, line
from tests.mapping.orders_shop import DEMO, MAY, answered, money, stored, transactions
from tests.mapping.present import NOW

ERP_ORDER = {
    "OrderType": "EO",
    "OrderNbr": "EO000123",
    "CustomerID": "C000007",
    "LocationID": "L00002",
    "CurrencyID": "AUD",
    "OrderTotal": money("65.95"),
    "Status": "Open",
}
BASKET = (line("JAM-QUINCE", 5),)
TOTAL = money("65.95")
PURCHASE = (pay.Step(event="purchase"),)
PLAIN = {"id": 1001, "total_inc_tax": "100", "currency_code": "AUD", "date_created": "Tue, 10 Mar 2026 02:30:00 +0000"}


def with_payments(**payments: Any) -> StoreSettings:
    """Give the demo settings with other payment settings."""
    return StoreSettings.model_validate(DEMO.model_dump() | {"payments": DEMO.payments.model_dump() | payments})


def without(gateway):
    """Give Payment Settings without the rows of a gateway."""
    rows = [row.model_dump() for row in DEMO.payments.methods]
    return with_payments(methods=[row for row in rows if not row["store_payment_method"].startswith(f"{gateway} ")])


def links(status: Status = Status.PROCESSED, payments: dict[str, Link] | None = None, **details: Any):
    known = Link("1001", "1001", status, "guid", "EO,EO000123", last_error=None, details=ERP_ORDER | details)
    return {Entity.SALES_ORDER: {"1001": known}, Entity.PAYMENT: payments or {}}


def paid(*means: pay.Payment, settings=DEMO, known=None, switches=None, **draft: Any):
    """Give what mapping makes of an order of 65.95 paid by `means`."""
    row = stored(Draft(billing=MAY, lines=BASKET, payments=means, **draft))
    payload = {"order": answered(row), "transactions": transactions(row, **switches or {})}
    found = map_payments(Given(settings, [SourceRecord("1001", payload)], links() if known is None else known, now=NOW))
    for one in found:
        if one.document:
            check_document_fields("Payment", one.document, DEMO.endpoint.version)
    return found


def only(found):
    assert len(found) == 1, found
    return found[0]


def transaction(number: int, event: str, amount: str = "50", refers_to: object = None, **more: Any) -> dict[str, Any]:
    """Give a transaction of a card, as the hook reads it: one is a second younger than the one before it."""
    return {
        "id": number,
        "event": event,
        "status": "ok",
        "amount": Decimal(amount),
        "currency": "AUD",
        "gateway": "braintree",
        "method": "credit_card",
        "test": False,
        "gateway_transaction_id": "",
        "reference_transaction_id": refers_to,
        "date_created": f"2026-03-10T02:30:{number % 60:02d}+00:00",
        "gift_certificate": None,
    } | more


def from_rows(*rows, **order):
    """Give what mapping makes of an order of 65.95 with these transactions."""
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    source = SourceRecord("1001", {"order": answered(row) | order, "transactions": list(rows)})
    return map_payments(Given(DEMO, [source], links(), now=NOW))


def found_in(rows, **order):
    return candidates(PLAIN | order, rows, DEMO.payments)
