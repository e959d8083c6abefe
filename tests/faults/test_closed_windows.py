"""What changed within a window that closed is in Sync History, whatever runs came between (README, guarantee 2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bc_myob.model.entities import Entity
from bc_myob.operators.request import Flow
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.faults.line import PARAMS
from tests.faults.road import Trouble
from tests.faults.works import records, until_quiet
from tests.mia import HOME


def opened(line, run_id, **params):
    """Open a run and read the orders and customers of its window."""
    request = line._task("open", lambda process: line._open(process, run_id, Flow.SYNC, PARAMS | params))
    for stream in ("orders", "customers"):
        line._task(stream, lambda process, s=stream: line._extract(process, run_id, request, s))
    return request


def carried_on(line, run_id, request):
    """Bring a run that has read its orders and customers to its good end."""
    line._task("transactions", lambda process: line._extract(process, run_id, request, "transactions"))
    for entity in request.entities:
        batches = line._task("map", lambda process, e=entity: line._map(process, run_id, request, e))
        for number, batch in enumerate(batches):
            owner = f"{run_id}/{entity}/{number}"
            line._task("load", lambda process, e=entity, b=batch, o=owner: line._load(process, run_id, e, b, o))
    line._task("report", lambda process: line._runs(process).finish(run_id, "success", None))


@pytest.mark.parametrize("flow", list(Flow))
def test_a_second_payment_arrives_though_another_run_read_its_order_too_and_failed(works, flow):
    line, store = works.fresh(), works.box.store
    order = store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")], payments=(purchase(),)))
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    line.road.hours.sleep(6 * 3600)
    assert line.run("quiet")
    paid = store.order(order)["total_inc_tax"]
    store.rebuild_order(order, Draft(billing=HOME, lines=[article("JAM-QUINCE", 3)]))
    store.add_transaction(order, "purchase", store.order(order)["total_inc_tax"] - paid)
    line.road.hours.sleep(1800)
    one = opened(line, "one")
    line.road.plan = lambda place: Trouble.AWAY if "transactions" in place.what else None
    now = line.road.hours.now()
    day = {"window_start": str(now - timedelta(days=1)), "window_end": str(now)} if flow is Flow.BACKFILL else {}
    assert not line.run("other", flow, **day)
    line.road.plan = lambda _place: None
    carried_on(line, "one", one)
    assert len(works.box.erp.payments()) == 2
    assert sorted(row["status"] for row in records(line) if row["entity"] == Entity.PAYMENT) == ["Processed"] * 2


def test_what_is_sold_after_todays_window_was_read_is_read_by_the_next_run(works):
    line, store = works.fresh(), works.box.store
    line.road.hours.sleep(60)
    assert line.run("first")
    today = line.road.hours.now().replace(hour=0, minute=0, second=0, microsecond=0)
    line.road.hours.sleep(600)
    assert line.run("today", window_start=str(today), window_end=str(today + timedelta(days=1)))
    line.road.hours.sleep(3600)
    sold = store.add_order(Draft(billing=HOME, lines=[article("TEA-LEMONM")]))
    line.road.hours.sleep(3600)
    assert line.run("plain")
    assert (Entity.SALES_ORDER, str(sold)) in {(row["entity"], row["external_id"]) for row in records(line)}


def test_a_change_that_the_store_lists_some_time_after_its_stamp_is_not_lost(works):
    """The store's lists may lag behind: what had its stamp before the last window's end was not in them yet."""
    line, store = works.fresh(), works.box.store
    changed = store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")]))
    line.road.hours.sleep(3600)
    assert line.run("first")
    line.road.hours.sleep(3600)
    stamp = line.road.hours.now()
    line.road.hours.sleep(60)
    assert line.run("too early")
    sold = store.add_order(Draft(billing=HOME, lines=[article("TEA-LEMONM")], created=stamp), modified=stamp)
    store.rebuild_order(changed, Draft(billing=HOME, lines=[article("JAM-QUINCE", 3)]))
    store.edit_order(changed, moved=False, date_modified=stamp)
    line.road.hours.sleep(3600)
    assert line.run("next")
    there = {row["ExternalRef"]: row["Details"][0]["OrderQty"] for row in works.box.erp.records("SalesOrder")}
    assert there == {f"{changed}-{line.settings.store_name}": 3, f"{sold}-{line.settings.store_name}": 1}


@pytest.mark.parametrize("ends", ["it fails", "it is cancelled and reports nothing"])
def test_an_old_orders_payment_arrives_though_the_run_that_read_it_last_never_asked(works, ends):
    line, store = works.fresh(), works.box.store
    made = line.road.hours.now() - timedelta(days=400)
    order = store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")], payments=(purchase(),), created=made))
    store.edit_order(order, staff_notes="touched")
    line.road.hours.sleep(7200)
    one = opened(line, "one")
    day = {"window_start": str(made - timedelta(hours=1)), "window_end": str(made + timedelta(hours=1))}
    other = line._task("open", lambda process: line._open(process, "other", Flow.BACKFILL, PARAMS | day))
    line._task("orders", lambda process: line._extract(process, "other", other, "orders"))
    if ends == "it fails":
        line._task("report", lambda process: line._runs(process).finish("other", "failed", "away"))
    carried_on(line, "one", one)
    assert works.box.erp.payments() == []
    line.road.hours.sleep(24 * 3600)
    assert line.run("later")
    assert len(works.box.erp.payments()) == 1
    assert sorted(row["status"] for row in records(line) if row["entity"] == Entity.PAYMENT) == ["Processed"]
