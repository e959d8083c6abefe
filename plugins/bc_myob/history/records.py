"""Sync records: one line per record of an entity of a store, from staging through mapping and load."""

from __future__ import annotations

from bc_myob.history.batches import Batches
from bc_myob.history.claims import Claimed
from bc_myob.history.links import Links
from bc_myob.history.outcomes import Exported, Outcomes
from bc_myob.history.pairs import Pairs, Rebased

__all__ = ["Claimed", "Exported", "Rebased", "SyncRecords"]


class SyncRecords(Pairs, Links, Batches, Outcomes):
    """The sync records of a store, as one run reads and writes them.

    In the order of a run: `sources_to_map` and `links` (what mapping needs), `save_mapped`, `plan_batches`; then one
    load per batch: `claim_batch`, `mark_sending` before each write, one `save_...` after it, `release` at the end.
    """
