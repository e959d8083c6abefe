"""What a stand-in's world offers, so that the common parts can seed, save, reset and count it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Plan:
    """How big the shop is: the same plan always gives the same shop."""

    seed: int = 7
    customers: int = 40
    orders: int = 120
    days: int = 10


class World(Protocol):
    """The business state of one system. Every public method of a world is safe between threads."""

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Return the re-entrant lock that guards the state."""

    @property
    def version(self) -> int:
        """Return a number that grows with every change (the state file is written when it moved)."""

    def reset(self) -> None:
        """Leave a fresh system: its settings and reference data, no business records."""

    def seed(self, plan: Plan) -> None:
        """Fill the system with the believable shop's records."""

    def counts(self) -> dict[str, int]:
        """Return the number of records per resource."""

    def dump(self) -> dict[str, Any]:
        """Return the whole state as JSON types plus Decimal, datetime and date."""

    def load(self, state: dict[str, Any]) -> None:
        """Replace the state with what `dump` gave."""
