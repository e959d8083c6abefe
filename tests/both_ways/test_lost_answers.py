"""A write that arrived though nobody saw its answer: it is no edit of the other side, and nothing is doubled by it."""

import pytest

from bc_myob.model.entities import Entity
from sandbox.kit import Fault
from sandbox.kit.faults import Kind
from tests.both_ways.test_journeys import FIRST, ISABELLE, settled
from tests.both_ways.test_trouble import PLACE, enter, standing

FAR = PLACE | {"AddressLine1": "5 Far Road"}


def lose(side, method, path):
    """Have the answers to a write and to its repetition lost, though the write is done."""
    side.kit.faults.add(Fault(path=path, method=method, kind=Kind.CUT, after=True, times=2))


def depot(line, key):
    line.box.erp.add_location(key, "Depot", LocationContact={"Attention": "Al Bo", "Address": FAR})
    return "CustomerLocation", key, "L00001"


@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_addresses_entered_without_an_answer_are_not_entered_again_when_a_clerk_edits_them(two_ways, primary):
    line = two_ways(primary=primary)
    key = enter(line, 1)
    place = depot(line, key)
    lose(line.box.store, "POST", "/v3/customers/addresses")
    line.run()
    line.box.clock.advance(seconds=300)
    line.box.erp.edit(*place, LocationContact={"Attention": "Gail Anderson"})
    line.run()
    assert len(line.box.erp.locations(key)) == 2
    assert sorted(each["first_name"] for each in line.box.store.table("addresses").values()) == ["Gail", "Primary"]
    settled(line)


def cut(side, method, path, *, after, times=1):
    side.kit.faults.add(Fault(path=path, method=method, kind=Kind.CUT, after=after, times=times))


@pytest.mark.parametrize("times", [1, 2])
def test_a_change_that_never_arrives_does_not_hide_what_was_entered_before_it(two_ways, times):
    line = two_ways()
    line.box.store.kit.switches.set(address_moves_customer=False)
    key = enter(line, 1)
    line.run()
    line.box.clock.advance(seconds=3600)
    place = depot(line, key)
    lose(line.box.store, "POST", "/v3/customers/addresses")
    cut(line.box.store, "PUT", "/v3/customers/addresses", after=True)
    line.run()
    line.box.clock.advance(seconds=3600)
    line.box.erp.edit(*place, LocationContact={"Attention": "Gail Anderson"})
    cut(line.box.store, "PUT", "/v3/customers/addresses", after=False, times=times)
    for _ in range(4):
        line.run()
        line.box.clock.advance(seconds=3600)
    assert sorted(each["first_name"] for each in line.box.store.table("addresses").values()) == ["Gail", "Primary"]
    settled(line)


@pytest.mark.parametrize("primary", ["External System", "ERP"])
@pytest.mark.parametrize("passed_on", [True, False])
def test_an_email_in_doubt_belongs_to_its_account_also_where_another_takes_it_meanwhile(two_ways, primary, passed_on):
    line = two_ways(primary=primary)
    store, erp = line.box.store, line.box.erp
    first = enter(line, 1)
    cut(store, "POST", "/v3/customers$", after=True)

    def meanwhile():
        line.box.clock.advance(seconds=60)
        erp.edit("Customer", first, MainContact={"Email": "new@example.com"})
        if passed_on:
            erp.add_customer("Butcher", MainContact={"Email": "c1@deli.example", "Address": PLACE})
        line.run()

    line.meanwhile = meanwhile
    for _ in range(4):
        line.run()
        line.box.clock.advance(seconds=1200)
    wanted = [("Butcher", "c1@deli.example")] * passed_on + [("Deli 1", "new@example.com")]
    there = [(each["company"], each["email"]) for each in store.table("customers").values()]
    accounts = [(each["CustomerName"], each["MainContact"].get("Email")) for each in erp.customers()]
    assert (sorted(there), sorted(each for each in accounts if each in wanted)) == (wanted, wanted)
    settled(line)


@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_a_shopper_who_registers_under_an_email_in_doubt_that_was_corrected_gets_her_own_account(two_ways, primary):
    line = two_ways(primary=primary)
    store, erp = line.box.store, line.box.erp
    key = enter(line, 1)
    cut(store, "POST", "/v3/customers$", after=False, times=2)
    line.run()
    line.box.clock.advance(seconds=60)
    erp.edit("Customer", key, MainContact={"Email": "right@example.com"})
    store.add_customer(**ISABELLE, email="c1@deli.example")
    for _ in range(3):
        line.run()
        line.box.clock.advance(seconds=1200)
    assert erp.customer(key)["MainContact"]["Email"] == "right@example.com"
    names = {each["email"]: each["company"] for each in store.table("customers").values()}
    assert names == {"c1@deli.example": ISABELLE["company"], "right@example.com": "Deli 1"}
    assert {row.external_id for row in line.pairs(Entity.CUSTOMER) if row.status == "Processed"} == {"1", "2"}
    settled(line)


def test_who_registers_under_the_email_of_an_account_in_doubt_that_was_deleted_is_imported(two_ways):
    line = two_ways(primary="ERP")
    store, erp = line.box.store, line.box.erp
    key = enter(line, 1)
    cut(store, "POST", "/v3/customers$", after=False, times=2)
    line.run()
    erp.lose("Customer", key)
    line.box.clock.advance(seconds=1200)
    line.run(full=True)
    number = store.add_customer(**ISABELLE, email="c1@deli.example")
    for _ in range(2):
        line.box.clock.advance(seconds=1200)
        line.run(full=True)
    row = next(row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    assert row.status == "Processed"
    assert erp.customer(row.erp_key)["CustomerName"] == ISABELLE["company"]


@pytest.mark.parametrize("times", [1, 2])
def test_new_addresses_keep_their_order_where_a_call_of_ten_was_lost(two_ways, times):
    line = two_ways()
    key = enter(line, 1)
    line.run()
    streets = [f"{number} Far Road" for number in range(1, 14)]
    for street in streets:
        place = PLACE | {"AddressLine1": street}
        line.box.erp.add_location(key, street, LocationContact={"Attention": "Al Bo", "Address": place})
    lost = Fault(path="/v3/customers/addresses", method="POST", kind=Kind.CUT, after=False, times=times)
    line.box.store.kit.faults.add(lost)
    line.run()
    if times == 2:
        line.run()
    assert [each["address1"] for each in line.box.store.table("addresses").values()] == ["1 High Street", *streets]
    settled(line)


@pytest.mark.parametrize("seen", [True, False])
def test_an_address_entered_without_an_answer_is_found_in_its_book_whether_or_not_that_was_read_again(two_ways, seen):
    line = two_ways()
    line.box.store.kit.switches.set(address_moves_customer=seen)
    key = enter(line, 1)
    line.run()
    line.box.clock.advance(seconds=3600)
    place = depot(line, key)
    lose(line.box.store, "POST", "/v3/customers/addresses")
    line.run()
    line.box.clock.advance(seconds=3600)
    line.box.erp.edit(*place, LocationContact={"Attention": "Gail Anderson"})
    line.run()
    assert sorted(each["first_name"] for each in line.box.store.table("addresses").values()) == ["Gail", "Primary"]
    settled(line)


@pytest.mark.parametrize("primary", ["External System", "ERP"])
@pytest.mark.parametrize("reads", ["in time", "too late"])
def test_a_customer_entered_without_an_answer_is_not_entered_again_under_a_new_email(two_ways, primary, reads):
    line = two_ways(primary=primary)
    key = enter(line, 1)
    lose(line.box.store, "POST", "/v3/customers$")
    lose(line.box.store, "PUT", "/v3/customers$")
    line.run()
    assert standing(line, key).sending_since
    if reads == "in time":
        line.box.clock.advance(seconds=300)
    line.box.erp.edit("Customer", key, MainContact={"Email": "new@example.com"})
    line.run()
    assert [each["email"] for each in line.box.store.table("customers").values()] == ["new@example.com"]
    assert standing(line, key).status == "Processed"
    settled(line)


@pytest.mark.parametrize(("path", "field"), [("/v3/customers($|\\?)", "company"), ("/v3/customers/addresses", "city")])
def test_the_next_edit_in_the_erp_is_carried_though_the_one_before_was_never_answered(two_ways, path, field):
    line = two_ways()
    key = enter(line, 1)
    place = depot(line, key)
    line.run()

    def edit(word):
        line.box.clock.advance(seconds=300)
        line.box.erp.edit("Customer", key, CustomerName=word)
        line.box.erp.edit(*place, LocationContact={"Address": FAR | {"City": word}})
        line.run(scan=True)

    lose(line.box.store, "PUT", path)
    edit("Two")
    edit("Three")
    rows = line.box.store.table("addresses" if field == "city" else "customers").values()
    assert "Three" in [row[field] for row in rows]
    assert line.box.erp.customer(key)["CustomerName"] == "Three"
    assert line.box.erp.locations(key)[1]["LocationContact"]["Address"]["City"] == "Three"
    settled(line)


@pytest.mark.parametrize("path", ["/Customer($|\\?)", "/CustomerLocation($|\\?)"])
@pytest.mark.parametrize("new", [True, False])
def test_the_next_edit_in_the_store_is_carried_though_the_one_before_was_never_answered(two_ways, path, new):
    line = two_ways(primary="ERP")
    store = line.box.store
    number = store.add_customer(**ISABELLE, email="i@hoppyplace.example", addresses=[FIRST])
    if not new:
        line.run()

    def edit(word):
        line.box.clock.advance(seconds=300)
        store.edit_customer(number, company=word)
        store.edit_address(store.addresses_of(number)[0]["id"], city=word)
        line.run(scan=True)

    lose(line.box.erp, "PUT", path)
    edit("Two")
    edit("Three")
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    assert (store.customer(number)["company"], line.box.erp.customer(key)["CustomerName"]) == ("Three", "Three")
    assert store.addresses_of(number)[0]["city"] == "Three"
    assert line.box.erp.locations(key)[0]["LocationContact"]["Address"]["City"] == "Three"
    settled(line)


def test_what_never_arrived_is_sent_again(two_ways):
    line = two_ways()
    key = enter(line, 1)
    line.run()
    line.box.clock.advance(seconds=300)
    line.box.erp.edit("Customer", key, CustomerName="Two")
    line.box.store.kit.faults.add(Fault(path="/v3/customers($|\\?)", method="PUT", kind=Kind.CUT, after=False, times=2))
    line.run()
    assert standing(line, key).status == "Failed"
    line.box.clock.advance(seconds=300)
    line.run()
    assert [each["company"] for each in line.box.store.table("customers").values()] == ["Two"]
    settled(line)
