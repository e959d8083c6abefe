"""Process trees: who belongs to a session, and how it ends without leaving anybody behind."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable, Sequence
from typing import Final

import psutil  # type: ignore[import-untyped]

_KILL_SECONDS: Final = 5.0
_CLOCK_SLACK: Final = 2.0


def end_trees(leaders: Sequence[int], *, patience: float, started_before: float | None = None) -> int:
    """End the sessions led by `leaders` and give how many processes they had.

    Every process group in them gets SIGTERM; what is left after `patience` seconds gets SIGKILL. `started_before`
    (epoch seconds) spares sessions whose leader is younger: then the number belongs to somebody else now.
    """
    ours = [pid for pid in leaders if started_before is None or not _younger(pid, started_before)]
    members = _members(ours)
    for group in {*ours, *filter(None, (_group(member.pid) for member in members))}:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGTERM)
    _kill({*_alive_after(members, patience), *_members(ours)})
    return len(members)


def _members(leaders: Sequence[int]) -> list[psutil.Process]:
    """Everybody in the leaders' sessions, and the children of those, which may lead sessions of their own."""
    wanted = set(leaders)
    found = {process for process in psutil.process_iter() if _session(process.pid) in wanted}
    return list(found | {child for process in found for child in _children(process)})


def _children(process: psutil.Process) -> Iterable[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return list(process.children(recursive=True))
    return ()


def _kill(processes: Iterable[psutil.Process]) -> None:
    remaining = list(processes)
    for process in remaining:
        with contextlib.suppress(psutil.Error):
            process.kill()
    _alive_after(remaining, _KILL_SECONDS)


def _alive_after(processes: Sequence[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait for the end of the processes, so long at most; give those that still live."""
    deadline = time.monotonic() + seconds
    while (alive := [process for process in processes if _lives(process)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def _lives(process: psutil.Process) -> bool:
    # a zombie has ended; in a container nobody may ever collect it
    with contextlib.suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except OSError:
        return None


def _younger(pid: int, moment: float) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(psutil.Process(pid).create_time() > min(moment, time.time()) + _CLOCK_SLACK)
    return False
