"""Ids for an order built from a draft: its parts point at each other by index until they get them here."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1
from typing import Any

Record = dict[str, Any]
NextId = Callable[[str], int]


def numbered(record: Record, order_id: int, next_id: NextId) -> Record:
    """Return the order with ids throughout."""
    for kind in ("shipping_addresses", "products", "coupons", "fees"):
        for row in record[kind]:
            row |= {"id": next_id(kind), "order_id": order_id}
    places = [row["id"] for row in record["shipping_addresses"]]
    lines = [row["id"] for row in record["products"] if row["parent"] is None]
    for row in record["products"]:
        _place_product(row, record["products"], places)
    record["taxes"] = [_tax(row, order_id, next_id, places, lines) for row in record["taxes"]]
    number_transactions(record["transactions"], order_id, next_id)
    return {"id": order_id, **record}


def number_transactions(rows: list[Record], order_id: int, next_id: NextId) -> None:
    """Give ids to transactions and turn their references within the list into ids."""
    for row in rows:
        number = next_id("transactions")
        row |= {"id": number, "order_id": str(order_id)}
        row["gateway_transaction_id"] = gateway_id(row["gateway_transaction_id"], f"{order_id}/{number}")
    for row in rows:
        refers_to = row.pop("refers_to")
        row["reference_transaction_id"] = None if refers_to is None else rows[refers_to]["id"]


def gateway_id(given: str, seed: str) -> str:
    """Return the gateway's id: as given, none at all for `none`, else made up from the seed."""
    if given:
        return "" if given == "none" else given
    return sha1(seed.encode(), usedforsecurity=False).hexdigest()[:10]


def _place_product(row: Record, rows: list[Record], places: list[int]) -> None:
    place, parent = row.pop("address"), row.pop("parent")
    row["order_address_id"] = places[place] if place is not None and places else 0
    row["parent_order_product_id"] = None if parent is None else rows[parent]["id"]


def _tax(row: Record, order_id: int, next_id: NextId, places: list[int], lines: list[int]) -> Record:
    line, place = row["line"], row["address"]
    return {
        "id": next_id("taxes"),
        "order_id": order_id,
        "order_address_id": places[place] if place < len(places) else 0,
        "tax_rate_id": 1,
        "sales_tax_id": "",
        "tax_class_id": 0,
        "name": "GST",
        "class": "Default Tax Class",
        "rate": row["rate"],
        "priority": 0,
        "priority_amount": row["amount"],
        "line_amount": row["amount"],
        "order_pickup_method_id": 0,
        "order_product_id": "" if line is None else str(lines[line]),
        "line_item_type": row["line_item_type"],
    }
