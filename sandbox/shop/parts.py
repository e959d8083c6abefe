"""What hangs on an order beside its products: delivery addresses, coupons, fees, taxes (bigcommerce-api.md 10.8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.shop.basket import ZONES, Draft
from sandbox.shop.catalogue import GST_RATE
from sandbox.shop.money import Cost, spread
from sandbox.shop.totals import Totals

Record = dict[str, Any]


def addresses(draft: Draft, money: Totals) -> list[Record]:
    """Return the delivery addresses with their share of shipping and handling, by pieces."""
    places = draft.delivered_to
    pieces = [
        sum(line.quantity for line in draft.lines if line.type == "physical" and line.to == index)
        for index in range(len(places))
    ]
    weights = [Decimal(count) for count in pieces]
    shipping = _split(money.shipping, weights, draft.currency)
    handling = _split(money.handling, weights, draft.currency)
    return [
        place.on_order()
        | {"items_total": pieces[index], "items_shipped": 0, "shipping_method": draft.shipping.method}
        | shipping[index].fields("cost")
        | handling[index].fields("handling_cost")
        | {"cost_tax_class_id": 2, "handling_cost_tax_class_id": 2}
        | {"shipping_zone_id": ZONES.index(draft.shipping.zone) + 1, "shipping_zone_name": draft.shipping.zone}
        for index, place in enumerate(places)
    ]


def _split(cost: Cost, weights: list[Decimal], currency: str) -> list[Cost]:
    columns = (spread(side, weights, currency) for side in (cost.base, cost.ex, cost.inc))
    return [Cost(base, ex, inc, inc - ex) for base, ex, inc in zip(*columns, strict=True)]


def coupons(draft: Draft, money: Totals) -> list[Record]:
    """Return the coupon used, if any."""
    if draft.coupon is None:
        return []
    facts = {"code": draft.coupon.code, "amount": draft.coupon.amount, "type": draft.coupon.type}
    return [{"coupon_id": 1, **facts, "discount": money.coupon}]


def fees(draft: Draft, money: Totals) -> list[Record]:
    """Return the order's extra charges."""
    return [
        {
            "type": "custom_fee",
            "display_name_customer": fee.name,
            "display_name_merchant": fee.name,
            "source": "checkout",
            **cost.fields("cost"),
            "tax_class_id": None,
        }
        for fee, cost in zip(draft.fees, money.fees, strict=True)
    ]


def taxes(money: Totals) -> list[Record]:
    """Return one row per taxed line and cost; `line` and `address` are indices until ids are given."""
    items = [("item", n, total.line.to, total.tax) for n, total in enumerate(money.lines) if total.rate]
    costs = (("shipping", money.shipping), ("handling", money.handling), ("gift-wrapping", money.wrapping))
    rows = [*items, *((kind, None, 0, cost.tax) for kind, cost in costs if cost.tax)]
    return [
        {"line_item_type": kind, "line": number, "address": place, "amount": amount, "rate": GST_RATE * 100}
        for kind, number, place, amount in rows
    ]
