"""The store's own fields: those an export may write, with their kind and length, and those its records may have."""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.contract import Field
from bc_myob.model.entities import Entity


def _text(limit: int | None = None, *, key: bool = False) -> Field:
    return Field("", "text", limit, key=key)


_CUSTOMER: Final = {
    "first_name": _text(100),
    "last_name": _text(100),
    "company": _text(255),
    "email": _text(250, key=True),
    "phone": _text(50),
    "notes": _text(),
    "tax_exempt_category": _text(255, key=True),
    "customer_group_id": Field("", "whole number"),
    "accepts_product_review_abandoned_cart_emails": Field("", "yes or no"),
    "registration_ip_address": _text(30, key=True),
}
_ADDRESS: Final = {
    "first_name": _text(255),
    "last_name": _text(255),
    "company": _text(255),
    "phone": _text(50),
    "address_type": _text(20, key=True),
    "address1": _text(255),
    "address2": _text(255),
    "city": _text(100),
    "state_or_province": _text(100),
    "postal_code": _text(30, key=True),
    "country_code": _text(2, key=True),
}
WRITABLE: Final[dict[Entity, dict[str, Field]]] = {Entity.CUSTOMER: _CUSTOMER, Entity.CUSTOMER_LOCATION: _ADDRESS}
"""What an export may write (bigcommerce-api 7, 8); ids belong to the store."""

_CUSTOMERS_HAVE: Final = """
    address_count addresses attribute_count attributes authentication channel_ids date_created date_modified form_fields
    id origin_channel_id segment_ids shopper_profile_id store_credit_amounts
"""
_ORDERS_HAVE: Final = """
    base_handling_cost base_shipping_cost base_wrapping_cost billing_address cart_id channel_id consignments
    coupon_discount coupons credit_card_type currency_code currency_exchange_rate currency_id custom_status customer_id
    customer_locale customer_message date_created date_modified date_shipped default_currency_code default_currency_id
    discount_amount ebay_order_id external_id external_merchant_id external_order_id external_source fees geoip_country
    geoip_country_iso2 gift_certificate_amount handling_cost_ex_tax handling_cost_inc_tax handling_cost_tax
    handling_cost_tax_class_id id ip_address ip_address_v6 is_deleted is_email_opt_in is_tax_inclusive_pricing
    items_shipped items_total order_is_digital order_source payment_method payment_provider_id payment_status products
    refunded_amount shipping_address_count shipping_addresses shipping_cost_ex_tax shipping_cost_inc_tax
    shipping_cost_tax shipping_cost_tax_class_id staff_notes status status_id store_credit_amount
    store_default_currency_code store_default_to_transactional_exchange_rate subtotal_ex_tax subtotal_inc_tax
    subtotal_tax tax_provider_id total_ex_tax total_inc_tax total_tax wrapping_cost_ex_tax wrapping_cost_inc_tax
    wrapping_cost_tax wrapping_cost_tax_class_id
"""
_LINES_HAVE: Final = """
    applied_discounts base_cost_price base_price base_total base_wrapping_cost bin_picking_number brand
    configurable_fields cost_price_ex_tax cost_price_inc_tax cost_price_tax depth discounted_total_inc_tax ebay_item_id
    ebay_transaction_id event_date event_name external_id fixed_shipping_cost gift_certificate_id height id
    is_bundled_product is_refunded name name_customer name_merchant option_set_id order_address_id order_id
    order_pickup_method_id parent_order_product_id price_ex_tax price_inc_tax price_tax product_id product_options
    quantity quantity_refunded quantity_shipped refund_amount return_id sku total_ex_tax total_inc_tax total_tax type
    upc variant_id weight width wrapping_cost_ex_tax wrapping_cost_inc_tax wrapping_cost_tax wrapping_id
    wrapping_message wrapping_name
    base_cost cost_ex_tax cost_inc_tax cost_tax display_name_customer display_name_merchant source tax_class_id
"""
ADDRESS_FIELDS: Final = ("id", "customer_id", "country", "form_fields", *_ADDRESS)
"""What an entry of a customer's address book has (bigcommerce-api 8)."""
KNOWN: Final[dict[Entity, frozenset[str]]] = {
    Entity.CUSTOMER: frozenset([*_CUSTOMERS_HAVE.split(), *_CUSTOMER]),
    Entity.CUSTOMER_LOCATION: frozenset(["customer", *ADDRESS_FIELDS]),
    Entity.SALES_ORDER: frozenset(_ORDERS_HAVE.split()),
    Entity.PAYMENT: frozenset({"order"}),
}
"""What a record of the store may have, though those at hand do not (bigcommerce-api 7, 8, 10.2)."""
KNOWN_OF_LINES: Final = frozenset(_LINES_HAVE.split())
"""The same of an order's line and of its fees, which become lines (bigcommerce-api 10.7)."""
