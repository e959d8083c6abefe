"""Discover on Airflow, where nobody has a command line: the settings file into the task's log, and to a path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from airflow.sdk import BaseOperator

from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.base import ErpTask
from bc_myob.operators.params import refuse_unknown
from bc_myob.store.loading import store_file
from bc_myob.store.settings import ConnectionSettings

if TYPE_CHECKING:
    from bc_myob.operators.checking.discovery import Text

PARAM_NAMES: Final = ("store", "bigcommerce", "myob_advanced", "path")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_ENDINGS: Final = frozenset({".yaml", ".yml"})


class DiscoverOperator(ErpTask, BaseOperator):
    """Gives {added, written}: the rows that are new, and where the file was written ("" if only into the log).

    Reads both systems in one ERP session and writes to neither.
    """

    template_fields = ()

    def execute(self, context: Any) -> dict[str, Any]:
        """Show the settings file of the store the Params name, and write it where they say."""
        from bc_myob.operators.checking.discovery import settings_text  # noqa: PLC0415 - not at DAG parse time
        from bc_myob.operators.checking.discovery_file import text_at, write_text  # noqa: PLC0415

        params = checked(context["params"], context["dag_run"].conf or {})
        target = Path(params["path"]) if params["path"] else None
        known = store_file(params["store"])
        before = (text_at(target) if target else "") or text_at(known)
        found = settings_text(before, named_connections(params, known), self.erp)
        self._tell(params["store"], found)
        if target is not None and found.text != text_at(target):
            write_text(target, found.text)
            self.log.info("Written: %s", target)
        return {"added": list(found.added), "written": str(target or "")}

    def _tell(self, store: str, found: Text) -> None:
        for why in found.unread:
            self.log.warning("Not read: %s", why)
        if found.added:
            self.log.info("New in %s.yaml: %s", store, ", ".join(found.added))
        # one message, so that the file can be copied from the log as it is
        self.log.info("The settings file %s.yaml follows; lines marked DECIDE wait for you.\n%s", store, found.text)


def checked(params: Mapping[str, Any], conf: Mapping[str, Any]) -> dict[str, str]:
    """Give the Params; ConfigurationError names one that makes no sense."""
    refuse_unknown(conf, PARAM_NAMES)
    said = {name: str(params[name] or "").strip() for name in PARAM_NAMES}
    if not _KEY.fullmatch(said["store"]):
        raise ConfigurationError(
            f"store {said['store']!r} cannot name a settings file and its DAGs: use small letters, digits and "
            "underscores, beginning with a letter, e.g. mystore."
        )
    if said["path"] and (not Path(said["path"]).is_absolute() or Path(said["path"]).suffix not in _ENDINGS):
        raise ConfigurationError(
            f"path {said['path']!r} is no absolute path of a YAML file (/.../{said['store']}.yaml)."
        )
    return said


def named_connections(params: Mapping[str, str], known: Path) -> ConnectionSettings:
    """Give the connections the Params name, else those of the file, else the store's own, else the defaults."""
    from bc_myob.operators.checking.discovery import connections_of  # noqa: PLC0415

    names = ("bigcommerce", "myob_advanced")
    given = {name: params[name] for name in names if params[name]}
    if known.is_file():
        return connections_of(known).model_copy(update=given)
    own = {name: f"{name}_{params['store']}" for name in names}
    return ConnectionSettings(**({name: conn_id for name, conn_id in own.items() if _is_set(conn_id)} | given))


def _is_set(conn_id: str) -> bool:
    from bc_myob.hooks.connections import connection_of  # noqa: PLC0415

    try:
        connection_of(conn_id)
    except ConfigurationError:
        return False
    return True
