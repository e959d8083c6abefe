"""Accounts and locations that were deleted or set aside in the ERP, and what becomes of their addresses."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.history.actions import Actions, Pick
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from bc_myob.reconcile.books import Entry, ErpRecord, HistoryRecord, StoreRecord
from bc_myob.reconcile.presence import Terms, judge_presence
from tests.both_ways.test_journeys import FIRST, ISABELLE, SECOND, settled, writes


def arrived(line):
    """Have a customer with two addresses in both systems; give its numbers there."""
    number = line.box.store.add_customer(**ISABELLE, email="i@hoppy.example", addresses=[FIRST, SECOND])
    line.run()
    line.box.clock.advance(minutes=30)
    return number, customer(line, number).erp_key


def customer(line, number):
    return next(row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))


def streets(line, key):
    rows = line.box.erp.locations(key)
    return sorted(row["LocationContact"]["Address"].get("AddressLine1") for row in rows if row["Active"])


@pytest.mark.parametrize("noticed", ["by a full run", "by a refused write"])
def test_a_customer_created_anew_in_the_erp_brings_its_places_and_gets_none_twice(two_ways, noticed):
    line = two_ways()
    number, old = arrived(line)
    before = line.box.store.addresses_of(number)
    line.box.erp.delete("Customer", old)
    if noticed == "by a full run":
        line.run(full=True)
    else:
        line.box.store.edit_customer(number, phone="1")
        line.run()
    assert customer(line, number).status == "Deleted"

    line.box.clock.advance(minutes=30)
    line.box.store.edit_customer(number, phone="2")
    for _ in range(3):  # the new account's own locations are read a run later
        line.run(scan=True)
    new = customer(line, number)
    assert (new.status, new.erp_key != old) == ("Processed", True)
    assert line.box.store.addresses_of(number) == before
    assert streets(line, new.erp_key) == [SECOND["address1"], FIRST["address1"]]
    places = [(row.status, row.erp_key.split(",")[0]) for row in line.pairs(Entity.CUSTOMER_LOCATION)]
    assert places == [("Processed", new.erp_key)] * 2
    settled(line)


def test_edits_of_a_location_set_aside_with_its_address_stay_in_the_erp_whoever_is_primary(two_ways):
    line = two_ways(primary="ERP")
    number, key = arrived(line)
    _, second = line.box.store.addresses_of(number)
    line.box.store.delete_address(second["id"])
    line.run(scan=True)
    aside = next(row["LocationID"] for row in line.box.erp.locations(key) if not row["Active"])
    before = writes(line)

    line.box.erp.edit("CustomerLocation", key, aside, LocationContact={"Attention": "Gail Anderson"})
    line.run(scan=True)
    assert writes(line) == before
    settled(line)

    line.box.erp.edit("CustomerLocation", key, aside, Active=True)
    line.run()
    assert [each["first_name"] for each in line.box.store.addresses_of(number)] == ["Isabelle", "Gail"]
    settled(line)


def test_a_location_set_aside_with_its_address_brings_it_back_when_it_is_active_again(two_ways):
    line = two_ways(primary="ERP")
    number, key = arrived(line)
    for _ in range(2):  # and again, after it was deleted again
        line.box.store.delete_address(line.box.store.addresses_of(number)[1]["id"])
        line.run(scan=True)
        assert len(streets(line, key)) == 1
        settled(line)
        line.box.clock.advance(minutes=30)
        aside = next(row["LocationID"] for row in line.box.erp.locations(key) if not row["Active"])
        line.box.erp.edit("CustomerLocation", key, aside, Active=True)
        line.run()
        assert [each["first_name"] for each in line.box.store.addresses_of(number)] == ["Isabelle", "William"]
        settled(line)


def test_the_last_active_location_stays_without_its_address(two_ways):
    line = two_ways(primary="ERP")
    number, key = arrived(line)
    for address in line.box.store.addresses_of(number):
        line.box.store.delete_address(address["id"])
        line.run(scan=True)
    assert len(streets(line, key)) == 1
    assert line.box.store.addresses_of(number) == []
    settled(line)


def test_an_address_edited_while_its_account_is_gone_arrives_with_the_account(two_ways):
    line = two_ways()
    number, old = arrived(line)
    line.box.erp.delete("Customer", old)
    line.run(full=True)
    line.box.store.edit_address(line.box.store.addresses_of(number)[1]["id"], address1="11 Mill Lane")
    line.run(scan=True)
    assert {row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {"Deleted"}
    settled(line)
    line.box.clock.advance(minutes=30)
    line.box.store.edit_customer(number, phone="2")
    for _ in range(3):
        line.run(scan=True)
    assert streets(line, customer(line, number).erp_key) == ["11 Mill Lane", FIRST["address1"]]
    assert {row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {"Processed"}
    settled(line)


@pytest.mark.parametrize("noticed", ["before it is entered again", "afterwards"])
@pytest.mark.parametrize(("primary", "name"), [("External System", ISABELLE["company"]), ("ERP", "Hoppy again")])
def test_an_account_entered_again_with_the_same_email_is_the_customers(two_ways, primary, name, noticed):
    line = two_ways(primary=primary)
    number, old = arrived(line)
    line.box.erp.delete("Customer", old)
    if noticed == "before it is entered again":
        line.run(full=True)
    new = line.box.erp.add_customer("Hoppy again", MainContact={"Email": "i@hoppy.example"})
    for _ in range(6):  # long enough for a record of its own to be given up
        line.run()
    for _ in range(2):
        line.run(full=True, scan=True)
    assert [(row.erp_key, row.status) for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number)] == [
        (new, "Processed")
    ]
    assert (line.box.erp.customer(new)["CustomerName"], line.box.store.customer(number)["company"]) == (name, name)
    assert line.box.store.counts()["customers"] == 1
    settled(line)


@pytest.mark.parametrize("action", ["sync", "set_as_prepared"])
def test_a_user_has_what_the_secondary_system_lost_created_there_anew(two_ways, action):
    line = two_ways()
    number, old = arrived(line)
    line.box.erp.delete("Customer", old)
    line.run(full=True)
    assert customer(line, number).status == "Deleted"
    act(line, action, number)
    for _ in range(2):
        line.run(scan=True)
    new = customer(line, number)
    assert (new.status, new.erp_key != old) == ("Processed", True)
    assert streets(line, new.erp_key) == [SECOND["address1"], FIRST["address1"]]
    settled(line)


def test_what_the_primary_system_lost_stays_deleted_though_a_user_wants_it_synced(two_ways):
    line = two_ways()
    number, key = arrived(line)
    line.box.store.delete_customer(number)
    line.run(full=True)
    before = writes(line)
    act(line, "sync", number)
    line.run(full=True)
    gone = customer(line, number)
    assert (gone.status, gone.last_error) == ("Deleted", "The record was deleted in BigCommerce.")
    assert (writes(line), gone.erp_key) == (before, key)


@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_places_of_a_customer_whom_the_store_lost_are_not_sent_there(two_ways, primary):
    line = two_ways(primary=primary)
    number, key = arrived(line)
    place = next(row.external_id for row in line.pairs(Entity.CUSTOMER_LOCATION) if row.erp_key == f"{key},MAIN")
    line.box.store.delete_customer(number)
    line.run(full=True)
    line.box.erp.edit("CustomerLocation", key, "MAIN", LocationContact={"Attention": "Gail Anderson"})
    Actions(line.engine, "demo", user="ada", run_id="act").sync(Pick(Entity.CUSTOMER_LOCATION, external_id=place))
    line.run(full=True)
    assert {row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {"Deleted"}
    settled(line)


@pytest.mark.parametrize("noticed", ["before it is entered again", "afterwards", "by a user"])
@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_a_location_entered_again_under_its_reference_is_the_addresss(two_ways, primary, noticed):
    line = two_ways(primary=primary)
    number, key = arrived(line)
    _, address = line.box.store.addresses_of(number)
    place = f"{number},{address['id']}"
    lost = location_of(line, place)
    line.box.erp.lose("CustomerLocation", key, lost["LocationID"])
    if noticed == "before it is entered again":
        line.run(full=True)
        assert [row.status for row in line.pairs(Entity.CUSTOMER_LOCATION)] == ["Processed", "Deleted"]
        line.box.clock.advance(minutes=30)
    new = line.box.erp.add_location(key, "Entered again", ExtRefNbr=lost["ExtRefNbr"], LocationContact=MILL)
    if noticed == "by a user":
        Actions(line.engine, "demo", user="ada", run_id="act", clock=line.box.clock.now).set_as_prepared(
            Pick(Entity.CUSTOMER_LOCATION, external_id=place)
        )
    for _ in range(2):
        line.run(scan=True)
    said = SECOND["address1"] if primary == "External System" else "11 Mill Lane"
    assert streets(line, key) == sorted([FIRST["address1"], said])
    assert [each["address1"] for each in line.box.store.addresses_of(number)] == [FIRST["address1"], said]
    assert location_of(line, place)["LocationID"] == new
    assert json.loads(pair(line, place).details).get("LocationID", new) == new, "orders are shipped there"
    settled(line)
    line.box.store.edit_address(address["id"], address1="12 Mill Lane")
    line.box.erp.edit("CustomerLocation", key, "MAIN", LocationContact={"Attention": "Gail Anderson"})
    line.run(scan=True)
    assert streets(line, key) == sorted([FIRST["address1"], "12 Mill Lane"])
    settled(line)


@pytest.mark.parametrize("forced", [True, False])
def test_no_address_is_linked_to_the_location_of_another(two_ways, forced):
    line = two_ways()
    number, key = arrived(line)
    _, address = line.box.store.addresses_of(number)
    place = f"{number},{address['id']}"
    lost = location_of(line, place)
    line.box.erp.lose("CustomerLocation", key, lost["LocationID"])
    new = line.box.erp.add_location(key, "Another place", LocationContact=MILL)
    for _ in range(2):
        line.run(full=True)
    assert len(line.box.store.addresses_of(number)) == 3
    line.box.clock.advance(minutes=30)
    line.box.erp.edit("CustomerLocation", key, new, ExtRefNbr=lost["ExtRefNbr"])
    if forced:
        actions = Actions(line.engine, "demo", user="ada", run_id="act", clock=line.box.clock.now)
        actions.set_as_prepared(Pick(Entity.CUSTOMER_LOCATION, external_id=place))
    line.box.store.edit_address(address["id"], address1="12 Mill Lane")
    line.run(scan=True)
    held = [row.erp_id for row in line.pairs(Entity.CUSTOMER_LOCATION) if row.erp_id]
    assert len(held) == len(set(held))
    row = pair(line, place)
    carries = f"{key},{new} carries the External Reference of this address"
    expected = ("Failed", carries) if forced else ("Deleted", "The record was deleted in MYOB Advanced.")
    assert (row.status, row.last_error[: len(expected[1])]) == expected
    assert streets(line, key) == sorted([FIRST["address1"], "11 Mill Lane"])


@pytest.mark.parametrize(
    ("both_ways", "how"), [(True, " in Sync History"), (False, " (Param set_missing_to_prepared)")]
)
def test_the_reconciliation_says_what_links_a_location_that_was_entered_again(both_ways, how):
    now = datetime(2026, 11, 2, tzinfo=UTC)
    history = HistoryRecord(
        external_id="1,2",
        source_id="1",
        status=Status.PROCESSED,
        updated_at=now,
        erp_id="lost",
        erp_key="C1,L2",
    )
    again = ErpRecord(id="new", key="C1,L3", reference="2-DEMO")
    store = StoreRecord(external_id="1,2", source_id="1")
    entry = Entry(
        entity=Entity.CUSTOMER_LOCATION,
        external_id="1,2",
        store=store,
        history=history,
        erp=(again,),
        both_ways=both_ways,
    )
    said = judge_presence(entry, Terms(begun=now + timedelta(hours=1)))
    assert said.what_to_do == f"Set it as Prepared{how}: the next sync links it to C1,L3."
    assert said.can_be_prepared is not both_ways


MILL = {
    "Attention": "William Tell",
    "Address": {
        "AddressLine1": "11 Mill Lane",
        "City": "Sydney",
        "State": "NSW",
        "PostalCode": "2000",
        "Country": "AU",
    },
}


def pair(line, place):
    return next(row for row in line.pairs(Entity.CUSTOMER_LOCATION) if row.external_id == place)


def location_of(line, place):
    account, name = pair(line, place).erp_key.split(",")
    return next(row for row in line.box.erp.locations(account) if row["LocationID"] == name)


def act(line, action, number):
    actions = Actions(line.engine, "demo", user="ada", run_id="act", clock=line.box.clock.now)
    getattr(actions, action)(Pick(Entity.CUSTOMER, external_id=str(number)))
