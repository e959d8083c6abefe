"""Which orders are held back: the standard filters of Order Settings and the user's own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bc_myob.mapping.orders_rules import can_carry_money
from bc_myob.model.statuses import Event
from tests.mapping.orders_shop import JAM, all_mapped, changed, customer, mapped, order
from tests.mapping.orders_shop import settings as store

FILTERED = [
    ({"status_id": 10, "status": "Completed"}, {}, "Orders with the status 'Completed' are not imported."),
    ({"status_id": 0, "status": "Incomplete"}, {}, "Orders with the status 'Incomplete' are not imported."),
    ({"is_deleted": True}, {}, "Order 1001 is archived in the store."),
    (
        {},
        {"earliest_order_date": date(2026, 3, 11)},
        "Order 1001 was placed on 2026-03-10, before the Earliest Order Date 2026-03-11.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "settings", "reason"), FILTERED, ids=["completed", "incomplete", "archived", "early"]
)
def test_standard_filters_hold_orders_back(changes, settings, reason):
    payload = order(JAM) | changes
    found = mapped(payload, store(**settings))
    assert (found.event, found.reason, found.document) == (Event.FILTERED, reason, None)
    incomplete, early = changes.get("status_id") == 0, "earliest_order_date" in settings
    assert can_carry_money(payload, store(**settings)) is not (incomplete or early)
    assert can_carry_money(payload, store(**settings), imported=True) is not incomplete
    thrifty = store(**settings)
    thrifty = thrifty.model_copy(
        update={"payments": thrifty.payments.model_copy(update={"ask_filtered_orders": False})}
    )
    assert not can_carry_money(payload, thrifty)
    assert can_carry_money(payload, thrifty, imported=True) is not incomplete


def test_the_earliest_order_date_counts_in_the_order_time_zone():
    evening = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)
    settings = store(earliest_order_date=date(2026, 3, 11))
    assert mapped(order(JAM, created=evening), settings, customer()).event is Event.PREPARED


def test_settings_can_let_completed_and_archived_orders_in():
    settings = store(statuses_not_imported=[0], import_archived=True)
    assert mapped(order(JAM) | {"status_id": 10, "is_deleted": True}, settings, customer()).event is Event.PREPARED


def test_user_filters_hold_back_what_does_not_match():
    only_registered = {"entity": "Sales Order", "field": "customer_id", "condition": "Does Not Equal", "value": 0}
    guest, registered = order(JAM, 1, customer_id=0), order(JAM, 2)
    found = all_mapped(guest, registered, settings=changed(filters=[only_registered]))
    assert [one.event for one in found] == [Event.FILTERED, Event.PREPARED]
    assert "customer_id does not equal '0'" in found[0].reason
