"""What goes wrong on the way to the store, and that nothing is doubled or lost by it."""

import pytest

from bc_myob.model.entities import Entity
from sandbox.kit import Fault
from sandbox.kit.faults import Kind
from tests.both_ways.test_journeys import settled, writes

PLACE = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}


def enter(line, number, **contact):
    shown = {"Email": f"c{number}@deli.example", "Address": PLACE} | contact
    return line.box.erp.add_customer(f"Deli {number}", MainContact=shown)


def standing(line, key):
    return next(row for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key)


def test_twelve_customers_go_in_two_calls(two_ways):
    line = two_ways()
    for number in range(12):
        enter(line, number)
    line.run()
    calls = line.box.calls()
    assert calls["store POST /v3/customers"] == 2
    assert line.box.store.counts()["customers"] == 12
    settled(line)


@pytest.mark.parametrize("stored", ["none", "good"])
def test_one_bad_record_fails_alone_whatever_the_store_kept_of_its_call(two_ways, stored):
    line = two_ways()
    line.box.store.kit.switches.set(bad_batch=stored)
    keys = [enter(line, number) for number in (0, 1, 2, 2)]
    line.run()
    statuses = [standing(line, key).status for key in keys]
    assert statuses[:2] == ["Processed", "Processed"]
    assert sorted(statuses[2:]) == ["Failed", "Processed"]
    assert line.box.store.counts()["customers"] == 3


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(two_ways, after):
    line = two_ways()
    path = "/v3/customers"
    line.box.store.kit.faults.add(Fault(path=path, method="POST", kind=Kind.CUT, after=after, times=1))
    key = enter(line, 1)
    line.run()
    line.run()
    assert standing(line, key).status == "Processed"
    created = [each for each in writes(line) if each == ("store", "customers", "create")]
    assert len(created) == 1
    settled(line)


def test_an_email_that_a_linked_customer_has_fails_with_the_reason(two_ways):
    line = two_ways()
    enter(line, 1)
    line.run()
    second = enter(line, 1)
    line.run()
    assert standing(line, second).status == "Failed"
    assert "linked to another record" in standing(line, second).last_error
    assert line.box.store.counts()["customers"] == 1


def test_a_location_equal_to_another_says_that_the_store_keeps_it_once(two_ways):
    line = two_ways()
    key = enter(line, 1)
    for name in ("Depot", "Depot"):
        line.box.erp.add_location(key, name, LocationContact={"Attention": "Al Bo", "Address": PLACE})
    line.run()
    statuses = sorted(row.status for row in line.pairs(Entity.CUSTOMER_LOCATION))
    assert statuses == ["Failed", "Processed", "Processed"]


def test_more_than_ten_addresses_travel_both_ways(two_ways):
    line = two_ways()
    key = enter(line, 1)
    for number in range(12):
        street = PLACE | {"AddressLine1": f"{number} Mill Lane"}
        line.box.erp.add_location(key, f"Depot {number}", LocationContact={"Attention": "Al Bo", "Address": street})
    line.run()
    (number,) = [int(row.external_id) for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    book = line.box.store.addresses_of(number)
    assert len(book) == 13
    line.box.store.edit_address(book[12]["id"], address1="12 Mill Street")
    line.run(scan=True)
    streets = {row["LocationContact"]["Address"]["AddressLine1"] for row in line.box.erp.locations(key)}
    assert "12 Mill Street" in streets
    settled(line)


def test_pages_of_the_erp_that_come_in_any_order_lose_nobody(two_ways):
    line = two_ways()
    line.box.erp.kit.switches.set(shuffle=True, stamp_zone="local")
    keys = [enter(line, number) for number in range(7)]
    line.run()
    line.box.erp.edit("Customer", keys[3], CustomerName="Deli three")
    line.run()
    number = int(standing(line, keys[3]).external_id)
    assert line.box.store.customer(number)["company"] == "Deli three"
    settled(line)
