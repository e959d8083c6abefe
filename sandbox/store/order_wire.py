"""An order as V2 shows it: header, links, and what `include` brings along (bigcommerce-api.md 10.1, 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.kit import Options
from sandbox.shop.money import ZERO
from sandbox.shop.orders import PARTS
from sandbox.store.facts import STATUSES
from sandbox.store.query import Query
from sandbox.store.refusals import Refusal

Row = dict[str, Any]
INCLUDES = {"consignments", "consignments.line_items", "fees"}
MOST_LINES = 50
LINKED = ("fees", "consignments", "products", "shipping_addresses", "coupons")
WARNING = {
    "message": "Not all line items of this consignment are returned. "
    "To retrieve all line items, use the order products endpoint."
}


@dataclass(frozen=True, slots=True)
class View:
    """How one request wants its orders shown."""

    base: str
    include: frozenset[str]
    as_object: bool
    switches: Options

    @classmethod
    def asked(cls, query: Query, base: str, switches: Options) -> View:
        """Return the view a request asks for; refuses includes that are not there."""
        include = frozenset(query.words("include"))
        if include - INCLUDES:
            raise Refusal(400, f"The include '{min(include - INCLUDES)}' is not supported.")
        return cls(base, include, query.text("consignment_structure") == "object", switches)

    def order(self, row: Row) -> Row:
        """Return one order."""
        status = STATUSES[row["status_id"]]
        shown = {name: value for name, value in row.items() if name not in PARTS}
        shown |= {"status": status, "custom_status": status, "total_inc_tax": self._total(row)}
        shown |= {name: self.link(row["id"], name) for name in LINKED}
        if "fees" in self.include:
            shown["fees"] = [fee_row(fee) for fee in row["fees"]]
        if self.include & {"consignments", "consignments.line_items"}:
            found = self.consignments(row)
            shown["consignments"] = found if self.as_object else found["shipping"]
        return shown

    def link(self, order_id: int, name: str) -> dict[str, str]:
        """Return the link that stands in the place of a part."""
        resource = f"/orders/{order_id}/{name}"
        return {"url": f"{self.base}{resource}", "resource": resource}

    def consignments(self, row: Row) -> Row:
        """Return the consignments in the structure `object`; digital goods and gift certificates apart."""
        email = row["billing_address"]["email"]
        kinds = {kind: [p for p in row["products"] if p["type"] == kind] for kind in ("digital", "giftcertificate")}
        return {
            "pickups": [],
            "shipping": [self._shipping(row, place) for place in row["shipping_addresses"]],
            "downloads": [self._lines(kinds["digital"]) | {"recipient_email": email}] if kinds["digital"] else [],
            "email": {
                "gift_certificates": [self._lines([p]) | {"recipient_email": email} for p in kinds["giftcertificate"]]
            },
        }

    def _shipping(self, row: Row, place: Row) -> Row:
        lines = [p for p in row["products"] if p["order_address_id"] == place["id"]]
        costs = {name: float(value) for name, value in place.items() if "cost" in name and "class" not in name}
        quotes = self.link(row["id"], f"consignments/shipping/{place['id']}/shipping_quotes")
        return _without(place, "order_id") | costs | {"shipping_quotes": quotes} | self._lines(lines)

    def _lines(self, lines: list[Row]) -> Row:
        if "consignments.line_items" not in self.include:
            return {"line_items": [self.link(p["order_id"], f"products/{p['id']}") for p in lines]}
        if self.switches["consignment_lines"] == "empty":
            return {"line_items": []}
        more = {"__warning__": WARNING} if len(lines) > MOST_LINES else {}
        return {"line_items": lines[:MOST_LINES]} | more

    def _total(self, row: Row) -> Any:
        total = row["total_inc_tax"]
        if self.switches["total_less_store_credit"]:
            total -= row["store_credit_amount"] + row["gift_certificate_amount"]
        if not self.switches["fees_in_total"]:
            total -= sum((fee["cost_inc_tax"] for fee in row["fees"]), ZERO)
        return total


def fee_row(fee: Row) -> Row:
    """Return a fee as the API shows it."""
    return _without(fee, "order_id")


def tax_rows(order: Row, *, details: bool) -> list[Row]:
    """Return the order's taxes: one row per address, or with details one per line and cost."""
    if details:
        return list(order["taxes"])
    merged: dict[int, Row] = {}
    for row in order["taxes"]:
        plain = _without(row, "order_product_id", "line_item_type")
        found = merged.setdefault(row["order_address_id"], plain | {"priority_amount": ZERO, "line_amount": ZERO})
        found["priority_amount"] += row["priority_amount"]
        found["line_amount"] += row["line_amount"]
    return list(merged.values())


def coupon_row(coupon: Row) -> Row:
    """Return a coupon as the API shows it; amount as text, discount as number."""
    return coupon | {"discount": float(coupon["discount"])}


def place_row(place: Row, link: dict[str, str]) -> Row:
    """Return a shipping address as the API shows it."""
    return place | {"shipping_quotes": link}


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
