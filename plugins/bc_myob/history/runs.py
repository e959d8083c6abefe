"""Runs: their windows, how they ended, and where they left their records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import run, run_many
from bc_myob.history.times import Clock, from_text, from_text_or_none, to_text, to_text_or_none, utc_now
from bc_myob.model.entities import Entity
from bc_myob.model.records import Window, WindowKey
from bc_myob.model.statuses import Status

_ENTITIES = list(Entity)
_STATUSES = list(Status)
_PROBLEMS = (Status.FILTERED, Status.FAILED, Status.ABORTED, Status.SKIPPED, Status.INVALID)


class RunState(StrEnum):
    """Where a run stands. Only SUCCESS closes its window."""

    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Total:
    """How many records of an entity stand in a status."""

    entity: Entity
    status: Status
    records: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that a run left unsynchronised, and why."""

    entity: Entity
    external_id: str
    description: str | None
    erp_key: str | None
    status: Status
    reason: str | None
    attempts: int


class Runs:
    """The runs of a store."""

    def __init__(self, engine: Engine, store: str, *, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock

    def start(self, run_id: str, dag_id: str, flow: str, window: Window | None) -> Window | None:
        """Note that the run has started and give its window: the first one, when the run starts again."""
        values = {
            "dag_id": dag_id,
            "flow": flow,
            "window_start": to_text_or_none(window.start) if window else None,
            "window_end": to_text(window.end) if window else None,
            "window_key": window.key.value if window else None,
            "state": RunState.RUNNING.value,
            "at": to_text(self.clock()),
        }
        with writing(self.engine) as connection:
            row = run(connection, "start_run", store=self.store, run_id=run_id, **values).one()
        return _window(row)

    def finish(self, run_id: str, state: RunState | str, message: str | None = None) -> None:
        """Note how the run ended: success closes its window."""
        values = {"state": RunState(state).value, "message": message, "at": to_text(self.clock())}
        with writing(self.engine) as connection:
            run(connection, "finish_run", store=self.store, run_id=run_id, **values)

    def last_closed_end(self, flow: str = "sync") -> datetime | None:
        """Give until when runs that succeeded have read what was modified; None before the first.

        That is a window's end, or its run's start where the window was said to end later: nobody reads the future.
        """
        values = {"flow": flow, "success": RunState.SUCCESS.value, "modified": WindowKey.MODIFIED.value}
        with reading(self.engine) as connection:
            return from_text_or_none(run(connection, "last_closed_end", store=self.store, **values).scalar_one())

    def note_entities(self, run_id: str, entities: Iterable[Entity]) -> None:
        """Note which entities the run prepares."""
        rows = [
            {"store": self.store, "run_id": run_id, "stream": _stream(entity), "cursor": "null", "done": True}
            for entity in entities
        ]
        with writing(self.engine) as connection:
            run_many(connection, "save_extract_progress", [{**row, "at": to_text(self.clock())} for row in rows])

    def never_prepared(self, entities: Iterable[Entity], flow: str = "sync") -> list[Entity]:
        """Give those of `entities` that no run prepared whose window closed: their first preparation is due."""
        wanted = list(entities)
        values = {"flow": flow, "success": RunState.SUCCESS.value, "streams": [_stream(each) for each in wanted]}
        with reading(self.engine) as connection:
            seen = set(run(connection, "entities_prepared", store=self.store, **values).scalars())
        return [entity for entity in wanted if _stream(entity) not in seen]

    def totals(self, run_id: str) -> list[Total]:
        """Give where the run left the records it touched, by entity and status."""
        with reading(self.engine) as connection:
            return _totals(run(connection, "totals_of_run", store=self.store, run_id=run_id))

    def store_totals(self) -> list[Total]:
        """Give where the store's records stand now, by entity and status."""
        with reading(self.engine) as connection:
            return _totals(run(connection, "totals_of_store", store=self.store))

    def problems(self, run_id: str, limit: int) -> list[Problem]:
        """Give up to `limit` records that the run left unsynchronised, those that need a person first."""
        values = {"problems": [status.value for status in _PROBLEMS], "limit": limit}
        with reading(self.engine) as connection:
            return [
                _problem(row) for row in run(connection, "problems_of_run", store=self.store, run_id=run_id, **values)
            ]


def _stream(entity: Entity) -> str:
    return f"entity:{entity.slug}"


def _window(row: Row[Any]) -> Window | None:
    if row.window_end is None:
        return None
    return Window(from_text_or_none(row.window_start), from_text(row.window_end), WindowKey(row.window_key))


def _totals(rows: Iterable[Row[Any]]) -> list[Total]:
    totals = [Total(Entity(row.entity), Status(row.status), row.records) for row in rows]
    return sorted(totals, key=lambda total: (_ENTITIES.index(total.entity), _STATUSES.index(total.status)))


def _problem(row: Row[Any]) -> Problem:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return Problem(**{**values, "entity": Entity(row.entity), "status": Status(row.status)})
