"""What a finished run left in Sync History, for the terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bc_myob.history.database import open_history
from bc_myob.history.runs import Problem, Runs
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status

PROBLEMS_SHOWN: Final = 8
_PROBLEMS_READ: Final = 200
_NAMES: Final = re.compile(r"'[^']*'|\S*\d\S*")
"""What differs between two reasons of one kind: names in quotes, ids, dates, amounts."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of an entity have a status."""

    entity: str
    status: str
    records: int


class SyncHistory:
    """Sync History of one store, as far as the terminal shows it."""

    def __init__(self, url: str, store: str) -> None:
        self._runs = Runs(open_history(url), store)

    def tallies(self, run_ids: Iterable[str]) -> list[Tally]:
        """Give the sums over the runs per entity and status, in the order of the flow."""
        sums: dict[tuple[str, str], int] = {}
        for total in (total for run_id in run_ids for total in self._runs.totals(run_id)):
            key = (str(total.entity), str(total.status))
            sums[key] = sums.get(key, 0) + total.records
        entities = [str(entity) for entity in Entity]
        statuses = [str(status) for status in Status]
        ordered = sorted(sums, key=lambda key: (entities.index(key[0]), statuses.index(key[1])))
        return [Tally(entity, status, sums[entity, status]) for entity, status in ordered]

    def problems(self, run_ids: Iterable[str], limit: int = PROBLEMS_SHOWN) -> list[Problem]:
        """Give records that the runs did not bring across: a selection with as many different reasons as there are."""
        found = (problem for run_id in run_ids for problem in self._runs.problems(run_id, _PROBLEMS_READ))
        return selection(found, limit)

    def per_step(self, run_id: str) -> dict[str, str]:
        """Give the sums of one run per task group: `{"orders": "Processed 110, Filtered 6"}`."""
        said: dict[str, list[str]] = {}
        for tally in self.tallies([run_id]):
            said.setdefault(Entity(tally.entity).slug, []).append(f"{tally.status} {tally.records}")
        return {step: ", ".join(parts) for step, parts in said.items()}


def selection(problems: Iterable[Problem], limit: int) -> list[Problem]:
    """Give up to `limit` problems: every kind (entity, status, wording) once before any kind twice."""
    turns: Counter[tuple[str, str, str]] = Counter()
    ranked: list[tuple[int, int, Problem]] = []
    for place, problem in enumerate(problems):
        kind = (str(problem.entity), str(problem.status), _NAMES.sub("", problem.reason or ""))
        ranked.append((turns[kind], place, problem))
        turns[kind] += 1
    chosen = sorted(ranked, key=lambda row: row[:2])[:limit]
    return [problem for _, _, problem in sorted(chosen, key=lambda row: row[1])]


def print_summary(console: Console, history: SyncHistory, run_ids: Sequence[str]) -> None:
    """Print the totals and some of the records that need a look."""
    tallies = history.tallies(run_ids)
    if not tallies:
        console.print("Sync History: no record was touched.")
        return
    which = "this run" if len(run_ids) == 1 else f"these {len(run_ids)} runs (a record counts once in each)"
    console.print(f"\n[bold]Sync History of {which}[/]")
    console.print(_totals(tallies))
    if problems := history.problems(run_ids):
        console.print("\n[bold]Records to look at (a selection)[/]")
        console.print(_reasons(problems))


def _totals(tallies: Sequence[Tally]) -> Table:
    statuses = [str(status) for status in Status if any(tally.status == status for tally in tallies)]
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("entity")
    for status in statuses:
        table.add_column(status, justify="right")
    for entity in dict.fromkeys(tally.entity for tally in tallies):
        counts = {tally.status: tally.records for tally in tallies if tally.entity == entity}
        table.add_row(entity, *(str(counts.get(status, "")) for status in statuses))
    return table


def _reasons(problems: Iterable[Problem]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("entity", "store id", "status", "reason"):
        table.add_column(heading, overflow="fold")
    for problem in problems:
        table.add_row(str(problem.entity), problem.external_id, str(problem.status), escape(problem.reason or ""))
    return table
