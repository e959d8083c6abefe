"""pytest's part in `make mutants`: a plugin that sees to it that every mutant meets the tests that call it.

A mutant's tests run in a fork of a process that has run all tests before, with everything computed once and kept in
caches. And while mutmut notes which test calls which function, only the first one would be seen to call what all need,
and to call what no test can call again: what runs while modules are imported.

It also lets a mutant's own work decide whether it runs for ever, not the clock: others may use the machine. For their
sake a mutant that fills a list for ever gets no more memory than `_MOST_MEMORY`.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Final

from mutmut.state import state
from mutmut.workers import isolation
from mutmut.workers.timeout import register_timeout

from runner.mutants_groups import ON_IMPORT

_NOTING: Final = "stats"
"""What mutmut puts in a mutant's place while it notes which test calls what."""
_PATIENCE: Final = 40
"""How many times longer than mutmut would a mutant may take by the clock: it is for those that sleep for ever."""
_MOST_MEMORY: Final = 3 * 1024**3
"""Bytes of data a mutant's process may hold; the tests take a tenth of it."""


def _patiently(pid: int, timeout_s: float) -> None:
    register_timeout(pid, timeout_s * _PATIENCE)


vars(isolation)["register_timeout"] = _patiently  # the limit of processor time stays


def pytest_sessionstart() -> None:
    """Begin as a process of its own would."""
    _forget()
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, most))


def pytest_collection_finish() -> None:
    """Write down what was called on import, and let no test answer for it."""
    if _noting():
        called = state()._stats  # noqa: SLF001 - mutmut offers no other way
        Path(ON_IMPORT).write_text("\n".join(sorted(called)), encoding="utf-8")
        called.clear()


def pytest_runtest_setup() -> None:
    """Let each test call everything it needs, while that is noted."""
    if _noting():
        _forget()


def _noting() -> bool:
    return os.environ.get("MUTANT_UNDER_TEST") == _NOTING


def _forget() -> None:
    for module in [module for name, module in sys.modules.items() if name.startswith("bc_myob.")]:
        said = vars(module)
        if any(name.endswith("__mutmut_orig") for name in said):
            for kept in [value for value in said.values() if hasattr(value, "cache_clear")]:
                kept.cache_clear()
