"""The ERP's order comes to the store's total: every basis, currency, discount style and pricing, to the last unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.model.money import currency_digits
from bc_myob.model.statuses import Event
from sandbox.shop.basket import Coupon, Draft, Fee, Line, Shipping, custom_line, gift_certificate_line, line
from sandbox.shop.catalogue import PRODUCTS
from sandbox.shop.payments import gift_certificate, purchase
from tests.mapping.orders_shop import MAY, answered, mapped, money, order, stored
from tests.mapping.orders_shop import settings as store

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


@given(drafts(), st.sampled_from(MODES), st.sampled_from(STYLES))
@settings(max_examples=60, deadline=None)
def test_the_erp_comes_to_the_stores_total(draft, mode, style):
    payload = order(draft)
    found = mapped(payload, store(show_discounts_as=style, taxes={"calculation_mode": mode}))
    if money(payload["total_inc_tax"]) < 0:  # a manual discount beyond goods and freight: nobody can book that
        assert (found.event, "discounts exceed" in found.reason) == (Event.FAILED, True)
        return
    assert found.event is Event.PREPARED, found.reason
    assert erp_total(found.document, gross=mode == "Gross") == money(payload["total_inc_tax"])
    assert all(row["DiscountAmount"] >= 0 for row in found.document["Details"])
    assert found.details["total"] == money(payload["total_inc_tax"])


@given(drafts())
@settings(max_examples=15, deadline=None)
def test_without_tax_synchronisation_the_total_is_the_same_and_the_erp_adds_no_tax(draft):
    payload = order(draft)
    found = mapped(payload, store(taxes={"synchronization": False}))
    assert erp_total(found.document, gross=True) == money(payload["total_inc_tax"])
    assert found.document["DisableAutomaticTaxCalculation"] is True
    assert "TaxDetails" not in found.document
    assert "TaxCalcMode" not in found.document


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("switches", [{"total_less_store_credit": True}, {"fees_in_total": False}])
def test_either_reading_of_an_undocumented_total_closes(inclusive, switches):
    paid = (gift_certificate("G1", "20"), purchase())
    fees = (Fee(name="Insurance", cost=Decimal("2.50")),)
    row = stored(Draft(billing=MAY, lines=(line("OIL-EV-750", 3),), fees=fees, payments=paid, inclusive=inclusive))
    payload = answered(row, **switches)
    found = mapped(payload)
    charged = row["total_inc_tax"] - (0 if switches.get("fees_in_total", True) else Decimal("2.50"))
    assert found.event is Event.PREPARED, found.reason
    assert erp_total(found.document, gross=True) == charged


def test_the_reading_is_found_where_prices_have_fractions_of_a_cent():
    paid = (gift_certificate("HP-1", "0.20"), purchase())
    lines = (Line(sku="OIL-EV-750", price=money("1.0051"), quantity=3),)
    row = stored(Draft(billing=MAY, lines=lines, payments=paid, taxed=False))
    found = mapped(answered(row, total_less_store_credit=True))
    assert found.event is Event.PREPARED, found.reason
    assert erp_total(found.document, gross=True) == money("12.97")  # 3 x 1.0051 and 9.95 of freight


def dinars(**changes):
    """An order in Kuwaiti dinars, three decimals; the lines' totals were rounded by the store in its own way."""
    rows = [
        {
            "id": number,
            "sku": "HONEY-LW-500",
            "name": "Honey",
            "quantity": 3,
            "price_inc_tax": "1.3335",
            "price_ex_tax": "1.3335",
            "total_inc_tax": "4.0005",
            "total_ex_tax": "4.0005",
            "total_tax": "0.0000",
        }
        for number in (1, 2)
    ]
    return {
        "id": 5,
        "status_id": 11,
        "date_created": "Tue, 10 Mar 2026 02:30:00 +0000",
        "default_currency_code": "KWD",
        "is_tax_inclusive_pricing": True,
        "subtotal_inc_tax": "8.0010",
        "subtotal_ex_tax": "8.0010",
        "total_inc_tax": "8.0010",
        "total_tax": "0.0000",
        "billing_address": {"country_iso2": "KW"},
        "products": rows,
    } | changes


def test_three_decimals_close_and_the_leftover_unit_stands_on_one_line():
    found = mapped(dinars())
    exact = [row["OrderQty"] * row["UnitPrice"] for row in found.document["Details"]]
    totals = [amount.quantize(money("0.001"), ROUND_HALF_UP) for amount in exact]
    assert [row["DiscountAmount"] for row in found.document["Details"]] == [0, 0]
    assert erp_total(found.document, gross=True) == money("8.001")
    assert sorted(totals) == [money("4.000"), money("4.001")]


@pytest.mark.parametrize("style", STYLES)
def test_what_rounding_leaves_over_is_no_discount(style):
    taxed = {"price_inc_tax": "6.8", "price_ex_tax": "6.1818", "total_inc_tax": "20.4000", "total_ex_tax": "18.5455"}
    taxed |= {"total_tax": "1.8550", "discounted_total_inc_tax": "20.4"}
    rows = [row | taxed for row in dinars()["products"][:1]]
    sums = {"subtotal_inc_tax": "20.4", "subtotal_ex_tax": "18.5455", "total_inc_tax": "20.4", "total_tax": "1.855"}
    settings = store(show_discounts_as=style, taxes={"calculation_mode": "Net"})
    found = mapped(dinars(products=rows, **sums), settings).document
    assert [row["DiscountAmount"] for row in found["Details"]] == [0]
    assert not found.get("DiscountDetails")


def test_the_vendors_document_discounts_example():
    """connector 10.6: 2 x 45.15 less 10 %, 1 x 45.00, one free item, 5 % off the order."""
    off = {"SALT-MURRAY": "9.90", "OIL-EV-750": "9.03"}
    draft = Draft(
        billing=MAY,
        lines=(
            Line(sku="OIL-EV-750", quantity=2, price=money("45.15"), discount=money(off["OIL-EV-750"])),
            Line(sku="HONEY-LW-500", price=money("45.00")),
            Line(sku="SALT-MURRAY", price=money("9.90"), discount=money(off["SALT-MURRAY"])),
        ),
        discount=money("6.77"),
        shipping=Shipping(cost=Decimal(0)),
        taxed=False,
    )
    found = mapped(order(draft), store(show_discounts_as="Document Discounts")).document
    assert [(row["UnitPrice"], row["DiscountAmount"]) for row in found["Details"]] == [
        (money("45.15"), 0),
        (45, 0),
        (0, 0),
    ]
    assert [(row["Type"], row["DiscountAmount"]) for row in found["DiscountDetails"]] == [
        ("External Document", money("15.80"))
    ]
    assert erp_total(found, gross=True) == money("119.50")
    assert found["DisableAutomaticDiscountUpdate"] is True


def test_each_coupon_has_its_row_and_the_rest_one_more():
    draft = Draft(
        billing=MAY,
        lines=(line("HONEY-LW-500", 2, discount="2.00"), line("OIL-EV-750")),
        coupon=Coupon(code="AUTUMN10", amount=Decimal(10)),
        discount=money("1.50"),
    )
    rows = mapped(order(draft), store(show_discounts_as="Document Discounts")).document["DiscountDetails"]
    assert [(row["ExternalDiscountCode"], row["DiscountAmount"]) for row in rows] == [
        ("AUTUMN10", money("6.30")),
        ("DISCOUNT", money("3.50")),
    ]


def test_half_a_fils_that_rounding_lost_is_no_discount():
    payload = order(
        Draft(billing=MAY, lines=(line("OIL-EV-750"),), shipping=Shipping(cost=Decimal(0)), inclusive=False)
    )
    (row,) = payload["consignments"]["shipping"][0]["line_items"]
    row |= {"price_ex_tax": "2.248", "price_inc_tax": "2.4335", "total_ex_tax": "2.248", "total_inc_tax": "2.4335"}
    row |= {"total_tax": "0.185", "discounted_total_inc_tax": "2.433"}
    payload |= {
        "subtotal_ex_tax": "2.248",
        "subtotal_inc_tax": "2.4335",
        "total_tax": "0.185",
        "total_inc_tax": "2.433",
    }
    found = mapped(payload | {"default_currency_code": "KWD"}).document["Details"]
    assert [(row["DiscountAmount"], row["UnitPrice"]) for row in found] == [(0, money("2.433"))]


def discount_rows(*codes, manual="1.00"):
    """The rows of the Discounts tab of an order with these coupons, 1.00 each, and a manual discount."""
    payload = order(Draft(billing=MAY, lines=(line("OIL-EV-750"),), discount=money(manual)))
    payload |= {"coupon_discount": f"{len(codes)}.0000", "coupons": [{"code": code, "discount": 1} for code in codes]}
    payload["total_inc_tax"] = str(money(payload["total_inc_tax"]) - len(codes))
    (row,) = payload["consignments"]["shipping"][0]["line_items"]
    row["discounted_total_inc_tax"] = str(money(row["discounted_total_inc_tax"]) - len(codes))
    row["applied_discounts"] = []
    return mapped(payload, store(show_discounts_as="Document Discounts")).document["DiscountDetails"]


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["DISCOUNT"], ["DISCOUNT", "DISCOUNT 2"]),
        (["discount", "Discount 2"], ["discount", "Discount 2", "DISCOUNT 3"]),
        (["SUMMER-OF-2026-ADELAIDE", "SUMMER-OF-2026-AUSTRALIA"], ["SUMMER-OF-2026-", "SUMMER-OF-202 2", "DISCOUNT"]),
        (["ÜBERLANG", "überlang"], ["ÜBERLANG", "überlang 2", "DISCOUNT"]),
    ],
)
def test_no_two_discounts_of_an_order_have_one_code(codes, names):
    assert [(row["ExternalDiscountCode"], row["DiscountAmount"]) for row in discount_rows(*codes)] == [
        (name, 1) for name in names
    ]


def test_a_discount_larger_than_the_goods_comes_off_the_freight():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"),), shipping=Shipping(cost=Decimal(20))))
    payload |= {"discount_amount": "15.0000", "total_inc_tax": "16.2000", "total_tax": "1.4700"}
    found = mapped(payload).document
    assert [row["DiscountAmount"] for row in found["Details"]] == [money("11.20")]
    assert found["Totals"]["Freight"] == money("16.20")


def test_a_discount_that_stands_on_the_order_alone_is_spread_over_the_goods():
    draft = Draft(billing=MAY, lines=(line("JAM-QUINCE", 2), gift_certificate_line("25")))
    payload = order(draft) | {"discount_amount": "4.4800"}
    payload["total_inc_tax"] = str(money(payload["total_inc_tax"]) - money("4.48"))
    found = mapped(payload).document
    assert [row["DiscountAmount"] for row in found["Details"]] == [money("4.48"), 0]


def test_lines_that_are_missing_are_named():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("OIL-EV-750"))))
    payload["products"] = payload["consignments"]["shipping"][0]["line_items"][:1]
    found = mapped(payload)
    assert found.event is Event.FAILED
    assert "did not list every line" in found.reason


def test_a_custom_line_with_a_sku_is_a_line_like_any_other():
    draft = Draft(billing=MAY, lines=(custom_line("Tasting box", "30.00", 2, sku="HAMPER-LRG"),))
    found = mapped(order(draft)).document
    assert [(row["InventoryID"], row["OrderQty"], row["UnitPrice"]) for row in found["Details"]] == [
        ("HAMPER-LRG", 2, 30)
    ]
