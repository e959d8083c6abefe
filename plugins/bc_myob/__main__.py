"""`python -m bc_myob migrate [connection id]`: a deployment's history database, brought to the version of this code.

For a deployed Airflow: run it where the connection is known, in the image or in the environment of the workers.
"""

from __future__ import annotations

import argparse
import logging
import sys

from bc_myob.model.errors import ConfigurationError


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bc_myob", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    migrate = commands.add_parser("migrate", help="bring the history database to this version")
    migrate.add_argument("connection", nargs="?", default="bc_myob_history", help="its Airflow connection")
    conn_id = parser.parse_args(arguments).connection
    try:
        revision = _migrated(conn_id)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"The history database of connection {conn_id} is at revision {revision}.\n")
    return 0


def _migrated(conn_id: str) -> str:
    from bc_myob.history.database import migrate  # noqa: PLC0415 - a wrong command line is answered at once
    from bc_myob.hooks.history import history_url  # noqa: PLC0415 - imports Airflow

    logging.getLogger("alembic").setLevel(logging.WARNING)  # Airflow lets everybody talk
    return migrate(history_url(conn_id))


if __name__ == "__main__":
    sys.exit(main())
