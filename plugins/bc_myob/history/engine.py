"""Engines and transactions that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random

from bc_myob.history.queries import sql
from bc_myob.model.errors import ConfigurationError

BUSY_SECONDS: Final = 30
"""How long a writer of SQLite waits for the others."""

_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg2", "postgres": "postgresql+psycopg2"}
_READS_ONLY: Final = "bc_myob_reads_only"
_DEADLOCK: Final = "40P01"

T = TypeVar("T")
Work = Callable[[Connection], None]
"""Statements that leave the commit to whoever gives the connection."""


def history_url(url: str) -> URL:
    """Give `url` with its driver named; ConfigurationError for what is neither SQLite nor PostgreSQL."""
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        # The text itself may hold a password: the message must not repeat it.
        raise ConfigurationError(
            "The history database's address is no URL; write sqlite:////folder/history.db or postgresql://user@host/name"
        ) from exc
    driver = _DRIVERS.get(parsed.drivername.split("+")[0])
    if driver is None:
        raise ConfigurationError(
            f"The history database can be sqlite or postgresql, not {parsed.drivername}: mend bc_myob_history"
        )
    return parsed.set(drivername=driver)


def create_history_engine(url: str) -> Engine:
    """Give an engine with the settings of its database; opens no connection."""
    target = history_url(url)
    if target.get_backend_name() == "postgresql":
        return create_engine(
            target, pool_pre_ping=True, executemany_mode="values_plus_batch", executemany_batch_page_size=500
        )
    engine = create_engine(target, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose statements see one state and lock nobody out."""
    with engine.connect() as connection:
        connection.execution_options(**{_READS_ONLY: True})
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a write transaction, committed at the end, rolled back on an error."""
    with engine.begin() as connection:
        yield connection


def written(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Do `work`, which writes many rows, in one commit and give its result.

    Two such writers can lock each other out on PostgreSQL, which then undoes one of them: that one starts over.
    """
    again = Retrying(
        retry=retry_if_exception(_was_deadlocked), stop=stop_after_attempt(6), wait=wait_random(0, 0.3), reraise=True
    )
    result: T = again(_in_one_commit, engine, work)
    return result


def together(engine: Engine, *works: Work) -> None:
    """Do all `works` in one commit: whoever dies in between has done none of them."""
    written(engine, lambda connection: [work(connection) for work in works])


def _in_one_commit(engine: Engine, work: Callable[[Connection], T]) -> T:
    with writing(engine) as connection:
        return work(connection)


def _was_deadlocked(error: BaseException) -> bool:
    return isinstance(error, OperationalError) and getattr(error.orig, "pgcode", None) == _DEADLOCK


def _settle_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and lets a read turn into a write, which SQLite then refuses: we begin.
    connection.isolation_level = None
    for pragma in ("sqlite_journal_mode", "sqlite_foreign_keys"):
        connection.execute(sql(pragma))


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get(_READS_ONLY, False)
    connection.exec_driver_sql(sql("sqlite_begin_to_read" if reads_only else "sqlite_begin_to_write"))
