"""How the implementation checklist counts. The connector has no form for this."""

from __future__ import annotations

from bc_myob.store.base import Settings


class ChecklistSettings(Settings):
    """What follows from the results of `bc_myob_checklist_<store>`.

    `gates_sync`: the sync DAG and the backfill refuse to start while no checklist was run or a required row is not met.
    `accepted`: keys of rows that the merchant takes as they are; they, and what waits for them, are shown, but stop
    nothing.
    """

    gates_sync: bool = False
    """True: sync DAG and backfill wait for a checklist without unmet required rows."""
    accepted: tuple[str, ...] = ()
    """Keys of rows taken as they are."""
