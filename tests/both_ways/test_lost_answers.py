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
