"""One table says how a sync record moves (connector 8.6)."""

import pytest

from bc_myob.model.statuses import READY_TO_PROCESS, TRANSITIONS, Event, Status, next_status

S, E = Status, Event


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        (None, E.PREPARED, S.PREPARED),
        (None, E.FILTERED, S.FILTERED),
        (None, E.CANNOT_SYNC, S.INVALID),
        (None, E.HELD_BY_RULE, S.SKIPPED),
        (S.PREPARED, E.SUCCEEDED, S.PROCESSED),
        (S.FAILED, E.SUCCEEDED, S.PROCESSED),
        (S.PREPARED, E.FAILED, S.FAILED),
        (S.FAILED, E.FAILED, S.FAILED),
        (S.FAILED, E.FAILED_FOR_GOOD, S.ABORTED),
        (S.PROCESSED, E.PREPARED, S.PREPARED),
        (S.PROCESSED, E.FILTERED, S.FILTERED),
        (S.FILTERED, E.PREPARED, S.PREPARED),
        (S.SKIPPED, E.PREPARED, S.PREPARED),
        (S.PROCESSED, E.NOT_NEEDED, S.PROCESSED),
        (S.PROCESSED, E.DELETED, S.DELETED),
        (S.DELETED, E.RESTORED, S.PREPARED),
        (S.ABORTED, E.SET_AS_PREPARED, S.PREPARED),
        (S.INVALID, E.SKIP, S.SKIPPED),
        (S.FAILED, E.SET_AS_PROCESSED, S.PROCESSED),
    ],
)
def test_the_documented_moves_are_in_the_table(before, event, after):
    assert next_status(before, event) is after


@pytest.mark.parametrize("event", [E.PREPARED, E.FILTERED, E.FAILED, E.SUCCEEDED, E.BLOCKED])
def test_an_aborted_record_waits_for_a_user(event):
    assert next_status(S.ABORTED, event) is None


@pytest.mark.parametrize("event", [E.PREPARED, E.SUCCEEDED, E.NOT_NEEDED])
def test_a_deleted_record_waits_for_its_restore(event):
    assert next_status(S.DELETED, event) is None


def test_only_what_is_ready_can_be_processed_or_fail():
    origins = {before for before, event in TRANSITIONS if event in {E.SUCCEEDED, E.FAILED, E.FAILED_FOR_GOOD}}
    assert origins - {None} == READY_TO_PROCESS


def test_every_status_but_processed_and_deleted_can_be_reached_from_nothing_or_by_a_user():
    assert set(TRANSITIONS.values()) == set(Status)
