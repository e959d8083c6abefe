"""The Airflow connections a start needs, as AIRFLOW_CONN_* variables. Their values are never shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from runner.environment import Home
from runner.errors import CannotStart
from runner.ports import HOST, Ports

DEMO_STORE: Final = "demo"
PATIENCE: Final = {"connect_timeout": 2, "read_timeout": 10}
"""Seconds. The sandbox answers at once; a lost answer is waited for as long as its call could have lasted."""


def variable(conn_id: str) -> str:
    """Give the name of the variable that holds a connection."""
    return f"AIRFLOW_CONN_{conn_id.upper()}"


def check_given(conn_ids: Iterable[str], environment: Mapping[str, str], settings_file: str) -> None:
    """Return if every connection is set and readable; CannotStart names the variables that are not.

    With a secrets backend configured, connections may live there: then only the tasks can tell.
    """
    if environment.get("AIRFLOW__SECRETS__BACKEND"):
        return
    missing = [conn_id for conn_id in conn_ids if not environment.get(variable(conn_id), "").strip()]
    if missing:
        raise CannotStart(
            f"{settings_file} names {_listed(missing)}, which no variable holds. Set {_listed(map(variable, missing))} "
            "in the environment or in the file .env (the README shows both connections); nothing was started."
        )
    for conn_id in conn_ids:
        if not _readable(environment[variable(conn_id)].strip()):
            raise CannotStart(f"{variable(conn_id)} is neither a JSON object nor a URI (type://login:password@host).")


def demo_connections(where: Home, ports: Ports) -> dict[str, str]:
    """Give the connections of the demo store: the sandbox's two systems and the embedded history database."""
    from sandbox.shop import catalogue  # noqa: PLC0415 - only the demo knows the sandbox

    store = {
        "conn_type": "bigcommerce",
        "host": f"http://{HOST}:{ports.store.number}",
        "password": catalogue.STORE_TOKEN,
        "extra": {"store_hash": catalogue.STORE_HASH},
    }
    erp = {
        "conn_type": "myob_advanced",
        "host": f"http://{HOST}:{ports.erp.number}",
        "login": catalogue.ERP_USER,
        "password": catalogue.ERP_PASSWORD,
        "extra": {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH, **PATIENCE},
    }
    return {
        variable("bigcommerce_demo"): json.dumps(store),
        variable("myob_advanced_demo"): json.dumps(erp),
        variable("bc_myob_history"): where.history_url,
    }


def _readable(value: str) -> bool:
    if not value.startswith("{"):
        return "://" in value
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False


def _listed(names: Iterable[str]) -> str:
    return " and ".join(names)
