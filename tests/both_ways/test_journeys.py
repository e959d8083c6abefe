"""An edit on either side arrives on the other, once, and never comes back as an echo."""

import pytest

from bc_myob.model.entities import Entity
from tests.both_ways.bench import settings

ISABELLE = {"first_name": "Isabelle", "last_name": "Bober", "company": "Hoppy Place Coffee and Cakes"}
NEW_YORK = {"city": "New York", "state_or_province": "New York", "country_code": "US"}
FIRST = ISABELLE | NEW_YORK | {"address1": "3690 Taylor Street", "postal_code": "10007"}
WILLIAM = {"first_name": "William", "last_name": "Duncan", "company": "Hoppy Wellby"}
SECOND = WILLIAM | NEW_YORK | {"address1": "2671 Simons Hollow Road", "postal_code": "10001"}


def writes(line):
    return [(effect.system, effect.resource, effect.action.value) for effect in line.box.ledger()]


def settled(line):
    """Say that nothing is left to do: another run, and one that reads everything, write nothing."""
    before = writes(line)
    line.box.reset_calls()
    line.run(scan=True)
    line.run(full=True)
    assert writes(line) == before
    assert sent(line) == []


def sent(line):
    """Give what was sent to either side, also where it changed nothing there."""
    kinds = [kind for kind in line.box.calls() if kind.split()[1] in {"PUT", "POST", "DELETE"}]
    return [kind for kind in kinds if "/entity/auth/" not in kind]


def test_an_edit_on_either_side_arrives_on_the_other_and_stays_there(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    number = store.add_customer(**ISABELLE, email="isabelle@hoppyplace.example", phone="1", addresses=[FIRST, SECOND])
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.status == "Processed")

    erp.edit("Customer", key, MainContact={"Email": "new@hoppyplace.example"})
    before = writes(line)
    line.run()
    assert store.customer(number)["email"] == "new@hoppyplace.example"
    assert writes(line)[len(before) :] == [("store", "customers", "update")]
    settled(line)

    store.edit_customer(number, phone="555", company="Hoppy Ltd")
    line.run()
    assert erp.customer(key)["CustomerName"] == "Hoppy Ltd"
    assert erp.customer(key)["MainContact"]["Phone2"] == "555"
    settled(line)


@pytest.mark.parametrize(("primary", "name"), [("External System", "Store Ltd"), ("ERP", "Ledger Ltd")])
def test_both_sides_changed_the_primary_wins(two_ways, primary, name):
    line = two_ways(primary=primary)
    store, erp = line.box.store, line.box.erp
    number = store.add_customer(**ISABELLE, email="isabelle@hoppyplace.example")
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    store.edit_customer(number, company="Store Ltd")
    erp.edit("Customer", key, CustomerName="Ledger Ltd")
    line.run()
    assert (store.customer(number)["company"], erp.customer(key)["CustomerName"]) == (name, name)
    settled(line)


def test_customers_with_one_email_on_both_sides_become_one_pair(two_ways):
    line = two_ways()
    number = line.box.store.add_customer(**ISABELLE, email="Isabelle@hoppyplace.example")
    key = line.box.erp.add_customer("Hoppy", MainContact={"Email": "isabelle@hoppyplace.example"})
    line.run()
    linked = [(row.external_id, row.erp_key, row.status) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    assert linked == [(str(number), key, "Processed")]
    assert len(line.box.erp.customers()) == 2  # the guests' account is the other
    settled(line)


def test_a_customer_of_the_erp_goes_with_its_locations(two_ways):
    line = two_ways()
    place = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
    key = line.box.erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example", "Address": place})
    more = place | {"AddressLine1": "2 Low Street"}
    line.box.erp.add_location(key, "Depot", LocationContact={"Attention": "Al Bo", "Address": more})
    line.box.erp.add_location(key, "Closed", Active=False, LocationContact={"Address": place | {"AddressLine1": "3"}})
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    book = line.box.store.addresses_of(number)
    assert [(each["address1"], each["state_or_province"], each["last_name"]) for each in book] == [
        ("1 High Street", "Western Australia", "Location"),
        ("2 Low Street", "Western Australia", "Bo"),
    ]
    settled(line)

    line.box.store.edit_address(book[1]["id"], city="Fremantle")
    line.run(scan=True)
    depot = line.box.erp.locations(key)[1]
    assert depot["LocationContact"]["Address"]["City"] == "Fremantle"
    settled(line)


def test_a_deleted_address_makes_its_location_inactive_and_comes_back_with_it(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    number = store.add_customer(**ISABELLE, email="isabelle@hoppyplace.example", addresses=[FIRST, SECOND])
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    store.delete_address(store.addresses_of(number)[1]["id"])
    line.run(scan=True)
    main, second = erp.locations(key)
    assert (main["Active"], second["Active"]) == (True, False)
    assert [row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)] == ["Processed", "Deleted"]
    settled(line)

    store.add_address(number, SECOND)
    line.run(scan=True)
    main, second = erp.locations(key)
    assert (main["Active"], second["Active"]) == (True, True)
    assert [row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)] == ["Processed", "Processed"]
    settled(line)


def test_a_new_address_becomes_the_default_where_the_erp_lost_its_default(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    number = store.add_customer(**ISABELLE, email="isabelle@hoppyplace.example", addresses=[FIRST])
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    with erp.lock:  # no form deletes the default location: this is a site's own doing
        erp.books.remove(erp.books.find("CustomerLocation", key, "MAIN"))
    line.run(full=True)
    assert [row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)] == ["Deleted"]
    store.add_address(number, SECOND)
    store.add_address(number, SECOND | {"address1": "1 Quay"})
    line.run(scan=True)
    assert [(each["LocationName"], each["Default"]) for each in erp.locations(key)] == [
        ("Hoppy Wellby", True),
        ("Hoppy Wellby", False),
    ]
    assert [row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)] == ["Deleted", "Processed", "Processed"]
    settled(line)


def test_the_default_location_passes_on_when_its_address_is_deleted_and_stays_when_it_is_the_last(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    number = store.add_customer(**ISABELLE, email="isabelle@hoppyplace.example", addresses=[FIRST, SECOND])
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    first, second = store.addresses_of(number)
    store.delete_address(first["id"])
    line.run(scan=True)
    assert [(each["Active"], each["Default"]) for each in erp.locations(key)] == [(False, False), (True, True)]
    store.delete_address(second["id"])
    line.run(scan=True)
    assert [(each["Active"], each["Default"]) for each in erp.locations(key)] == [(False, False), (True, True)]
    assert {row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {"Deleted"}
    settled(line)


PERTH = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}


def test_an_account_whose_main_is_blank_arrives_without_an_address(two_ways):
    line = two_ways()
    key = line.box.erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example"})
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    assert line.box.store.addresses_of(number) == []
    assert line.pairs(Entity.CUSTOMER_LOCATION) == []
    settled(line)


def test_edits_of_an_inactive_location_arrive_unless_its_record_is_deleted_or_there_is_none(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    key = erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example", "Address": PERTH})
    places = [{**PERTH, "AddressLine1": street} for street in ("2 Low Street", "3 Mill Lane")]
    known, deleted = (
        erp.add_location(key, "Depot", LocationContact={"Attention": "Al Bo", "Address": place}) for place in places
    )
    never = erp.add_location(key, "Closed", Active=False, LocationContact={"Address": {**PERTH, "AddressLine1": "4"}})
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    by_street = {each["address1"]: each["id"] for each in store.addresses_of(number)}
    store.delete_address(by_street["3 Mill Lane"])
    erp.edit("CustomerLocation", key, known, Active=False)
    line.run(scan=True)

    for location in (known, deleted, never):
        erp.edit("CustomerLocation", key, location, LocationContact={"Attention": "Gail Anderson"})
    before = writes(line)
    line.run(scan=True)
    assert store.address(by_street["2 Low Street"])["first_name"] == "Gail"
    assert writes(line)[len(before) :] == [("store", "addresses", "update")]
    assert len(store.addresses_of(number)) == 2
    settled(line)


def test_what_the_store_does_not_know_of_an_account_outlives_its_imports(two_ways):
    """Phone 1 is the first address's, and a name that the account gave is the account's."""
    line = two_ways()
    contact = {"Email": "buy@fruitico.example", "Phone1": "555-0101"}
    key = line.box.erp.add_customer("Fruitico Coffee and Cakes", MainContact=contact)
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    line.box.store.edit_customer(number, phone="777")
    line.run()
    found = line.box.erp.customer(key)["MainContact"]
    assert (found["Phone1"], found["Phone2"]) == ("555-0101", "777")

    line.box.erp.edit("Customer", key, CustomerName="Bananico Tea Rooms")
    line.run()
    shown = line.box.store.customer(number)
    assert (shown["first_name"], shown["last_name"], shown["company"]) == (
        "Bananico",
        "Tea Rooms",
        "Bananico Tea Rooms",
    )
    settled(line)


def test_a_price_class_taken_away_takes_the_customer_out_of_its_group(two_ways):
    said = settings().customers.model_dump() | {"price_class_groups": {"WHOLESALE": 3}}
    line = two_ways(customers=said)
    key = line.box.erp.add_customer("Perth Deli", PriceClassID="WHOLESALE", MainContact={"Email": "p@deli.example"})
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    assert line.box.store.customer(number)["customer_group_id"] == 3
    line.box.erp.edit("Customer", key, PriceClassID=None)
    line.run()
    assert line.box.store.customer(number)["customer_group_id"] == 0
    settled(line)


def test_a_customer_whom_both_sides_have_gets_no_address_twice_for_its_company(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    shown = {"first_name": "Ann", "last_name": "Lee", "city": "Perth", "state_or_province": "Western Australia"}
    home = shown | {"postal_code": "6000", "country_code": "AU", "address1": "1 High Street"}
    place = {"City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
    book = [home, home | {"address1": "2 Low Street"}]
    number = store.add_customer("Ann", "Lee", "a@x.example", company="Deli", addresses=book)
    contact = {"Email": "a@x.example", "Address": place | {"AddressLine1": "1 High Street"}}
    key = erp.add_customer("Deli Pty", MainContact=contact)
    there = {"Attention": "Ann Lee", "Address": place | {"AddressLine1": "2 Low Street"}}
    erp.add_location(key, "Depot", LocationContact=there)
    line.run()
    assert (len(erp.locations(key)), len(store.addresses_of(number))) == (2, 2)
    settled(line)


def test_a_new_customer_takes_the_email_that_another_gives_up_in_the_same_run(two_ways):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    first = store.add_customer(**ISABELLE, email="a@x.example")
    line.run()
    line.box.clock.advance(seconds=300)
    store.edit_customer(first, email="z@x.example")
    second = store.add_customer("Cy", "Ny", "a@x.example")
    line.run()
    keys = {row.external_id: row.erp_key for row in line.pairs(Entity.CUSTOMER)}
    emails = [erp.customer(keys[str(number)])["MainContact"]["Email"] for number in (first, second)]
    assert emails == ["z@x.example", "a@x.example"]
    settled(line)


def test_a_customer_who_registers_again_waits_for_the_deletion_to_be_found_and_is_never_given_up(two_ways):
    line = two_ways()
    store = line.box.store
    first = store.add_customer(**ISABELLE, email="a@x.example")
    line.run()
    store.delete_customer(first)
    second = store.add_customer(**ISABELLE, email="a@x.example")
    for _ in range(6):
        line.run()
    (row,) = [row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(second)]
    assert (row.status, row.attempt_count) == ("Failed", 0)
    line.run(full=True)
    (row,) = [row for row in line.pairs(Entity.CUSTOMER) if row.erp_key and row.erp_key != "ECGUEST"]
    assert (row.external_id, row.status) == (str(second), "Processed")
    settled(line)
