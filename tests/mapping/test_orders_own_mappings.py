"""The user's own mappings of orders: they change, give what is missing, take away, and may fail."""

from __future__ import annotations

import pytest

from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft, custom_line, line
from tests.mapping.orders_shop import JAM, MAY, all_mapped, changed, customer, mapped, order, own
from tests.mapping.present import NOW


def test_user_mappings_change_header_and_lines():
    lines = [
        {"entity": "Sales Order", "target": "CustomerID", "source": "B2C"},
        {"entity": "Sales Order", "target": "Details.WarehouseID", "source": "[fulfillment_source]"},
    ]
    payload = order(Draft(billing=MAY, lines=JAM.lines))
    payload["consignments"]["shipping"][0]["line_items"][0]["fulfillment_source"] = "MAIN"
    found = mapped(payload, changed(mappings=lines)).document
    assert (found["CustomerID"], found["Details"][0]["WarehouseID"]) == ("B2C", "MAIN")


def test_a_mapping_of_the_users_own_gives_what_the_standard_one_lacks():
    engraving = order(Draft(billing=MAY, lines=(custom_line("Engraving", "5.00"), line("JAM-QUINCE"))))
    found = mapped(engraving, own("Details.InventoryID", "=IIf([sku]='', 'HANDLINGFEE', DefaultMapping)"))
    assert [row["InventoryID"] for row in found.document["Details"]] == ["HANDLINGFEE", "JAM-QUINCE"]
    narnia = order(JAM) | {"billing_address": MAY.on_order() | {"country": "Narnia", "country_iso2": ""}}
    found = mapped(narnia, own("BillToAddress.Country", "NZ"), customer())
    assert found.document["BillToAddress"]["Country"] == "NZ"


def test_what_a_mapping_of_the_users_own_takes_away_is_missed():
    found = mapped(order(JAM), own("Details.InventoryID", "<<Unmap>>"), customer())
    assert found.reason == "A line has no item: the mapping of Details.InventoryID on the Entities form took it away."
    found = mapped(order(JAM), own("CustomerID", "<<Unmap>>"), customer())
    assert found.reason == "The order has no customer: the mapping of CustomerID on the Entities form took it away."


def test_a_formula_that_cannot_be_computed_fails_its_order_and_no_other():
    settings = own("CustomerOrder", "=CStr(1 / ([id] - 1))")
    bad, good = all_mapped(order(JAM, 1), order(JAM, 3), settings=settings)
    assert (bad.event, bad.external_id, bad.document) == (Event.FAILED, "1", None)
    assert bad.reason.startswith("The mapping of CustomerOrder failed: ")
    assert (good.event, good.document["CustomerOrder"]) == (Event.PREPARED, "0.5")


def test_a_formula_of_a_line_that_cannot_be_computed_fails_its_order():
    found = mapped(order(JAM), own("Details.LineDescription", "=CStr(1 / ([quantity] - 5))"), customer())
    assert found.event is Event.FAILED
    assert found.reason.startswith("The mapping of Details.LineDescription failed: ")


@pytest.mark.parametrize("target", ["CustomerOrder", "Details.LineDescription"])
def test_the_present_moment_of_an_orders_formula_is_the_runs(target):
    document = mapped(order(JAM), own(target, "=Format('{0:yyyy}', Now())"), customer()).document
    assert (document["Details"][0] | document)[target.rpartition(".")[2]] == str(NOW.year)


def test_a_method_that_the_user_maps_counts_as_part_of_the_order():
    line = {"entity": "Sales Order", "target": "PaymentMethod", "source": "BANKTRF"}
    settings = changed(mappings=[line])
    found = mapped(order(JAM), settings, customer())
    assert (found.document["PaymentMethod"], found.details["once"]) == ("BANKTRF", [])


@pytest.mark.parametrize(
    "line",
    [
        {"entity": "Sales Order", "target": "CustomerOrder", "source": "x"},
        {"entity": "Sales Order", "target": "PaymentMethod", "source": "BANKTRF", "active": False},
        {"entity": "Payment", "target": "PaymentMethod", "source": "BANKTRF"},
    ],
)
def test_the_payment_method_counts_as_part_of_the_order_only_where_an_active_line_maps_it(line):
    settings = changed(mappings=[line])
    assert mapped(order(JAM), settings, customer()).details["once"] == ["PaymentMethod"]
