"""What goes wrong on the way to the store, and that nothing is doubled or lost by it."""

import pytest

from bc_myob.history.actions import Actions
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


def test_of_two_customers_with_one_email_the_first_has_the_account_and_the_other_the_reason(two_ways):
    line = two_ways()
    key = enter(line, 1)
    for number, company in ((1, "First channel"), (2, "Other channel")):
        line.box.store.add_customer("Al", "Bo", "c1@deli.example", company=company, channel_ids=[number])
    for _ in range(3):
        line.run()
        line.box.clock.advance(seconds=1200)
    rows = {row.external_id: row for row in line.pairs(Entity.CUSTOMER)}
    assert (rows["1"].status, rows["1"].erp_key, line.box.erp.customer(key)["CustomerName"]) == (
        "Processed",
        key,
        "First channel",
    )
    assert (rows["2"].status, rows["2"].erp_key) == ("Failed", None)
    assert "is linked to another store customer" in rows["2"].last_error
    assert [row["company"] for row in line.box.store.table("customers").values()] == ["First channel", "Other channel"]


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


def test_an_email_of_several_store_customers_fails_with_their_numbers(two_ways):
    line = two_ways()
    # a store of several channels may have the same e-mail more than once
    numbers = [line.box.store.add_customer("Al", "Bo", "c1@deli.example", origin_channel_id=each) for each in (1, 2)]
    key = enter(line, 1)
    for number in numbers:  # the shopper's own records are kept out of the way
        Actions(line.engine, "demo", user="ada", run_id="act").link(
            Entity.CUSTOMER, str(number), f"00000000-0000-0000-0000-{number:012}", f"C9{number}", need_to_sync=False
        )
    line.run()
    failed = standing(line, key)
    assert failed.status == "Failed"
    assert f"2 customers of the store have the e-mail c1@deli.example ({numbers[0]}, {numbers[1]})" in failed.last_error
    assert "Link the right one" in failed.last_error
    assert writes(line) == []


def test_an_email_of_several_accounts_fails_with_their_numbers_on_the_way_to_the_erp(two_ways):
    line = two_ways()
    keys = [enter(line, 1), enter(line, 2)]
    line.box.erp.edit("Customer", keys[1], MainContact={"Email": "c1@deli.example"})
    number = line.box.store.add_customer("Al", "Bo", "c1@deli.example")
    line.run()
    failed = next(row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    assert failed.status == "Failed"
    assert f"2 customers have the e-mail c1@deli.example in MYOB Advanced ({keys[0]}, {keys[1]})" in failed.last_error
    assert "Merge them or link the right one" in failed.last_error
    assert len(line.box.erp.customers()) == 3
    assert line.box.store.counts()["customers"] == 1


def test_accounts_with_one_email_wait_for_a_person_on_the_way_to_the_store(two_ways):
    line = two_ways(direction="Export", primary="ERP")
    keys = [enter(line, 1), enter(line, 2)]
    line.box.erp.edit("Customer", keys[1], MainContact={"Email": "c1@deli.example"})
    line.run()
    rows = {row.status: row for row in (standing(line, key) for key in keys)}
    assert set(rows) == {"Processed", "Failed"}
    assert "linked to another record" in rows["Failed"].last_error
    assert line.box.store.counts()["customers"] == 1


def test_a_stamp_from_a_clock_that_was_wrong_hides_no_later_change(two_ways):
    line = two_ways()
    line.box.clock.advance(days=300)
    enter(line, 1)
    line.box.clock.reset()
    key = enter(line, 2)
    line.run()
    line.box.clock.advance(minutes=30)
    line.box.erp.edit("Customer", key, CustomerName="Deli the Second")
    line.run()
    number = int(standing(line, key).external_id)
    assert line.box.store.customer(number)["company"] == "Deli the Second"


def test_what_the_store_refuses_says_where_to_correct_it(two_ways):
    line = two_ways()
    key = enter(line, 1, Address=PLACE | {"PostalCode": None})
    line.run()
    (refused,) = (row for row in line.pairs(Entity.CUSTOMER_LOCATION) if row.status == "Failed")
    assert "postal_code" in refused.last_error
    assert "Correct it in MYOB Advanced, on Customer Locations (AR303020)" in refused.last_error
    line.box.erp.edit("Customer", key, MainContact={"Address": PLACE})
    line.run()
    assert {row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {"Processed"}
