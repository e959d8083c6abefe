"""A customer's group in the store is the merchant's; a price class of the ERP moves it only when the class changes."""

import pytest

from bc_myob.model.entities import Entity
from tests.both_ways.bench import settings
from tests.both_ways.test_journeys import settled

WHOLESALE = 3


@pytest.fixture
def line(two_ways):
    return two_ways(customers=settings().customers.model_dump() | {"price_class_groups": {"WHOLESALE": WHOLESALE}})


def edited(line, key, **fields):
    line.box.clock.advance(seconds=300)
    line.box.erp.edit("Customer", key, **fields)
    line.run()


def enter(line, **fields):
    """Enter a customer in the store and give its number, and its key in the ERP."""
    number = line.box.store.add_customer("Ann", "Lee", "a@x.example", **fields)
    line.run()
    return number, next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))


def test_an_edit_of_the_account_leaves_the_group_that_the_merchant_chose(line):
    number, key = enter(line, customer_group_id=7)
    edited(line, key, CustomerName="Zed")
    customer = line.box.store.customer(number)
    assert (customer["company"], customer["customer_group_id"]) == ("Zed", 7)
    settled(line)


def test_a_class_that_was_exported_before_does_not_move_the_customer_again(line):
    number, key = enter(line)
    edited(line, key, PriceClassID="WHOLESALE")
    assert line.box.store.customer(number)["customer_group_id"] == WHOLESALE
    line.box.store.edit_customer(number, customer_group_id=7)
    edited(line, key, CustomerName="Zed")
    assert line.box.store.customer(number)["customer_group_id"] == 7
    edited(line, key, PriceClassID=None)
    assert line.box.store.customer(number)["customer_group_id"] == 7
    edited(line, key, PriceClassID="WHOLESALE")
    edited(line, key, PriceClassID=None)
    assert line.box.store.customer(number)["customer_group_id"] == 0
    settled(line)
