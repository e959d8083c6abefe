"""Processes that are started together and always stopped together, with everything they started themselves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from runner.environment import ROOT
from runner.errors import Broke
from runner.trees import end_trees

LAST_LINES: Final = 12
PATIENCE_SECONDS: Final = 15.0
ORPHANS_PATIENCE: Final = 3.0
"""For what is left of a session whose leader has died: its workers wait for a word that never comes."""


@dataclass(frozen=True, slots=True)
class Started:
    """One process, leader of a session of its own; its output goes to `log`."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    needs_others: bool
    patience: float

    def last_lines(self) -> str:
        """Give the end of what it printed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-LAST_LINES:])


class Processes:
    """Everything started inside the `with` block; nothing of it is left after the block.

    `register` keeps the session numbers on disk, so that a later start finds what a killed runner left behind.
    """

    def __init__(self, logs: Path, register: Path) -> None:
        self.logs, self._register = logs, register
        self._started: list[Started] = []

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with undisturbed():
            self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        needs_others: bool = False,
        patience: float = PATIENCE_SECONDS,
    ) -> Started:
        """Start `command` in the project's folder with exactly this environment.

        What `needs_others` is stopped before them. `patience`: seconds between the request to stop and force.
        """
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                list(command),
                env=dict(environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started = Started(name, process, log, needs_others, patience)
        self._started.append(started)
        self._write_register()
        return started

    def check(self) -> None:
        """Return if all are alive; Broke gives the last words of one that is not."""
        for started in self._started:
            status = started.process.poll()
            if status is not None:
                raise Broke(
                    f"{started.name} ended unexpectedly (status {status}). Its log is {started.log}; the end of it:\n"
                    f"{started.last_lines()}"
                )

    def stop(self) -> None:
        """End all process trees: politely first, after a grace period by force."""
        for (_, patience), group in groupby(sorted(self._started, key=_farewell), key=_farewell):
            end_trees([started.process.pid for started in group], patience=patience)
        for started in self._started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.process.wait(timeout=1)
        self._started.clear()
        self._register.unlink(missing_ok=True)

    def _write_register(self) -> None:
        self._register.write_text("\n".join(str(started.process.pid) for started in self._started), encoding="utf-8")


def _farewell(started: Started) -> tuple[bool, float]:
    patience = started.patience if started.process.poll() is None else min(started.patience, ORPHANS_PATIENCE)
    return not started.needs_others, patience


class undisturbed(contextlib.AbstractContextManager[None]):  # noqa: N801 - reads as a word in a with statement
    """Ignore further requests to stop while the block tidies up."""

    _SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __enter__(self) -> None:
        self._before = {number: signal.signal(number, signal.SIG_IGN) for number in self._SIGNALS}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


def end_leftovers(register: Path) -> int:
    """End what an earlier, killed runner left behind; give the number of processes found."""
    if not register.is_file():
        return 0
    noted = register.stat().st_mtime
    leaders = [int(word) for word in register.read_text(encoding="utf-8").split() if word.isdecimal()]
    found = end_trees([pid for pid in leaders if pid != os.getpid()], patience=PATIENCE_SECONDS, started_before=noted)
    register.unlink(missing_ok=True)
    return found
