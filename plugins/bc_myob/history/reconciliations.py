"""The results of reconciliations, kept with time, window and run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, Row

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import run, run_many
from bc_myob.history.times import Clock, from_text, from_text_or_none, to_text, to_text_or_none, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding as it is kept. `weight` is fault, open or note."""

    entity: str
    external_id: str
    erp_key: str
    kind: str
    weight: str
    says: str
    what_to_do: str
    currency: str = ""
    store_amount: Decimal | None = None
    erp_amount: Decimal | None = None
    prepared: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether it turns the run red."""
        return self.weight == "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """How the books of an entity add up in one currency, as it is kept."""

    entity: str
    currency: str
    in_store: int
    in_history: int
    in_erp: int
    compared: int
    open: int
    left_out: int
    expected: Decimal
    booked: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReconciliation:
    """One run of the reconciliation. `window`: [start, end) of dates of creation; start None: from the beginning."""

    run_id: str
    at: datetime
    window: tuple[datetime | None, datetime]
    findings: Sequence[FindingRow]
    counts: Sequence[CountRow]


class Reconciliations:
    """The reconciliations of a store."""

    def __init__(self, engine: Engine, store: str, *, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock

    def save(
        self,
        run_id: str,
        dag_id: str,
        window: tuple[datetime | None, datetime],
        results: tuple[Sequence[FindingRow], Sequence[CountRow]],
    ) -> None:
        """Keep the findings and counts of a run; a run that is repeated replaces its own."""
        same = {"store": self.store, "run_id": run_id, "dag_id": dag_id, "at": to_text(self.clock())}
        span = {"window_start": to_text_or_none(window[0]), "window_end": to_text(window[1])}
        findings, counts = results
        with writing(self.engine) as connection:
            run(connection, "forget_reconciliation", store=self.store, run_id=run_id)
            run(connection, "forget_reconciliation_counts", store=self.store, run_id=run_id)
            run_many(connection, "add_reconciliation_findings", [same | each for each in _numbered(findings)])
            run_many(connection, "add_reconciliation_counts", [same | span | each for each in _numbered(counts)])

    def latest(self) -> KeptReconciliation | None:
        """Give the store's latest reconciliation, or None before the first."""
        with reading(self.engine) as connection:
            last = run(connection, "latest_reconciliation", store=self.store).first()
            if last is None:
                return None
            here = {"store": self.store, "run_id": last.run_id}
            findings = [_finding(row) for row in run(connection, "reconciliation_findings", **here)]
            counts = [_count(row) for row in run(connection, "reconciliation_counts", **here)]
        return KeptReconciliation(
            run_id=last.run_id,
            at=from_text(last.at),
            window=(from_text_or_none(last.window_start), from_text(last.window_end)),
            findings=findings,
            counts=counts,
        )


def _numbered(rows: Iterable[FindingRow | CountRow]) -> list[dict[str, Any]]:
    return [_plain(asdict(row)) | {"position": number} for number, row in enumerate(rows, 1)]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    # SQLite binds no Decimal; both databases take its digits
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _finding(row: Row[Any]) -> FindingRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    amounts = {name: _amount(values[name]) for name in ("store_amount", "erp_amount")}
    return FindingRow(**values | amounts | {"prepared": bool(values["prepared"])})


def _count(row: Row[Any]) -> CountRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return CountRow(**values | {name: _amount(values[name]) for name in ("expected", "booked")})


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
