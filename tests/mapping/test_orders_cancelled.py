"""What is kept of an order that was cancelled in the store when it was brought."""

import pytest

from bc_myob.mapping.orders_rules import BROUGHT_CANCELLED, brought_cancelled
from bc_myob.model.records import Link
from bc_myob.model.statuses import Status

OPEN, CANCELLED = {"id": 1, "status_id": 11}, {"id": 1, "status_id": 5}
KEPT = {BROUGHT_CANCELLED: False}


def link(**more):
    return Link("1", "1", Status.PREPARED, **more)


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        (None, True),
        (link(), True),
        (link(details=KEPT), True),  # it was not brought yet, and is cancelled by now
        (link(details=KEPT, in_doubt=True), False),  # it may have been, as it was
        (link(details=KEPT, erp_id="guid"), False),
    ],
)
def test_it_is_what_the_store_said_when_the_erp_got_the_order(known, kept):
    assert brought_cancelled(CANCELLED, known) == {BROUGHT_CANCELLED: kept}


def test_of_an_order_that_was_brought_before_nothing_is_kept():
    assert brought_cancelled(CANCELLED, link(erp_id="guid")) == {}
    assert brought_cancelled(OPEN, None) == KEPT
