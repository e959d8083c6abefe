"""What became of a group's mutants: read where mutmut leaves it, and kept for the next run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from mutmut.stats import status_by_exit_code

from runner.mutants_groups import ON_IMPORT, Group

LATE: Final = frozenset({"timeout", "segfault"})
_MISSED: Final = frozenset({"survived", "no tests", "suspicious"})
_NOT_CHECKED: Final = "not checked"
_NOT_TRIED: Final = frozenset({_NOT_CHECKED, "skipped", "called on import"})


@dataclass(frozen=True, slots=True)
class Results:
    """Outcomes by mutant; `sources` are the hashes of the modules they are mutants of."""

    outcomes: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def tried(self) -> dict[str, str]:
        """The mutants that tests had a chance to notice."""
        return {name: said for name, said in self.outcomes.items() if said not in _NOT_TRIED}

    @property
    def missed(self) -> list[str]:
        """Those that no test noticed."""
        return [name for name, said in self.outcomes.items() if said in _MISSED]

    @property
    def waiting(self) -> list[str]:
        """Those that nobody tried: the run was a sample, or ended early."""
        return [name for name, said in self.outcomes.items() if said == _NOT_CHECKED]

    def late(self) -> list[str]:
        """Give those that ran into the time limit."""
        return [name for name, said in self.outcomes.items() if said in LATE]

    def open(self, sources: dict[str, str]) -> list[str]:
        """Give (patterns of) what is to be tried in these sources: missed or waiting mutants, and changed modules."""
        changed = [module for module, said in sources.items() if self.sources.get(module) != said]
        again = [*self.missed, *self.waiting]
        return [f"{module}.*" for module in changed] + [name for name in again if _module(name) not in changed]

    def then(self, later: Results) -> Results:
        """Give these results with those of a later run over the same or newer sources put in their place."""
        same = {module for module, said in later.sources.items() if self.sources.get(module) == said}
        kept = {name: said for name, said in self.outcomes.items() if _module(name) in same}
        new = {name: said for name, said in later.outcomes.items() if said != _NOT_CHECKED}
        return Results(later.outcomes | kept | new, later.sources)


def results(folder: Path, group: Group) -> Results:
    """Read what mutmut's last run over the group in `folder` left."""
    on_import = set((folder / "mutants" / ON_IMPORT).read_text(encoding="utf-8").split())
    outcomes = {name: _outcome(name, code, on_import) for name, code in _exit_codes(folder)}
    return Results(outcomes, sources(folder, group))


def sources(folder: Path, group: Group) -> dict[str, str]:
    """Give the hash of every module of the group that is laid out in `folder`."""
    package = folder / "src" / "bc_myob"
    found = [path for path in sorted(package.rglob("*.py")) if group.mutates(str(path.relative_to(package)))]
    names = [".".join(path.relative_to(folder / "src").with_suffix("").parts) for path in found]
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in zip(names, found, strict=True)}


def kept(file: Path) -> Results:
    """Give the results that `keep` left, none where there are none."""
    return Results(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Results()


def keep(found: Results, file: Path) -> None:
    """Leave the results for the next run."""
    file.write_text(json.dumps(asdict(found), indent=1), encoding="utf-8")


def _exit_codes(folder: Path) -> Iterator[tuple[str, int | None]]:
    for file in sorted((folder / "mutants" / "src").rglob("*.meta")):
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        yield from said["exit_code_by_key"].items()


def _outcome(name: str, code: int | None, on_import: set[str]) -> str:
    said = str(status_by_exit_code[code])
    return "called on import" if said == "no tests" and name.rpartition("__mutmut_")[0] in on_import else said


def _module(mutant: str) -> str:
    return mutant.rpartition(".")[0]
