"""One system's common parts in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.kit.calls import Calls, without_ids
from sandbox.kit.clock import Clock
from sandbox.kit.faults import Faults
from sandbox.kit.ledger import Ledger
from sandbox.kit.options import Option, Options

COMMON_LIMITS = (
    Option("latency_seconds", 0.0, "pause before every answer, as a network would make it"),
    Option("clock_ahead_seconds", 0.0, "how far this system's own clock is ahead of the right time"),
)


@dataclass(frozen=True, slots=True)
class Kit:
    """Clock, ledger, call counts, faults, switches and limits of ONE system."""

    system: str
    clock: Clock
    ledger: Ledger
    calls: Calls
    faults: Faults
    switches: Options
    limits: Options
    on_reset: list[Callable[[], None]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        system: str,
        *,
        switches: Iterable[Option] = (),
        limits: Iterable[Option] = (),
        clock: Clock | None = None,
        resource_of: Callable[[str], str] = without_ids,
    ) -> Kit:
        """Return a fresh kit; both systems of a sandbox share one `clock`."""
        time = clock or Clock()
        return cls(
            system=system,
            clock=time,
            ledger=Ledger(system, time),
            calls=Calls(resource_of),
            faults=Faults(),
            switches=Options(switches),
            limits=Options([*COMMON_LIMITS, *limits]),
        )

    def now(self) -> datetime:
        """Return the time by this system's own clock, which may be wrong."""
        return self.clock.now() + timedelta(seconds=self.limits["clock_ahead_seconds"])

    def reset(self) -> None:
        """Forget effects, calls and faults, and turn every option back. The clock stays as it is.

        A system with counters of its own (a quota's window) adds how to forget them to `on_reset`.
        """
        self.ledger.clear()
        self.calls.reset()
        for part in (self.faults, self.switches, self.limits):
            part.reset()
        for forget in self.on_reset:
            forget()
