"""Edits, deletions, restores and links on both sides in any order: both sides equal, nothing doubled, no echo."""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.both_ways.machine import BothSides

DEEP = os.environ.get("BC_MYOB_DEEP") == "1"


def test_in_any_order_both_sides_come_to_be_equal_and_stay_so(box):
    BothSides.box = box
    run_state_machine_as_test(
        BothSides,
        settings=settings(
            max_examples=int(os.environ.get("BC_MYOB_EXAMPLES", "30")) if DEEP else 8,
            stateful_step_count=30 if DEEP else 12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not DEEP,
            print_blob=True,
        ),
    )
