"""The user's import mappings where a document has parts, and the check of all rules before a run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.mapping.contract import fitted
from bc_myob.mapping.rules_check import check_rules
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.statuses import Event
from bc_myob.store.settings import StoreSettings
from sandbox.shop.basket import Draft, line
from tests.mapping.customer_shop import address, customer, mapped_customer, settings
from tests.mapping.orders_shop import DEMO, MAY, mapped, order


def customer_with(target, source, *addresses):
    return mapped_customer(customer(*addresses), mappings=[{"entity": "Customer", "target": target, "source": source}])


def order_with(target, source):
    told = {"entity": "Sales Order", "target": target, "source": source}
    found = mapped(
        order(Draft(billing=MAY, lines=(line("JAM-QUINCE"),))),
        StoreSettings.model_validate(DEMO.model_dump() | {"mappings": [told]}),
    )
    assert found.event is Event.PREPARED, found.reason
    return found.document


def test_an_unmapped_field_leaves_its_part_of_the_document_and_takes_nothing_else():
    found = customer_with("MainContact.Address.City", "<<Unmap>>", address(1)).document["MainContact"]
    assert "City" not in found["Address"]
    assert (found["Address"]["AddressLine1"], found["Email"]) == ("3690 Taylor Street", "isabelle@hoppyplace.example")


def test_a_field_of_a_part_that_is_not_there_can_be_unmapped():
    found = customer_with("MainContact.Address.City", "<<Unmap>>")
    assert found.event is Event.PREPARED
    assert "Address" not in found.document["MainContact"]


def test_a_value_for_a_line_takes_the_kind_of_the_lines_field():
    assert order_with("Details.UnitPrice", "12.50")["Details"][0]["UnitPrice"] == Decimal("12.50")


def test_a_custom_field_of_a_line_stands_on_the_line():
    found = order_with("Details.custom.Transactions.UsrOrigin", "web")
    assert found["Details"][0]["custom"] == {"Transactions": {"UsrOrigin": "web"}}
    assert "custom" not in found


def test_a_field_outside_the_lines_stands_on_the_order_alone():
    found = order_with("ShipToContact.Attention", "The Kitchen")
    assert found["ShipToContact"]["Attention"] == "The Kitchen"
    assert "Attention" not in found["Details"][0]
    assert "ShipToContact" not in found["Details"][0]


@pytest.mark.parametrize("text", ["[urgent", "urgent]"])
def test_a_text_with_one_bracket_is_a_text(text):
    assert customer_with("note", text).document["note"] == text


def test_a_value_that_does_not_fit_fails_the_record_with_field_and_value():
    found = customer_with("CreditLimit", "much")
    assert (found.event, found.reason) == (
        Event.FAILED,
        "The mapping of CreditLimit failed: 'much' is no number",
    )


def test_only_active_import_lines_of_the_entity_count_and_those_behind_them_still_do():
    good = {"entity": "Customer", "target": "note", "source": "good"}
    others = [
        good | {"active": False, "source": "inactive"},
        {"entity": "Payment", "target": "Description", "source": "of a payment"},
        {"entity": "Customer", "direction": "Export", "target": "notes", "source": "of an export"},
    ]
    assert mapped_customer(customer(), mappings=[*others, good]).document["note"] == "good"
    assert "note" not in mapped_customer(customer(), mappings=others).document


def test_lines_of_the_header_count_behind_those_of_the_details():
    lines = [
        {"entity": "Sales Order", "target": "Details.LineDescription", "source": "a line"},
        {"entity": "Sales Order", "target": "CustomerOrder", "source": "an order"},
        {"entity": "Sales Order", "target": "Details.WarehouseID", "source": "MAIN"},
    ]
    settings = StoreSettings.model_validate(DEMO.model_dump() | {"mappings": lines})
    found = mapped(order(Draft(billing=MAY, lines=(line("JAM-QUINCE"),))), settings).document
    (row,) = found["Details"]
    assert (found["CustomerOrder"], row["LineDescription"], row["WarehouseID"]) == ("an order", "a line", "MAIN")


def test_truth_becomes_a_word_in_a_text():
    assert [fitted("Customer", "CustomerName", value) for value in (True, False)] == ["true", "false"]


def test_filters_of_exports_are_checked_too():
    line = {"entity": "Customer", "direction": "Export", "field": "a", "condition": "Is Empty", "closing": 1}
    with pytest.raises(ConfigurationError, match="line 1"):
        check_rules(settings(filters=[line]))


def test_only_active_import_mappings_have_to_name_fields_of_the_erp():
    line = {"entity": "Customer", "target": "no_field_of_the_erp", "source": "x"}
    check_rules(settings(mappings=[line | {"target": "first_name", "direction": "Export"}, line | {"active": False}]))
    with pytest.raises(ConfigurationError, match="names no_field_of_the_erp"):
        check_rules(settings(mappings=[line]))
