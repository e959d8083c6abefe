"""Whose records are meant: the store and the run that every part of Sync History works for."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine

from bc_myob.history.times import Clock, to_text, utc_now


class Scope:
    """A store and a run in one history database."""

    def __init__(
        self, engine: Engine, store: str, run_id: str, *, dag_id: str | None = None, clock: Clock = utc_now
    ) -> None:
        self.engine = engine
        self.store = store
        self.run_id = run_id
        self.dag_id = dag_id
        self.clock = clock

    @property
    def _here(self) -> dict[str, Any]:
        """The values by which a statement knows store and run."""
        return {"store": self.store, "run_id": self.run_id}

    def _now(self) -> str:
        return to_text(self.clock())


_LONGEST_NUMBER: Final = 18


def is_number(source_id: str) -> bool:
    """Tell whether this can be an id of the store: digits, and not more of them than an id has."""
    return source_id.isascii() and source_id.isdigit() and len(source_id) <= _LONGEST_NUMBER


def by_number(source_id: str) -> tuple[int, str]:
    """Give the sort key that puts the store's numeric ids in their order: 9 before 10."""
    return len(source_id), source_id
