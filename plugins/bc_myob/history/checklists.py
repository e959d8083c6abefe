"""The results of the implementation checklist: kept with time and run, and asked before a sync starts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import run, run_many
from bc_myob.history.times import Clock, from_text, to_text, utc_now
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.operations import LastOperation
from bc_myob.model.statuses import Status

_NAMED = 3
"""Unmet rows a refusal names; the checklist has the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """One row's result as it is kept. `result` is met, not met, by hand or not applicable."""

    row_key: str
    form: str
    tab: str
    criterion: str
    required: bool
    accepted: bool
    result: str
    evidence: str
    what_to_do: str
    breaks: str
    waits_for: str | None = None

    @property
    def stops(self) -> bool:
        """Whether this row fails the checklist."""
        return self.required and not self.accepted and self.result == "not met"


@dataclass(frozen=True, slots=True)
class KeptChecklist:
    """One run of the checklist."""

    run_id: str
    at: datetime
    rows: Sequence[ChecklistRow]


class Checklists:
    """The checklists of a store."""

    def __init__(self, engine: Engine, store: str, *, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock

    def save(self, run_id: str, dag_id: str, rows: Sequence[ChecklistRow]) -> None:
        """Keep what a run found; a run that is repeated replaces its own results."""
        same = {"store": self.store, "run_id": run_id, "dag_id": dag_id, "at": to_text(self.clock())}
        values = [asdict(row) | same | {"position": number} for number, row in enumerate(rows, 1)]
        with writing(self.engine) as connection:
            run(connection, "forget_checklist", store=self.store, run_id=run_id)
            run_many(connection, "add_checklist_results", values)

    def latest(self) -> KeptChecklist | None:
        """Give the store's latest checklist, or None before the first."""
        with reading(self.engine) as connection:
            found = run(connection, "latest_checklist", store=self.store).all()
        if not found:
            return None
        return KeptChecklist(found[0].run_id, from_text(found[0].at), [_row(each) for each in found])

    def of_run(self, run_id: str) -> KeptChecklist | None:
        """Give what one run found, or None where it came to no result."""
        with reading(self.engine) as connection:
            found = run(connection, "checklist_of_run", store=self.store, run_id=run_id).all()
        return KeptChecklist(run_id, from_text(found[0].at), [_row(each) for each in found]) if found else None

    def customers_written(self) -> list[tuple[str, datetime]]:
        """Give the customers of the ERP that these DAGs wrote last, with the time of it (UTC)."""
        written = (str(LastOperation.INSERTED_IN_ERP), str(LastOperation.UPDATED_IN_ERP))
        asked = {"store": self.store, "entity": str(Entity.CUSTOMER), "status": str(Status.PROCESSED)}
        with reading(self.engine) as connection:
            found = run(connection, "customers_written_lately", operations=written, **asked).all()
        return [(str(row.erp_key), from_text(row.last_attempt_at)) for row in found]

    def require(self, accepted: Collection[str]) -> None:
        """Return when the latest checklist has every required row met; else ConfigurationError says what to do.

        `accepted`: keys of rows that the settings take as they are now, whatever they took when it was run.
        """
        latest = self.latest()
        how = f"Run `make checklist STORE={self.store}` or trigger bc_myob_checklist_{self.store}"
        if latest is None:
            raise ConfigurationError(
                f"Store {self.store} was never checked, and checklist.gates_sync asks for it before a run. {how}."
            )
        rows = {row.row_key: row for row in latest.rows}
        unmet = [row for row in latest.rows if row.required and row.result == "not met"]
        wrong = [row for row in unmet if not _is_taken(row, rows, accepted)]
        if wrong:
            said = " ".join(f"{row.form} [{row.row_key}]: {row.evidence}" for row in wrong[:_NAMED])
            more = f" ({len(wrong) - _NAMED} more)" if len(wrong) > _NAMED else ""
            raise ConfigurationError(
                f"The checklist of {latest.at:%d %B %Y %H:%M} UTC found {len(wrong)} required rows not met: "
                f"{said}{more} "
                f"Mend them, then: {how[0].lower()}{how[1:]} again. Or take a row as it is: name its key in "
                "checklist.accepted of the settings."
            )


def _is_taken(row: ChecklistRow, rows: Mapping[str, ChecklistRow], accepted: Collection[str]) -> bool:
    """Tell whether the settings take the row, or what it waits for, as it is."""
    if row.row_key in accepted:
        return True
    before = rows.get(row.waits_for or "")
    return before is not None and _is_taken(before, rows, accepted)


def _row(row: Row[Any]) -> ChecklistRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    del values["run_id"], values["at"]
    # SQLite keeps truth as 0 and 1
    truths = {name: bool(values[name]) for name in ("required", "accepted")}
    return ChecklistRow(**values | truths)
