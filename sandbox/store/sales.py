"""Orders and their money: what tests and API calls can do to them (bigcommerce-api.md 10 to 12)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.shop.basket import Draft
from sandbox.shop.journal import transaction
from sandbox.shop.orders import build_order
from sandbox.shop.payments import METHODS, Event, Payment, Step
from sandbox.store.numbering import number_transactions, numbered
from sandbox.store.tables import Record, Tables

FULLY_REFUNDED, PARTIALLY_REFUNDED = 4, 14


class Sales(Tables):
    """The half of the store's world that holds orders, transactions and refunds."""

    def add_order(self, draft: Draft, *, modified: datetime | None = None) -> int:
        """Place the drafted order and return its id; without `created` it is placed now."""
        with self.lock:
            record = build_order(draft, draft.created or self.now)
            number = self.next_id("orders")
            record = numbered(record, number, self.next_id)
            record["date_modified"] = modified or record["date_modified"]
            for row in record["transactions"]:
                row["date_created"] = min(row["date_created"], max(self.now, record["date_created"]))
            self.table("orders")[number] = record
            self.touched()
        return number

    def order(self, order_id: int) -> Record:
        """Return a copy of an order with all its parts."""
        return self.copy("orders", order_id)

    def order_ids(self) -> list[int]:
        """Return the ids of all orders, oldest first."""
        with self.lock:
            return sorted(self.table("orders"))

    def edit_order(self, order_id: int, *, moved: bool = True, **fields: Any) -> None:
        """Change header fields; moves date_modified unless told otherwise."""
        with self.lock:
            record = self.find("orders", order_id)
            record.update(fields)
            if moved:
                record["date_modified"] = self.now
            self.touched()

    def set_order_status(self, order_id: int, status_id: int) -> None:
        """Give the order another status (10.3); moves date_modified."""
        self.edit_order(order_id, status_id=status_id)

    def archive_order(self, order_id: int) -> None:
        """Archive the order: what the API calls deleting."""
        self.edit_order(order_id, moved=self.kit.switches["archiving_moves_order"], is_deleted=True)

    def rebuild_order(self, order_id: int, draft: Draft) -> None:
        """Replace content and money of an order by a new draft, as an edit in the control panel does.

        Its id, date of creation, transactions and refunds stay; lines keep their ids by position.
        """
        with self.lock:
            old = self.find("orders", order_id)
            new = numbered(build_order(draft, old["date_created"]), order_id, self.next_id)
            for before, after in zip(old["products"], new["products"], strict=False):
                after["id"] = before["id"]
            kept = {name: old[name] for name in ("transactions", "refunds", "metafields", "shipments")}
            self.table("orders")[order_id] = new | kept | {"date_modified": self.now}
            self.touched()

    def add_transaction(  # noqa: PLR0913 - a test says only what matters to it
        self,
        order_id: int,
        event: Event = "purchase",
        amount: Decimal | str | None = None,
        *,
        gateway: str = "braintree",
        status: str = "ok",
        refers_to: int | None = None,
        at: datetime | None = None,
        **fields: Any,
    ) -> int:
        """Add one transaction (default: the whole total) and return its id; `refers_to` is another's id."""
        with self.lock:
            order = self.find("orders", order_id)
            sum_of_it = order["total_inc_tax"] if amount is None else Decimal(amount)
            payment = Payment(gateway=gateway, method=METHODS.get(gateway, "credit_card"))
            row = transaction(payment, Step(event=event), sum_of_it, order["default_currency_code"], at or self.now)
            number_transactions([row], order_id, self.next_id)
            row |= {"status": status, "reference_transaction_id": refers_to, **fields}
            order["transactions"].append(row)
            if self.kit.switches["transaction_moves_order"]:
                order["date_modified"] = self.now
            self.touched()
        return int(row["id"])

    def add_refund(
        self, order_id: int, amount: Decimal | str | None = None, *, reason: str = "", at: datetime | None = None
    ) -> int:
        """Give money back (default: the whole total): refund, transaction, status. Returns the refund's id."""
        with self.lock:
            order = self.find("orders", order_id)
            given = order["total_inc_tax"] if amount is None else Decimal(amount)
            paid = next((row for row in order["transactions"] if row["event"] in ("purchase", "capture")), None)
            gateway = paid["gateway"] if paid else "custom"
            moved = self.add_transaction(
                order_id, "refund", given, gateway=gateway, refers_to=paid["id"] if paid else None, at=at
            )
            refund = self._refund(order, given, reason, gateway, str(moved)) | {"created": at or self.now}
            order["refunds"].append(refund)
            whole = given >= order["total_inc_tax"]
            self.edit_order(
                order_id,
                status_id=FULLY_REFUNDED if whole else PARTIALLY_REFUNDED,
                payment_status="refunded" if whole else "partially refunded",
                moved=at is None,
            )
        return int(refund["id"])

    def _refund(self, order: Record, amount: Decimal, reason: str, gateway: str, transaction_id: str) -> Record:
        item = {"item_type": "ORDER", "item_id": order["id"], "reason": reason, "requested_amount": amount}
        payment = {
            "id": self.next_id("refund_payments"),
            "provider_id": gateway,
            "amount": amount,
            "offline": gateway == "custom",
            "is_declined": False,
            "declined_message": "",
            "transaction_id": transaction_id,
        }
        return {
            "id": self.next_id("refunds"),
            "order_id": order["id"],
            "user_id": 1,
            "reason": reason,
            "total_amount": amount,
            "total_tax": Decimal(0),
            "uses_merchant_override_values": False,
            "items": [item],
            "payments": [payment],
        }
