"""The user's filters and mappings of exports, over several records."""

from __future__ import annotations

import pytest

from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations_export import export_locations
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from tests.mapping.customer_shop import settings
from tests.mapping.erp_accounts import customer, exported_customer, exported_location, location
from tests.mapping.present import NOW


def customers(*payloads, **changes):
    sources = [SourceRecord(f"guid-{number}", payload) for number, payload in enumerate(payloads, start=1)]
    return export_customers(Given(settings(**changes), sources, now=NOW))


def test_the_email_of_filters_is_the_contacts_where_the_account_has_none():
    line = {"entity": "Customer", "direction": "Export", "field": "Email", "condition": "Is Not Empty"}
    found = customers(customer() | {"Email": ""}, customer(Email="") | {"Email": "a@b.example"}, filters=[line])
    assert [one.event for one in found] == [Event.PREPARED, Event.PREPARED]


def said(target, source, entity="Customer", **more):
    """Give a line of the Entities form."""
    return {"entity": entity, "direction": "Export", "target": target, "source": source} | more


def test_a_formula_that_cannot_be_computed_fails_its_record_and_no_other():
    ratio = said("notes", "='Level ' + CStr(100 / [Level])")
    bad, good = customers(customer() | {"Level": 0}, customer() | {"Level": 4}, mappings=[ratio])
    assert bad.event is Event.FAILED
    assert bad.reason.startswith("The mapping of notes failed: ")
    assert (good.event, good.document["notes"]) == (Event.PREPARED, "Level 25")


def test_the_first_formula_that_fails_is_named_whatever_comes_after_it():
    lines = [said("notes", "=1 / 0"), said("company", "Fruitico")]
    (found,) = customers(customer(), mappings=lines)
    assert found.reason.startswith("The mapping of notes failed: ")


@pytest.mark.parametrize(
    ("source", "company"),
    [
        ("<<Unmap>>", None),
        ("=Null", None),
        ("=Unmap", None),
        ("=DefaultMapping", "Fruitico Coffee and Cakes"),
        ("=' Fruitico  Ltd '", "Fruitico  Ltd"),
        ("=4", "4"),
    ],
)
def test_what_an_export_mapping_puts_into_the_stores_field(source, company):
    assert exported_customer(customer(), mappings=[said("company", source)]).document.get("company") == company
    never_there = exported_customer(customer(), mappings=[said("notes", "<<Unmap>>")])
    assert (never_there.event, "notes" in never_there.document) == (Event.PREPARED, False)


def test_a_mapping_leaves_the_records_behind_an_unmapped_one_to_be_mapped():
    line = said("company", "=IIf([CustomerID] = 'A', DefaultMapping, 'Mapped')")
    found = customers(customer() | {"CustomerID": "A"}, customer(), mappings=[line])
    assert [one.document["company"] for one in found] == ["Fruitico Coffee and Cakes", "Mapped"]


def test_the_present_moment_of_an_export_is_the_runs():
    year = "=Format('{0:yyyy}', Now())"
    assert exported_customer(customer(), mappings=[said("notes", year)]).document["notes"] == str(NOW.year)
    place = exported_location(mappings=[said("company", year, "Customer Location")])
    assert place.document["company"] == str(NOW.year)


def test_only_active_export_lines_of_the_entity_count():
    lines = [
        said("notes", "inactive", active=False),
        said("phone", "of an import", direction="Import"),
        said("city", "of a location", "Customer Location"),
    ]
    found = exported_customer(customer(), mappings=lines).document
    assert ("notes" in found, found["phone"], "city" in found) == (False, "555-1", False)
    assert exported_location(mappings=lines).document["city"] == "of a location"


def test_a_mapping_to_a_field_that_is_not_the_stores_names_those_that_are():
    with pytest.raises(ConfigurationError, match=r"it can write accepts_.*, company, customer_group_id, email, "):
        exported_customer(customer(), mappings=[said("id", "1")])


def locations(*payloads, **changes):
    sources = [SourceRecord(f"guid-{number}", payload) for number, payload in enumerate(payloads, start=1)]
    return export_locations(Given(settings(**changes), sources, now=NOW))


def test_the_users_rules_reach_locations_with_all_their_fields():
    line = {"entity": "Customer Location", "direction": "Export", "field": "LocationID", "condition": "Equals"}
    mapping = said("address2", "=[LocationID] + ' at ' + [LocationContact.Attention]", "Customer Location")
    held, sent = locations(location(), location(LocationID="L2"), filters=[line | {"value": "L2"}], mappings=[mapping])
    assert (held.event, sent.event) == (Event.FILTERED, Event.PREPARED)
    assert "LocationID equals 'L2'" in held.reason
    assert sent.document["address2"] == "L2 at May O'Brien"


def test_each_location_keeps_its_own_address_with_both_lines():
    second = {"AddressLine1": "2 Quay", "AddressLine2": "Rear", "City": "Perth", "Country": "AU", "State": "WA"}
    found = locations(location(), location(LocationContact={"Attention": "Al Bo", "Address": second}))
    assert [(one.document["address1"], one.document["address2"]) for one in found] == [
        ("1 Quay", ""),
        ("2 Quay", "Rear"),
    ]
