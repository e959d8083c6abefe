"""A settings file from two connections, without starting Airflow."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from rich.console import Console

from bc_myob.store.settings import ConnectionSettings
from runner.connections import check_given, variable
from runner.environment import ROOT, airflow_environment, home, with_dotenv
from runner.errors import CannotStart
from runner.ports import read_ports


def _own_or_default(store: str, given: Mapping[str, str]) -> ConnectionSettings:
    """Give connections named after the store (bigcommerce_mystore) where they are set, else the default ids."""
    own = {name: f"{name}_{store}" for name in ("bigcommerce", "myob_advanced")}
    return ConnectionSettings(**{name: conn_id for name, conn_id in own.items() if given.get(variable(conn_id))})


def discover_settings(console: Console, store: str) -> int:
    """Write or complete the settings file of `store` and say what is still to fill in."""
    from bc_myob.store.loading import store_file  # noqa: PLC0415

    if not store:
        raise CannotStart("Name the store: make discover STORE=name (its settings file becomes name.yaml)")
    given = with_dotenv(os.environ)
    if folder := given.get("BC_MYOB_STORES"):
        os.environ["BC_MYOB_STORES"] = str(ROOT / folder)
    os.environ |= airflow_environment(given, home(given, ".airflow"), read_ports(given))
    from bc_myob.operators.checking.discovery import connections_of, discover  # noqa: PLC0415 - Airflow reads the environment

    logging.getLogger("bc_myob").setLevel(logging.WARNING)
    path = store_file(store)
    connections = connections_of(path) if path.is_file() else _own_or_default(store, given)
    check_given([connections.bigcommerce, connections.myob_advanced], given, path.name)
    found = discover(path, connections)
    for why in found.unread:
        console.print(f"Not read: {why}", style="yellow", markup=False)
    if found.is_new:
        console.print(f"Written: {path}. Lines marked DECIDE wait for you.", markup=False, soft_wrap=True)
    else:
        rows = ", ".join(found.added) or "nothing: the file has everything"
        console.print(f"Added to {path}: {rows}", markup=False, soft_wrap=True)
    if found.still_to_fill:
        console.print(f"Still to fill in: {found.still_to_fill}", style="yellow", markup=False, soft_wrap=True)
    else:
        console.print(f"The file loads. Next: make checklist STORE={store}")
    return 0
