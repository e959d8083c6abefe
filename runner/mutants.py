"""`make mutants`: plant small faults into the code that decides, one at a time, and see whether a test notices.

mutmut does it, over a copy of the last commit: it needs the package under `src/`, and the checkout stays as it is. A
group is a part of the code with the tests that state its behaviour. The copy stays for `mutmut show`, and the results
stay beside it: with `--again` only those are tried that were missed or not reached, and all of modules changed since.
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
from runner.mutants_results import Results, keep, kept, results, sources

ROOT: Final = Path(__file__).resolve().parents[1]
LEAST: Final = 85.0
"""Percent of its mutants that a group's tests have to kill."""

_COPIED: Final = ("sandbox", "runner", "dags", "include", "benchmarks", "plugins", "docs", "Makefile")
_PYTEST: Final = (
    # what tries random values takes seconds; a mutant that only those notice counts as survived
    *("-m", "not slow and not postgres and not hypothesis"),
    # it looks through the whole memory for garbage at each end: half of what a mutant takes
    *("-p", "no:unraisableexception"),
    *("-p", "runner.mutants_plugin"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the groups that the command line names; 1 where one of them falls short."""
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--of", default="all", choices=["all", *GROUPS], help="which group of the code")
    parser.add_argument("--only", default="", help="patterns of mutants' names, else all: '*3 *7' is a sample")
    parser.add_argument("--again", action="store_true", help="what was missed or not reached, or has changed")
    parser.add_argument("--jobs", default=str(os.cpu_count() or 1), help="how many mutants at a time")
    parser.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "bc-myob-mutants")
    chosen = parser.parse_args(arguments)
    names = list(GROUPS) if chosen.of == "all" else [chosen.of]
    scores = {}
    for name in names:
        group, folder, ledger = GROUPS[name], chosen.into / name, chosen.into / f"{name}.json"
        before = kept(ledger) if chosen.again else Results()
        lay_out(group, folder)
        found = attempt(group, folder, chosen.jobs, before, chosen.only.split())
        keep(found, ledger)
        scores[name] = score(group, found, folder)
    print("\n".join(f"{name:12} {found:5.1f} %" for name, found in scores.items()))
    return int(min(scores.values()) < LEAST)


def attempt(group: Group, folder: Path, jobs: str, before: Results, only: Sequence[str]) -> Results:
    """Try the mutants that `only` names, or those that `before` leaves open; gives what is known of all then."""
    wanted = only or (before.open(sources(folder, group)) if before.outcomes else ())
    if before.outcomes and not wanted:
        return before
    _mutmut(folder, "run", "--max-children", jobs, *wanted)
    # a machine that others use may have been too slow for the limits: a second look, one at a time
    if late := results(folder, group).late():
        _mutmut(folder, "run", "--max-children", "1", *late)
    return before.then(results(folder, group))


def score(group: Group, found: Results, folder: Path) -> float:
    """Give the percentage of the tried mutants that the group's tests notice; the others are printed."""
    tried, missed = len(found.tried), found.missed
    print("\n".join(missed))
    print(f"{group.title}: {tried - len(missed)} of {tried} mutants noticed.", end=" ")
    print(f"One of them: cd {folder} && mutmut show NAME")
    return 100.0 * (tried - len(missed)) / tried


def _mutmut(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=folder, check=True)


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
        "pytest_add_cli_args": list(_PYTEST),
        # of processor time, a mutant has ten times what its tests take, and ten seconds
        "timeout_multiplier": ["5"],
        "pytest_add_cli_args_test_selection": list(group.tests),
    }
    return "[mutmut]\n" + "".join(
        f"{name} =\n" + "".join(f"    {value}\n" for value in values) for name, values in lists.items() if values
    )


if __name__ == "__main__":
    sys.exit(main())
