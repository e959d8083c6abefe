"""The taxes of an order in its document: by their own names, under the only known one, or left to the ERP."""

from __future__ import annotations

from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import JAM, MAY, customer, document, mapped, money, order
from tests.mapping.orders_shop import settings as store


def taxed(name="GST", amount=None, **changes):
    payload = order(JAM) | changes
    return payload | {"order_taxes": [{"name": name, "rate": "10.0000", "line_amount": amount or payload["total_tax"]}]}


def test_taxes_bear_their_own_names_for_the_load_to_look_up_listed_or_not():
    settings = store(taxes={"substitution": {"GST 10%": "GST", "Luxury": "LUX"}})
    for name in ("gst 10%", "Sugar levy"):
        rows = mapped(taxed(name), settings, customer()).document["TaxDetails"]
        assert [(row["TaxID"], row["TaxAmount"], row["TaxRate"]) for row in rows] == [(name, money("5.99"), 10)]


def test_a_long_tax_name_travels_whole_for_the_list_may_name_it_so():
    name = "Goods and services tax of the Commonwealth of Australia, standard rate"
    assert mapped(taxed(name), links=customer()).document["TaxDetails"][0]["TaxID"] == name


def test_taxes_that_do_not_add_up_are_named():
    found = mapped(taxed(amount="1.0000"), links=customer())
    assert found.reason == "The store lists taxes of 1.00 AUD but the order's tax is 5.99 AUD."


def test_tax_of_unknown_name_stands_under_the_only_erp_tax_or_is_left_to_the_erp():
    assert document()["TaxDetails"] == [{"TaxID": "GST", "TaxAmount": money("5.99")}]
    several = document(settings=store(taxes={"substitution": {"GST": "GST", "Luxury": "LUX"}}))
    assert "TaxDetails" not in several
    assert "DisableAutomaticTaxCalculation" not in several


def test_an_untaxed_order_gets_no_tax_from_the_erp():
    found = document(Draft(billing=MAY, lines=JAM.lines, taxed=False))
    assert "TaxDetails" not in found
    assert found["DisableAutomaticTaxCalculation"] is True


def test_without_a_primary_zone_the_erp_finds_the_zone():
    settings = store(taxes={"use_as_primary_tax_zone": False})
    assert "FinancialSettings" not in document(settings=settings)
    assert mapped(order(JAM), settings, customer()).details["last_tax_zone"] == "GST"
    without = mapped(order(JAM), store(taxes={"synchronization": False}), customer())
    assert without.details["last_tax_zone"] is None
