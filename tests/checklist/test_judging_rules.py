"""Filters and mappings, held against the records that a run makes."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

from bc_myob.checklist.contract import missing_fields
from bc_myob.checklist.facts import Ask
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.mapping.orders import map_orders
from bc_myob.mapping.payments import map_payments
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from tests.checklist.judging import finding, given, settings

FIELDS = [
    ("Payment", "gateway", False),
    ("Payment", "store_method", True),
    ("Payment", "order.status_id", True),
    ("Payment", "row.erp_payment_method", True),
    ("Customer Location", "email", False),
    ("Customer Location", "customer.email", True),
    ("Customer Location", "city", True),
    ("Customer", "Customer.Email", True),
    ("Customer", "first_address.city", True),
    ("Customer", "addresses.0.city", True),
    ("Customer", "citty", False),
    ("Sales Order", "billing_address.country_iso2", True),
    ("Sales Order", "billing_adress.city", False),
    ("Sales Order", "brand", False),  # a field of lines
    ("Customer", "addresses.0.citty", False),
]


@pytest.mark.parametrize(("entity", "field", "there"), FIELDS)
def test_a_filter_is_held_against_the_record_that_a_run_filters(right, entity, field, there):
    of = settings(filters=[{"entity": entity, "field": field, "condition": "Is Not Empty"}])
    slug = {"Payment": "payments", "Customer Location": "locations", "Customer": "customers", "Sales Order": "orders"}
    assert finding(given(right), f"rules.{slug[entity]}_filters", of).verdict == ("met" if there else "not met")


MAPS = {
    "Payment": map_payments,
    "Customer Location": map_locations,
    "Customer": map_customers,
    "Sales Order": map_orders,
}


def sources(entity, right):
    """The records that were read, as a run hands them to the mapping of the entity."""
    if entity in {"Customer", "Customer Location"}:
        return [SourceRecord(str(row["id"]), row) for row in right.rows(Ask.STORE_CUSTOMERS)]
    orders = {str(row["id"]): row for row in right.rows(Ask.STORE_ORDERS)}
    if entity == "Sales Order":
        return [SourceRecord(number, row) for number, row in orders.items()]
    transactions = list(right.rows(Ask.STORE_TRANSACTIONS))
    rows = {number: [row for row in transactions if str(row["order_id"]) == number] for number in orders}
    return [SourceRecord(number, {"order": row, "transactions": rows[number]}) for number, row in orders.items()]


@pytest.mark.parametrize(("entity", "field", "there"), FIELDS)
def test_a_filter_does_in_a_run_what_the_checklist_says_of_it(right, entity, field, there):
    of = settings(filters=[{"entity": entity, "field": field, "condition": "Is Not Empty"}])
    records = sources(entity, right)
    known = {"OrderType": "EO", "OrderNbr": "EO000001", "CustomerID": "C000001"}
    synchronised = {
        each.source_id: Link(each.source_id, each.source_id, Status.PROCESSED, "1", "1", details=known)
        for each in records
    }
    links = {Entity.SALES_ORDER: synchronised, Entity.CUSTOMER: synchronised}
    mapped = MAPS[entity](Given(of, records, links, now=datetime.now(UTC)))
    assert mapped
    held = {"The filter on" in str(each.reason) for each in mapped}
    assert held == {not there}


def test_a_field_that_records_may_have_and_none_has_is_for_a_person_to_see(right):
    line = {"entity": "Customer", "field": "attributes.0.attribute_value", "condition": "Is Not Empty"}
    found = finding(given(right), "rules.customers_filters", settings(filters=[line]))
    assert found.verdict == "by hand"
    assert "all would be held back" in found.says


LINES = [
    ("Details.LineDescription", "=[name]", "met", ""),
    ("Details.LineDescription", "[brand]", "met", ""),
    ("Details.LineDescription", "=[naame]", "not met", "order lines have no field naame"),
    ("Description", "[status]", "met", ""),
    ("Description", "[naame]", "not met", "records have no field naame"),
    ("TaxDetails.TaxAmount", "1", "not met", "the rows of TaxDetails are worked out"),
]


@pytest.mark.parametrize(("target", "source", "result", "says"), LINES)
def test_a_mapping_is_held_against_orders_or_their_lines(right, target, source, result, says):
    of = settings(mappings=[{"entity": "Sales Order", "target": target, "source": source}])
    found = finding(given(right), "rules.orders_mappings", of)
    assert (found.verdict, says in found.says) == (result, True), found


def test_what_loads_add_to_documents_is_held_against_the_contract(right):
    contract = copy.deepcopy(dict(right.one(Ask.CONTRACT)))
    schemas = (contract.get("components") or {}).get("schemas") or contract["definitions"]
    detail = schemas["SalesOrderDetail"]
    for part in (detail, *detail.get("allOf", ())):
        part.get("properties", {}).pop("WarehouseID", None)
    assert missing_fields(contract, settings(), right.rows(Ask.ADDED)) == ["SalesOrder.Details.WarehouseID"]
