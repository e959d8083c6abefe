"""Saving what mapping made of records: Prepared with a document, or an outcome with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from bc_myob.history.decisions import Before, Terms, as_it_stood, decide, is_news, lasting_hash
from bc_myob.history.engine import writing, written
from bc_myob.history.queries import chunks, run, run_many
from bc_myob.history.sources import Sources
from bc_myob.history.times import to_text
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.pictures import changed_since, is_found, seen_in_the_store
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Status

_FRESH = Before()


class Preparing(Sources):
    """Applies mapped records to sync records, a thousand a commit."""

    def save_mapped(  # noqa: PLR0913 - one value each, all named
        self,
        entity: Entity,
        mapped: Sequence[Mapped],
        *,
        mapping_hash: str,
        max_failed_attempts: int,
        now: datetime,
        sources: Sequence[SourceRecord] = (),
    ) -> Counter[str]:
        """Save outcomes of `entity` and give how many records stand in which status afterwards.

        `sources` are the records of `sources_to_map` that this call finishes, so that those which became no sync record
        (an order without payments) are not handed out again; the sources of `mapped` are always included.
        """
        terms = Terms(self.run_id, mapping_hash, max_failed_attempts, now)
        counts: Counter[str] = Counter()
        read = {source.source_id: source for source in sources}
        unique = {each.external_id: each for each in mapped}
        # One order for all writers: two of them then wait for each other instead of locking each other out.
        for part in chunks(unique[external_id] for external_id in sorted(unique)):
            save = partial(self._save, entity=entity, mapped=part, terms=terms, sources=read)
            counts.update(written(self.engine, save))
        # Last, so that a crash before it only means mapping the same once more.
        with writing(self.engine) as connection:
            done = {each.source_id for each in mapped} | {source.source_id for source in sources}
            self._mark_mapped(connection, entity, done)
        return counts

    def _save(
        self,
        connection: Connection,
        entity: Entity,
        mapped: Sequence[Mapped],
        terms: Terms,
        sources: Mapping[str, SourceRecord],
    ) -> Counter[str]:
        here = {**self._here, "entity": entity.value}
        ids = [each.external_id for each in mapped]
        found = run(connection, "lock_for_mapping", store=self.store, entity=entity.value, external_ids=ids)
        before = {row.external_id: before_of(row) for row in found}
        adopted = _adopted(entity, mapped, before, sources)
        run_many(connection, "adopt_found", [{**here, **each} for each in adopted.values()])
        counts: Counter[str] = Counter()
        rows, lines = [], []
        for each in mapped:
            stood = before.get(each.external_id, _FRESH)
            if each.external_id in adopted:
                stood = replace(stood, synced_hash=adopted[each.external_id]["found"])
            values = decide(stood, each, terms)
            if values is None:
                counts[str(stood.status)] += 1
                continue
            counts[values["status"]] += 1
            news = not self._only_waited(entity, each.source_id) or is_news(stood, values)
            if news:
                rows.append({**here, **values, "at": to_text(terms.now)})
                lines.append({**rows[-1], "erp_id": stood.erp_id, "erp_key": stood.erp_key, "dag_id": self.dag_id})
            elif values["document"] is not None:
                rows.append({**here, **as_it_stood(stood, values), "at": to_text(terms.now)})
        run_many(connection, "save_mapped", rows)
        run_many(connection, "add_history_lines", lines)
        return counts


def _adopted(
    entity: Entity, mapped: Sequence[Mapped], before: Mapping[str, Before], sources: Mapping[str, SourceRecord]
) -> dict[str, dict[str, Any]]:
    """Give what the records that a user took as they are were then, if nobody has changed them since."""
    found: dict[str, dict[str, Any]] = {}
    for each in mapped:
        mark, source = before.get(each.external_id, _FRESH).synced_hash, sources.get(each.source_id)
        if mark is None or not is_found(mark) or each.document is None:
            continue
        external_id, stamp = each.external_id, source.modified_at if source else None
        seen = seen_in_the_store(entity, external_id, source.payload, stamp) if source else None
        if not changed_since(mark, seen):
            values = {"external_id": each.external_id, "found": lasting_hash(each), "as_found": mark}
            found[each.external_id] = values
    return found


def before_of(row: Row[Any]) -> Before:
    """Give where a record stands, from a row of lock_for_mapping.sql."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    del values["external_id"]
    values["status"] = Status(values["status"])
    values["mapped_details"] = codec.loads(values["mapped_details"])
    values["details"] = codec.loads(values["details"])
    return Before(**values)
