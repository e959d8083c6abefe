"""The effect ledger: what clients changed in a system, in order, for good.

Only effects of API calls are entered. Seeding and edits made by tests or over `/_control` are not: "nothing was
written" is `len(ledger) == 0`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Any

from sandbox.kit.clock import Clock


class Action(StrEnum):
    """What happened to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Effect:
    """One change: `key` is the system's own id or number, `reference` the external one the client gave."""

    seq: int
    at: datetime
    system: str
    resource: str
    action: Action
    key: str
    reference: str
    summary: str

    def as_dict(self) -> dict[str, Any]:
        """Return the effect as JSON can carry it."""
        return asdict(self) | {"at": self.at.isoformat(), "action": self.action.value}


class Ledger:
    """Append-only list of effects, safe between threads."""

    def __init__(self, system: str, clock: Clock) -> None:
        """Start empty for the system called `system`."""
        self._system, self._clock = system, clock
        self._lock = Lock()
        self._effects: list[Effect] = []

    def add(self, resource: str, action: Action, key: object, reference: object = "", summary: str = "") -> Effect:
        """Enter one effect and return it."""
        with self._lock:
            effect = Effect(
                seq=len(self._effects) + 1,
                at=self._clock.now(),
                system=self._system,
                resource=resource,
                action=action,
                key=str(key),
                reference=str(reference or ""),
                summary=summary,
            )
            self._effects.append(effect)
        return effect

    def entries(
        self, resource: str | None = None, action: str | None = None, reference: str | None = None, since: int = 0
    ) -> list[Effect]:
        """Return the effects after number `since` that match every given value, oldest first."""
        wanted = {"resource": resource, "action": action, "reference": reference}
        asked = {name: value for name, value in wanted.items() if value is not None}
        with self._lock:
            effects = self._effects[since:]
        return [e for e in effects if all(getattr(e, name) == value for name, value in asked.items())]

    def count(self, resource: str | None = None, action: str | None = None, reference: str | None = None) -> int:
        """Return how many effects match."""
        return len(self.entries(resource, action, reference))

    def clear(self) -> None:
        """Forget everything (a new world)."""
        with self._lock:
            self._effects.clear()

    def dump(self) -> list[dict[str, Any]]:
        """Return all effects for the state file."""
        return [effect.as_dict() for effect in self.entries()]

    def load(self, saved: list[dict[str, Any]]) -> None:
        """Put back what `dump` gave."""
        effects = [
            Effect(**(row | {"at": datetime.fromisoformat(row["at"]), "action": Action(row["action"])}))
            for row in saved
        ]
        with self._lock:
            self._effects = effects

    def __len__(self) -> int:
        """Return the number of effects."""
        return len(self._effects)

    def __iter__(self) -> Iterator[Effect]:
        """Walk the effects, oldest first."""
        return iter(self.entries())
