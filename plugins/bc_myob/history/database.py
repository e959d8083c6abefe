"""Opening, migrating and checking the history database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bc_myob.history.engine import create_history_engine, reading, writing
from bc_myob.history.queries import sql_folder
from bc_myob.model.errors import ConfigurationError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory


def open_history(url: str) -> Engine:
    """Give the engine of the history database; connects to nothing yet.

    `url` is `sqlite:////folder/history.db` or `postgresql://user:password@host/name`. ConfigurationError for others.
    """
    return create_history_engine(url)


def migrate(url: str) -> str:
    """Bring the database to the newest revision and give that revision; harmless when it is there already."""
    from alembic import command  # noqa: PLC0415 - half a second that only migrations should pay

    engine = open_history(url)
    _make_folder(engine)
    config = _alembic()
    try:
        with _reached(engine), writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return _head(_scripts(config))


def check_revision(engine: Engine) -> None:
    """Return when the database has the revision of this code; else ConfigurationError says what to do."""
    scripts = _scripts(_alembic())
    head, found = _head(scripts), _current(engine)
    if found == head:
        return
    if found is None:
        raise ConfigurationError(f"The history database is empty (revision {head} is needed): run `make migrate`")
    if any(revision.revision == found for revision in scripts.walk_revisions()):
        raise ConfigurationError(
            f"The history database is at revision {found}, older than this version's {head}: run `make migrate`"
        )
    raise ConfigurationError(
        f"The history database is at revision {found}, which this version does not know (its own is {head}): a newer"
        " version migrated it. Install that version here, then run `make migrate`; nothing was written"
    )


def _current(engine: Engine) -> str | None:
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see migrate

    with _reached(engine), reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _reached(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as exc:
        where = engine.url.render_as_string(hide_password=True)
        raise ConfigurationError(
            f"The history database {where} does not answer ({_first_line(exc)}). Check the connection bc_myob_history"
        ) from exc


def _first_line(exc: OperationalError) -> str:
    return str(exc.orig).strip().splitlines()[0]


def _make_folder(engine: Engine) -> None:
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).expanduser().parent.mkdir(parents=True, exist_ok=True)


def _alembic() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see migrate

    folder = sql_folder()
    config = Config(str(folder / "alembic.ini"))
    config.set_main_option("script_location", str(folder / "migrations").replace("%", "%%"))
    return config


def _scripts(config: Config) -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see migrate

    return ScriptDirectory.from_config(config)


def _head(scripts: ScriptDirectory) -> str:
    return str(scripts.get_current_head())
