"""The write protocol where a load also writes to the store: tags on orders, and customers that travel both ways."""

from __future__ import annotations

import pytest

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.model.codec import loads
from bc_myob.model.entities import Entity
from bc_myob.operators.loading.tagging import Tagging
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from tests.faults.desk import SHOP, Desk, customer, order
from tests.faults.line import STEADY_READS
from tests.faults.road import Kill, Trouble
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import TwoWayStory, until_quiet
from tests.mia import HOME

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity


@pytest.fixture
def tagging(indoors):
    """A desk whose loads of orders tag them in the store; a customer and an order of the store are there."""
    desk = Desk(indoors, indoors.fresh())
    desk.load(CUSTOMER, customer())
    plain, timing = desk.line._bench, desk.line.road.hours.timing

    def bench(process, *told):
        hook = BigCommerceHook("bigcommerce_demo", retry=STEADY_READS, timing=timing)
        process.drive(hook.transport.session, "store")
        made = plain(process, *told)
        made.tagging = Tagging(hook)
        return made

    desk.line._bench = bench
    desk.number = indoors.box.store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")]))
    return desk


def tag_of(desk):
    return [row["value"] for row in desk.works.box.store.order(desk.number)["metafields"]]


def store_calls(desk):
    return [place.what for place in desk.line.road.places if place.system == "store"]


def test_an_order_is_tagged_with_its_number_once_and_keeps_what_else_is_known_of_it(tagging):
    assert tagging.load(ORDER, order(tagging.number, details={"total": "10.00"})) == {"Processed": 1}
    row = tagging.record(tagging.number, ORDER)
    number = row["erp_key"].partition(",")[2]
    assert tag_of(tagging) == [number]
    assert (row["last_error"], row["kept"]["tagged"], row["kept"]["total"]) == (None, number, "10.00")
    assert set(row["kept"]["rows"]["Details"]) == {"1"}
    assert tagging.load(ORDER, order(tagging.number, Description="changed")) == {"Processed": 1}
    assert store_calls(tagging) == []


def test_an_order_that_cannot_be_tagged_is_processed_with_a_note_beside_its_warning(tagging):
    lost = tagging.number + 1
    assert tagging.load(ORDER, order(lost, details={"warning": "Look at its freight."})) == {"Processed": 1}
    row = tagging.record(lost, ORDER)
    assert row["last_error"].startswith("Look at its freight. The order is saved; its number EO")
    assert "tagged" not in row["kept"]


def test_an_edit_on_one_side_is_one_write_on_the_other_which_is_no_edit(indoors):
    line, story = indoors.fresh(kind=TwoWayLine), TwoWayStory(indoors)
    story.tell(line)
    written = indoors.ledger()
    assert {key: times for key, times in written.items() if key[1] == "update" and key[0] != "CustomerLocation"} == {
        ("Customer", "update", f"2-{SHOP}"): 1,
        ("customers", "update", "mia@example.com"): 1,
        ("addresses", "update", "1 12 Kent Street"): 1,
    }
    line.road.hours.sleep(60)
    until_quiet(line, "third")
    assert indoors.ledger() == written


def test_what_is_sent_is_kept_before_it_leaves_where_the_record_travels_both_ways(indoors):
    desk = Desk(indoors, indoors.fresh(kind=TwoWayLine))
    desk.line.road.plan = desk.plan
    desk.expect(Trouble.KILL_AFTER, "PUT", "Customer")
    with pytest.raises(Kill):
        desk.load(CUSTOMER, customer())
    row = desk.record(1, CUSTOMER)
    sent = loads(row["sending_document"])
    assert (sent["way"], sent["said"], sent["owner"]) == ("Import", row["document_hash"], None)
    assert sent["document"] == customer().document


def test_customers_that_updates_find_deleted_in_the_erp_are_deleted_and_no_failures(indoors):
    desk, erp = Desk(indoors, indoors.fresh(kind=TwoWayLine)), indoors.box.erp
    assert desk.load(CUSTOMER, customer(1), customer(2, "ann@example.com")) == {"Processed": 2}
    accounts = [desk.record(number, CUSTOMER)["erp_key"] for number in (1, 2)]
    for account in accounts:
        erp.lose("Customer", account)
    changed = [customer(1, "mia@new.example"), customer(2, "ann@new.example")]
    assert desk.load(CUSTOMER, *changed) == {"Deleted": 2}
    for number in (1, 2):
        row = desk.record(number, CUSTOMER)
        assert (row["status"], row["last_operation"], row["attempt_count"]) == ("Deleted", "Not Found", 0)
        assert row["claim_owner"] is None
        assert row["last_error"]
    assert erp.records("Customer", CustomerID=accounts[0]) == []
