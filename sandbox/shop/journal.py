"""The transactions a drafted order leaves behind (bigcommerce-api.md 11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.shop.money import ZERO, rounded
from sandbox.shop.payments import Payment, Step

NOT_NAMED = frozenset({"giftcertificate", "storecredit"})  # parts of the price; the order is named by the rest
_LATER = {
    "capture": timedelta(hours=6),
    "void": timedelta(hours=8),
    "refund": timedelta(days=1),
    "settled": timedelta(hours=12),
}
_INSTRUMENTS = {"credit_card": "card", "gift_certificate": "gift_certificate", "store_credit": "store_credit"}
_CHECKS = {
    "avs_result": {"code": "", "message": "", "street_match": "", "postal_match": ""},
    "cvv_result": {"code": "", "message": ""},
}
_CARD = {
    "card_type": "visa",
    "card_iin": "411111",
    "card_last4": "1111",
    "card_expiry_month": 11,
    "card_expiry_year": 2029,
}


def settled(payments: tuple[Payment, ...], total: Decimal) -> list[tuple[Payment, Decimal]]:
    """Return each payment with its amount; one without an amount takes what the others leave of `total`."""
    fixed = sum((p.amount for p in payments if p.amount is not None), ZERO)
    return [(p, total - fixed if p.amount is None else p.amount) for p in payments]


def transactions(paid: list[tuple[Payment, Decimal]], currency: str, created: datetime) -> list[dict[str, Any]]:
    """Return the transactions; `refers_to` is an index into the list until ids are given."""
    rows: list[dict[str, Any]] = []
    for payment, amount in paid:
        rows.extend(_chain(payment, amount, currency, created, len(rows)))
    return rows


def transaction(payment: Payment, step: Step, amount: Decimal, currency: str, at: datetime) -> dict[str, Any]:
    """Return one transaction without ids."""
    return {
        "event": step.event,
        "method": payment.method,
        "amount": rounded(amount * step.share, currency),
        "currency": currency,
        "gateway": payment.gateway,
        "gateway_transaction_id": payment.reference,
        "status": step.status,
        "test": payment.test,
        "fraud_review": False,
        "refers_to": None,
        "date_created": at.replace(microsecond=0),
        **_CHECKS,
        **_detail(payment, amount),
        "payment_instrument_token": None,
        "payment_method_id": _method_id(payment),
        "hidden": payment.hidden,
    }


def _chain(payment: Payment, amount: Decimal, currency: str, created: datetime, first: int) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(payment.steps):
        at = created + timedelta(seconds=20 * (number + 1)) + _LATER.get(step.event, timedelta())
        refers_to = None if step.refers_to is None else first + step.refers_to
        yield transaction(payment, step, amount, currency, at) | {"refers_to": refers_to}


def _method_id(payment: Payment) -> str:
    owner = "bigcommerce" if payment.gateway in NOT_NAMED else payment.gateway
    return f"{owner}.{_INSTRUMENTS[payment.method]}" if payment.method in _INSTRUMENTS else payment.gateway


def _detail(payment: Payment, amount: Decimal) -> dict[str, Any]:
    certificate = {
        "code": payment.code,
        "original_balance": amount,
        "starting_balance": amount,
        "remaining_balance": ZERO,
        "status": "active",
    }
    return {
        "credit_card": _CARD if payment.method == "credit_card" else None,
        "gift_certificate": certificate if payment.method == "gift_certificate" else None,
        "store_credit": {"remaining_balance": ZERO} if payment.method == "store_credit" else None,
        "offline": {"display_name": payment.name} if payment.method == "offline" else None,
        "custom": {"payment_method": payment.note} if payment.method == "custom" else None,
    }
