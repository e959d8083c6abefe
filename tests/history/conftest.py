"""A migrated history database of each kind, and a store of its own for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from bc_myob.history.database import migrate, open_history
from tests.history.bench import Bench

SERVER = os.environ.get("BC_MYOB_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
STORES = count(1)


def server_url() -> URL:
    return make_url(SERVER).set(drivername="postgresql+psycopg2")


@contextmanager
def postgres_database() -> Iterator[str]:
    server = create_engine(server_url(), isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        server.connect().close()
    except OperationalError:
        pytest.skip("PostgreSQL does not answer: set BC_MYOB_TEST_POSTGRES to run these tests")
    name = f"bc_myob_test_{uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield server_url().set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def empty_database(kind, tmp_path_factory) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('history')}/history.db"
    else:
        with postgres_database() as url:
            yield url


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def empty_url(request, tmp_path_factory):
    """The address of a database without tables."""
    with empty_database(request.param, tmp_path_factory) as url:
        yield url


@pytest.fixture(scope="session", params=KINDS)
def engine(request, tmp_path_factory):
    """A migrated database for all tests; each test has a store of its own in it."""
    with empty_database(request.param, tmp_path_factory) as url:
        migrate(url)
        engine = open_history(url)
        yield engine
        engine.dispose()


@pytest.fixture
def bench(engine):
    """A fresh store."""
    return Bench(engine, f"store{next(STORES)}")


@pytest.fixture
def statements(engine):
    """The texts of the statements sent during the test; a bulk statement counts once."""
    seen: list[str] = []

    def note(_connection, _cursor, text, _values, _context, _many):
        seen.append(text)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
