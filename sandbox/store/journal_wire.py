"""Transactions and refunds as V3 shows them, under the switches that decide which exist at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.kit import Options
from sandbox.store.wire import with_offset

Row = dict[str, Any]
DETAILS = ("credit_card", "gift_certificate", "store_credit", "offline", "custom", "avs_result", "cvv_result")
SWITCH_OF_METHOD = {
    "offline": "offline_transactions",
    "store_credit": "store_credit_transactions",
    "gift_certificate": "gift_certificate_transactions",
}
SETTLED_OFFSET = 900_000  # ids of `settled` twins, far from all others


def listed(order: Row, switches: Options) -> list[Row]:
    """Return the transactions of an order that the store admits to."""
    kept = [row for row in order["transactions"] if _is_kept(row, switches)]
    twins = _settled(kept) if switches["settled_beside_purchase"] else iter(())
    return [_shown(row, switches) for row in (*kept, *twins)]


def shown_refund(row: Row) -> Row:
    """Return a refund as the API shows it."""
    return row | {"created": with_offset(row["created"])}


def _is_kept(row: Row, switches: Options) -> bool:
    if row["hidden"]:
        return bool(switches["paypal_transactions"])
    name = SWITCH_OF_METHOD.get(row["method"])
    return name is None or bool(switches[name])


def _settled(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row["event"] in ("purchase", "capture") and row["status"] == "ok":
            twin = {"id": row["id"] + SETTLED_OFFSET, "event": "settled", "reference_transaction_id": row["id"]}
            yield row | twin


def _shown(row: Row, switches: Options) -> Row:
    shown = {name: value for name, value in row.items() if name != "hidden"}
    shown["date_created"] = with_offset(row["date_created"])
    if row["event"] == "refund" and not switches["refund_references"]:
        shown["reference_transaction_id"] = None
    if switches["empty_objects"] == "object":
        shown |= {name: {} for name in (*DETAILS, "reference_transaction_id") if shown[name] is None}
    return shown
