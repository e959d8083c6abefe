"""Which way a record travels: every line of the table of connector 8.4."""

import pytest

from bc_myob.model.entities import PrimarySystem, SyncDirection
from bc_myob.sync.direction import Changed, travels

IN, OUT, BOTH = SyncDirection.IMPORT, SyncDirection.EXPORT, SyncDirection.BIDIRECTIONAL
STORE, ERP = PrimarySystem.EXTERNAL, PrimarySystem.ERP


@pytest.mark.parametrize(
    ("external", "erp", "forced", "with_store_first", "with_erp_first"),
    [
        (True, True, False, IN, OUT),
        (True, False, False, IN, IN),
        (False, True, False, OUT, OUT),
        (False, False, False, None, None),
        (True, True, True, IN, OUT),
        (True, False, True, IN, IN),
        (False, True, True, OUT, OUT),
        (False, False, True, IN, OUT),
    ],
)
def test_both_ways_the_changed_side_goes_and_the_primary_decides_a_conflict(
    external, erp, forced, with_store_first, with_erp_first
):
    changed = Changed(external=external, erp=erp)
    assert travels(changed, direction=BOTH, primary=STORE, forced=forced) is with_store_first
    assert travels(changed, direction=BOTH, primary=ERP, forced=forced) is with_erp_first


@pytest.mark.parametrize(("direction", "primary"), [(IN, STORE), (OUT, ERP)])
def test_one_way_the_other_sides_changes_stay_where_they_are(direction, primary):
    ours = Changed(external=direction is IN, erp=direction is OUT)
    theirs = Changed(external=direction is OUT, erp=direction is IN)
    assert travels(ours, direction=direction, primary=primary) is direction
    assert travels(theirs, direction=direction, primary=primary) is None
    assert travels(theirs, direction=direction, primary=primary, forced=True) is direction
