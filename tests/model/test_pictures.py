"""Both sides taken as they are (Set as Processed): what was changed after that is a change, what was before is none."""

from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.pictures import AS_FOUND, changed_since, found_at, is_found, seen_in_the_erp, seen_in_the_store

NOW = datetime(2026, 3, 1, 9, 0, 30, 500_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OLD, NEW = {"id": 7, "phone": "1"}, {"id": 7, "phone": "2"}


def customer(payload, stamp):
    return seen_in_the_store(Entity.CUSTOMER, "7", payload, stamp)


@pytest.mark.parametrize(
    ("says", "payload", "stamp", "changed"),
    [
        ("nobody touched it", OLD, NOW - SECOND, False),
        ("it was read again with another stamp", OLD, NOW + SECOND, False),
        ("it was changed before the user looked at it", NEW, NOW - SECOND, False),
        ("it was changed in the same second", NEW, NOW.replace(microsecond=0), True),
        ("it was changed afterwards", NEW, NOW + SECOND, True),
    ],
)
def test_a_record_with_stamps_counts_as_changed_by_its_content_and_its_stamp(says, payload, stamp, changed):
    mark = found_at(NOW, customer(OLD, NOW - 5 * SECOND))
    assert is_found(mark)
    assert len(mark) <= 64
    assert changed_since(mark, customer(payload, stamp)) is changed


@pytest.mark.parametrize(("stamp", "changed"), [(NOW - SECOND, False), (NOW + SECOND, True)])
def test_a_record_that_nobody_had_read_counts_by_its_stamp_alone(stamp, changed):
    assert changed_since(found_at(NOW, None), customer(NEW, stamp)) is changed


def book(*addresses):
    return seen_in_the_store(Entity.CUSTOMER_LOCATION, "7,31", {"addresses": addresses}, NOW + SECOND)


def test_an_address_counts_by_its_content_alone_whatever_else_a_reading_brings():
    address = {"id": 31, "address1": "1 High Street", "phone": "1"}
    mark = found_at(NOW, book(address))
    assert not changed_since(mark, book({**address, "country": "Australia", "address2": "", "form_fields": []}))
    assert changed_since(mark, book({**address, "phone": "2"}))
    assert not changed_since(mark, book())
    assert not changed_since(found_at(NOW, None), book(address))


def test_what_only_moves_the_stamp_is_no_content_of_the_erp():
    row = {"id": "g", "LastModifiedDateTime": "a", "MainContact": {"id": "m", "Email": "x"}}
    same = {"LastModifiedDateTime": "b", "MainContact": {"Email": "x", "Phone1": None}}
    mark = found_at(NOW, seen_in_the_erp(row, NOW - SECOND))
    assert not changed_since(mark, seen_in_the_erp(same, NOW + SECOND))
    assert changed_since(mark, seen_in_the_erp({**same, "CustomerName": "New"}, NOW + SECOND))


def test_of_payments_and_of_an_older_mark_no_change_is_known():
    assert seen_in_the_store(Entity.PAYMENT, "7,1", NEW, NOW + SECOND) is None
    assert not changed_since(found_at(NOW, None), None)
    assert not changed_since(AS_FOUND, customer(NEW, NOW + SECOND))
