"""A location whose address was deleted ends inactive, whatever happens to the writes that make it so."""

from __future__ import annotations

from itertools import count

import pytest

from tests.faults.road import Trouble
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import records, until_quiet
from tests.mia import HOME, WAREHOUSE

TROUBLES = [
    *(Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.KILL_LATE, Trouble.LOST_REQUEST, Trouble.TIMEOUT),
    *(Trouble.LATE, Trouble.AWAY, Trouble.BUSY, Trouble.SESSION_ENDED),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
@pytest.mark.parametrize(("address", "write"), [(1, 0), (0, 0), (0, 1)], ids=["another", "default", "default, then it"])
def test_a_location_ends_inactive_whatever_comes_between(indoors, trouble, address, write):
    line, store = indoors.fresh(kind=TwoWayLine), indoors.box.store
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE])
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    store.delete_address(store.addresses_of(mia)[address]["id"])
    line.road.hours.sleep(60)
    writes = count()
    line.road.plan = lambda place: trouble if is_write(place) and next(writes) == write else None
    until_quiet(line, "second", most=4)
    assert [said.endswith(f"CustomerLocation: {trouble}") for said in line.road.happened] == [True]
    places = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr")]
    assert sorted((row["Active"], row["Default"]) for row in places) == [(False, False), (True, True)]
    assert sorted(row["status"] for row in records(line) if row["entity"] == "Customer Location") == [
        "Deleted",
        "Processed",
    ]
    assert indoors.doubled() == {}


def is_write(place):
    return place.what.startswith("PUT") and place.what.endswith("/CustomerLocation")
