"""What every action of a user is made of: who acts on which store's sync records, and the line that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from bc_myob.history.engine import reading
from bc_myob.history.queries import run
from bc_myob.history.times import Clock, to_text, utc_now
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Pick:
    """Which record an action is about: by its External ID, or by its key or id in the ERP."""

    entity: Entity
    external_id: str | None = None
    erp_key: str | None = None


class Acting:
    """Who acts on which store's sync records. `guest`: its Generic Guest Customer, who is nobody's counterpart."""

    def __init__(  # noqa: PLR0913 - who and where, all but the first two named
        self,
        engine: Engine,
        store: str,
        *,
        user: str,
        run_id: str,
        dag_id: str | None = None,
        guest: str = "",
        clock: Clock = utc_now,
    ) -> None:
        self.engine = engine
        self.store = store
        self.user = user
        self.run_id = run_id
        self.dag_id = dag_id
        self.guest = guest
        self.clock = clock

    def _row(self, pick: Pick) -> Any:
        if not pick.external_id and not pick.erp_key:
            raise ConfigurationError("Name the record: its External ID, or its key in MYOB Advanced.")
        values = {"entity": pick.entity.value, "external_id": pick.external_id, "erp_key": pick.erp_key}
        with reading(self.engine) as connection:
            rows = run(connection, "record_picked", store=self.store, **values).all()
        if len(rows) != 1:
            found = "no such" if not rows else f"{len(rows)}"
            named = pick.external_id or pick.erp_key
            raise ConfigurationError(f"There are {found} sync records of {pick.entity} {named}; name exactly one.")
        return rows[0]

    def _drop(self, connection: Connection, row: Any, remark: str) -> None:
        """Drop a sync record with a line that says why; refused while somebody is loading it."""
        self._note(connection, row.id, remark)
        if not run(connection, "absorb_record", id=row.id, at=self._now()).rowcount:
            raise ConfigurationError(self._busy(f"{row.entity} {row.erp_key or row.external_id}"))

    def _note(self, connection: Connection, number: int, remark: str | None = None) -> None:
        who = {"run_id": self.run_id, "dag_id": self.dag_id, "by_user": self.user}
        run(connection, "add_history_line_of_user", id=number, at=self._now(), remark=remark, **who)

    def _now(self) -> str:
        return to_text(self.clock())

    @staticmethod
    def _busy(name: str) -> str:
        return f"{name} is being loaded right now; try again when the run is over."
