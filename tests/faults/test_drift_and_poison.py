"""The store changes while it is read, and some of its records are bad: nothing is lost, nobody is held up.

BC_MYOB_DRIFT_ORDERS: how many orders are walked (`make test-drift` for ten thousand).
"""

from __future__ import annotations

import os
from datetime import timedelta
from random import Random

import pytest

from bc_myob.history.database import open_history
from bc_myob.history.staging import Staging
from sandbox.shop.basket import Draft, custom_line
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.faults.line import PARAMS, STORE, Flow
from tests.faults.road import Process, Trouble
from tests.faults.settings import lists_only
from tests.faults.works import records
from tests.mia import HOME

ORDERS = int(os.environ.get("BC_MYOB_DRIFT_ORDERS", "1200"))
SECONDS_A_CALL, EDITS_A_CALL = 2, 20


def walked(line, run_id):
    opened = line._open(Process(line.road), run_id, Flow.SYNC, PARAMS)
    line._extract(Process(line.road), run_id, opened, "orders")
    line._runs(Process(line.road)).finish(run_id, "success")


def test_edits_during_a_walk_are_never_lost(works, record_property):
    """Every call of the walk meets a shop that has changed: edits, archived orders, new ones."""
    random, edits, open_for_edits = Random(5), 0, True
    store = works.box.store

    def plan(place):
        nonlocal edits
        if place.system == "store" and open_for_edits:
            line.road.hours.sleep(SECONDS_A_CALL)
            for number in random.sample(store.order_ids(), EDITS_A_CALL):
                store.edit_order(number, staff_notes=f"edit {edits}")
                edits += 1
            store.archive_order(random.choice(store.order_ids()))
            store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))

    line = works.fresh(plan)
    line.settings = lists_only(line.settings)  # a call for every order would make the walk one of minutes, not of pages
    for number in range(ORDERS):
        made = line.road.hours.now() - timedelta(minutes=number)
        store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),), created=made))
    line.road.hours.sleep(60)
    walked(line, "run1")
    open_for_edits = False
    line.road.hours.sleep(3600)
    walked(line, "run2")

    staging = Staging(open_history(line.history_url), STORE, "run2")
    staged = {int(one.source_id): one.payload for one in staging._orders([str(n) for n in store.order_ids()])}
    assert edits >= EDITS_A_CALL * 5
    live = [number for number in store.order_ids() if not store.order(number)["is_deleted"]]
    assert len(live) == ORDERS
    assert [number for number in live if number not in staged] == []
    assert [number for number in live if staged[number]["staff_notes"] != store.order(number)["staff_notes"]] == []
    record_property("orders", ORDERS)
    record_property("edits", edits)


def test_what_was_edited_while_a_run_went_on_is_in_the_books_after_the_next_one(works):
    """The whole line, each call of which meets a shop that has changed: Sync History and the ERP have the last word."""
    random, store, edits, open_for_edits = Random(7), works.box.store, 0, True

    def plan(place):
        nonlocal edits
        if place.system == "store" and open_for_edits:
            line.road.hours.sleep(SECONDS_A_CALL)
            for number in random.sample(store.order_ids(), 3):
                edits += 1
                lines = (article("JAM-QUINCE", edits),)
                store.rebuild_order(number, Draft(billing=HOME, lines=lines, customer_message=f"edit {edits}"))
            store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))

    line = works.fresh(plan)
    line.settings = lists_only(line.settings)
    for _ in range(9):
        store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))
    line.road.hours.sleep(60)
    assert line.run("run1")
    walked = works.ledger().total()
    open_for_edits = False
    line.road.hours.sleep(3600)
    assert line.run("run2")
    assert works.ledger().total() > walked
    wanted = {str(number): store.order(number)["products"][0]["quantity"] for number in store.order_ids()}
    found = {row["ExternalRef"].split("-")[0]: row["Details"] for row in works.box.erp.records("SalesOrder")}
    assert {number: [int(row["OrderQty"]) for row in rows] for number, rows in found.items()} == {
        number: [quantity] for number, quantity in wanted.items()
    }
    stood = {row["external_id"]: row["status"] for row in records(line) if row["entity"] == "Sales Order"}
    assert stood == dict.fromkeys(wanted, "Processed")
    assert works.doubled() == {}


@pytest.mark.parametrize("trouble", [Trouble.KILL_BEFORE, Trouble.KILL_AFTER])
@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_walk_whose_process_was_killed_reads_at_most_one_page_again(works, trouble, page):
    pages = 0

    def plan(place):
        nonlocal pages
        pages += "v2/orders" in str(place)
        return trouble if pages == page and not line.errors and "v2/orders" in str(place) else None

    line = works.fresh(plan)
    for _ in range(600):
        works.box.store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))
    line.road.hours.sleep(60)
    opened = line._open(Process(line.road), "run1", Flow.SYNC, PARAMS)
    works.box.reset_calls()
    line._task("extract.orders", lambda process: line._extract(process, "run1", opened, "orders"))
    assert len(line.errors) == 1
    # undisturbed it takes four: the last one says that there are no more
    assert works.box.calls()["store GET /v2/orders"] <= 4 + 1
    staging = Staging(open_history(line.history_url), STORE, "run1")
    assert len(staging.known("orders", map(str, works.box.store.order_ids()))) == 600


def test_bad_records_of_every_kind_fail_alone_with_field_and_reason_and_end_aborted(works):
    """5 % bad: articles that nobody has, addresses in a country that there is not; their payments wait for them."""
    store, line = works.box.store, works.fresh()
    good, bad = [], {}
    for number in range(40):
        sku, country = number == 3, number == 23
        lines = (custom_line("Old stock", "5.00", sku=f"GONE-{number}"),) if sku else (article("JAM-QUINCE"),)
        customer = store.add_customer("Mia", f"Lee {number}", f"m{number}@example.com", addresses=[HOME])
        if country:
            (place,) = store.addresses_of(customer)
            store.edit_address(place["id"], country_code="XX")
        paid = (purchase(amount="2.00"),)
        made = store.add_order(Draft(billing=HOME, customer_id=customer, lines=lines, payments=paid))
        (good if not sku and not country else bad.setdefault(number, [])).append((customer, made))
    line.road.hours.sleep(60)

    def stood(entity):
        return {row["external_id"].split(",")[0]: row for row in records(line) if row["entity"] == entity}

    assert line.run("run1")
    for customer, made in good:
        assert stood("Customer")[str(customer)]["status"] == "Processed"
        assert stood("Sales Order")[str(made)]["status"] == stood("Payment")[str(made)]["status"] == "Processed"
    ((shopper, unsold),), ((stranger, waiting),) = bad[3], bad[23]
    assert stood("Customer")[str(shopper)]["status"] == "Processed"
    order, customer = stood("Sales Order")[str(unsold)], stood("Customer")[str(stranger)]
    assert [(row["status"], row["attempt_count"]) for row in (order, customer)] == [("Failed", 1)] * 2
    assert "GONE-3" in order["last_error"]
    assert "The country 'XX' of the customer's first address is not known" in customer["last_error"]
    assert "The country 'XX'" in stood("Sales Order")[str(waiting)]["last_error"]
    assert {stood("Payment")[str(one)]["status"] for one in (unsold, waiting)} == {"Skipped"}
    most = line.settings.entities.sales_order.max_failed_attempts
    for number in range(2, most + 2):
        assert line.run(f"run{number}")
    assert (stood("Sales Order")[str(unsold)]["status"], stood("Sales Order")[str(unsold)]["attempt_count"]) == (
        "Aborted",
        most,
    )
    assert stood("Customer")[str(stranger)]["status"] == "Aborted"
    assert works.doubled() == {}
