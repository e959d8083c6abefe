"""What a run looks like while it happens: a table that moves in a terminal, lines elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeAlias

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

Json: TypeAlias = Mapping[str, Any]
Records: TypeAlias = Mapping[str, str]
"""Per task group, what Sync History says of its records: `{"customers": "Processed 40"}`."""

_GROUPS: Final = ("open", "extract", "customers", "locations", "orders", "payments", "report")
_DONE: Final = ("success", "skipped", "removed")
_BROKEN: Final = ("failed", "upstream_failed")
_ACTIVE: Final = ("running", "queued", "deferred", "restarting", "up_for_reschedule")
_COLOURS: Final = {"done": "green", "failed": "red", "retrying": "yellow", "running": "cyan", "waiting": "dim"}


@dataclass(frozen=True, slots=True)
class Step:
    """One task group (or single task) of a run."""

    name: str
    state: str
    finished: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Look:
    """A run at one moment."""

    run_id: str
    title: str
    steps: Sequence[Step]
    records: Records


class Progress(Protocol):
    """Shows a run; use as a context."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def show(self, run: Look) -> None:
        """Show the present state."""

    def say(self, text: str) -> None:
        """Say something that stays."""


def steps(tasks: Iterable[Json]) -> list[Step]:
    """Give the run's steps in the order of the flow."""
    groups: dict[str, list[str]] = {}
    for task in tasks:
        groups.setdefault(str(task["task_id"]).split(".", maxsplit=1)[0], []).append(str(task["state"] or "none"))
    return [_step(name, groups[name]) for name in sorted(groups, key=_place)]


def progress(console: Console) -> Progress:
    """Give the table in a terminal, lines elsewhere."""
    return _Table(console) if console.is_terminal else _Lines(console)


def _step(name: str, states: Sequence[str]) -> Step:
    count = Counter(states)
    finished = sum(count[state] for state in (*_DONE, *_BROKEN))
    return Step(name, _state(count, len(states)), finished, len(states))


def _state(count: Counter[str], total: int) -> str:
    if any(count[state] for state in _BROKEN):
        return "failed"
    if sum(count[state] for state in _DONE) == total:
        return "done"
    if count["up_for_retry"]:
        return "retrying"
    return "running" if any(count[state] for state in (*_ACTIVE, *_DONE)) else "waiting"


def _place(name: str) -> tuple[int, str]:
    known = next((place for place, start in enumerate(_GROUPS) if name.startswith(start)), len(_GROUPS))
    return known, name


class _Table:
    """A table that is drawn over itself."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, refresh_per_second=4, transient=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, run: Look) -> None:
        """Draw the steps."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for heading in ("step", "state", "tasks", "records in Sync History"):
            table.add_column(heading)
        for step in run.steps:
            state = f"[{_COLOURS[step.state]}]{step.state}[/]"
            table.add_row(step.name, state, f"{step.finished}/{step.tasks}", run.records.get(step.name, ""))
        self._live.update(Group(Text(run.title, style="bold"), table))

    def say(self, text: str) -> None:
        """Print above the table."""
        self._live.console.print(text, markup=False)


class _Lines:
    """One line whenever a step's state changes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: dict[tuple[str, str], str] = {}
        self._title_of = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def show(self, run: Look) -> None:
        """Print the steps that moved on, below the title of their run."""
        if run.run_id != self._title_of:
            self._title_of = run.run_id
            self.say(run.title)
        for step in run.steps:
            if step.state != "waiting" and self._said.get((run.run_id, step.name)) != step.state:
                self._said[run.run_id, step.name] = step.state
                text = f"  {step.name:<10} {step.state:<8} {step.finished}/{step.tasks} tasks"
                self.say(f"{text}  {run.records.get(step.name, '')}".rstrip())

    def say(self, text: str) -> None:
        """Print."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)
