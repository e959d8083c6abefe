"""Where Sync History lives: the SQLAlchemy URL that an Airflow connection describes. Holds no SQL."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from airflow.sdk import Connection
from airflow.sdk.log import mask_secret

from bc_myob.hooks.connections import connection_of, extras_of, required
from bc_myob.model.errors import ConfigurationError

_POSTGRES: Final = "postgresql+psycopg2"
"""Named in full: SQLAlchemy 2.1 takes a bare `postgresql` for another driver."""
_DRIVERS: Final = {"sqlite": "sqlite", "postgres": _POSTGRES, "postgresql": _POSTGRES}
_KINDS: Final = "sqlite or postgres (or generic with the whole URL in extra `uri`)"


def history_url(conn_id: str) -> str:
    """Give the SQLAlchemy URL of the history database; hand it to create_engine and print it nowhere.

    Understood: sqlite (an absolute path in host or schema), postgres, and any type with extra `uri`. The URI form
    `sqlite:////abs/path/history.db`, `postgresql://user:password@host/db` and the JSON form both work.
    ConfigurationError says what is missing.
    """
    connection = connection_of(conn_id)
    extras = extras_of(connection)
    given = extras.pop("uri", None) or extras.pop("url", None)
    if given:
        return _with_driver(connection, str(given))
    kind = (connection.conn_type or "").lower().partition("+")[0]  # a URI may name its driver
    if kind == "sqlite":
        return f"sqlite:///{_path(connection)}"
    if _DRIVERS.get(kind) == _POSTGRES:
        return _postgres(connection, extras)
    raise _not_understood(connection)


def _with_driver(connection: Connection, url: str) -> str:
    scheme, separator, rest = url.partition("://")
    dialect, _, driver = scheme.partition("+")
    if not separator or dialect not in _DRIVERS:
        raise _not_understood(connection)
    if (password := urlsplit(url).password) is not None:
        mask_secret(password)
    return url if driver else f"{_DRIVERS[dialect]}://{rest}"


def _path(connection: Connection) -> str:
    """Give the file's path; Airflow puts it into schema (URI form) or host (JSON form, Airflow's own convention)."""
    path = (connection.host or "").strip() or (connection.schema or "").strip()
    if path.startswith("/"):
        return path
    raise ConfigurationError(
        f"Connection '{connection.conn_id}': a SQLite history database needs an absolute path, e.g. "
        f"AIRFLOW_CONN_{connection.conn_id.upper()}=sqlite:////var/lib/bc-myob/history.db (four slashes)"
    )


def _postgres(connection: Connection, extras: dict[str, Any]) -> str:
    host = required(connection, connection.host, "host")
    database = required(connection, connection.schema, "schema (the name of the database)")
    account = quote(connection.login or "", safe="")
    if connection.password:
        account += ":" + quote(connection.password, safe="")
    address = f"{host}:{connection.port}" if connection.port else host
    options = {name: value for name, value in extras.items() if isinstance(value, (str, int)) and value != ""}
    query = f"?{urlencode(options)}" if options else ""
    return f"{_POSTGRES}://{account}{'@' if account else ''}{address}/{quote(database, safe='')}{query}"


def _not_understood(connection: Connection) -> ConfigurationError:
    return ConfigurationError(
        f"Connection '{connection.conn_id}' has the type {connection.conn_type or 'nothing'!r}, which is no history "
        f"database: use {_KINDS} (docs/connections.md)"
    )
