"""Addresses become locations as connector 3.2 and 3.4 say."""

import pytest

from bc_myob.mapping.addresses import address_key, country_complaint, country_of
from bc_myob.mapping.contract import check_document_fields
from bc_myob.model.records import Link
from bc_myob.model.statuses import Event, Status
from tests.mapping.customer_shop import address, customer, location_link, mapped_locations
from tests.mapping.present import NOW


def location_ids(*args, **kwargs):
    return {found.external_id: found.document.get("LocationID") for found in mapped_locations(*args, **kwargs)}


WILLIAM = {
    "first_name": "William",
    "last_name": "Duncan",
    "company": "Hoppy Wellby",
    "address1": "2671 Simons Hollow Road",
}


def test_two_addresses_become_main_and_a_numbered_location():
    main, other = mapped_locations(customer(address(8, **WILLIAM), address(5)))
    assert (main.external_id, other.external_id) == ("27,5", "27,8")
    assert (main.reference, main.source_id) == ("5-Harbour Provisions", "27")
    assert main.document == {
        "Customer": "C000123",
        "LocationID": "MAIN",
        "ExtRefNbr": "5-Harbour Provisions",
        "LocationName": "Hoppy Place Coffee and Cakes",
        "ContactOverride": True,
        "AddressOverride": True,
        "LocationContact": {
            "CompanyName": "Hoppy Place Coffee and Cakes",
            "FullName": "Hoppy Place Coffee and Cakes",
            "Attention": "Isabelle Bober",
            "Email": "isabelle@hoppyplace.example",
            "Phone1": "555-0100",
            "Phone2": "555-0199",
            "Address": {
                "AddressLine1": "3690 Taylor Street",
                "AddressLine2": "",
                "City": "New York",
                "State": "NY",
                "PostalCode": "10007",
                "Country": "US",
            },
        },
    }
    assert "LocationID" not in other.document
    assert other.document["LocationContact"]["Attention"] == "William Duncan"


def test_an_address_without_company_is_named_by_its_person_and_one_without_phone_borrows_the_first_ones():
    _, other = mapped_locations(customer(address(5), address(8, company="", phone="")))
    assert other.document["LocationName"] == "Isabelle Bober"
    assert other.document["LocationContact"]["Phone1"] == "555-0100"


def test_a_location_is_the_same_document_before_and_after_it_was_created():
    payload = customer(address(5), address(8))
    before = [found.document for found in mapped_locations(payload)]
    after = mapped_locations(payload, location_link(5, "MAIN"), location_link(8, "L00002"))
    assert [found.document for found in after] == before
    assert [found.details["LocationID"] for found in after] == ["MAIN", "L00002"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((), {"27,5": "MAIN", "27,8": None}),
        ((location_link(3, "MAIN", Status.DELETED),), {"27,5": None, "27,8": None}),
        ((location_link(8, "MAIN"),), {"27,5": None, "27,8": "MAIN"}),
        ((location_link(5, "L00007"),), {"27,5": None, "27,8": None}),
    ],
    ids=["nobody has it", "a deleted address has it", "the second has it", "the first has another"],
)
def test_main_is_given_once(links, expected):
    assert location_ids(customer(address(5), address(8)), *links) == expected


@pytest.mark.parametrize(
    ("owner", "state"),
    [
        (Link("27", "27", Status.FAILED, last_error="x"), "is Failed, not Processed"),
        (Link("27", "27", Status.FILTERED, "guid", "C1"), "is Filtered, not Processed"),
        (Link("27", "27", Status.PROCESSED), "has no number in the ERP"),
    ],
)
def test_addresses_of_a_customer_who_is_not_synchronised_are_skipped_by_rule(owner, state):
    (found,) = mapped_locations(customer(address(5)), owner=owner)
    assert (found.event, found.document) == (Event.HELD_BY_RULE, None)
    assert f"Customer 27, the owner of this address, {state};" in str(found.reason)
    assert "follows by itself as soon as the customer is Processed" in str(found.reason)
    assert found.details["address_key"]


def test_a_filtered_first_address_leaves_main_to_the_next():
    line = {"entity": "Customer Location", "field": "id", "condition": "Is Greater Than", "value": 5}
    held, main = mapped_locations(customer(address(5), address(8)), filters=[line])
    assert (held.event, main.document["LocationID"]) == (Event.FILTERED, "MAIN")


def test_mappings_of_a_location_know_its_customer():
    line = {"entity": "Customer Location", "target": "ShipVia", "source": "=IIf([Customer.Email] <> '', 'POST', Null)"}
    (found,) = mapped_locations(customer(address(5)), mappings=[line])
    assert found.document["ShipVia"] == "POST"


@pytest.mark.parametrize("version", ["24.200.001", "25.200.001"])
def test_no_endpoint_is_sent_a_field_it_does_not_have(version):
    (found,) = mapped_locations(customer(address(5)), endpoint={"version": version})
    check_document_fields("CustomerLocation", found.document, version)


def test_a_customer_without_addresses_gives_nothing():
    assert mapped_locations(customer()) == []
    assert mapped_locations(customer(addresses=None)) == []


ON_ORDER = {
    "first_name": "isabelle ",
    "last_name": "Bober",
    "company": "Hoppy Place  Coffee and Cakes",
    "street_1": "3690 Taylor Street",
    "street_2": None,
    "city": "NEW YORK",
    "state": "New York",
    "zip": "10007",
    "country": "United States",
    "country_iso2": "US",
    "phone": "another",
    "email": "x@example.com",
}


def test_the_key_of_an_address_finds_its_copy_on_an_order():
    assert (
        address_key(ON_ORDER)
        == address_key(address(5))
        == mapped_locations(customer(address(5)))[0].details["address_key"]
    )


@pytest.mark.parametrize("field", ["first_name", "last_name", "company", "street_1", "city", "state", "zip"])
def test_the_key_tells_addresses_apart_by_every_part(field):
    assert address_key(ON_ORDER | {field: "else"}) != address_key(ON_ORDER)


def test_the_key_takes_a_states_name_for_its_code_and_tells_countries_apart():
    assert address_key(ON_ORDER | {"state": "ny"}) == address_key(ON_ORDER)
    canada = {"country": "Canada", "country_iso2": "CA", "state": ""}
    assert address_key(ON_ORDER | canada) != address_key(ON_ORDER | {"state": ""})


def test_a_formula_that_cannot_be_computed_fails_its_address_and_no_other():
    line = {"entity": "Customer Location", "target": "ShipVia", "source": "=CStr(1 / ([id] - 5))"}
    bad, good = mapped_locations(customer(address(5), address(9)), mappings=[line])
    assert (bad.event, good.event, good.document["ShipVia"]) == (Event.FAILED, Event.PREPARED, "0.25")
    assert bad.reason.startswith("The mapping of ShipVia failed: ")


def test_the_present_moment_of_a_locations_formula_is_the_runs():
    line = {"entity": "Customer Location", "target": "ShipVia", "source": "=Format('{0:yyyy}', Now())"}
    (found,) = mapped_locations(customer(address(5)), mappings=[line])
    assert found.document["ShipVia"] == str(NOW.year)


def test_an_unknown_country_of_an_address_is_named():
    (found,) = mapped_locations(customer(address(5, country="Narnia", country_code="")))
    assert found.reason == "The country 'Narnia' of the address is not known; correct it in the store."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"country_code": "NZ", "country_iso2": "AU", "country": "Fiji"}, "NZ"),
        ({"country_iso2": "AU", "country": "Fiji"}, "AU"),
        ({"country_code": "ZZ", "country_iso2": "", "country": "Fiji"}, "FJ"),
        ({"country": "Fiji"}, "FJ"),
        ({}, None),
    ],
)
def test_a_country_is_known_by_its_code_or_else_by_its_name(said, code):
    assert country_of(said) == code


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"country": "Narnia", "country_code": "ZZ"}, "Narnia"),
        ({"country_code": "ZZ", "country_iso2": "QQ"}, "ZZ"),
        ({"country_iso2": "QQ"}, "QQ"),
        ({"country": "N" * 61}, "N" * 60),
        ({"country": "Fiji"}, None),
        ({"country": ""}, None),
    ],
)
def test_a_country_that_nobody_knows_is_named_as_the_store_says_it(said, named):
    complaint = f"The country '{named}' of the address is not known; correct it in the store."
    assert country_complaint(said, "the address") == (complaint if named else None)
