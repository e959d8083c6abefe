"""The identities of bigcommerce-api.md 10.5 hold to the cent, whatever is in the basket."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.basket import Coupon, Draft, Fee, Line, Shipping
from sandbox.shop.catalogue import PRODUCTS
from sandbox.shop.money import rounded, spread
from sandbox.shop.orders import build_order
from sandbox.shop.payments import gift_certificate, purchase
from sandbox.shop.places import Address

HOME = Address(first_name="R", last_name="L", street_1="1 Quay", city="Balmain", zip="2041", state="New South Wales")
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
SKUS = st.sampled_from([product.sku for product in PRODUCTS if not product.digital])
LINES = st.builds(
    lambda sku, quantity, taxable, wrapping: Line(sku=sku, quantity=quantity, taxable=taxable, wrapping=wrapping),
    SKUS,
    st.integers(1, 9),
    st.booleans(),
    st.sampled_from([Decimal(0), Decimal(4)]),
)


@st.composite
def drafts(draw):
    currency = draw(st.sampled_from(["AUD", "NZD", "JPY"]))
    cents = st.decimals(0, 9, places=0 if currency == "JPY" else 2)
    coupon = st.builds(
        Coupon, code=st.just("TEN"), amount=st.integers(1, 50).map(Decimal), type=st.sampled_from([1, 2])
    )
    return Draft(
        billing=HOME,
        lines=tuple(draw(st.lists(LINES, min_size=1, max_size=5))),
        shipping=Shipping(cost=draw(cents)),
        handling=draw(cents),
        coupon=draw(st.none() | coupon),
        discount=draw(st.sampled_from([Decimal(0), Decimal(1)])),
        fees=(Fee(name="Donation", cost=draw(cents)),),
        currency=currency,
        inclusive=draw(st.booleans()),
        payments=(gift_certificate("G", "1"), purchase()),
    )


@settings(max_examples=150, deadline=None)
@given(drafts())
def test_the_money_of_an_order_closes(draft):
    order = build_order(draft, CREATED)
    costs = ("shipping_cost", "handling_cost", "wrapping_cost")
    fees = sum(fee["cost_inc_tax"] for fee in order["fees"])

    assert order["total_inc_tax"] == order["total_ex_tax"] + order["total_tax"]
    assert order["total_inc_tax"] == (
        order["subtotal_inc_tax"]
        + sum(order[f"{cost}_inc_tax"] for cost in costs)
        + fees
        - order["discount_amount"]
        - order["coupon_discount"]
    )
    assert order["total_tax"] == order["subtotal_tax"] + sum(order[f"{cost}_tax"] for cost in costs)
    wrapping = sum(line["wrapping_cost_tax"] for line in order["products"])
    step = 1 if draft.currency == "JPY" else Decimal("0.01")
    assert abs(wrapping - order["wrapping_cost_tax"]) <= step * len(order["products"])
    assert rounded(order["total_inc_tax"], draft.currency) == order["total_inc_tax"]
    assert order["subtotal_inc_tax"] == sum(line["total_inc_tax"] for line in order["products"])
    assert order["subtotal_tax"] == sum(line["total_tax"] for line in order["products"])
    discounted = sum(line["discounted_total_inc_tax"] for line in order["products"])
    assert discounted == order["subtotal_inc_tax"] - order["discount_amount"] - order["coupon_discount"]
    assert sum(row["amount"] for row in order["transactions"]) == order["total_inc_tax"]
    assert sum(place["cost_inc_tax"] for place in order["shipping_addresses"]) == order["shipping_cost_inc_tax"]


@given(st.decimals(0, 1000, places=2), st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=8))
def test_a_sum_spread_by_weight_loses_nothing(amount, weights):
    shares = spread(amount, weights, "AUD")

    assert sum(shares) == (amount if sum(weights) else 0)


@pytest.mark.parametrize(("country", "tax"), [("AU", "2.50"), ("NZ", "0")])
def test_gst_is_charged_at_home_and_not_abroad(country, tax):
    there = Address(first_name="R", last_name="L", street_1="1", city="C", zip="6011", country_iso2=country)
    draft = Draft(
        billing=there, lines=(Line(sku="OIL-EV-750", price=Decimal("27.50")),), shipping=Shipping(cost=Decimal(0))
    )

    assert build_order(draft, CREATED)["total_tax"] == Decimal(tax)
