"""How Alembic reaches the history database: a connection handed in, `-x url=...`, or BC_MYOB_HISTORY_URL."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from bc_myob.history.database import open_history
from bc_myob.history.engine import writing
from bc_myob.model.errors import ConfigurationError


def upgrade_over(connection: Connection) -> None:
    """Run the wanted revisions in the connection's own transaction: all of them or none."""
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def address() -> str:
    """Give the database's address for a run from the command line."""
    url = context.get_x_argument(as_dictionary=True).get("url") or os.environ.get("BC_MYOB_HISTORY_URL")
    if not url:
        raise ConfigurationError("Name the history database: -x url=sqlite:///history.db, or BC_MYOB_HISTORY_URL")
    return url


given = context.config.attributes.get("connection")
if given is not None:
    upgrade_over(given)
else:
    with writing(open_history(address())) as opened:
        upgrade_over(opened)
