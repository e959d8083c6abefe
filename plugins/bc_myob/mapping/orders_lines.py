"""The lines of a store order, wherever the answer holds them: consignments, or the products call behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bc_myob.mapping.totals import Basis, Order, Unmappable
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import ZERO, parse_money


class LineKind(StrEnum):
    """What a line of the ERP order stands for."""

    PRODUCT = "product"
    BUNDLED = "part of a bundle"
    GIFT_CERTIFICATE = "gift certificate"
    WRAPPING = "gift wrapping"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class StoreLine:
    """One order product in the store's figures: `gross` before discounts, `net` after them, by pricing basis.

    `discounts` are its shares by coupon code ("" for promotions and manual discounts), `record` is what the store sent.
    """

    key: str
    kind: LineKind
    sku: str
    name: str
    quantity: Decimal
    price: Mapping[Basis, Decimal]
    gross: Mapping[Basis, Decimal]
    net: Mapping[Basis, Decimal]
    discounts: Mapping[str, Decimal] = field(default_factory=dict)
    given_away: bool = False
    wrapping: str = ""
    wrapping_cost: Mapping[Basis, Decimal] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)


def order_products(order: Order) -> list[Mapping[str, Any]]:
    """Give the order products by id: those of the products call where it was needed, else of the consignments."""
    rows = order.get("products")
    found = rows if isinstance(rows, list) else list(_in_consignments(order))
    return [row for _, row in sorted({_number(row): row for row in found if "id" in row}.items())]


def lines_are_complete(order: Order) -> bool:
    """Say whether the lines at hand are all of the order's: their pieces make `items_total` (bigcommerce-api 10.1).

    An order whose figures cannot be read needs no further call: it fails with its reason when it is mapped.
    """
    try:
        pieces = sum((parse_money(row.get("quantity")) for row in order_products(order)), ZERO)
        return pieces == parse_money(order.get("items_total"))
    except UNFORESEEN:
        return True


def consignments(order: Order, kind: str) -> list[Mapping[str, Any]]:
    """Give the `shipping`, `pickups` or `downloads` of an order read with `consignment_structure=object`."""
    found = order.get("consignments")
    rows = found.get(kind) if isinstance(found, Mapping) else None
    return [row for row in rows or () if isinstance(row, Mapping)]


def store_lines(order: Order) -> list[StoreLine]:
    """Give the lines with a quantity; a removed one stays on the store's order with 0."""
    return [_line(row) for row in order_products(order) if parse_money(row.get("quantity")) > 0]


def _number(row: Mapping[str, Any]) -> int:
    if not str(row["id"]).isdecimal():
        raise Unmappable(f"The order has a line without a number (its id is {row['id']!r}); correct it in the store.")
    return int(str(row["id"]))


def _in_consignments(order: Order) -> Iterator[Mapping[str, Any]]:
    found = order.get("consignments")
    mail = found.get("email") if isinstance(found, Mapping) else None
    certificates = mail.get("gift_certificates") if isinstance(mail, Mapping) else None
    for kind in ("shipping", "pickups", "downloads"):
        for consignment in consignments(order, kind):
            yield from _rows(consignment)
    for consignment in certificates or ():
        yield from _rows(consignment)


def _rows(consignment: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    rows = consignment.get("line_items")
    yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping))


def _line(row: Mapping[str, Any]) -> StoreLine:
    gross = {basis: parse_money(row.get(f"total_{basis.value}")) for basis in Basis}
    net = _net(row, gross[Basis.INCLUSIVE])
    return StoreLine(
        key=str(row["id"]),
        kind=_kind(row),
        sku=str(row.get("sku") or "").strip(),
        name=str(row.get("name") or row.get("name_customer") or ""),
        quantity=parse_money(row.get("quantity")),
        price={basis: parse_money(row.get(f"price_{basis.value}")) for basis in Basis},
        gross=gross,
        net=net,
        discounts=_by_code(row),
        given_away=_given_away(row, gross[Basis.INCLUSIVE], net[Basis.INCLUSIVE]),
        wrapping=str(row.get("wrapping_name") or "") or ("Gift wrapping" if _wrapping(row, Basis.INCLUSIVE) else ""),
        wrapping_cost={basis: _wrapping(row, basis) for basis in Basis},
        record=row,
    )


def _kind(row: Mapping[str, Any]) -> LineKind:
    if row.get("type") == "giftcertificate":
        return LineKind.GIFT_CERTIFICATE
    return LineKind.BUNDLED if row.get("is_bundled_product") else LineKind.PRODUCT


def _net(row: Mapping[str, Any], gross: Decimal) -> dict[Basis, Decimal]:
    """Give what the shopper paid for the line; `total_tax` is the tax in exactly that (10.5)."""
    stated = row.get("discounted_total_inc_tax")
    off = sum(_by_code(row).values(), ZERO)
    paid = gross - off if stated in {None, ""} else parse_money(stated)
    return {Basis.INCLUSIVE: paid, Basis.EXCLUSIVE: paid - parse_money(row.get("total_tax"))}


def _discounts(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = row.get("applied_discounts")
    return [each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping)]


def _by_code(row: Mapping[str, Any]) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for each in _discounts(row):
        code = str(each.get("code") or "").strip()
        amounts[code] = amounts.get(code, ZERO) + parse_money(each.get("amount"))
    return amounts


def _given_away(row: Mapping[str, Any], gross: Decimal, paid: Decimal) -> bool:
    """Tell a free promotional item, free by a discount of its own, from a line of an order discounted by 100 %."""
    own = _discounts(row)
    return gross > 0 and paid == 0 and bool(own) and all(each.get("target") == "product" for each in own)


def _wrapping(row: Mapping[str, Any], basis: Basis) -> Decimal:
    return parse_money(row.get(f"wrapping_cost_{basis.value}"))
