"""An order that left the address book goes back to the location that its customer has as the default in the ERP."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from bc_myob.mapping.orders_left import DEFAULT_LOCATION
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings
from tests.faults.desk import customer, erp_order, opened, order
from tests.faults.road import Trouble

ORDER = Entity.SALES_ORDER
BACK = {DEFAULT_LOCATION: True}


@pytest.fixture
def shop(indoors):
    """Two customers, each with a second location that is the default, and an order of each at MAIN."""
    desk = opened(indoors)
    desk.load(Entity.CUSTOMER, customer(2, "al@example.com"))
    for account in ("C000004", "C000005"):
        with_default(desk, account, "D1")
    desk.load(ORDER, order(1001, LocationID="MAIN"), order(1002, CustomerID="C000005", LocationID="MAIN"))
    indoors.box.erp.kit.calls.reset()
    return desk


def with_default(desk, account, location):
    erp = desk.works.box.erp
    erp.add_location(account, "Depot", location_id=location)
    erp.edit("CustomerLocation", account, location, Default=True)


def at(desk, *numbers):
    return [erp_order(desk, number)["LocationID"] for number in numbers]


def asked(desk):
    """Give what was asked of locations: the filters, and the fields."""
    entries = desk.works.box.erp.kit.calls.entries("GET", path="/CustomerLocation$")
    queries = [parse_qs(entry.query) for entry in entries]
    return [(query["$filter"][0], query["$select"][0]) for query in queries]


def back(number, **more):
    return order(number, details=BACK, Description="to be sent", **more)


def test_it_goes_to_the_default_location_of_its_own_customer_with_one_question_for_all(shop):
    assert shop.load(ORDER, back(1001), back(1002, CustomerID="C000005")) == {"Processed": 2}
    assert at(shop, 1001, 1002) == ["D1", "D1"]
    ((where, fields),) = asked(shop)
    assert "Default eq true and " in where
    assert "Customer eq 'C000004' or Customer eq 'C000005'" in where
    assert fields == "Customer,LocationID"


def test_others_of_the_batch_stay_where_they_are(shop):
    assert shop.load(ORDER, back(1001), order(1002, CustomerID="C000005", Description="also")) == {"Processed": 2}
    assert at(shop, 1001, 1002) == ["D1", "MAIN"]
    assert "C000005" not in asked(shop)[0][0]


def test_a_new_order_is_left_to_the_erp_and_nobody_asks(shop):
    assert shop.load(ORDER, back(1003)) == {"Processed": 1}
    assert (asked(shop), at(shop, 1003)) == ([], ["D1"])


def test_where_nobody_has_a_default_location_it_goes_to_main(shop):
    shop.load(ORDER, order(1001, LocationID="D1"))
    shop.works.box.erp.repair("CustomerLocation", "C000004", "D1", Default=False)
    assert shop.load(ORDER, back(1001)) == {"Processed": 1}
    assert at(shop, 1001) == ["MAIN"]


@pytest.mark.parametrize(("version", "location", "calls"), [("22.200.001", "MAIN", 0), ("23.200.001", "D1", 1)])
def test_an_endpoint_whose_locations_do_not_say_which_is_the_default_is_not_asked(shop, version, location, calls):
    shop.line.settings = older(shop.line.settings, version)
    assert shop.load(ORDER, back(1001)) == {"Processed": 1}
    assert (at(shop, 1001), len(asked(shop))) == ([location], calls)


def older(settings, version):
    said = settings.model_dump(mode="json")
    said["endpoint"]["version"] = version
    said["entities"]["customer_location"]["active"] = False  # such an endpoint cannot tell whose they are
    return StoreSettings.model_validate(said)


def test_what_the_question_does_not_bring_the_next_try_asks_for(shop):
    shop.expect(Trouble.UNREACHABLE, "CustomerLocation", times=9)
    with pytest.raises(Exception, match="MYOB Advanced"):
        shop.load(ORDER, back(1001))
    assert at(shop, 1001) == ["MAIN"]
    shop.wants.clear()
    assert shop.load(ORDER) == {"Processed": 1}
    assert at(shop, 1001) == ["D1"]
