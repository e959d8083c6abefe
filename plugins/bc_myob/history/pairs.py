"""Pairs in Sync History: where both sides stand, what mapping decided, and what our own writes made of a side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from bc_myob.history import intents
from bc_myob.history.decisions import Before, Terms, decide_pair
from bc_myob.history.engine import Work, reading, together, writing, written
from bc_myob.history.links import merged_details
from bc_myob.history.preparing import Preparing, before_of
from bc_myob.history.queries import chunks, run, run_many
from bc_myob.history.sources import READY
from bc_myob.history.staging import reference_key
from bc_myob.history.times import from_text_or_none, to_text
from bc_myob.model import codec
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.pairs import Decided, Standing, unborn
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Status

_FRESH = Before()
_STANDINGS = {
    "external_id": "standings_by_external_id",
    "erp_id": "standings_by_erp_id",
    "erp_key": "standings_by_erp_key",
    "source_id": "standings_by_source_id",
}
_REBASE = {"external": "rebase_external", "erp": "rebase_erp"}


@dataclass(frozen=True, slots=True)
class Rebased:
    """One side of a pair before and after our own write elsewhere changed it."""

    external_id: str
    before: str
    after: str


class Pairs(Preparing):
    """Reads and saves pairs."""

    def standings(self, entity: Entity, **ids: Collection[str]) -> list[Standing]:
        """Give the pairs with one of the ids: external_id, erp_id, erp_key or source_id; each once."""
        found: dict[int, Standing] = {}
        with reading(self.engine) as connection:
            for kind, wanted in ids.items():
                for part in chunks(sorted(set(wanted))):
                    rows = run(connection, _STANDINGS[kind], store=self.store, entity=entity.value, ids=part)
                    found.update((row.id, _standing(row)) for row in rows)
        return [found[number] for number in sorted(found)]

    def in_doubt(self, entity: Entity) -> list[Standing]:
        """Give the pairs that the store may have, or not: the answer to their creation there was lost."""
        with reading(self.engine) as connection:
            values = {
                "store": self.store,
                "entity": entity.value,
                "unborn": unborn("%"),
                "deleted": Status.DELETED.value,
            }
            return [_standing(row) for row in run(connection, "standings_in_doubt", **values)]

    def staged(self, stream: str, ids: Iterable[str]) -> dict[str, SourceRecord]:
        """Give the staged records with these ids."""
        return self._staged("staged_records", stream, "source_ids", ids)

    def staged_under(self, stream: str, references: Iterable[str]) -> dict[str, SourceRecord]:
        """Give the staged records that are found by these references: an e-mail, an owner."""
        return self._staged("staged_by_reference", stream, "references", map(reference_key, references))

    def all_staged(self, stream: str) -> Iterator[list[SourceRecord]]:
        """Give everything staged of a stream, in chunks; no transaction is held meanwhile."""
        with reading(self.engine) as connection:
            ids = sorted(run(connection, "staged_ids", store=self.store, stream=stream).scalars())
        for part in chunks(ids):
            yield list(self.staged(stream, part).values())

    def not_seen(self, entity: Entity, stream: str) -> list[str]:
        """Give the ids of synchronised records that this run, having read everything, did not see."""
        values = {**self._here, "entity": entity.value, "stream": stream, "deleted": Status.DELETED.value}
        with reading(self.engine) as connection:
            return list(run(connection, "not_seen", **values).scalars())

    def save_decided(  # noqa: PLR0913 - one value each, all named
        self,
        entity: Entity,
        decided: Sequence[Decided],
        *,
        mapping_hash: str,
        max_failed_attempts: int,
        now: datetime,
        sources: Sequence[SourceRecord] = (),
    ) -> Counter[str]:
        """Save what was decided about pairs and give how many stand in which status afterwards.

        A pair whose record somebody is loading right now stays as it is; the next run decides about it, for its sources
        do not count as mapped: neither here nor by a `save_mapped` that comes after.
        """
        terms = Terms(self.run_id, mapping_hash, max_failed_attempts, now)
        counts: Counter[str] = Counter()
        # In the order they came: the store numbers what is new in the order in which it is sent.
        for part in chunks(decided):
            counts.update(written(self.engine, partial(self._save_pairs, entity=entity, decided=part, terms=terms)))
        with writing(self.engine) as connection:
            self._mark_mapped(connection, entity, {source.source_id for source in sources})
        return counts

    def rebase(self, entity: Entity, side: str, rebased: Iterable[Rebased]) -> None:
        """Note that our own writes changed `side` (external, erp) of these pairs; a foreign change stays visible."""
        together(self.engine, self.rebasing(entity, side, rebased))

    def rebasing(self, entity: Entity, side: str, rebased: Iterable[Rebased]) -> Work:
        """Give what `rebase` does, to be committed together with the picture that changed."""
        here = {"store": self.store, "entity": entity.value}
        rows = [
            {**here, "external_id": each.external_id, "before": each.before, "after": each.after}
            for each in rebased
            if each.before != each.after
        ]
        return lambda connection: run_many(connection, _REBASE[side], rows)

    def _staged(self, name: str, stream: str, kind: str, wanted: Iterable[str]) -> dict[str, SourceRecord]:
        found: dict[str, SourceRecord] = {}
        with reading(self.engine) as connection:
            for part in chunks(sorted(set(wanted))):
                for row in run(connection, name, store=self.store, stream=stream, **{kind: part}):
                    moment = from_text_or_none(row.modified_at)
                    found[row.source_id] = SourceRecord(row.source_id, codec.loads(row.payload), moment)
        return found

    def _save_pairs(
        self, connection: Connection, entity: Entity, decided: Sequence[Decided], terms: Terms
    ) -> Counter[str]:
        joined = self._join(connection, entity, decided, to_text(terms.now))
        if not joined:  # PostgreSQL takes an empty list of names for one of numbers
            return Counter()
        ids = [each.mapped.external_id for each in joined]
        rows = run(connection, "lock_for_mapping", store=self.store, entity=entity.value, external_ids=ids)
        before = {row.external_id: before_of(row) for row in rows}
        counts: Counter[str] = Counter()
        for each in joined:
            stood = before.get(each.mapped.external_id, _FRESH)
            values = decide_pair(stood, each, terms)
            if values is not None:
                self._save_pair(connection, entity, each, values, terms)
            counts[values["status"] if values else str(stood.status)] += 1
        return counts

    def _join(self, connection: Connection, entity: Entity, decided: Sequence[Decided], at: str) -> list[Decided]:
        """Give the pairs that are one record each now; the sources of the others wait for the next run."""
        ids = sorted({number for each in decided for number in _records_of(each)})
        held = {row.id: row for row in run(connection, "lock_for_joining", ids=ids)}
        joined, waiting = list[Decided](), set[str]()
        for each in decided:
            rows = [held[number] for number in _records_of(each) if number in held]
            if all(_is_free(row, at) for row in rows) and _is_joined(connection, each, at):
                joined.append(each)
                continue
            own = {each.mapped.source_id, each.erp_id, *(name for row in rows for name in (row.source_id, row.erp_id))}
            waiting |= {name for name in own if name}
        self._leave_unmapped(connection, entity, waiting)
        return joined

    def _save_pair(
        self, connection: Connection, entity: Entity, each: Decided, values: Mapping[str, Any], terms: Terms
    ) -> None:
        row = {**self._here, "entity": entity.value, **values, "at": to_text(terms.now)}
        run(connection, "save_mapped", **row)
        pair = {
            "erp_id": each.erp_id,
            "erp_key": each.erp_key,
            "direction": each.direction.value,
            "external_hash": each.external_hash,
            "erp_hash": each.erp_hash,
            "arrived": each.arrived,
            "ready": READY,
        }
        here = {"store": self.store, "entity": entity.value, "external_id": each.mapped.external_id}
        run(connection, "save_pair", **here, **pair)
        run(connection, "add_history_lines", **row, erp_id=each.erp_id, erp_key=each.erp_key, dag_id=self.dag_id)


def _records_of(each: Decided) -> list[int]:
    return [number for number in (each.record_id, each.absorbs) if number is not None]


def _is_free(row: Row[Any], at: str) -> bool:
    return row.claim_owner is None or row.lease_until <= at


def _is_joined(connection: Connection, each: Decided, at: str) -> bool:
    if each.absorbs and not run(connection, "absorb_record", id=each.absorbs, at=at).rowcount:
        return False
    if each.record_id is None:
        return True
    ids = {"external_id": each.mapped.external_id, "source_id": each.mapped.source_id}
    return bool(run(connection, "rename_record", id=each.record_id, at=at, **ids).rowcount)


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        record_id=row.id,
        external_id=row.external_id,
        source_id=row.source_id,
        status=Status(row.status),
        held_by=row.held_by,
        erp_id=row.erp_id,
        erp_key=row.erp_key,
        reference=row.reference,
        external_hash=row.synced_hash,
        erp_hash=row.erp_hash,
        forced=bool(row.forced),
        direction=SyncDirection(row.direction),
        details=merged_details(row),
        in_doubt=row.sending_since is not None,
        sent=intents.of(row),
    )
