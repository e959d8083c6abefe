"""Orders drawn at random, and what the ERP's form adds a document up to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from bc_myob.model.money import currency_digits
from sandbox.shop.basket import Coupon, Draft, Fee, Line, Shipping
from sandbox.shop.catalogue import PRODUCTS
from tests.mapping.orders_shop import MAY

MODES = ["Gross", "Net", "Tax Settings", ""]
STYLES = ["Line Discounts", "Document Discounts"]
SKUS = [product.sku for product in PRODUCTS if not product.digital]


def erp_total(document, *, gross: bool) -> Decimal:
    """Add a document up the way the ERP's form does, on its own."""
    digits = Decimal(1).scaleb(-currency_digits(document["CurrencyID"]))

    def rounded(amount):
        return amount.quantize(digits, ROUND_HALF_UP)

    lines = sum(rounded(row["OrderQty"] * row["UnitPrice"]) - row["DiscountAmount"] for row in document["Details"])
    discounts = sum(row["DiscountAmount"] for row in document.get("DiscountDetails", []))
    taxes = sum(row["TaxAmount"] for row in document.get("TaxDetails", []))
    return lines - discounts + document["Totals"]["Freight"] + (0 if gross else taxes)


@st.composite
def drafts(draw):
    currency = draw(st.sampled_from(["AUD", "NZD", "JPY"]))
    whole = currency == "JPY"
    cents = st.integers(0, 500).map(lambda n: Decimal(n) if whole else Decimal(n) / 100)
    prices = st.integers(100, 99999).map(lambda n: Decimal(n) if whole else Decimal(n) / 100)
    lines = tuple(
        Line(
            sku=draw(st.sampled_from(SKUS)),
            quantity=draw(st.integers(1, 7)),
            price=draw(prices),
            taxable=draw(st.booleans()),
            discount=draw(cents) if draw(st.booleans()) else Decimal(0),
            wrapping=draw(cents) if draw(st.integers(0, 3)) == 0 else Decimal(0),
        )
        for _ in range(draw(st.integers(1, 5)))
    )
    lines = tuple(Line(**(vars(one) | {"discount": min(one.discount, one.price)})) for one in lines)
    coupon = Coupon(code="AUTUMN10", amount=draw(st.sampled_from([Decimal(10), Decimal("33.3")])))
    return Draft(
        billing=MAY,
        lines=lines,
        currency=currency,
        inclusive=draw(st.booleans()),
        taxed=draw(st.booleans()),
        shipping=Shipping(cost=draw(prices)),
        handling=draw(cents),
        coupon=coupon if draw(st.booleans()) else None,
        discount=draw(cents) if draw(st.booleans()) else Decimal(0),
        fees=(Fee(name="Insurance", cost=draw(cents)),) if draw(st.booleans()) else (),
    )
