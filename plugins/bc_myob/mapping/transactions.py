"""Transactions of an order (V3) as values, read without stumbling over the store's `{}`, null and text forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from bc_myob.model.money import parse_money


class Kind(StrEnum):
    """The `event` of a transaction (connector 5.3)."""

    PURCHASE = "purchase"
    AUTHORIZATION = "authorization"
    CAPTURE = "capture"
    SETTLED = "settled"
    PENDING = "pending"
    VOID = "void"
    REFUND = "refund"


TOOK_MONEY: Final = frozenset({Kind.PURCHASE, Kind.CAPTURE})
"""Money in the merchant's hands. `settled` repeats it, except where nothing else of the chain took money."""
MANUAL: Final = frozenset({"custom", "offline"})
"""Methods of payments taken outside the store: their text can be named as unsupported ([S2])."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One entry of `GET /v3/orders/{id}/transactions`; `refers_to` is the id of the one it acts on.

    `reference_id` is the same as the store prints it: a gateway's own text names no transaction of the store.
    """

    id: int
    event: str
    status: str
    test: bool
    amount: Decimal
    currency: str
    gateway: str
    method: str
    created: datetime
    gateway_id: str = ""
    refers_to: int | None = None
    reference_id: str = ""
    code: str = ""
    label: str = ""

    @property
    def ok(self) -> bool:
        """Only status `ok` counts; newer answers may know more words than `ok` and `error`."""
        return self.status == "ok"

    @property
    def store_method(self) -> str:
        """The row of Payment Settings it belongs to, as the form writes it: `GATEWAY (METHOD)`."""
        return f"{self.gateway} ({self.method})".upper()

    @property
    def reference(self) -> str:
        """GatewayTransactionId, else ReferenceTransactionId, else nothing ([S2], Payment Ref.)."""
        return self.gateway_id or self.reference_id


def read_transactions(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Transaction, ...]:
    """Give the transactions in the order they happened, each id once. ValueError names an amount that is none."""
    found = {row.id: row for row in map(_transaction, rows or ())}
    return tuple(sorted(found.values(), key=lambda one: (one.created, one.id)))


def _transaction(row: Mapping[str, Any]) -> Transaction:
    return Transaction(
        id=_id(row.get("id")),
        event=_text(row.get("event")),
        status=_text(row.get("status")),
        test=bool(row.get("test")),
        amount=parse_money(row.get("amount")),
        currency=_text(row.get("currency")).upper(),
        gateway=_text(row.get("gateway")),
        method=_text(row.get("method")),
        created=_time(row.get("date_created")),
        gateway_id=_text(row.get("gateway_transaction_id")),
        refers_to=_number(row.get("reference_transaction_id")),
        reference_id=_reference(row.get("reference_transaction_id")),
        code=_text(_inner(row, "gift_certificate").get("code")),
        label=_text(_inner(row, "custom").get("payment_method") or _inner(row, "offline").get("display_name")),
    )


def _id(value: object) -> int:
    if (number := _number(value)) is None:
        raise ValueError(f"the order has a transaction without a number (its id is {value!r})")
    return number


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Mapping) else str(value).strip()


def _number(value: object) -> int | None:
    text = _text(value)
    return int(text) if text.isdecimal() and int(text) else None


def _reference(value: object) -> str:
    text = _text(value)
    return text if text.strip("0") else ""


def _inner(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    return value if isinstance(value, Mapping) else {}


def _time(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"date_created: {value!r} is no date") from None
