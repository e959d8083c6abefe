"""A conflict is two changes, nothing less: the record's Last Operation says so to a bookkeeper."""

from itertools import product

import pytest

from bc_myob.model.entities import PrimarySystem, SyncDirection
from bc_myob.sync.direction import Changed, is_conflict, travels


@pytest.mark.parametrize(("external", "erp"), list(product([True, False], repeat=2)))
def test_only_two_changes_are_a_conflict(external, erp):
    assert is_conflict(Changed(external=external, erp=erp)) is (external and erp)


@pytest.mark.parametrize("direction", [SyncDirection.IMPORT, SyncDirection.EXPORT])
@pytest.mark.parametrize("primary", list(PrimarySystem))
def test_one_way_nothing_travels_while_nothing_changed(direction, primary):
    still = Changed(external=False, erp=False)
    assert travels(still, direction=direction, primary=primary) is None
    assert travels(still, direction=direction, primary=primary, forced=True) is direction


@pytest.mark.parametrize("primary", list(PrimarySystem))
def test_unless_forced_nothing_is(primary):
    assert travels(Changed(external=False, erp=False), direction=SyncDirection.BIDIRECTIONAL, primary=primary) is None
