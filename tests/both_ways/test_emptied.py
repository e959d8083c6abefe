"""What is emptied in the store is emptied in the ERP, whichever way this one takes, and does not come back."""

import pytest

from bc_myob.model.entities import Entity
from tests.both_ways.test_journeys import FIRST, ISABELLE, settled


@pytest.fixture(params=["null-and-empty", "null", "empty"])
def line(request, two_ways):
    line = two_ways()
    line.box.erp.kit.switches.set(clears_with=request.param)
    return line


def test_what_a_shopper_empties_is_emptied_in_the_erp_and_stays_so(line):
    store, erp = line.box.store, line.box.erp
    book = [FIRST | {"address2": "Flat 1", "phone": "2"}]
    number = store.add_customer(**ISABELLE, email="i@hoppyplace.example", phone="1", addresses=book)
    line.run()
    key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))
    line.box.clock.advance(seconds=300)
    store.edit_customer(number, phone="")
    store.edit_address(store.addresses_of(number)[0]["id"], address2="", phone="")
    line.run(scan=True)
    contact = erp.locations(key)[0]["LocationContact"]
    assert not erp.customer(key)["MainContact"]["Phone2"]
    assert (contact.get("Phone1"), contact["Address"].get("AddressLine2")) == (None, None)
    assert [row.last_error for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number)] == [None]
    settled(line)
    line.box.clock.advance(seconds=300)
    erp.edit("Customer", key, CustomerName="Hoppy Ltd")
    line.run()
    assert (store.customer(number)["company"], store.customer(number)["phone"]) == ("Hoppy Ltd", "")


def test_the_way_that_works_is_found_once_a_load(two_ways):
    line = two_ways()
    store = line.box.store
    line.box.erp.kit.switches.set(clears_with="null")
    people = [store.add_customer(f"Ann {n}", "Lee", f"{n}@x.example", phone="1") for n in range(4)]
    line.run()
    line.box.clock.advance(seconds=300)
    for number in people:
        store.edit_customer(number, phone="")
    line.box.reset_calls()
    line.run()
    assert sum(count for call, count in line.box.calls().items() if call.startswith("erp PUT")) == len(people) + 1
    assert not any(
        each["MainContact"]["Phone2"] for each in line.box.erp.customers() if each["MainContact"].get("Phone1")
    )
