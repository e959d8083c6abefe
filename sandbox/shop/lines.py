"""The products of an order as the store keeps them (bigcommerce-api.md 10.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.shop.basket import BY_SKU, Draft
from sandbox.shop.catalogue import GST_RATE
from sandbox.shop.money import ZERO, Cost
from sandbox.shop.totals import LineTotal, Totals

_FIXED: dict[str, Any] = {
    "order_pickup_method_id": 0,
    "upc": "",
    "weight": Decimal("0.5"),
    "width": Decimal(0),
    "height": Decimal(0),
    "depth": Decimal(0),
    "base_cost_price": ZERO,
    "cost_price_inc_tax": ZERO,
    "cost_price_ex_tax": ZERO,
    "cost_price_tax": ZERO,
    "is_refunded": False,
    "quantity_refunded": 0,
    "refund_amount": ZERO,
    "return_id": 0,
    "wrapping_message": "",
    "quantity_shipped": 0,
    "event_name": None,
    "event_date": None,
    "fixed_shipping_cost": ZERO,
    "ebay_item_id": "",
    "ebay_transaction_id": "",
    "option_set_id": None,
    "bin_picking_number": "",
    "external_id": None,
    "fulfillment_source": "",
    "brand": "",
    "product_options": [],
    "configurable_fields": [],
}


def products(draft: Draft, money: Totals) -> list[dict[str, Any]]:
    """Return the lines with the child lines of bundles; `address` and `parent` are indices until ids are given."""
    rows: list[dict[str, Any]] = []
    for total in money.lines:
        parent = len(rows)
        rows.append(_row(draft, total))
        children = (_child(total, sku) for sku in total.line.parts)
        rows.extend(_row(draft, child) | {"parent": parent, "is_bundled_product": True} for child in children)
    return rows


def _child(total: LineTotal, sku: str) -> LineTotal:
    line = type(total.line)(sku=sku, quantity=total.line.quantity, price=ZERO, to=total.line.to)
    return LineTotal(line, ZERO, total.rate, total.inclusive, total.currency)


def _row(draft: Draft, total: LineTotal) -> dict[str, Any]:
    line = total.line
    product_id, name = _identity(line.sku, line.name, line.product_id)
    ex, inc = total.prices
    # wrapping has a tax class of its own (wrapping_cost_tax_class_id): it is taxed beside an untaxed article, too
    rate = GST_RATE if draft.is_taxed else ZERO
    wrapping = Cost.of(line.wrapping, rate, inclusive=total.inclusive, currency=total.currency)
    return _FIXED | {
        "product_id": product_id,
        "variant_id": product_id and product_id + 900,
        "address": line.to if line.type == "physical" else None,
        "parent": None,
        "name": name,
        "name_customer": name,
        "name_merchant": name,
        "sku": line.sku,
        "type": line.type,
        "quantity": line.quantity,
        "base_price": total.price,
        "price_ex_tax": ex,
        "price_inc_tax": inc,
        "price_tax": inc - ex,
        "base_total": total.base,
        "total_ex_tax": total.ex,
        "total_inc_tax": total.inc,
        "total_tax": total.tax,
        "discounted_total_inc_tax": total.net,
        "wrapping_id": 1 if line.wrapping else 0,
        "wrapping_name": "Kraft paper and twine" if line.wrapping else "",
        **wrapping.fields("wrapping_cost"),
        "is_bundled_product": False,
        "gift_certificate_id": None,
        "applied_discounts": _discounts(draft, total),
    }


def _identity(sku: str, name: str, product_id: int | None) -> tuple[int, str]:
    number, product = BY_SKU.get(sku, (0, None))
    known = number if product_id is None else product_id
    return known, name or (product.name if product else sku)


def _discounts(draft: Draft, total: LineTotal) -> list[dict[str, Any]]:
    code = draft.coupon.code if draft.coupon else None
    rows = (
        ("1", "Autumn promotion", None, "product", total.line.discount),
        ("coupon", "Coupon", code, "order", total.coupon),
        ("manual-discount", "Manual Discount", None, "order", total.manual),
    )
    return [
        {"id": number, "amount": amount, "name": name, "code": found, "target": target}
        for number, name, found, target, amount in rows
        if amount
    ]
