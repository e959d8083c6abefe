"""The stand-in's own tables against the published contract."""

from __future__ import annotations

import json

import jsonschema
import pytest
from openapi_spec_validator import validate

from sandbox.erp.contract import VERSIONS, contract
from tests.sandbox.erp.erp_bodies import CUSTOMER, order, prepayment

WHOLE = ("Customer", "CustomerLocation", "SalesOrder", "SalesOrderDetail", "Payment", "PaymentOrderDetail", "Totals")
REPLIES = ("Customer", "CustomerLocation", "SalesOrder", "Payment", "StockItem", "PaymentMethod")
LEFT_OUT = {  # nested entities that no synchronisation touches
    *("Contacts", "CreditVerificationRules", "PaymentInstructions", "PrimaryContact", "Salespersons"),
    *("RoleAssignments", "Commissions", "OrderRisks", "Relations", "Allocations", "PurchasingDetails"),
    "CreditCardProcessingInfo",
}


@pytest.fixture(scope="module")
def dictionary(published):
    found = json.loads((published / "default_endpoint_fields.json").read_text())
    return found["nested"] | found["entities"]


def described(field):
    return {"details": f"{field.of}[]", "linked": field.of}.get(field.kind, field.kind.wrapper)


@pytest.mark.shared
@pytest.mark.parametrize("version", VERSIONS)
def test_every_field_has_the_published_name_type_length_and_version(dictionary, version):
    for shape in contract(version).shapes.values():
        fields = dictionary[shape.name]["fields"]
        for field in shape.fields.values():
            known = fields[field.name]
            assert described(field) == known["type"], (shape.name, field.name)
            assert version in known.get("versions", VERSIONS), (shape.name, field.name)
            published_length = known.get("sql", "") if field.length and not field.assumed else ""
            assert not published_length or f"({field.length})" in published_length, (shape.name, field.name)


@pytest.mark.shared
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("entity", WHOLE)
def test_the_entities_of_the_synchronisation_miss_no_field(dictionary, entity, version):
    fields = dictionary[entity]["fields"].items()
    known = {name for name, field in fields if version in field.get("versions", VERSIONS)}
    assert known - set(contract(version)[entity].fields) <= LEFT_OUT


@pytest.mark.shared
@pytest.mark.parametrize("version", VERSIONS)
def test_keys_are_the_published_ones(dictionary, version):
    for shape in contract(version).entities():
        assert list(shape.keys) == (dictionary[shape.name].get("keys") or [])


@pytest.fixture(scope="module")
def schemas(published):
    return json.loads((published / "swagger" / "Default_24.200.001.openapi3.json").read_text())["components"]


def properties(schemas, name):
    own = schemas["schemas"][name]["allOf"][1]["properties"]
    return schemas["schemas"]["Entity"]["properties"] | own


def without_nulls(tree):
    """Return the reply without its nulls: the published schema forgets them, recorded replies have them."""
    if isinstance(tree, list):
        return [without_nulls(each) for each in tree]
    if isinstance(tree, dict):
        return {name: without_nulls(value) for name, value in tree.items() if value is not None}
    return tree


@pytest.mark.shared
@pytest.mark.parametrize("entity", REPLIES)
def test_replies_follow_the_published_swagger(api, sale, schemas, entity):
    known = properties(schemas, entity)
    nested = [field.name for field in contract()[entity].fields.values() if field.nested]
    expand = ",".join(name for name in nested if name != "ApplicationHistory")
    for record in api.found(entity, expand=expand):
        assert set(record) - set(known) <= {"_links"}
        schema = {"$ref": f"#/components/schemas/{entity}", "components": schemas}
        jsonschema.validate(without_nulls(record), schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_describes_itself_in_a_valid_swagger(api, version):
    described = api.version(version).found("swagger.json")
    validate(described)
    schemas = described.get("definitions") or described["components"]["schemas"]
    assert ("Email" in schemas["Customer"]["allOf"][1]["properties"]) == (version > "23")


def test_the_site_lists_its_endpoints_without_a_session(visitor, erp):
    listed = visitor.get("/entity").json()
    assert [row["version"] for row in listed["endpoints"]] == list(VERSIONS)
    erp.kit.switches.set(endpoint_list="array")
    assert visitor.get("/entity").json() == listed["endpoints"]


def test_fields_newer_than_the_endpoint_vanish_without_an_error(api, customer):
    old = api.version("23.200.001")
    body = {"Customer": {"value": customer}, "LocationName": {"value": "Dock"}, "ExtRefNbr": {"value": "9"}}
    made = old.saved("CustomerLocation", body)
    assert "ExtRefNbr" not in made
    assert api.found("CustomerLocation", filter="LocationName eq 'Dock'")[0]["ExtRefNbr"] == {}


def test_misspelt_fields_vanish_without_an_error(api, customer, erp):
    body = order(customer)
    body["Details"][0]["Quantity"] = {"value": 5}
    body["ExternalReference"] = {"value": "typo"}
    api.saved("SalesOrder", body)
    assert erp.orders()[0]["Details"][0]["OrderQty"] == 2


def test_unknown_endpoints_and_entities_are_404(api):
    assert api.version("99.200.001").get("Customer").status_code == 404
    assert api.get("Kustomer").json() == {"message": "Entity Kustomer not found"}


def test_bodies_of_all_four_entities_are_accepted_by_every_version(api, erp):
    for version in VERSIONS:
        on = api.version(version)
        customer = on.saved("Customer", CUSTOMER)["CustomerID"]["value"]
        made = on.saved("SalesOrder", order(customer))
        on.saved("Payment", prepayment(customer, made["OrderNbr"]["value"], made["OrderTotal"]["value"]))
    assert erp.created("Payment", "1001:5001") == 3
