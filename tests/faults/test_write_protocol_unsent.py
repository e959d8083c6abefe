"""A call that surely had no effect takes back its own mark, never that of an earlier try of unknown outcome."""

from __future__ import annotations

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ServiceUnavailable
from tests.faults.desk import erp_order, line, opened, order
from tests.faults.road import Kill, Trouble

_, _, ORDER, _ = Entity
PUT = ("PUT", "SalesOrder")
TRIES_OF_A_CALL = 6
WAIT = 5 + 300 + 600
"""Seconds: both time-outs of the connection, then what the settings say."""


@pytest.fixture
def shop(indoors):
    """A customer and an order of two lines are there."""
    return opened(indoors, order(1001, line("1"), line("2", "TEA-LEMONM")))


def then_unavailable(desk, trouble, mapped):
    """Let a try of unknown outcome be followed by one whose every call never left."""
    desk.expect(trouble, *PUT)
    with pytest.raises(Kill):
        desk.load(ORDER, mapped)
    desk.line.road.hours.sleep(3 * 3600)  # the dead process's claim has run out
    desk.expect(Trouble.UNREACHABLE, *PUT, times=TRIES_OF_A_CALL)
    with pytest.raises(ServiceUnavailable):
        desk.load(ORDER)
    assert desk.wants == []


def test_the_mark_of_a_lost_creation_and_its_wait_outlive_a_try_that_sent_nothing(shop):
    then_unavailable(shop, Trouble.KILL_BEFORE, order(1002))
    row = shop.record(1002, ORDER)
    assert (row["status"], row["claim_owner"], bool(row["sending_since"])) == ("Prepared", None, True)
    before = shop.line.road.hours.now()
    assert shop.load(ORDER) == {"Processed": 1}
    waited = (shop.line.road.hours.now() - before).total_seconds()
    assert WAIT - TRIES_OF_A_CALL * 60 < waited <= WAIT
    assert erp_order(shop, 1002)["OrderTotal"] == 10


def test_the_lines_of_a_lost_update_are_read_again_after_a_try_that_sent_nothing(shop):
    then_unavailable(shop, Trouble.KILL_AFTER, order(1001, line("1"), line("3", "HONEY-LW-500")))
    assert shop.load(ORDER) == {"Processed": 1}
    assert [row["ExternalRef"] for row in erp_order(shop)["Details"]] == ["1", "3"]
