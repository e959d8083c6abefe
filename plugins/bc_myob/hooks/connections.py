"""What an Airflow connection says, checked, with its secrets made known to the log masker."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from airflow.sdk import BaseHook, Connection
from airflow.sdk.exceptions import AirflowNotFoundException
from airflow.sdk.log import mask_secret

from bc_myob.model.errors import ConfigurationError

CONNECT_TIMEOUT: Final = 5.0
_SECRET_EXTRAS: Final = ("client_secret", "access_token", "password")
_SCHEMES: Final = ("https", "http")


@dataclass(frozen=True, slots=True)
class Target:
    """One system as the hooks reach it and as messages name it. Holds no secret."""

    system: str
    conn_id: str
    base_url: str
    timeouts: tuple[float, float] = (CONNECT_TIMEOUT, 30.0)
    """Seconds to connect, seconds between two bytes of an answer."""
    verify: bool | str = True
    """True, or the path of a CA bundle. TLS is never left unverified."""

    @property
    def patience(self) -> float:
        """Seconds after which a call without an answer has been given up, whatever became of it."""
        return sum(self.timeouts)

    @property
    def host(self) -> str:
        """The host (and port) for messages."""
        return urlsplit(self.base_url).netloc

    def __str__(self) -> str:
        """Give `BigCommerce at api.bigcommerce.com (connection 'bigcommerce_default')`."""
        return f"{self.system} at {self.host} (connection '{self.conn_id}')"


def connection_of(conn_id: str) -> Connection:
    """Give the Airflow connection; ConfigurationError says how to add a missing one. Its secrets are masked in logs."""
    try:
        connection = BaseHook.get_connection(conn_id)
    except AirflowNotFoundException:
        raise ConfigurationError(_missing(conn_id)) from None
    for secret in (connection.password, *(extras_of(connection).get(name) for name in _SECRET_EXTRAS)):
        if secret:
            mask_secret(secret)
    return connection


def _missing(conn_id: str) -> str:
    variable = f"AIRFLOW_CONN_{conn_id.upper()}"
    if os.environ.get(variable):  # Airflow says "not found" of an unreadable one, too
        return f"Connection '{conn_id}' cannot be read: {variable} is neither a connection in JSON nor a URI"
    return (
        f"Connection '{conn_id}' is not defined. Add it in Admin > Connections or set {variable} (docs/connections.md)"
    )


def extras_of(connection: Connection) -> dict[str, Any]:
    """Give the Extra field as settings; ConfigurationError if it is no JSON object."""
    try:
        # not `extra_dejson`: that logs a traceback and goes on without the settings
        extras = json.loads(connection.extra or "{}")
    except ValueError:
        extras = None
    if isinstance(extras, dict):
        return extras
    raise ConfigurationError(f"The Extra field of connection '{connection.conn_id}' is no JSON object")


def required(connection: Connection, value: object, field: str) -> str:
    """Give `value` as text without blanks around it; ConfigurationError names the empty field."""
    text = str(value or "").strip()
    if not text:
        raise ConfigurationError(f"Connection '{connection.conn_id}' has no {field}. Fill it in (docs/connections.md)")
    return text


def target_of(connection: Connection, system: str, *, read_timeout: float, default_host: str = "") -> Target:
    """Give where the connection leads; https unless the host or the schema field says http."""
    extras = extras_of(connection)
    return Target(
        system=system,
        conn_id=connection.conn_id,
        base_url=_base_url(connection, default_host),
        timeouts=(
            _seconds(connection, extras, "connect_timeout", CONNECT_TIMEOUT),
            _seconds(connection, extras, "read_timeout", read_timeout),
        ),
        verify=_verify(connection, extras),
    )


def _base_url(connection: Connection, default_host: str) -> str:
    host = required(connection, connection.host or default_host, "host").rstrip("/")
    if "://" not in host:
        host = f"{connection.schema or 'https'}://{host}"
    parts = urlsplit(host)
    if parts.scheme not in _SCHEMES or not parts.netloc or "@" in parts.netloc:
        raise ConfigurationError(
            f"Connection '{connection.conn_id}': host is a name or an http(s) URL such as https://example.com, "
            "and schema is https, http or empty"
        )
    if connection.port and not re.search(r":\d+$", parts.netloc):
        parts = parts._replace(netloc=f"{parts.netloc}:{connection.port}")
    return parts._replace(query="", fragment="").geturl()


def _seconds(connection: Connection, extras: Mapping[str, Any], name: str, default: float) -> float:
    raw = extras.get(name)
    if raw in (None, ""):
        return default
    try:
        seconds = float(str(raw))
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise ConfigurationError(f"Connection '{connection.conn_id}': extra {name} is a number of seconds above 0")
    return seconds


def _verify(connection: Connection, extras: Mapping[str, Any]) -> bool | str:
    raw = extras.get("verify")
    said = str(raw if raw not in (None, "") else True)
    if said.lower() == "true":
        return True
    if Path(said).exists():
        return said
    raise ConfigurationError(
        f"Connection '{connection.conn_id}': TLS is always verified; for a private authority set extra verify to the "
        "path of its CA bundle, readable here"
    )
