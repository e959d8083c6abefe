"""`make mutants`: plant small faults into the code that decides, one at a time, and see whether a test notices.

mutmut does it, over a copy of the last commit: it needs the package under `src/`, and the checkout stays as it is. A
group is a part of the code with the tests that state its behaviour. The copy stays for `mutmut show`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from runner.mutants_groups import GROUPS, Group

ROOT: Final = Path(__file__).resolve().parents[1]
LEAST: Final = 85.0
"""Percent of its mutants that a group's tests have to kill."""

_COPIED: Final = ("sandbox", "runner", "dags", "include", "benchmarks", "plugins", "docs", "Makefile")
_PYTEST: Final = (
    # what tries random values takes seconds; a mutant that only those notice counts as survived
    *("-m", "not slow and not postgres and not hypothesis"),
    # it looks through the whole memory for garbage at each end: half of what a mutant takes
    *("-p", "no:unraisableexception"),
)
_MISSED: Final = frozenset({"survived", "no tests", "suspicious"})
_LATE: Final = frozenset({"timeout", "segfault"})
_NOT_TRIED: Final = frozenset({"not checked", "skipped"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the groups that the command line names; 1 where one of them falls short."""
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--of", default="all", choices=["all", *GROUPS], help="which group of the code")
    parser.add_argument("--only", default="", help="patterns of mutants' names, else all: '*3 *7' is a sample")
    parser.add_argument("--jobs", default=str(os.cpu_count() or 1), help="how many mutants at a time")
    parser.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "bc-myob-mutants")
    chosen = parser.parse_args(arguments)
    names = list(GROUPS) if chosen.of == "all" else [chosen.of]
    scores = {}
    for name in names:
        lay_out(GROUPS[name], chosen.into / name)
        scores[name] = score(GROUPS[name], chosen.into / name, chosen.jobs, chosen.only.split())
    print("\n".join(f"{name:12} {found:5.1f} %" for name, found in scores.items()))
    return int(min(scores.values()) < LEAST)


def score(group: Group, folder: Path, jobs: str, only: Sequence[str]) -> float:
    """Give the percentage of the tried mutants that the group's tests notice; the others are printed."""
    _mutmut(folder, "run", "--max-children", jobs, *only)
    # mutmut's limit is by the clock: where others use the machine, it says nothing about a mutant
    if late := [line.partition(":")[0] for line in _tried(folder) if _outcome(line) in _LATE]:
        _mutmut(folder, "run", "--max-children", "1", *late)
    tried = _tried(folder)
    missed = [line for line in tried if _outcome(line) in _MISSED]
    noticed = len(tried) - len(missed)
    print("\n".join(missed))
    print(f"{group.title}: {noticed} of {len(tried)} mutants noticed. One of them: cd {folder} && mutmut show NAME")
    return 100.0 * noticed / len(tried)


def _tried(folder: Path) -> list[str]:
    listed = _mutmut(folder, "results", "--all", "true", stdout=subprocess.PIPE).stdout.decode()
    return [line.strip() for line in listed.splitlines() if _outcome(line) not in _NOT_TRIED]


def _mutmut(folder: Path, *arguments: str, stdout: int | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=folder, check=True, stdout=stdout)


def _outcome(line: str) -> str:
    return line.rpartition(": ")[2].strip()


def lay_out(group: Group, folder: Path) -> None:
    """Put the last commit into `folder` as mutmut wants it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x"], cwd=folder, check=True, input=archive)
    (folder / "src").mkdir()
    (folder / "plugins" / "bc_myob").rename(folder / "src" / "bc_myob")
    project = folder / "pyproject.toml"
    said = project.read_text(encoding="utf-8")
    project.write_text(said.replace('pythonpath = ["plugins", "."]', 'pythonpath = ["src", "."]'), encoding="utf-8")
    (folder / "setup.cfg").write_text(_settings(group), encoding="utf-8")


def _settings(group: Group) -> str:
    lists = {
        "source_paths": ["src"],
        "only_mutate": [f"src/bc_myob/{path}" for path in group.mutated],
        "do_not_mutate": [f"src/bc_myob/{path}" for path in group.spared],
        # what a log line says is nobody's contract
        "do_not_mutate_patterns": [r"^\s*log\.(info|warning|exception)\("],
        "also_copy": list(_COPIED),
        "pytest_add_cli_args": _PYTEST,
        "pytest_add_cli_args_test_selection": list(group.tests),
    }
    return "[mutmut]\n" + "".join(
        f"{name} =\n" + "".join(f"    {value}\n" for value in values) for name, values in lists.items() if values
    )


if __name__ == "__main__":
    sys.exit(main())
