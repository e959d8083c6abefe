"""Time that passes only by being slept, for the line and the sandbox alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bc_myob.hooks.policies import Timing
from sandbox.kit import Clock

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Hours:
    """The sandbox's clock, stopped; what is due happens when somebody sleeps past it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: list[tuple[datetime, Callable[[], None]]] = []
        self.slept: Callable[[], None] = _nobody_minds
        clock.freeze(START)

    def now(self) -> datetime:
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """Let time pass, and what is due in it happen."""
        end = self.now() + timedelta(seconds=max(0.0, seconds))
        for at, act in sorted((one for one in self._due if one[0] <= end), key=lambda one: one[0]):
            self._due.remove((at, act))
            self._clock.freeze(max(at, self.now()))
            act()
        self._clock.freeze(max(end, self.now()))
        self.slept()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Let `act` happen after `seconds`."""
        self._due.append((self.now() + timedelta(seconds=seconds), act))

    @property
    def timing(self) -> Timing:
        return Timing(clock=self._seconds, sleep=self.sleep)

    def _seconds(self) -> float:
        return (self.now() - START).total_seconds()


def _nobody_minds() -> None:
    """Nobody waits for us to sleep."""
