"""The Generic Guest Customer is nobody's counterpart, whatever its e-mail (connector 2.1, 2.6)."""

import pytest

from bc_myob.model.entities import Entity
from sandbox.shop import catalogue
from tests.both_ways.test_journeys import settled

GUEST = catalogue.GUEST_CUSTOMER
EMAIL = "guests@shop.example"


def customers(line):
    return {row.external_id: row for row in line.pairs(Entity.CUSTOMER)}


@pytest.mark.parametrize("first", ["the shopper", "the account"])
@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_a_shopper_with_the_guests_email_gets_an_account_of_its_own(two_ways, primary, first):
    line = two_ways(primary=primary)
    name = line.box.erp.customer(GUEST)["CustomerName"]
    if first == "the account":
        line.run()
    line.box.erp.edit("Customer", GUEST, MainContact={"Email": EMAIL})
    if first == "the shopper":
        line.run()
    number = line.box.store.add_customer("Gus", "Test", EMAIL)
    line.run()
    mine = customers(line)[str(number)]
    assert (mine.status, mine.erp_key == GUEST) == ("Processed", False)
    assert line.box.erp.customer(GUEST)["CustomerName"] == name
    assert not line.box.erp.customer(GUEST).get("AccountRef")
    assert line.box.store.counts()["customers"] == 1
    settled(line)
