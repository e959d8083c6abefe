"""Sync History whose claims are noted, and Sync History that lacks one of its guards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Barrier, Event, Lock

from sqlalchemy import text

from bc_myob.history.engine import written
from bc_myob.history.records import SyncRecords
from bc_myob.model.errors import LostClaim

FREED = text("UPDATE sync_record SET claim_owner = NULL")


@dataclass
class Overlap:
    """Lets the runs overlap for certain: who has claimed records waits with them until every run has some."""

    claims: Counter[str]
    held: dict[str, Event]
    counting: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, *runs: str) -> Overlap:
        return cls(Counter(dict.fromkeys(runs, 0)), {run: Event() for run in runs})

    def note(self, run_id: str, number: int) -> None:
        with self.counting:
            self.claims[run_id] += number
        self.held[run_id].set()
        for event in self.held.values():
            event.wait(timeout=60)

    def wrap(self, records: SyncRecords) -> SyncRecords:
        noted = Noted(records.engine, records.store, records.run_id, dag_id=records.dag_id, clock=records.clock)
        noted.overlap = self
        return noted


class Noted(SyncRecords):
    """Sync History, whose claims are noted."""

    overlap: Overlap

    def claim_batch(self, *args, **kwargs):
        if claimed := super().claim_batch(*args, **kwargs):
            self.overlap.note(self.run_id, len(claimed))
        return claimed


class Unguarded(SyncRecords):
    """Sync History as it would be without its claim (everybody gets every record), its fence (nobody is told to stop).

    All workers have asked for the same records before the first of them writes: their doubles are no matter of luck.
    """

    without: frozenset[str]
    one_at_a_time: Lock
    all_asked: Barrier

    def claim_batch(self, *args, **kwargs):
        with self.one_at_a_time:
            if "claim" in self.without:
                written(self.engine, lambda connection: connection.execute(FREED))
            claimed = super().claim_batch(*args, **kwargs)
        self.all_asked.wait(timeout=60)
        return claimed

    def _fenced(self, *args, **kwargs):
        try:
            SyncRecords._fenced(*args, **kwargs)
        except LostClaim:
            if "fence" not in self.without:
                raise
