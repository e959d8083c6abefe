"""The time both stand-ins live in: real UTC, unless a test freezes or moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Lock


class Clock:
    """UTC now, which runs on from where it was moved to and stands still while frozen."""

    def __init__(self) -> None:
        """Run with the machine's clock."""
        self._lock = Lock()
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """Return the present moment of the sandbox, aware, in UTC."""
        with self._lock:
            return self._frozen or datetime.now(UTC) + self._offset

    def seconds(self) -> float:
        """Return the present moment as a number of seconds, to measure what has passed."""
        return self.now().timestamp()

    async def wait(self, seconds: float) -> None:
        """Let time pass: really, or where the clock stands still by moving it on."""
        with self._lock:
            stands = self._frozen is not None
        if stands:
            self.advance(seconds=seconds)
        else:
            await asyncio.sleep(seconds)

    def freeze(self, at: datetime | None = None) -> datetime:
        """Stand still at the aware time `at` (default: now) and return it."""
        moment = (at or self.now()).astimezone(UTC)
        with self._lock:
            self._frozen = moment
        return moment

    def advance(self, **step: float) -> datetime:
        """Move on by a `timedelta` given in keywords (`seconds=30`) and return the new time."""
        moved = timedelta(**step)
        with self._lock:
            if self._frozen is None:
                self._offset += moved
            else:
                self._frozen += moved
        return self.now()

    def run(self) -> datetime:
        """Run on from the present sandbox time."""
        moment = self.now()
        with self._lock:
            self._offset = moment - datetime.now(UTC)
            self._frozen = None
        return moment

    def reset(self) -> None:
        """Go back to the machine's clock."""
        with self._lock:
            self._offset, self._frozen = timedelta(), None
