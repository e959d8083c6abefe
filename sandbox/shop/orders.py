"""Orders as the store keeps them, built from a draft: every sum follows from lines, discounts and delivery."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from hashlib import sha1
from typing import Any

from sandbox.shop.basket import Draft
from sandbox.shop.catalogue import BASE_CURRENCY, TRANSACTIONAL_CURRENCIES
from sandbox.shop.journal import NOT_NAMED, settled, transactions
from sandbox.shop.lines import products
from sandbox.shop.money import ZERO
from sandbox.shop.parts import addresses, coupons, fees, taxes
from sandbox.shop.payments import Payment
from sandbox.shop.totals import Totals, totals

Record = dict[str, Any]
PARTS = frozenset(
    {"products", "shipping_addresses", "coupons", "fees", "taxes", "transactions", "refunds", "metafields", "shipments"}
)
_FIXED: Record = {
    "shipping_cost_tax_class_id": 2,
    "handling_cost_tax_class_id": 2,
    "wrapping_cost_tax_class_id": 3,
    "date_shipped": "",
    "items_shipped": 0,
    "payment_provider_id": None,
    "refunded_amount": ZERO,
    "ip_address": "203.0.113.24",
    "ip_address_v6": "",
    "is_deleted": False,
    "ebay_order_id": "0",
    "is_email_opt_in": False,
    "credit_card_type": None,
    "external_id": None,
    "external_merchant_id": None,
    "customer_locale": "en",
    "currency_exchange_rate": "1.0000000000",
}


def build_order(draft: Draft, created: datetime) -> Record:
    """Return the order with its parts, without ids. Identities of bigcommerce-api.md 10.5 hold to the cent."""
    money = totals(draft)
    paid = settled(draft.payments, money.inc)
    return {
        **_FIXED,
        **_header(draft, created.replace(microsecond=0)),
        **_sums(money),
        **_currency(draft.currency),
        **_payment(draft, paid),
        "products": products(draft, money),
        "shipping_addresses": addresses(draft, money),
        "coupons": coupons(draft, money),
        "fees": fees(draft, money),
        "taxes": taxes(money),
        "transactions": transactions(paid, draft.currency, created),
        "refunds": [],
        "metafields": [],
        "shipments": [],
    }


def _header(draft: Draft, created: datetime) -> Record:
    billing = draft.billing.on_order()
    return {
        "customer_id": draft.customer_id,
        "date_created": created,
        "date_modified": created,
        "status_id": draft.status_id,
        "is_tax_inclusive_pricing": draft.inclusive,
        "items_total": sum(line.quantity * (1 + len(line.parts)) for line in draft.lines),
        "order_is_digital": draft.is_digital,
        "shipping_address_count": len(draft.delivered_to),
        "geoip_country": billing["country"],
        "geoip_country_iso2": billing["country_iso2"],
        "staff_notes": draft.staff_notes,
        "customer_message": draft.customer_message,
        "billing_address": billing,
        "order_source": draft.source,
        "channel_id": draft.channel_id,
        "external_source": draft.external_source,
        "external_order_id": draft.external_order_id,
        "cart_id": _cart_id(draft, created),
        "tax_provider_id": "BasicTaxProvider",
    }


def _cart_id(draft: Draft, created: datetime) -> str:
    seed = f"{draft.billing.email}{created.isoformat()}{draft.lines}"
    text = sha1(seed.encode(), usedforsecurity=False).hexdigest()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}"


def _sums(money: Totals) -> Record:
    return {
        "subtotal_ex_tax": money.subtotal_ex,
        "subtotal_inc_tax": money.subtotal_inc,
        "subtotal_tax": money.subtotal_tax,
        **money.shipping.fields("shipping_cost"),
        **money.handling.fields("handling_cost"),
        **money.wrapping.fields("wrapping_cost"),
        "total_ex_tax": money.inc - money.tax,
        "total_inc_tax": money.inc,
        "total_tax": money.tax,
        "discount_amount": money.discount,
        "coupon_discount": money.coupon,
    }


def _currency(code: str) -> Record:
    number = list(TRANSACTIONAL_CURRENCIES).index(code) + 1
    return {
        "currency_id": number,
        "currency_code": code,
        "default_currency_id": number,
        "default_currency_code": code,
        "store_default_currency_code": BASE_CURRENCY,
        "store_default_to_transactional_exchange_rate": f"{TRANSACTIONAL_CURRENCIES[code]:.10f}",
    }


def _payment(draft: Draft, paid: list[tuple[Payment, Decimal]]) -> Record:
    named = next((p for p, _ in paid if p.gateway not in NOT_NAMED), paid[0][0] if paid else None)
    by_gateway = {p.gateway: amount for p, amount in paid}
    name, status = (named.name, named.status) if named else ("Manual", "")
    return {
        "payment_method": name if draft.payment_method is None else draft.payment_method,
        "payment_status": status if draft.payment_status is None else draft.payment_status,
        "store_credit_amount": by_gateway.get("storecredit", ZERO),
        "gift_certificate_amount": by_gateway.get("giftcertificate", ZERO),
    }
