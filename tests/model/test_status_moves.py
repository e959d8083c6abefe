"""Every status under every event, said as connector 8.6 says it: the table has no move more and none less."""

from __future__ import annotations

from itertools import product

import pytest

from bc_myob.model.statuses import Event, Status, next_status

S, E = Status, Event
ALL = {None, *Status}
AT_WORK = {S.PREPARED, S.FAILED}
WAITS_FOR_SOMEBODY = {S.ABORTED, S.DELETED}
MOVES = {
    # a change, and what it comes to: only what a user or a restore has to free stays where it is
    E.PREPARED: (ALL - WAITS_FOR_SOMEBODY, S.PREPARED),
    E.FILTERED: (ALL - WAITS_FOR_SOMEBODY, S.FILTERED),
    E.HELD_BY_RULE: (ALL - WAITS_FOR_SOMEBODY, S.SKIPPED),
    E.CANNOT_SYNC: (ALL - WAITS_FOR_SOMEBODY, S.INVALID),
    E.BLOCKED: (ALL - WAITS_FOR_SOMEBODY, S.FAILED),
    # a load: only what was ready
    E.SUCCEEDED: (AT_WORK, S.PROCESSED),
    E.FAILED: (AT_WORK | {None}, S.FAILED),
    E.FAILED_FOR_GOOD: (AT_WORK | {None}, S.ABORTED),
    E.NOT_NEEDED: (AT_WORK | {S.PROCESSED}, S.PROCESSED),
    # the record's end, and its return
    E.DELETED: (ALL, S.DELETED),
    E.TO_BE_DEACTIVATED: (ALL, S.PREPARED),
    E.RESTORED: ({S.DELETED}, S.PREPARED),
    # a user's word counts everywhere
    E.SKIP: (ALL, S.SKIPPED),
    E.SET_AS_PROCESSED: (ALL, S.PROCESSED),
    E.SET_AS_PREPARED: (ALL, S.PREPARED),
    E.SYNC: (ALL, S.PREPARED),
}


@pytest.mark.parametrize(("before", "event"), list(product([None, *Status], Event)))
def test_each_status_under_each_event(before, event):
    origins, after = MOVES[event]
    assert next_status(before, event) is (after if before in origins else None)
