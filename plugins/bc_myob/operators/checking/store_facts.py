"""How the store answers the checklist's questions: one call each, reads only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bc_myob.checklist.facts import Answer, Ask, Row
from bc_myob.hooks.bigcommerce import BigCommerceHook

_WITH_LINES: Final = {"include": "consignments.line_items,fees", "consignment_structure": "object"}
_SAMPLE: Final = 20
_TRIED: Final = 3
Answers = Mapping[Ask, Answer]
StoreQuestion = Callable[[BigCommerceHook, Answers], Sequence[Row]]


def shipping_methods(hook: BigCommerceHook) -> list[dict[str, Any]]:
    """Give {zone, method} of every enabled shipping method; one call per zone."""
    found = []
    for zone in hook.api.get("/v2/shipping/zones") or []:
        methods = hook.api.get(f"/v2/shipping/zones/{zone['id']}/methods") or []
        found += [
            {"zone": zone.get("name"), "method": method.get("name")}
            for method in methods
            if method.get("enabled", True) and zone.get("enabled", True)
        ]
    return found


def _newest_orders(hook: BigCommerceHook, _: Answers) -> list[Row]:
    return list(hook.api.get("/v2/orders", {**_WITH_LINES, "limit": _SAMPLE, "sort": "id:desc"}) or [])


def _transactions(hook: BigCommerceHook, answers: Answers) -> list[Row]:
    """Give the transactions of the first of the newest orders that has some; an order without any costs a call."""
    orders = answers[Ask.STORE_ORDERS].rows if Ask.STORE_ORDERS in answers else _newest_orders(hook, answers)
    for order in orders[:_TRIED]:
        if rows := hook.transactions(int(order["id"])):
            return list(rows)
    return []


def _paid(hook: BigCommerceHook, _: Answers) -> list[Row]:
    """Give {gateway, method} of every way the newest orders were paid: one call per order, so only a few."""
    orders = hook.api.get("/v2/orders", {"limit": _SAMPLE, "sort": "id:desc"}) or []
    rows = (row for order in orders for row in hook.transactions(int(order["id"])))
    paid = {(str(row["gateway"]), str(row["method"])) for row in rows if row.get("gateway") and row.get("method")}
    return [{"gateway": gateway, "method": method} for gateway, method in sorted(paid)]


def _taxes(hook: BigCommerceHook, answers: Answers) -> list[Row]:
    """Give the taxes of the newest orders that bear some: one call per order, so only a few."""
    orders = answers[Ask.STORE_ORDERS].rows if Ask.STORE_ORDERS in answers else _newest_orders(hook, answers)
    taxed = [order for order in orders if float(order.get("total_tax") or 0)]
    return [row for order in taxed[:_TRIED] for row in hook.order_taxes(int(order["id"]))]


def _customers(hook: BigCommerceHook, _: Answers) -> list[Row]:
    return list((hook.api.get("/v3/customers", {"limit": _SAMPLE, "include": "addresses"}) or {}).get("data") or [])


def _clock(hook: BigCommerceHook, _: Answers) -> list[Row]:
    shown = (hook.api.get("/v2/time") or {}).get("time")
    return [{"ahead": int(shown) - time.time() if shown else None}]


STORE_QUESTIONS: Final[dict[Ask, StoreQuestion]] = {
    Ask.STORE: lambda hook, _: [hook.store()],
    Ask.STORE_TIME: _clock,
    Ask.STORE_CURRENCIES: lambda hook, _: hook.currencies(),
    Ask.STORE_METHODS: lambda hook, _: hook.payment_methods(),
    Ask.STORE_SHIPPING: lambda hook, _: shipping_methods(hook),
    Ask.STORE_CUSTOMERS: _customers,
    Ask.STORE_ORDERS: _newest_orders,
    Ask.STORE_TRANSACTIONS: _transactions,
    Ask.STORE_GROUPS: lambda hook, _: list(hook.api.get("/v2/customer_groups") or []),
    Ask.STORE_PAID: _paid,
    Ask.STORE_TAXES: _taxes,
}
"""In this order; the first is the door: without its answer the others are not asked."""
