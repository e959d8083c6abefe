"""The ERP's order comes to the store's total: every basis, currency, discount style and pricing, to the last unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft, Fee, Line, Shipping, gift_certificate_line, line
from sandbox.shop.payments import gift_certificate, purchase
from tests.mapping.orders_drawn import MODES, STYLES, drafts, erp_total
from tests.mapping.orders_shop import MAY, answered, mapped, money, order, stored
from tests.mapping.orders_shop import settings as store


@given(drafts(), st.sampled_from(MODES), st.sampled_from(STYLES))
@effort(max_examples=60, deadline=None)
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
@effort(max_examples=15, deadline=None)
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
