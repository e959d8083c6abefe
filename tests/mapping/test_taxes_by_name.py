"""The tax rows of an ERP order, from what the store lists by name (connector 4.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.tax_names import candidates, in_the_erp, no_counterpart, shortened
from bc_myob.mapping.taxes import (
    TaxRow,
    basis_of,
    last_zone,
    needs_taxes,
    primary_zone,
    tax_rows,
    taxes_read_before,
    unread,
)
from bc_myob.mapping.totals import Basis, StoreTotals, Unmappable
from bc_myob.store.orders import TaxSettings
from tests.mapping.orders_shop import money

LISTED = {"GST 10%": "GST", "Luxury": "LUX", "State levy": "LUX"}
SETTINGS = TaxSettings(synchronization=True, calculation_mode="Net", substitution=LISTED)


def totals(tax: str, total: str = "110.00", currency: str = "AUD") -> StoreTotals:
    """An order of which only total and tax matter."""
    nothing = dict.fromkeys(Basis, Decimal(0))
    return StoreTotals(currency, money(total), money(tax), Decimal(0), nothing, nothing, nothing)


def listed(*rows: tuple[str, str, str]) -> dict[str, object]:
    """The taxes of an order as the store lists them: name, rate, amount."""
    return {"order_taxes": [{"name": name, "rate": rate, "line_amount": amount} for name, rate, amount in rows]}


def rows_of(order, stated, settings=SETTINGS):
    return [
        (row.tax_id, str(row.amount), row.rate and str(row.rate), row.taxable)
        for row in tax_rows(order, stated, settings)
    ]


def test_one_tax_of_two_addresses_is_one_row():
    order = listed(("GST 10%", "10", "4.0000"), ("GST 10%", "10", "6.0000"))
    assert rows_of(order, totals("10.00")) == [("GST 10%", "10.00", "10", money("100.00"))]


def test_taxes_of_different_names_are_rows_of_their_own():
    order = listed(("GST 10%", "10", "8.0000"), ("Luxury", "5", "2.0000"))
    assert rows_of(order, totals("10.00")) == [
        ("GST 10%", "8.00", "10", money("80.00")),
        ("Luxury", "2.00", "5", money("40.00")),
    ]


def document_row(name: str, amount: str, **others: str) -> dict[str, object]:
    """A row of the Taxes tab, as the order's document holds it."""
    return {"TaxID": name, "TaxAmount": money(amount)} | {field: money(value) for field, value in others.items()}


ERP = {"Luxury": "LUX", "State levy": "LUX", "GST 10%": "GST"}


def test_two_names_of_one_erp_tax_add_up():
    rows = [
        document_row("Luxury", "2.00", TaxRate="5", TaxableAmount="40"),
        document_row("GST 10%", "5.00", TaxRate="10", TaxableAmount="50"),
        document_row("State levy", "3.00", TaxRate="5", TaxableAmount="60"),
    ]
    assert in_the_erp(rows, ERP) == [
        document_row("LUX", "5.00", TaxRate="5", TaxableAmount="100"),
        document_row("GST", "5.00", TaxRate="10", TaxableAmount="50"),
    ]


def test_two_names_with_rates_of_their_own_leave_no_rate_to_state():
    rows = [document_row("Luxury", "2.00", TaxRate="5"), document_row("State levy", "8.00", TaxRate="10")]
    assert in_the_erp(rows, ERP) == [document_row("LUX", "10.00")]


def test_two_rates_of_one_tax_leave_no_rate_to_state():
    order = listed(("Luxury", "5", "2.0000"), ("Luxury", "10", "8.0000"))
    assert rows_of(order, totals("10.00", "300.00")) == [("Luxury", "10.00", None, money("120.00"))]


@pytest.mark.parametrize("first", [True, False])
def test_where_one_rate_is_missing_the_taxable_amount_is_not_guessed(first):
    rows = [("Luxury", "5", "2.0000"), ("Luxury", "0", "8.0000")]
    (found,) = tax_rows(listed(*(rows if first else rows[::-1])), totals("10.00"), SETTINGS)
    assert (found.amount, found.taxable) == (money("10.00"), None)
    stated = [document_row("Luxury", "2.00", TaxableAmount="40"), document_row("State levy", "8.00")]
    assert in_the_erp(stated if first else stated[::-1], ERP) == [document_row("LUX", "10.00")]


@pytest.mark.parametrize("rate", ["0", "-1", ""])
def test_without_a_rate_nothing_is_said_of_the_taxable_amount(rate):
    (found,) = tax_rows(listed(("GST 10%", rate, "10.0000")), totals("10.00"), SETTINGS)
    assert found.taxable is None


@pytest.mark.parametrize(
    ("rate", "amount", "taxable"),
    [("0.5", "0.50", "100.00"), ("1", "0.50", "50.00"), ("7", "7.00", "100.00"), ("10", "9.99", "99.90")],
)
def test_the_taxable_amount_follows_from_tax_and_rate(rate, amount, taxable):
    (found,) = tax_rows(listed(("GST 10%", rate, amount)), totals(amount, "500.00"), SETTINGS)
    assert found == TaxRow("GST 10%", money(amount), money(rate), money(taxable))


def test_no_more_is_taxable_than_the_order_costs_without_tax():
    (found,) = tax_rows(listed(("GST 10%", "10", "10.0100")), totals("10.01", "110.00"), SETTINGS)
    assert found.taxable == money("99.99")


def test_a_tax_of_nothing_is_no_row():
    order = listed(("GST 10%", "10", "10.0000"), ("Luxury", "5", "0.0000"))
    assert [row.tax_id for row in tax_rows(order, totals("10.00"), SETTINGS)] == ["GST 10%"]
    assert [row.tax_id for row in tax_rows(listed(("", "0", "0"), ("A", "10", "10")), totals("10"), SETTINGS)] == ["A"]


def test_rounding_is_closed_so_that_the_rows_come_to_the_orders_tax():
    order = listed(("GST 10%", "10", "3.3333"), ("Luxury", "5", "3.3333"), ("Other", "5", "3.3333"))
    assert sorted(row.amount for row in tax_rows(order, totals("10.00"), SETTINGS)) == [
        money("3.33"),
        money("3.33"),
        money("3.34"),
    ]


@pytest.mark.parametrize("off", ["0.02", "-0.02"])
def test_a_unit_for_the_tax_and_one_for_the_sum_is_rounding(off):
    order = listed(("GST 10%", "10", "5"), ("Luxury", "5", str(5 + money(off))))
    assert sum(row.amount for row in tax_rows(order, totals("10.00"), SETTINGS)) == 10


@pytest.mark.parametrize("amount", ["5.0400", "4.9600"])
def test_more_than_that_is_a_mistake_and_both_figures_are_said(amount):
    order, sums = listed(("GST 10%", "10", "5"), ("Luxury", "5", amount)), money(amount) + 5
    said = f"^The store lists taxes of {sums:.2f} AUD but the order's tax is 10.00 AUD.$"
    with pytest.raises(Unmappable, match=said):
        tax_rows(order, totals("10.00"), SETTINGS)


@pytest.mark.parametrize("currency", ["JPY"])
def test_rounding_is_as_coarse_as_the_currency(currency):
    order = listed(("GST 10%", "10", "101"))
    assert tax_rows(order, totals("100", "1100", currency), SETTINGS)[0].amount == 100


def test_a_store_that_says_nothing_of_names_and_rates_is_refused():
    with pytest.raises(Unmappable, match=r"^The store lists a tax without a name\.$"):
        tax_rows({"order_taxes": [{"line_amount": "10.00"}]}, totals("10.00"), SETTINGS)


@pytest.mark.parametrize("unread", [None, {"url": "https://store.example/taxes"}, [], "", ["GST"]])
def test_without_a_list_the_only_known_tax_takes_it_all(unread):
    one = SETTINGS.model_copy(update={"substitution": {"GST 10%": "GST", "VAT": "GST"}})
    order = {"order_taxes": unread}
    assert tax_rows(order, totals("10.00"), one) == [TaxRow("GST", money("10.00"))]
    assert tax_rows(order, totals("10.00"), SETTINGS) is None


def test_the_tax_of_fees_which_the_store_lists_nowhere_is_shared_out_among_the_listed_taxes():
    fees = {"fees": [{"id": 1, "cost_inc_tax": "11.0000", "cost_ex_tax": "10.0000"}]}
    order = listed(("GST 10%", "10", "6.0000"), ("Luxury", "5", "3.0000")) | fees
    assert [row.amount for row in tax_rows(order, totals("10.00"), SETTINGS)] == [money("6.67"), money("3.33")]
    with pytest.raises(Unmappable, match=r"lists taxes of 9\.00 AUD but the order's tax is 12\.00 AUD"):
        tax_rows(order, totals("12.00"), SETTINGS)


READ = {"total_tax": "10.0000", "consignments": {"shipping": []}, "fees": [], "status_id": 7}
TAXES = [{"name": "GST 10%", "rate": "10", "line_amount": "10.0000"}]


@pytest.mark.parametrize(
    ("now", "before", "known"),
    [
        ({}, {}, True),
        ({"status_id": 2, "staff_notes": "Called"}, {}, True),
        ({"total_tax": "11.0000"}, {}, False),
        ({"consignments": {"shipping": [{"line_items": []}]}}, {}, False),
        ({"billing_address": {"zip": "2000"}}, {}, False),
        ({}, {"order_taxes": None}, False),
    ],
)
def test_an_order_whose_amounts_did_not_move_need_not_be_asked_for_its_taxes_again(now, before, known):
    found = taxes_read_before(READ | now, READ | {"order_taxes": TAXES} | before)
    assert found == (TAXES if known else None)
    assert taxes_read_before(READ, None) is None


def test_an_order_whose_taxes_were_never_read_by_name_bears_a_remark():
    stated = totals("10.00")
    assert "names of this order's taxes have not been read" in unread(READ, stated, SETTINGS)
    assert unread(READ | {"order_taxes": TAXES}, stated, SETTINGS) is None
    assert unread(READ, totals("0.00"), SETTINGS) is None
    assert unread(READ, stated, SETTINGS.model_copy(update={"read_order_taxes": False})) is None


def test_an_order_without_tax_has_no_rows_whatever_is_listed():
    assert tax_rows(listed(("GST 10%", "10", "1")), totals("0.00"), SETTINGS) == []
    off = SETTINGS.model_copy(update={"synchronization": False})
    assert tax_rows(listed(("GST 10%", "10", "10")), totals("10.00"), off) == []


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        ("GST 10%", ["GST 10%", "GST"]),
        (" gst  10% ", ["gst  10%", "GST"]),
        ("lux", ["lux"]),
        ("STATE LEVY", ["STATE LEVY", "LUX"]),
        ("  Harbour duty ", ["Harbour duty"]),
    ],
)
def test_a_tax_goes_by_the_erp_tax_of_its_own_name_and_only_then_by_the_list(name, tried):
    assert candidates(name, SETTINGS) == tried


LONG = "Goods and services tax of the Commonwealth of Australia, standard rate"


def test_a_long_name_is_found_in_the_list_whole_or_shortened():
    whole = SETTINGS.model_copy(update={"substitution": {LONG: "GST"}})
    cut = SETTINGS.model_copy(update={"substitution": {LONG[:60]: "GST"}})
    assert candidates(LONG.upper(), whole) == [LONG.upper()[:60], "GST"]
    assert candidates(LONG, cut) == [LONG[:60], "GST"]


def test_a_name_that_shortens_to_nothing_goes_by_the_list_alone():
    name = "-" + LONG
    assert candidates(name, SETTINGS) == []
    assert candidates(name, SETTINGS.model_copy(update={"substitution": {name: "GST"}})) == ["GST"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (LONG, LONG[:60]),
        ("A-B", "A-B"),
        ("x" * 60 + "-right", "x" * 60),
        ("a" * 30 + "-" + "b" * 29, "a" * 30 + "-" + "b" * 29),
        ("a" * 30 + "-" + "b" * 30, "a" * 30),
        ("Left half " + "-" + " right half of it, and " * 3, "Left half"),
        (
            "State " + "-" + " special district tax of the harbour and its surroundings",
            "special district tax of the harbour and its surroundings",
        ),
        ("A-special-" + "b" * 70, ("special-" + "b" * 70)[:60]),
        ("A-normal-" + "b" * 70, "A"),
        (f"{'x' * 59} yyy", "x" * 59),
        ("  GST  ", "GST"),
    ],
)
def test_tax_ids_have_sixty_characters_at_most(name, short):
    assert shortened(name) == short


def test_the_reason_against_an_unknown_tax_names_it_and_the_list():
    said = no_counterpart("Harbour duty")
    assert "The tax 'Harbour duty' has no counterpart in MYOB Advanced" in said
    assert "add it to the substitution list BCCTAXCODES" in said


def test_the_reason_against_a_listed_tax_names_what_the_list_gives():
    said = no_counterpart("Harbour duty", ["Harbour duty", "DUTY"])
    assert "neither it nor 'DUTY', which the substitution list BCCTAXCODES" in said
    assert no_counterpart("Harbour duty", ["Harbour duty"]) == no_counterpart("Harbour duty")


@pytest.mark.parametrize(
    ("tax", "changed", "wanted"),
    [
        ("5.99", {}, True),
        ("5.99", {"synchronization": False}, False),
        ("5.99", {"read_order_taxes": False}, False),
        *((nothing, {}, False) for nothing in (None, "", 0, "0", "0.0000")),
    ],
)
def test_only_taxed_orders_are_asked_for_their_taxes_and_only_where_they_count(tax, changed, wanted):
    assert needs_taxes({"total_tax": tax}, SETTINGS.model_copy(update=changed)) is wanted


@pytest.mark.parametrize(
    ("mode", "synchronization", "basis"),
    [
        ("Gross", True, Basis.INCLUSIVE),
        ("Net", True, Basis.EXCLUSIVE),
        ("", True, Basis.EXCLUSIVE),
        ("Net", False, Basis.INCLUSIVE),
        ("Gross", False, Basis.INCLUSIVE),
    ],
)
def test_only_gross_prices_contain_tax(mode, synchronization, basis):
    assert basis_of(SETTINGS.model_copy(update={"calculation_mode": mode, "synchronization": synchronization})) is basis


@pytest.mark.parametrize(
    ("zone", "primary", "synchronization", "on_every", "where_none"),
    [
        ("AU", True, True, "AU", "AU"),
        ("AU", False, True, None, "AU"),
        ("AU", True, False, None, None),
        ("", True, True, None, None),
    ],
)
def test_where_the_default_tax_zone_stands(zone, primary, synchronization, on_every, where_none):
    said = {"default_tax_zone": zone, "use_as_primary_tax_zone": primary, "synchronization": synchronization}
    settings = SETTINGS.model_copy(update=said)
    assert (primary_zone(settings), last_zone(settings)) == (on_every, where_none)
