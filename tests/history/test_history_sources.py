"""Which staged records mapping is handed."""

from __future__ import annotations

import pytest

from bc_myob.history.queries import CHUNK
from bc_myob.history.staging import Asked
from bc_myob.history.times import to_text
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Decided
from bc_myob.model.statuses import Event
from tests.history.bench import LEASE, ORDER, START, order, outcome, prepared


def finished(bench, *numbers, run_id="run1"):
    """Orders that were staged, mapped and loaded."""
    bench.stage(*(order(n) for n in numbers), run_id=run_id)
    bench.ids_to_map(run_id=run_id)
    for claimed in bench.claim(*(prepared(str(n)) for n in numbers), run_id=run_id):
        bench.succeed(claimed, run_id)


def test_a_record_that_nothing_happened_to_is_not_mapped_again(bench):
    finished(bench, 1, 2)
    assert bench.ids_to_map() == []


def test_what_this_run_staged_is_mapped_in_the_stores_order(bench):
    finished(bench, 1)
    bench.stage(*(order(n) for n in (10, 9, 1)), run_id="run2")
    assert bench.ids_to_map() == ["1", "9", "10"]


def test_it_comes_in_chunks(bench):
    bench.stage(*(order(n) for n in range(1, CHUNK + 2)))
    first, last = bench.records().sources_to_map(ORDER, "orders", "settings1")
    assert [source.source_id for source in first] == [str(n) for n in range(1, CHUNK + 1)]
    assert [source.source_id for source in last] == [str(CHUNK + 1)]


def test_prepared_and_failed_records_are_mapped_again(bench):
    finished(bench, 1, 2, 3)
    bench.force("1", status="Prepared")
    bench.force("2", status="Failed")
    assert bench.ids_to_map() == ["1", "2"]
    assert bench.ids_to_map(run_only=True) == []


def test_a_rule_may_let_a_skipped_record_go_a_user_alone_lets_his(bench):
    finished(bench, 1, 2)
    bench.force("1", status="Skipped", held_by="rule")
    bench.force("2", status="Skipped", held_by="user")
    assert bench.ids_to_map() == ["1"]


def test_filtered_records_wait_for_other_settings(bench):
    bench.stage(order(1))
    bench.ids_to_map(run_id="run1")
    bench.save(outcome(Event.FILTERED))
    assert bench.ids_to_map() == []
    assert bench.ids_to_map(mapping_hash="settings2") == ["1"]


def test_what_a_crashed_run_staged_but_never_mapped_is_found(bench):
    bench.stage(order(1))
    assert bench.ids_to_map(run_id="run2") == ["1"]
    assert bench.ids_to_map(Entity.CUSTOMER, run_id="run2", run_only=True) == []


def test_a_newer_version_that_was_never_mapped_is_found(bench):
    finished(bench, 1)
    bench.stage(order(1, status="Shipped"), run_id="run2")
    assert bench.ids_to_map(run_id="run3") == ["1"]


def test_a_version_that_arrives_while_mapping_works_is_not_taken_for_mapped(bench):
    bench.stage(order(1))
    bench.ids_to_map(run_id="run1")
    bench.stage(order(1, status="Shipped"), run_id="run2")
    for claimed in bench.claim(prepared()):
        bench.succeed(claimed)
    assert bench.ids_to_map(run_id="run3") == ["1"]


def test_each_entity_maps_a_source_for_itself(bench):
    bench.stage(order(1), stream="customers")
    bench.ids_to_map(Entity.CUSTOMER, stream="customers", run_id="run2")
    for mapped in (prepared(), outcome(Event.FILTERED)):
        bench.save(mapped, run_id="run2", entity=Entity.CUSTOMER)
    assert bench.ids_to_map(Entity.CUSTOMER, stream="customers", run_id="run3") == []
    assert bench.ids_to_map(Entity.CUSTOMER_LOCATION, stream="customers", run_id="run3") == ["1"]


def test_payments_get_their_order_with_its_transactions(bench):
    bench.stage(order(1), order(2))
    bench.staging().save_asked([Asked("1", [{"id": 5}], "basis", settled=True)])
    (chunk,) = bench.records().sources_to_map(Entity.PAYMENT, "orders", "settings1")
    assert [(source.payload["order"]["id"], source.payload["transactions"]) for source in chunk] == [
        (1, [{"id": 5}]),
        (2, None),
    ]


def test_an_order_without_payments_is_not_handed_out_for_ever(bench):
    bench.stage(order(1))
    (chunk,) = bench.records().sources_to_map(Entity.PAYMENT, "orders", "settings1")
    bench.save(entity=Entity.PAYMENT, sources=chunk)
    assert bench.ids_to_map(Entity.PAYMENT) == []


def test_new_transactions_bring_an_order_back_to_payments(bench):
    bench.stage(order(1))
    (chunk,) = bench.records().sources_to_map(Entity.PAYMENT, "orders", "settings1")
    bench.save(entity=Entity.PAYMENT, sources=chunk)
    bench.staging("run2").save_asked([Asked("1", [{"id": 5}], "basis", settled=True)])
    assert bench.ids_to_map(Entity.PAYMENT, run_only=True) == ["1"]
    assert bench.ids_to_map(Entity.PAYMENT, run_id="run3") == ["1"]


def test_stores_do_not_see_each_other(bench):
    bench.stage(order(1))
    stranger = type(bench)(bench.engine, f"{bench.store}x")
    assert stranger.ids_to_map(run_id="run1") == []


@pytest.fixture
def refused(bench):
    """A pair that would make record 1, which nobody holds, a part of record 2, which is being loaded."""
    bench.stage(order(1), order(2), stream="customers")
    bench.ids_to_map(Entity.CUSTOMER, stream="customers", run_id="run2")
    bench.save(prepared("1"), prepared("2"), entity=Entity.CUSTOMER)
    for number in "12":
        bench.force(number, status="Processed", erp_id=f"guid-{number}")
    bench.force("2", claim_owner="worker1", lease_until=to_text(START + LEASE))
    pair = Decided(
        mapped=outcome(Event.DELETED, "2"),
        direction=SyncDirection.IMPORT,
        operation=LastOperation.DELETED_EXTERNALLY,
        record_id=bench.record("2").id,
        absorbs=bench.record("1").id,
    )
    limits = {"mapping_hash": "settings1", "max_failed_attempts": 3, "now": bench.now}
    counts = bench.records("run2").save_decided(Entity.CUSTOMER, [pair], sources=[order(1), order(2)], **limits)
    assert counts == {}
    return pair


def test_a_decision_about_a_record_that_is_being_loaded_is_left_to_the_next_run(bench, refused):
    assert bench.ids_to_map(Entity.CUSTOMER, stream="customers", run_id="run3") == ["1", "2"]


def test_a_record_is_not_absorbed_by_one_that_is_being_loaded(bench, refused):
    assert [row.external_id for row in bench.rows("sync_record")] == ["1", "2"]
