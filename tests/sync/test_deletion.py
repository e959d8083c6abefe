"""What a deletion in the store does to the records of an entity that only travels to the ERP (connector 3.4, 8.6)."""

from dataclasses import replace

import pytest

from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Standing, unborn
from bc_myob.model.records import GONE, Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.store.entities import EntitySettings
from bc_myob.sync.deletion import (
    DEACTIVATE,
    as_deactivation,
    deleted,
    deletions,
    lost_addresses,
    may_have_lost,
    restorations,
)
from bc_myob.sync.registry import REGISTRY

CUSTOMER, LOCATION, ORDER = Entity.CUSTOMER, Entity.CUSTOMER_LOCATION, Entity.SALES_ORDER
RULES = EntitySettings(sync_direction=SyncDirection.IMPORT)
PLACE = Standing(
    record_id=1, external_id="7,70", source_id="7", status=Status.PROCESSED, erp_id="loc-1", erp_key="C7,D1"
)


def customer(number, *addresses, **more):
    return SourceRecord(str(number), {"id": number, "addresses": [{"id": each} for each in addresses], **more}, None)


def lost(places, *customers):
    return [each.external_id for each in lost_addresses(customers, places)]


# which addresses are gone


def test_an_address_is_lost_whose_own_customer_was_read_and_has_it_no_more():
    other = replace(PLACE, external_id="8,80", source_id="8")
    assert lost([PLACE, other], customer(7, 71), customer(8, 80)) == ["7,70"]
    assert lost([PLACE, other], customer(7, 70)) == []


def test_of_a_customer_without_a_book_all_are_lost():
    assert lost([PLACE], SourceRecord("7", {"id": 7}, None)) == ["7,70"]
    assert lost([PLACE], customer(7)) == ["7,70"]


def test_a_record_that_the_store_never_had_is_not_lost_there():
    assert lost([replace(PLACE, external_id=unborn("loc-1"))], customer(7)) == []


@pytest.mark.parametrize("book", [{"id": 70}, ["70"], [{"id": "70"}], [{"id": True}], [{"id": 0}], [{}], "70"])
def test_a_book_that_cannot_be_read_has_lost_none(book):
    assert lost([PLACE], SourceRecord("7", {"id": 7, "addresses": book}, None)) == []


@pytest.mark.parametrize(
    ("entity", "seen"), [(CUSTOMER, ["8"]), (LOCATION, ["7", "8"]), (ORDER, []), (Entity.PAYMENT, [])]
)
def test_only_customers_take_records_along(entity, seen):
    staged = [customer(7), SourceRecord("8", {GONE: True}, None)]
    assert [each.source_id for each in may_have_lost(REGISTRY[entity], staged)] == seen


# what becomes of them


def test_a_record_is_deleted_once_and_keeps_its_counterpart():
    found = deleted(PLACE, RULES)
    assert found is not None
    assert (found.mapped.event, found.mapped.reason) == (Event.DELETED, "The record was deleted in BigCommerce.")
    assert (found.operation, found.record_id) == (LastOperation.DELETED_EXTERNALLY, 1)
    assert (found.erp_id, found.erp_key, found.mapped.external_id) == ("loc-1", "C7,D1", "7,70")
    assert deleted(replace(PLACE, status=Status.DELETED), RULES) is None


def deactivated(standing, direction=SyncDirection.IMPORT):
    rules = EntitySettings(sync_direction=direction)
    found = deleted(standing, rules)
    return as_deactivation(found, standing, rules)


@pytest.mark.parametrize("direction", [SyncDirection.IMPORT, SyncDirection.BIDIRECTIONAL])
def test_its_location_becomes_inactive(direction):
    found = deactivated(PLACE, direction)
    assert (found.mapped.event, found.mapped.reason) == (Event.TO_BE_DEACTIVATED, None)
    assert found.mapped.document == {"id": "loc-1", "Active": False}
    assert found.mapped.details == {DEACTIVATE: True}
    assert (found.erp_id, found.operation) == ("loc-1", LastOperation.DELETED_EXTERNALLY)


def test_a_location_of_which_nobody_knows_whether_it_arrived_is_looked_for():
    found = deactivated(replace(PLACE, erp_id=None, erp_key=None, in_doubt=True))
    assert (found.mapped.event, found.mapped.details) == (Event.TO_BE_DEACTIVATED, {DEACTIVATE: True})
    assert (found.mapped.document, found.erp_id) == ({"Active": False}, None)


@pytest.mark.parametrize(
    ("standing", "direction"),
    [
        (PLACE, SyncDirection.EXPORT),
        (replace(PLACE, erp_id=None, erp_key=None), SyncDirection.IMPORT),
        (replace(PLACE, erp_id=None, in_doubt=True), SyncDirection.EXPORT),
    ],
)
def test_nothing_is_to_be_done_in_the_erp_where_nothing_may_be_or_nothing_is(standing, direction):
    assert deactivated(standing, direction).mapped.event is Event.DELETED


@pytest.mark.parametrize(
    ("status", "details", "event"),
    [
        (Status.ABORTED, {}, Event.TO_BE_DEACTIVATED),
        (Status.ABORTED, {DEACTIVATE: True}, Event.PREPARED),  # which moves no Aborted record
        (Status.FAILED, {DEACTIVATE: True}, Event.TO_BE_DEACTIVATED),
    ],
)
def test_an_aborted_record_is_tried_anew_until_the_deactivation_itself_was_aborted(status, details, event):
    assert deactivated(replace(PLACE, status=status, details=details)).mapped.event is event


def test_only_a_deletion_makes_a_location_inactive():
    prepared = replace(deleted(PLACE, RULES), mapped=Mapped("7,70", "7", Event.PREPARED, document={"a": 1}))
    assert as_deactivation(prepared, PLACE, RULES) is prepared
    found = deleted(PLACE, RULES)
    assert as_deactivation(found, None, RULES) is found


def test_the_locations_of_a_customer_who_is_gone_stay_as_they_are():
    other = replace(PLACE, record_id=2, external_id="8,80", source_id="8", erp_id="loc-2")
    staged = [SourceRecord("7", {GONE: True, "addresses": []}, None), customer(8)]
    found = deletions(LOCATION, staged, [PLACE, other], RULES)
    assert [(each.record_id, each.mapped.event) for each in found] == [(1, Event.DELETED), (2, Event.TO_BE_DEACTIVATED)]


def test_a_customer_is_deleted_whom_the_store_says_to_be_gone():
    accounts = [replace(PLACE, record_id=each, external_id=str(each), source_id=str(each)) for each in (7, 8, 9)]
    accounts[2] = replace(accounts[2], status=Status.DELETED)
    staged = [SourceRecord("7", {GONE: True}, None), customer(8), SourceRecord("9", {GONE: True}, None)]
    found = deletions(CUSTOMER, staged, accounts, RULES)
    assert [(each.record_id, each.mapped.event) for each in found] == [(7, Event.DELETED)]


def test_what_was_deleted_and_is_there_goes_on_with_its_counterpart():
    mapped = [
        Mapped("1", "1", Event.PREPARED, document={"a": 1}),
        Mapped("2", "2", Event.PREPARED, document={"a": 1}),
        Mapped("3", "3", Event.FILTERED),
        Mapped("4", "4", Event.PREPARED, document={"a": 1}),
    ]
    known = {number: Link(number, number, Status.DELETED, f"id-{number}", f"C{number}") for number in "13"}
    known["2"] = Link("2", "2", Status.PROCESSED, "id-2", "C2")
    (found,) = restorations(mapped, known)
    assert (found.mapped.external_id, found.mapped.event) == ("1", Event.RESTORED)
    assert (found.direction, found.operation) == (SyncDirection.IMPORT, LastOperation.MODIFIED_EXTERNALLY)
    assert (found.erp_id, found.erp_key, found.mapped.document) == ("id-1", "C1", {"a": 1})
