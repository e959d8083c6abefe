"""Which address becomes which location on import (connector 3.4, first table; deletions stand in test_deletions.py)."""

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from sandbox.shop.places import Address

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

ANNA = {"first_name": "Anna", "last_name": "Ng"}
SYDNEY = {"city": "Sydney", "state_or_province": "New South Wales", "country_code": "AU", "postal_code": "2000"}
HOME = ANNA | SYDNEY | {"address1": "8 Pitt Street", "company": "Ng Catering"}
DEPOT = ANNA | SYDNEY | {"address1": "3 Botany Road"}
ON_AN_ORDER = Address(
    first_name="Anna", last_name="Ng", street_1="8 Pitt Street", city="Sydney", state="New South Wales", zip="2000"
)


@pytest.fixture
def shop(line):
    line.erp.seed(Plan())
    return line


def arrived(shop, *addresses):
    """Have a customer with these addresses in both systems, and give the store's and the ERP's key."""
    number = shop.store.add_customer("Anna", "Ng", "anna@example.com", addresses=list(addresses))
    assert shop.run().state == "success"
    return number, shop.records("Customer", "Processed")[str(number)].erp_key


def streets(shop, key):
    """Give the locations of a customer of the ERP: key, street, whether it is the default."""
    found = shop.erp.locations(key)
    return [(row["LocationID"], row["LocationContact"]["Address"].get("AddressLine1"), row["Default"]) for row in found]


def test_without_the_location_entity_addresses_stay_on_the_orders(shop):
    shop.settings(entities__customer_location__active=False)
    number = shop.store.add_customer("Anna", "Ng", "anna@example.com", addresses=[HOME, DEPOT])
    order = shop.store.add_order(
        Draft(billing=ON_AN_ORDER, customer_id=number, lines=(article("JAM-QUINCE"),), payments=(purchase(),))
    )
    assert shop.run().state == "success"
    key = shop.records("Customer", "Processed")[str(number)].erp_key
    assert streets(shop, key) == [("MAIN", None, True)]
    erp = shop.erp.order(shop.records("Sales Order", "Processed")[str(order)].erp_key.split(",")[1])
    assert (erp["LocationID"], erp["ShipToAddress"]["AddressLine1"]) == ("MAIN", "8 Pitt Street")
    assert shop.records("Customer Location") == {}


def test_a_customer_without_address_has_a_blank_main_which_the_first_address_fills(shop):
    number, key = arrived(shop)
    assert streets(shop, key) == [("MAIN", None, True)]

    shop.store.add_address(number, HOME)
    assert shop.run().state == "success"
    assert streets(shop, key) == [("MAIN", "8 Pitt Street", True)]
    (main,) = shop.erp.locations(key)
    assert (main["LocationName"], main["LocationContact"]["Attention"]) == ("Ng Catering", "Anna Ng")
    assert len(shop.records("Customer Location", "Processed")) == 1


def test_a_further_address_becomes_a_location_that_is_not_the_default(shop):
    number, key = arrived(shop, HOME)
    shop.store.add_address(number, DEPOT)
    assert shop.run().state == "success"
    main, second = streets(shop, key)
    assert main == ("MAIN", "8 Pitt Street", True)
    assert second[0].startswith("L")
    assert second[1:] == ("3 Botany Road", False)
    assert shop.erp.location(key, second[0])["LocationName"] == "Anna Ng"  # no company: the person's name


def test_an_edited_address_updates_its_location_and_no_other(shop):
    number, key = arrived(shop, HOME, DEPOT)
    before = len(shop.effects("CustomerLocation"))
    _, depot = shop.store.addresses_of(number)
    shop.store.edit_address(depot["id"], address1="5 Botany Road")
    assert shop.run().state == "success"
    assert [street for _, street, _ in streets(shop, key)] == ["8 Pitt Street", "5 Botany Road"]
    (done,) = shop.effects("CustomerLocation")[before:]
    assert done.action.value == "update"
