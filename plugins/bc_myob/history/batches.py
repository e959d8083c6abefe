"""Cutting what is ready to process into batches, one load task each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row

from bc_myob.history.engine import reading, together
from bc_myob.history.queries import chunks, run
from bc_myob.history.scope import Scope, by_number
from bc_myob.history.sources import READY
from bc_myob.model.entities import Entity


class Batches(Scope):
    """Plans the batches of a run."""

    def plan_batches(self, entity: Entity, size: int, *, run_only: bool = False) -> list[str]:
        """Assign the records of `entity` that are ready to batches; gives the batch ids in order.

        With `run_only` only the records that this run has mapped, otherwise those of earlier runs, too.
        Records of one source stay together, in the order of the store's ids; a source with more than `size` records has
        a batch of its own. Records that somebody else is loading are left out; a batch that a load of this run holds
        stays in the list. Planning again gives the same. Claims that dead processes left are freed.
        """
        prefix, now = f"{self.run_id}/{entity.slug}/", self._now()
        values = {**self._here, "entity": entity.value, "ready": READY, "now": now, "prefix": prefix}
        with reading(self.engine) as connection:
            rows = sorted(run(connection, "ready_records", **values, run_only=run_only).all(), key=_place)
        held = {row.held_in for row in rows if row.held_in}
        free = (row for row in rows if not row.held_in)
        plan = {f"{prefix}{number:04d}": ids for number, ids in enumerate(_cut(free, size), start=1)}
        together(
            self.engine,
            partial(_free_claims, store=self.store, entity=entity.value, now=now),
            partial(_assign, plan=plan, now=now),
        )
        return sorted(held | plan.keys())


def _free_claims(connection: Connection, **values: str) -> None:
    run(connection, "free_claims_run_out", **values)


def _assign(connection: Connection, plan: Mapping[str, Sequence[int]], now: str) -> None:
    for batch_id, ids in plan.items():
        for part in chunks(ids):
            run(connection, "assign_batch", batch_id=batch_id, ids=part, now=now)


def _place(row: Row[Any]) -> tuple[tuple[int, str], int]:
    return by_number(row.source_id), row.id


def _cut(rows: Iterable[Row[Any]], size: int) -> Iterator[list[int]]:
    """Give lists of record ids of at most `size`, never parting the records of one source."""
    batch: list[int] = []
    for _, family in groupby(rows, key=lambda row: str(row.source_id)):
        ids = [row.id for row in family]
        if batch and len(batch) + len(ids) > size:
            yield batch
            batch = []
        batch += ids
    if batch:
        yield batch
