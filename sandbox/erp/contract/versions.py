"""The endpoint's versions and the shapes each of them has (sections 1 and 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.erp.contract.model import Shape, parse

ENDPOINT = "Default"
VERSIONS = ("22.200.001", "23.200.001", "24.200.001")
NEWEST = VERSIONS[-1]
TABLES = Path(__file__).parent / "tables"


@cache
def _all_shapes() -> dict[str, Shape]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(TABLES.glob("*.txt")))
    return {shape.name: shape for text in texts for shape in parse(text)}


@dataclass(frozen=True, slots=True)
class Contract:
    """The endpoint of one version."""

    version: str
    shapes: dict[str, Shape]

    def __getitem__(self, name: str) -> Shape:
        """Return the shape called `name`."""
        return self.shapes[name]

    def entity(self, name: str) -> Shape | None:
        """Return the top-level entity whose name is `name` whatever its case, or None."""
        return next((s for s in self.entities() if s.name.lower() == name.lower()), None)

    def entities(self) -> Iterator[Shape]:
        """Walk the top-level entities."""
        return (shape for shape in self.shapes.values() if shape.screen)


@cache
def contract(version: str = NEWEST) -> Contract:
    """Return the contract of `version`, or raise `KeyError` if the site has no such endpoint."""
    if version not in VERSIONS:
        raise KeyError(version)
    number = int(version.partition(".")[0])
    return Contract(version, {name: shape.until(number) for name, shape in _all_shapes().items()})
