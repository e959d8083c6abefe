"""Whose an account is that names a customer of the store: hers, whoever has its e-mail."""

from bc_myob.model.entities import Entity
from tests.both_ways.bench import TwoWays
from tests.both_ways.test_journeys import settled
from tests.both_ways.test_trouble import PLACE


def linked(line):
    """Give the accounts by the customers of the store who have them."""
    return {row.external_id: row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.status == "Processed"}


def test_customers_who_traded_their_emails_are_found_again_without_a_history(two_ways, tmp_path):
    line = two_ways()
    store, erp = line.box.store, line.box.erp
    ann, bob = (store.add_customer(name, "Lee", f"{name}@x.example") for name in ("Ann", "Bob"))
    line.run()
    before = linked(line)
    for number, email in ((ann, "between@x.example"), (bob, "Ann@x.example"), (ann, "Bob@x.example")):
        store.edit_customer(number, email=email)
    line.box.clock.advance(seconds=1200)
    found = TwoWays(line.box, f"sqlite:///{tmp_path}/anew.db", line.settings)
    found.run()
    line.box.clock.advance(seconds=1200)
    found.run()
    assert linked(found) == before
    emails = [erp.customer(before[str(number)])["MainContact"]["Email"] for number in (ann, bob)]
    assert emails == ["Bob@x.example", "Ann@x.example"]
    settled(found)


def test_of_two_accounts_with_one_email_the_one_that_names_the_customer_is_hers(two_ways, tmp_path):
    line = two_ways()
    line.box.store.add_customer("Ann", "Lee", "Ann@x.example")
    line.run()
    before = linked(line)
    line.box.erp.add_customer("Butcher", MainContact={"Email": "Ann@x.example", "Address": PLACE})
    found = TwoWays(line.box, f"sqlite:///{tmp_path}/anew.db", line.settings)
    found.run()
    assert linked(found) == before
