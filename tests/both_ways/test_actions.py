"""What a user does in Sync History: every action, its line with who did it, and what the next run makes of it."""

import pytest
from sqlalchemy import text

from bc_myob.history.actions import Actions, Pick
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.act import act, who
from bc_myob.operators.then_sync import conf_for
from sandbox.shop import catalogue
from tests.both_ways.bench import TwoWays
from tests.both_ways.test_journeys import FIRST, ISABELLE, SECOND, settled, writes

PARAMS = {"entity": "Customer", "records": [], "erp_id": "", "erp_key": "", "need_to_sync": True, "confirmation": ""}


@pytest.fixture
def line(two_ways):
    line = two_ways()
    line.number = line.box.store.add_customer(**ISABELLE, email="i@hoppy.example", addresses=[FIRST, SECOND])
    line.run()
    line.pick = Pick(Entity.CUSTOMER, external_id=str(line.number))
    line.actions = Actions(line.engine, "demo", user="ada", run_id="act1", clock=line.box.clock.now)
    return line


def customer(line):
    return next(row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(line.number))


def last_line(line):
    with line.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM sync_history ORDER BY id DESC LIMIT 1")).one()


def lines(line, external_id):
    with line.engine.connect() as connection:
        return connection.execute(
            text("SELECT * FROM sync_history WHERE external_id = :number ORDER BY id"), {"number": external_id}
        ).all()


def test_sync_carries_the_primary_once_though_nothing_changed(line):
    line.actions.sync(line.pick)
    done = last_line(line)
    assert (done.by_user, done.status, done.last_operation) == ("ada", "Prepared", "Forced to Resync")
    line.box.reset_calls()
    line.run()
    assert line.box.calls()["erp PUT /Customer"] == 1
    assert (customer(line).status, customer(line).forced) == ("Processed", 0)
    settled(line)


def test_sync_of_a_location_carries_the_side_that_changed(line):
    key = customer(line).erp_key
    line.box.erp.edit("CustomerLocation", key, "MAIN", LocationContact={"Attention": "Gail Anderson"})
    line.actions.sync(Pick(Entity.CUSTOMER_LOCATION, erp_key=f"{key},MAIN"))
    line.run()
    assert line.box.store.addresses_of(line.number)[0]["first_name"] == "Gail"
    settled(line)


def test_a_skipped_record_stays_until_it_is_set_as_prepared(line):
    line.actions.skip(line.pick)
    line.box.store.edit_customer(line.number, company="New Ltd")
    before = writes(line)
    line.run()
    assert writes(line) == before
    assert customer(line).status == "Skipped"
    line.actions.set_as_prepared(line.pick)
    line.run()
    assert line.box.erp.customer(customer(line).erp_key)["CustomerName"] == "New Ltd"
    settled(line)


def test_set_as_processed_takes_both_sides_as_they_are(line):
    line.box.store.edit_customer(line.number, company="Store Ltd")
    line.box.erp.edit("Customer", customer(line).erp_key, CustomerName="Ledger Ltd")
    line.actions.skip(line.pick)
    line.run()
    line.actions.set_as_processed(line.pick)
    assert last_line(line).last_operation == "Manually Synchronized"
    before = writes(line)
    line.run()
    assert (writes(line), customer(line).status) == (before, "Processed")
    settled(line)


@pytest.mark.parametrize("side", ["store", "erp"])
def test_what_is_edited_after_set_as_processed_travels_and_what_was_before_does_not(line, side):
    line.box.store.edit_customer(line.number, phone="1")
    line.actions.skip(line.pick)
    line.run()
    line.box.clock.advance(minutes=1)
    line.actions.set_as_processed(line.pick)
    key = customer(line).erp_key
    if side == "store":
        line.box.store.edit_customer(line.number, company="Edited Ltd")
    else:
        line.box.erp.edit("Customer", key, CustomerName="Edited Ltd")
    line.run()
    assert line.box.store.customer(line.number)["company"] == line.box.erp.customer(key)["CustomerName"] == "Edited Ltd"
    settled(line)


@pytest.mark.parametrize("side", ["store", "erp"])
def test_a_place_that_is_edited_after_set_as_processed_travels(line, side):
    key, first = customer(line).erp_key, line.box.store.addresses_of(line.number)[0]["id"]
    line.actions.set_as_processed(Pick(Entity.CUSTOMER_LOCATION, external_id=f"{line.number},{first}"))
    if side == "store":
        line.box.store.edit_address(first, address1="1 New Street")
    else:
        line.box.erp.edit(
            "CustomerLocation", key, "MAIN", LocationContact={"Address": {"AddressLine1": "1 New Street"}}
        )
    line.run(scan=True)
    place = line.box.erp.location(key, "MAIN")["LocationContact"]["Address"]["AddressLine1"]
    assert line.box.store.address(first)["address1"] == place == "1 New Street"
    settled(line)


def test_a_link_without_a_sync_takes_both_as_they_are_until_one_is_edited(line):
    key = line.box.erp.add_customer("Other", MainContact={"Email": "other@hoppy.example"})
    number = line.box.store.add_customer("Ann", "Lee", "ann@hoppy.example", company="Ann Ltd")
    line.box.clock.advance(minutes=1)
    erp_id = line.box.erp.customer(key)["id"]
    line.actions.link(Entity.CUSTOMER, str(number), erp_id, key, need_to_sync=False)
    line.run()
    assert line.box.erp.customer(key)["CustomerName"] == "Other"
    line.box.store.edit_customer(number, company="Ann and Daughters")
    line.run()
    assert line.box.erp.customer(key)["CustomerName"] == "Ann and Daughters"
    settled(line)


@pytest.mark.parametrize("entity", [Entity.CUSTOMER, Entity.CUSTOMER_LOCATION])
def test_a_deleted_sync_record_is_made_anew_and_nothing_doubles(line, entity):
    count = len(line.pairs(entity))
    for row in line.pairs(entity):
        line.actions.delete(Pick(entity, external_id=row.external_id))
        assert (last_line(line).by_user, last_line(line).external_id) == ("ada", row.external_id)
        assert "A user deleted this sync record" in last_line(line).last_error
    line.run()
    assert len(line.pairs(entity)) == count
    assert len(line.box.erp.customers()) == 2
    assert len(line.box.erp.locations(customer(line).erp_key)) == 2
    assert len(line.box.store.addresses_of(line.number)) == 2
    settled(line)


def test_clear_sync_data_wants_the_name_typed_and_nothing_doubles(line):
    with pytest.raises(ConfigurationError, match="Type 'Customer'"):
        line.actions.clear(Entity.CUSTOMER, "Customers")
    assert act(line.actions, PARAMS | {"action": "Clear Sync Data", "confirmation": "Customer"})
    assert line.pairs(Entity.CUSTOMER) == []
    line.run()
    assert len(line.box.erp.customers()) == 2
    settled(line)


def test_a_link_joins_two_records_that_share_no_email(line):
    key = line.box.erp.add_customer("Other", MainContact={"Email": "other@hoppy.example"})
    number = line.box.store.add_customer("Ann", "Lee", "ann@hoppy.example")
    found = next(row for row in line.box.erp.customers() if row["CustomerID"] == key)
    line.actions.link(Entity.CUSTOMER, str(number), found["id"], key)
    line.run()
    assert line.box.erp.customer(key)["MainContact"]["Email"] == "ann@hoppy.example"
    assert len(line.box.erp.customers()) == 3
    with pytest.raises(ConfigurationError, match="is linked to"):
        line.actions.link(Entity.CUSTOMER, "4711", found["id"], key)
    settled(line)


@pytest.mark.parametrize(
    ("external_id", "erp_id", "erp_key", "said"),
    [
        ("abc", "", "", "no External ID"),
        ("", "C000001", "", "no ERP ID"),
        ("", "", "C000777", "is C0000"),
    ],
)
def test_a_link_of_ids_that_cannot_be_says_which(line, external_id, erp_id, erp_key, said):
    mine = customer(line)
    with pytest.raises(ConfigurationError, match=said):
        line.actions.link(
            Entity.CUSTOMER, external_id or mine.external_id, erp_id or mine.erp_id, erp_key or mine.erp_key
        )
    assert customer(line) == mine


@pytest.mark.parametrize("known", ["by the settings", "by what was read"])
def test_nobody_is_linked_to_the_guests_account(line, known):
    guest = line.box.erp.customer(catalogue.GUEST_CUSTOMER)
    line.actions.guest = catalogue.GUEST_CUSTOMER if known == "by the settings" else ""
    with pytest.raises(ConfigurationError, match="Generic Guest Customer"):
        line.actions.link(Entity.CUSTOMER, str(line.number), guest["id"], catalogue.GUEST_CUSTOMER.lower())


def test_a_link_takes_the_place_of_the_accounts_own_record_with_a_line_that_says_so(line):
    key = line.box.erp.add_customer("No e-mail yet")
    line.run()
    (waiting,) = [row for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key]
    line.actions.link(Entity.CUSTOMER, str(line.number), waiting.erp_id, key.lower())
    assert [row.external_id for row in line.pairs(Entity.CUSTOMER) if row.erp_id == waiting.erp_id] == [
        str(line.number)
    ]
    (said,) = [row.last_error for row in lines(line, waiting.external_id) if row.by_user == "ada"]
    assert said == f"A user linked it to Customer {line.number} of the store."


def loading(line):
    """Have somebody load the customer right now."""
    with line.engine.begin() as connection:
        taken = {"owner": "worker", "until": "2099-01-01T00:00:00.000000Z", "number": str(line.number)}
        statement = "UPDATE sync_record SET claim_owner = :owner, lease_until = :until WHERE external_id = :number"
        connection.execute(text(statement), taken)


def test_while_a_record_is_loaded_it_is_neither_linked_nor_deleted_nor_cleared(line):
    key = line.box.erp.add_customer("Other", MainContact={"Email": "other@hoppy.example"})
    loading(line)
    before, told = customer(line), len(lines(line, str(line.number)))
    with pytest.raises(ConfigurationError, match="being loaded right now"):
        line.actions.link(Entity.CUSTOMER, str(line.number), line.box.erp.customer(key)["id"], key)
    with pytest.raises(ConfigurationError, match="being loaded right now"):
        line.actions.delete(line.pick)
    done = act(line.actions, PARAMS | {"action": "Clear Sync Data", "confirmation": "Customer"})
    assert done == {"Customer": "1 records deleted, 1 left: they are being loaded right now"}
    assert (customer(line), len(lines(line, str(line.number)))) == (before, told)


def test_a_sync_during_a_load_is_carried_by_the_next_run(line):
    line.box.store.edit_customer(line.number, phone="5")
    loading(line)
    line.actions.sync(line.pick)
    line.run()
    with line.engine.begin() as connection:
        connection.execute(text("UPDATE sync_record SET claim_owner = NULL, lease_until = NULL"))
    line.run()
    assert line.box.erp.customer(customer(line).erp_key)["MainContact"]["Phone2"] == "5"
    assert (customer(line).status, customer(line).forced) == ("Processed", 0)


def test_a_wrong_name_among_several_stops_the_action_before_the_first(line):
    before = customer(line)
    with pytest.raises(ConfigurationError, match="no such sync records of Customer 4711"):
        act(line.actions, PARAMS | {"action": "Skip", "records": [str(line.number), "4711"]})
    assert customer(line) == before


def test_a_record_is_found_by_its_key_in_any_case(line):
    assert act(line.actions, PARAMS | {"action": "Skip", "records": [customer(line).erp_key.lower()]})
    assert customer(line).status == "Skipped"


@pytest.mark.parametrize(
    ("given", "starter", "said"),
    [
        ("", "admin", "admin"),
        ("admin", "admin", "admin"),
        ("ada", "admin", "ada (run started by admin)"),
        ("ada", None, "ada"),
        ("", None, "unknown"),
    ],
)
def test_who_did_it_names_who_started_the_run_too(given, starter, said):
    assert who(given, starter) == said


def test_an_action_on_a_record_that_is_not_there_says_so(line):
    with pytest.raises(ConfigurationError, match="no such sync records of Customer 4711"):
        act(line.actions, PARAMS | {"action": "Skip", "records": ["4711"]})


def test_a_customer_linked_to_another_account_leaves_the_old_ones_locations_alone(line):
    old = customer(line).erp_key
    contact = {"Email": "other@hoppy.example", "Address": {"AddressLine1": "9 Mill Lane", "City": "Perth"}}
    key = line.box.erp.add_customer("Other", MainContact=contact)
    found = next(row for row in line.box.erp.customers() if row["CustomerID"] == key)
    line.actions.link(Entity.CUSTOMER, str(line.number), found["id"], key)
    before = line.box.erp.locations(old)
    line.box.store.edit_address(line.box.store.addresses_of(line.number)[1]["id"], city="Albany")
    line.run(scan=True)
    assert line.box.erp.locations(old) == before
    assert "Albany" in {row["LocationContact"]["Address"].get("City") for row in line.box.erp.locations(key)}
    assert {row.erp_key.split(",")[0] for row in line.pairs(Entity.CUSTOMER_LOCATION)} == {key}


@pytest.mark.parametrize(
    ("entity", "records", "conf"),
    [
        (Entity.CUSTOMER, ["7", "12"], {"customer_ids": [7, 12]}),
        (Entity.CUSTOMER_LOCATION, ["7,1", "7,2"], {"customer_ids": [7]}),
        (Entity.SALES_ORDER, ["118"], {"order_ids": [118]}),
        (Entity.PAYMENT, ["118,4711"], {"order_ids": [118]}),
        (Entity.CUSTOMER, ["7", "erp:5f"], {}),
        (Entity.CUSTOMER, [], {}),
    ],
)
def test_the_run_that_follows_an_action_is_about_its_records(entity, records, conf):
    assert conf_for(entity, records) == conf


def test_an_action_on_a_key_of_the_erp_knows_the_stores_number(line):
    pick = line.actions.pick(Entity.CUSTOMER, customer(line).erp_key)
    assert line.actions.external_id(pick) == str(line.number)
    assert line.actions.external_id(line.actions.pick(Entity.CUSTOMER, "C999999")) is None


def test_a_lost_history_database_finds_everybody_again_and_doubles_nobody(line, tmp_path):
    """Imported customers by their reference, exported ones by their e-mail, addresses by reference or content."""
    place = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
    key = line.box.erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example", "Address": place})
    line.box.erp.add_location(
        key, "Depot", LocationContact={"Attention": "Al Bo", "Address": {**place, "City": "York"}}
    )
    line.run()
    shop, ledger = line.box.store.counts(), line.box.erp.counts()

    again = TwoWays(line.box, f"sqlite:///{tmp_path}/rebuilt.db", line.settings)
    again.run()
    assert (line.box.store.counts(), line.box.erp.counts()) == (shop, ledger)
    for entity in (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION):
        before = {(row.external_id, row.erp_key) for row in line.pairs(entity) if row.status == "Processed"}
        assert {(row.external_id, row.erp_key) for row in again.pairs(entity) if row.status == "Processed"} == before
    settled(again)
