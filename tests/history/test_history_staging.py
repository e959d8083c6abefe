"""Staging: pages and progress commit together, the latest version wins, what is due is found again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bc_myob.history.staging import Asked, Progress
from bc_myob.history.times import from_store, from_text, to_text
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from tests.history.bench import START, order, outcome, prepared

LATER = START + timedelta(hours=1)
LONG_AGO = START - timedelta(days=3650)


def customer(number, **more):
    return SourceRecord(str(number), {"id": number, **more}, START)


def due(bench, run_id="run1", since=LONG_AGO, before=START - timedelta(hours=12), **more):
    asked = bench.staging(run_id).orders_to_ask(ask_again_since=since, asked_before=before, **more)
    return [o.source_id for o in asked]


def ask(bench, source, *, run_id="run1", settled=True):
    basis = codec.content_hash(source.payload)
    bench.staging(run_id).save_asked([Asked(source.source_id, [{"id": 1}], basis, settled)])


def test_an_order_in_the_erp_that_its_run_never_asked_is_asked_by_another_one(bench):
    bench.stage(order(1), order(2), run_id="run1")
    bench.ids_to_map(run_id="run1")
    for claimed in bench.claim(prepared("1"), run_id="run1"):
        bench.succeed(claimed, "run1")
    assert due(bench, "run2", before=START - timedelta(hours=1)) == []
    assert due(bench, "run2", before=LATER) == ["1"]
    assert due(bench, "run2", before=LATER, since=LATER) == []
    ask(bench, order(1), run_id="run2")
    assert due(bench, "run3", before=LATER) == []


@pytest.mark.parametrize(("state", "expected"), [("running", []), ("failed", ["1"]), ("success", ["1"])])
@pytest.mark.parametrize("settled", [True, False])
def test_an_order_that_changed_and_was_then_read_by_a_run_that_ended_before_it_asked_is_asked(
    bench, state, expected, settled
):
    bench.stage(order(1))
    ask(bench, order(1), settled=settled)
    for claimed in bench.claim(prepared("1")):
        bench.succeed(claimed)
    bench.stage(order(1, status="Paid twice"), run_id="run2")
    bench.runs().start("run3", "dag", "backfill", None)
    bench.stage(order(1, status="Paid twice"), run_id="run3")
    if state != "running":
        bench.runs().finish("run3", state)
    before = START - timedelta(hours=1)
    assert due(bench, "run2", since=LATER, before=before) == expected
    assert due(bench, "run4", since=LATER, before=before) == expected
    assert due(bench, "run4", since=LATER, before=LATER) == ["1"]
    ask(bench, order(1, status="Paid twice"), run_id="run2")
    assert due(bench, "run4", since=LATER, before=LATER) == []


@pytest.mark.parametrize(("state", "expected"), [("failed", ["1"]), ("success", [])])
def test_an_old_order_that_was_never_asked_is_asked_where_its_run_did_not_get_to_its_end(bench, state, expected):
    bench.runs().start("run1", "dag", "backfill", None)
    bench.stage(order(1))
    for claimed in bench.claim(prepared("1")):
        bench.succeed(claimed)
    bench.runs().finish("run1", state)
    assert due(bench, "run2", since=LATER) == expected


def test_a_run_that_looks_at_each_order_asks_all_that_it_has_seen_once(bench):
    bench.stage(order(1), order(2), order(3))
    for number in (1, 2, 3):
        ask(bench, order(number))
    bench.stage(order(1), order(2), run_id="run2")
    assert due(bench, "run2") == []
    assert due(bench, "run2", all_seen=True) == ["1", "2"]
    ask(bench, order(1), run_id="run2")
    assert due(bench, "run2", all_seen=True) == ["2"]


def test_an_order_that_a_user_wants_is_asked_once_though_nothing_of_it_has_changed(bench):
    bench.stage(order(1), order(2))
    for number in (1, 2):
        ask(bench, order(number))
    for claimed in bench.claim(prepared("1"), prepared("2")):
        bench.succeed(claimed)
    assert due(bench, "run2") == []
    bench.force("1", forced=True, status="Prepared")
    assert due(bench, "run2") == ["1"]
    ask(bench, order(1), run_id="run2")
    assert due(bench, "run2") == []


def test_a_page_and_its_progress_mark_arrive_together(bench):
    staging = bench.staging()
    assert staging.progress("orders") == Progress(None, done=False)
    assert staging.save_page("orders", [order(1), order(2)], cursor={"min_id": 3}) == 2
    assert staging.progress("orders") == Progress({"min_id": 3}, done=False)
    assert staging.save_page("orders", [order(3)], cursor={"min_id": 4}, done=True) == 1
    assert staging.progress("orders") == Progress({"min_id": 4}, done=True)
    assert bench.staging("run2").progress("orders") == Progress()


def test_a_page_that_cannot_be_saved_leaves_no_mark(bench):
    with pytest.raises(SQLAlchemyError):
        bench.staging().save_page("orders", [order(1)], cursor=9, done=None)
    assert bench.staging().progress("orders") == Progress()
    assert bench.staging().known("orders", ["1"]) == set()


def test_a_stream_can_end_without_a_page(bench):
    bench.staging().finish("orders")
    assert bench.staging().progress("orders") == Progress(None, done=True)


def test_finishing_keeps_the_cursor(bench):
    bench.staging().save_page("orders", [order(1)], cursor=7)
    bench.staging().finish("orders")
    assert bench.staging().progress("orders") == Progress(7, done=True)


def test_money_in_a_payload_stays_exact(bench):
    bench.stage(order(1, total=Decimal("1234567890123.10"), lines=[{"price": Decimal("0.1000")}]))
    (source,) = next(bench.records().sources_to_map(Entity.SALES_ORDER, "orders", "settings1"))
    assert str(source.payload["total"]) == "1234567890123.10"
    assert str(source.payload["lines"][0]["price"]) == "0.1000"


def test_an_older_version_never_overwrites_a_newer_one_but_counts_as_seen(bench):
    bench.stage(order(1, modified=LATER, status="Shipped"))
    bench.stage(order(1, modified=START, status="Paid"), run_id="run2")
    (source,) = next(bench.records("run2").sources_to_map(Entity.SALES_ORDER, "orders", "m", run_only=True))
    assert source.payload["status"] == "Shipped"
    assert source.modified_at == LATER


@pytest.mark.parametrize("modified", [START, LATER, None], ids=["as old", "newer", "without a stamp"])
def test_the_latest_version_wins(bench, modified):
    bench.stage(order(1, modified=START, status="Paid"))
    bench.stage(order(1, modified=modified, status="Shipped"))
    (source,) = next(bench.records().sources_to_map(Entity.SALES_ORDER, "orders", "m"))
    assert source.payload["status"] == "Shipped"


def test_known_tells_what_is_staged(bench):
    bench.stage(order(1), order(2))
    assert bench.staging("run2").known("orders", ["1", "2", "3"]) == {"1", "2"}
    assert bench.staging().known("customers", ["1"]) == set()
    assert bench.staging().known("orders", []) == set()


def test_customers_that_orders_refer_to_are_fetched_unless_they_are_known(bench):
    bench.stage(
        order(1, customer=0), order(2, customer=7), order(3, customer=7), order(4, customer=12), order(5, customer=9)
    )
    bench.stage(customer(9), stream="customers")
    assert bench.staging().customers_to_fetch() == ["7", "12"]


def test_a_customer_of_an_earlier_run_is_fetched_only_without_a_live_sync_record(bench):
    bench.stage(*(customer(n) for n in (7, 8, 9)), run_id="run0", stream="customers")
    bench.save(prepared("7"), outcome(Event.FILTERED, "8"), run_id="run0", entity=Entity.CUSTOMER)
    bench.stage(*(order(n, customer=n) for n in (7, 8, 9)))
    assert bench.staging().customers_to_fetch() == ["9"]
    bench.force("7", status="Deleted")
    assert bench.staging().customers_to_fetch() == ["7", "9"]


def test_orders_of_other_runs_ask_for_no_customers(bench):
    bench.stage(order(1, customer=7), run_id="run0")
    assert bench.staging().customers_to_fetch() == []


def test_orders_of_this_run_are_asked_once(bench):
    bench.stage(order(10), order(9))
    assert due(bench) == ["9", "10"]
    ask(bench, order(9))
    assert due(bench) == ["10"]


def test_an_unchanged_order_is_not_asked_again(bench):
    bench.stage(order(1))
    ask(bench, order(1))
    bench.stage(order(1), run_id="run2")
    assert due(bench, "run2") == []


def test_an_order_that_changed_since_it_was_asked_is_asked_again(bench):
    bench.stage(order(1))
    ask(bench, order(1))
    bench.stage(order(1, status="Refunded"), run_id="run2")
    assert due(bench, "run2") == ["1"]


@pytest.mark.parametrize(
    ("settled", "hours", "since", "expected"),
    [
        (False, 13, LONG_AGO, ["1"]),
        (False, 11, LONG_AGO, []),
        (True, 13, LONG_AGO, []),
        (False, 13, START + timedelta(days=1), []),
    ],
    ids=["due", "asked lately", "settled", "too old an order"],
)
def test_money_that_still_moves_is_asked_for_again(bench, settled, hours, since, expected):
    bench.stage(order(1))
    ask(bench, order(1), settled=settled)
    now = START + timedelta(hours=hours)
    assert due(bench, "run2", since=since, before=now - timedelta(hours=12)) == expected


def test_what_this_run_has_asked_is_left_out_even_when_it_is_not_settled(bench):
    bench.stage(order(1))
    ask(bench, order(1), settled=False)
    assert due(bench, before=START + timedelta(days=9)) == []


def test_several_orders_are_saved_in_one_commit(bench):
    bench.stage(order(1), order(2))
    bench.staging().save_asked([Asked(str(n), [], codec.content_hash(order(n).payload), settled=True) for n in (1, 2)])
    assert due(bench) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tue, 20 Nov 2012 10:00:00 +1000", datetime(2012, 11, 20, tzinfo=UTC)),
        ("2012-11-20T00:00:00Z", datetime(2012, 11, 20, tzinfo=UTC)),
        ("2012-11-20T00:00:00", datetime(2012, 11, 20, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_both_stamps_of_the_store_are_understood(said, expected):
    assert from_store(said) == expected


def test_times_sort_as_text_and_need_a_zone():
    moments = [START, START + timedelta(microseconds=1), LATER]
    assert sorted(map(to_text, moments)) == [to_text(moment) for moment in moments]
    assert [from_text(to_text(moment)) for moment in moments] == moments
    with pytest.raises(ValueError, match="has no time zone"):
        to_text(datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point
