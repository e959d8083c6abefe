"""Orders that clients write: POST and PUT bodies of V2 (bigcommerce-api.md 10.10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.shop.basket import BY_SKU, Draft, Line, Shipping
from sandbox.shop.catalogue import BASE_CURRENCY, TRANSACTIONAL_CURRENCIES
from sandbox.shop.places import COUNTRIES, Address
from sandbox.store.facts import STATUSES
from sandbox.store.refusals import Refusal
from sandbox.store.wire import parse_time

Row = dict[str, Any]
PENDING = 1
SKUS = {number: sku for sku, (number, _) in BY_SKU.items()}
WRITABLE = frozenset(
    {
        *("customer_id", "status_id", "staff_notes", "customer_message", "external_order_id", "external_source"),
        *("payment_method", "payment_provider_id", "order_source", "customer_locale", "ebay_order_id", "channel_id"),
        *("is_deleted", "external_merchant_id", "ip_address", "ip_address_v6", "geoip_country", "geoip_country_iso2"),
    }
)
NOT_HERE = frozenset({"products", "consignments", "billing_address", "fees", "discount_amount"})


def draft_of(body: Row) -> Draft:
    """Return the draft a POST body describes; 400 names what is missing."""
    if not isinstance(body.get("billing_address"), dict) or not body.get("products"):
        raise Refusal(400, "The required field 'billing_address' or 'products' was not supplied.")
    currency = body.get("default_currency_code", BASE_CURRENCY)
    if currency not in TRANSACTIONAL_CURRENCIES:
        raise Refusal(400, "The field 'default_currency_code' is invalid.")
    billing = _address(body["billing_address"])
    return Draft(
        billing=billing,
        lines=tuple(_line(item) for item in body["products"]),
        customer_id=int(body.get("customer_id", 0)),
        ship_to=tuple(_address(item) for item in body.get("shipping_addresses", [])),
        shipping=Shipping(cost=Decimal(str(body.get("base_shipping_cost", 0)))),
        discount=Decimal(str(body.get("discount_amount", 0))),
        currency=currency,
        status_id=_status(body.get("status_id", PENDING)),
        created=parse_time(body["date_created"]) if body.get("date_created") else None,
        payment_method=body.get("payment_method", "Manual"),
        staff_notes=body.get("staff_notes", ""),
        customer_message=body.get("customer_message", ""),
        source="external",
        external_source=body.get("external_source"),
        external_order_id=body.get("external_order_id", ""),
    )


def edit_of(body: Row) -> Row:
    """Return the header fields a PUT changes; a read-only field is refused, as the store refuses it."""
    if NOT_HERE & body.keys():
        name = min(NOT_HERE & body.keys())
        raise Refusal(400, f"The stand-in cannot edit '{name}' over the API: rebuild the order over /_control instead.")
    unwritable = sorted(body.keys() - WRITABLE)
    if unwritable:
        text = f"The field '{unwritable[0]}' cannot be written to. Please remove it from your request."
        raise Refusal(400, text)
    if "status_id" in body:
        _status(body["status_id"])
    return dict(body)


def _status(status_id: Any) -> int:
    if not isinstance(status_id, int) or not 0 <= status_id < len(STATUSES):
        raise Refusal(400, "The field 'status_id' is invalid.")
    return status_id


def _line(item: Row) -> Line:
    quantity, number = int(item.get("quantity", 0)), item.get("product_id")
    if quantity < 1:
        raise Refusal(400, "The field 'quantity' is invalid.")
    price = Decimal(str(item["price_inc_tax"])) if "price_inc_tax" in item else None
    if number:
        if number not in SKUS:
            raise Refusal(400, "The options of one or more products are invalid.")
        _, product = BY_SKU[SKUS[number]]
        kind = "digital" if product.digital else "physical"
        return Line(sku=SKUS[number], quantity=quantity, price=price, type=kind, taxable=product.taxable)  # type: ignore[arg-type]
    if price is None or not item.get("name"):
        raise Refusal(400, "A custom product needs 'name', 'price_ex_tax' and 'price_inc_tax'.")
    ex = Decimal(str(item.get("price_ex_tax", price)))
    return Line(
        name=item["name"], sku=item.get("sku", ""), quantity=quantity, price=price, product_id=0, taxable=ex < price
    )


def _address(item: Row) -> Address:
    iso2 = item.get("country_iso2") or next((c.iso2 for c in COUNTRIES.values() if c.name == item.get("country")), "")
    if len(str(item.get("zip", ""))) < len("00") or not iso2:
        raise Refusal(400, "The field 'billing_address' is invalid: zip or country is missing.")
    names = ("first_name", "last_name", "street_1", "street_2", "city", "state", "company", "phone", "email", "zip")
    return Address(country_iso2=iso2, **{name: str(item.get(name, "")) for name in names})
