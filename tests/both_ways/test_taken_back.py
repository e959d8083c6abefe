"""An edit that was sent without an answer and then taken back: the doubt ends, and no later edit passes for it."""

import pytest

from bc_myob.model.entities import Entity
from sandbox.kit import Fault
from sandbox.kit.faults import Kind
from tests.both_ways.test_journeys import FIRST, ISABELLE, settled


class Mia:
    """A customer of both systems with an address; each side says the words it is given."""

    def __init__(self, line):
        self.line, self.store, self.erp = line, line.box.store, line.box.erp
        self.number = self.store.add_customer(**ISABELLE, email="i@hoppyplace.example", addresses=[FIRST])
        line.run()
        self.key = next(row.erp_key for row in line.pairs(Entity.CUSTOMER))

    def in_the_store(self, word):
        self.store.edit_customer(self.number, company=word)
        self.store.edit_address(self.store.addresses_of(self.number)[0]["id"], city=word)
        self.run()

    def in_the_erp(self, word):
        place = self.erp.locations(self.key)[0]
        address = place["LocationContact"]["Address"] | {"City": word}
        self.erp.edit("Customer", self.key, CustomerName=word)
        self.erp.edit("CustomerLocation", self.key, place["LocationID"], LocationContact={"Address": address})
        self.run()

    def run(self):
        self.line.box.clock.advance(seconds=300)
        self.line.run(scan=True)

    def says(self):
        """Give the customer's name and the city on either side, and how many writes are without an answer."""
        (address,), (place,) = self.store.addresses_of(self.number), self.erp.locations(self.key)
        cities = address["city"], place["LocationContact"]["Address"]["City"]
        names = self.store.customer(self.number)["company"], self.erp.customer(self.key)["CustomerName"]
        pairs = (*self.line.pairs(Entity.CUSTOMER), *self.line.pairs(Entity.CUSTOMER_LOCATION))
        return {*names, *cities}, [row.external_id for row in pairs if row.sending_since is not None]


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize(
    ("edited", "other", "side", "paths"),
    [
        ("in_the_store", "in_the_erp", "erp", ("/Customer($|\\?)", "/CustomerLocation($|\\?)")),
        ("in_the_erp", "in_the_store", "store", ("/v3/customers($|\\?)", "/v3/customers/addresses")),
    ],
)
def test_an_edit_taken_back_leaves_no_doubt_and_hides_no_later_edit_to_the_same_words(
    two_ways, edited, other, side, paths, arrives
):
    mia = Mia(line := two_ways())
    getattr(mia, edited)("One")
    assert mia.says() == ({"One"}, [])
    for path in paths:
        lost = Fault(path=path, method="PUT", kind=Kind.CUT, after=arrives, times=2)
        getattr(line.box, side).kit.faults.add(lost)
    getattr(mia, edited)("Two")
    assert mia.says()[1]
    getattr(mia, edited)("One")
    assert mia.says() == ({"One"}, [])
    settled(line)
    getattr(mia, other)("Two")
    assert mia.says() == ({"Two"}, [])
    settled(line)
