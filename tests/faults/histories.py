"""Where a case keeps Sync History, and how its processes come to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, event

from bc_myob.history.database import open_history


class Histories(Protocol):
    """Empty histories for cases, engines for processes."""

    def fresh(self) -> str:
        """Give the URL of an empty history."""

    def open(self, url: str) -> Engine:
        """Give a process an engine, whose listeners are its own."""

    def close(self, engine: Engine) -> None:
        """Let go of it, as the operating system does when a process ends."""

    def tidy(self) -> None:
        """Throw away what finished cases left."""


@dataclass
class FileEach:
    """A file for each case, an engine for each process: as in production."""

    empty: Path
    made: int = 0

    def fresh(self) -> str:
        self.made += 1
        history = self.empty.with_name(f"history{self.made}.db")
        shutil.copy(self.empty, history)
        return f"sqlite:///{history}"

    def open(self, url: str) -> Engine:
        engine = open_history(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _without_waiting_for_the_disk)
        return engine

    def close(self, engine: Engine) -> None:
        engine.dispose()

    def tidy(self) -> None:
        for file in self.empty.parent.glob("history*"):
            file.unlink()


class OneFile:
    """One file that is emptied for each case; all processes share its connections and its compiled statements.

    For thousands of cases: what a process pays before its first statement is more than all of its statements.
    """

    def __init__(self, empty: Path) -> None:
        self._empty = empty
        self._url = f"sqlite:///{empty.with_name('shared.db')}"
        self._engine = FileEach(empty).open(self._url)

    def fresh(self) -> str:
        shared = self._engine.raw_connection()
        try:
            with closing(sqlite3.connect(self._empty)) as empty:
                empty.backup(shared.driver_connection)
        finally:
            shared.close()
        return self._url

    def open(self, url: str) -> Engine:
        assert url == self._url
        return self._engine.execution_options()

    def close(self, engine: Engine) -> None:
        """Keep the connections for the next process: each came back when its transaction ended."""

    def tidy(self) -> None:
        """Let go of the connections; the next case opens them again."""
        self._engine.dispose()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    # processes die here, the machine does not: what is committed stays, flushed or not
    connection.execute("PRAGMA synchronous=OFF")
