"""The history database before a run: created when empty, refused when it is of another version."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from bc_myob.history.database import check_revision, migrate, open_history
from bc_myob.model.errors import ConfigurationError
from runner.errors import CannotStart


def migrate_to_head(url: str) -> str:
    """Bring the database to this version; give its revision."""
    return migrate(url)


def prepare(url: str, store: str) -> bool:
    """Make the database ready and tell whether it was empty. One that holds older tables is not touched."""
    engine = open_history(url)
    try:
        if empty := not inspect(engine).get_table_names():
            migrate(url)
        check_revision(engine)
    except ConfigurationError as error:
        raise CannotStart(str(error).replace("`make migrate`", f"`make migrate STORE={store}`")) from error
    except OperationalError as error:
        shown = engine.url.render_as_string(hide_password=True)
        raise CannotStart(
            f"The history database {shown} does not answer: {error.orig}\n"
            f"Check the history connection of store {store}."
        ) from error
    finally:
        engine.dispose()
    return empty
