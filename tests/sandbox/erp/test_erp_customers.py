"""Customers and their locations (myob-advanced-api.md 6)."""

from __future__ import annotations

import pytest

from sandbox.shop import catalogue
from tests.sandbox.erp.erp_bodies import ADDRESS, CUSTOMER, wrapped


def address_of(record):
    return record["LocationContact"]["Address"].get("AddressLine1")


def dock(customer, **fields):
    address = wrapped(AddressLine1="2 Pier", Country="AU")
    contact = wrapped(CompanyName="Dock", Email="dock@example.com", Address=address)
    flags = {"AddressOverride": True, "ContactOverride": True}
    return wrapped(**({"Customer": customer, "LocationName": "Dock"} | flags | fields), LocationContact=contact)


def test_a_new_customer_has_main_with_the_accounts_address(erp, customer):
    main = erp.location(customer)
    assert (main["Default"], main["Active"], address_of(main)) == (True, True, "1 Wharf Road")


def test_main_is_blank_when_the_customer_came_without_address(api, erp):
    bare = api.saved("Customer", {name: CUSTOMER[name] for name in ("CustomerName", "CustomerClass")})
    assert address_of(erp.location(bare["CustomerID"]["value"])) is None


def test_main_follows_the_account_until_it_overrides(api, erp, customer):
    body = wrapped(CustomerID=customer, MainContact={"Address": wrapped(AddressLine1="9 New Road")})
    api.saved("Customer", body)
    assert address_of(erp.location(customer)) == "9 New Road"
    api.saved("CustomerLocation", dock(customer, LocationID="MAIN"))
    assert address_of(erp.location(customer)) == "2 Pier"
    api.saved("Customer", wrapped(CustomerID=customer, MainContact={"Address": wrapped(AddressLine1="10 Other")}))
    assert address_of(erp.location(customer)) == "2 Pier"


def test_the_class_gives_the_defaults(erp, customer):
    made = erp.customer(customer)
    assert (made["CurrencyID"], made["TaxZone"], made["EnableCurrencyOverride"]) == ("AUD", "GST", True)


def test_without_the_override_flag_a_billing_contact_vanishes(api, erp, customer):
    billing = wrapped(CustomerID=customer, BillingContact=wrapped(Email="ap@example.com"))
    api.saved("Customer", billing)
    assert erp.customer(customer)["BillingContact"]["Email"] == "ann@example.com"
    api.saved("Customer", billing | wrapped(BillingContactOverride=True))
    assert erp.customer(customer)["BillingContact"]["Email"] == "ap@example.com"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"CustomerClass": {"value": "NOCLASS"}}, "CustomerClass"),
        ({"CustomerName": {"value": None}}, "CustomerName"),
        ({"CurrencyID": {"value": "XXX"}}, "CurrencyID"),
        ({"PriceClassID": {"value": "NOPRICE"}}, "PriceClassID"),
        ({"MainContact": wrapped(Email="no address")}, "MainContact.Email"),
        ({"MainContact": {"Address": ADDRESS | wrapped(State="New South Wales")}}, "MainContact.Address.State"),
        ({"MainContact": {"Address": ADDRESS | wrapped(Country="ZZ")}}, "MainContact.Address.Country"),
        ({"MainContact": {"Address": ADDRESS | wrapped(City="x" * 51)}}, "MainContact.Address.City"),
    ],
)
def test_wrong_customers_are_refused_at_the_field(api, change, place):
    assert place in api.refused("Customer", CUSTOMER | change)


def test_states_of_countries_without_a_list_are_free(api):
    there = ADDRESS | wrapped(State="Kent", Country="GB")
    assert api.put("Customer", CUSTOMER | {"MainContact": {"Address": there}}).status_code == 200


def test_locations_are_numbered_automatically_or_by_their_key(api, erp, customer):
    assert api.saved("CustomerLocation", dock(customer, LocationID="D1"))["LocationID"]["value"] == "L00001"
    erp.kit.switches.set(location_numbering="manual")
    ids = [api.saved("CustomerLocation", dock(customer, LocationID="d1"))["LocationID"]["value"] for _ in range(2)]
    assert ids == ["D1", "D1"]
    assert "LocationID" in api.refused("CustomerLocation", dock(customer, LocationID="MUCH-TOO-LONG"))


def test_without_override_flags_a_location_shows_the_account(api, erp, customer):
    body = dock(customer, AddressOverride=False, ContactOverride=False)
    made = api.saved("CustomerLocation", body)["LocationID"]["value"]
    assert address_of(erp.location(customer, made)) == "1 Wharf Road"


def test_editing_a_location_marks_its_customer_as_changed(api, erp, customer):
    before = erp.customer(customer)["LastModifiedDateTime"]
    erp.kit.clock.advance(minutes=1)
    api.saved("CustomerLocation", dock(customer))
    assert erp.customer(customer)["LastModifiedDateTime"] > before


def test_the_ledger_knows_a_location_by_its_external_reference(api, erp, customer):
    api.saved("CustomerLocation", dock(customer, ExtRefNbr="55"))
    assert erp.created("CustomerLocation", "55") == 1
    assert erp.kit.ledger.count("CustomerLocation") == 1  # MAIN came with the customer


def test_the_default_moves_but_never_disappears(api, erp, customer):
    assert "Active" in api.refused("CustomerLocation", wrapped(Customer=customer, LocationID="MAIN", Active=False))
    made = api.saved("CustomerLocation", dock(customer, Default=True))["LocationID"]["value"]
    assert [row["LocationID"] for row in erp.locations(customer) if row["Default"]] == [made]
    api.saved("CustomerLocation", wrapped(Customer=customer, LocationID="MAIN", Active=False))
    assert erp.location(customer)["Status"] == "Inactive"


def test_without_the_feature_the_location_form_is_403_and_its_boxes_are_empty(api, erp, customer):
    erp.kit.switches.set(locations_feature=False)
    reply = api.get("CustomerLocation")
    assert (reply.status_code, "AR303020" in reply.json()["message"]) == (403, True)


def test_a_location_of_nobody_is_refused(api):
    assert "Customer" in api.refused("CustomerLocation", dock("NOBODY"))


def test_the_guest_customer_is_there_from_the_start(erp):
    assert erp.customer(catalogue.GUEST_CUSTOMER)["IsGuestCustomer"] is True
