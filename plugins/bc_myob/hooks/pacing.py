"""An even pace below the ERP licence's requests per minute (myob-advanced-api 3)."""

from __future__ import annotations

from bc_myob.hooks.policies import REAL_TIME, Timing


class Pacer:
    """Lets a call go every 60 / `requests_per_minute` seconds; None lets all go at once.

    One session, one pacer: the licence's number is shared by all sessions, so each gets its part of it. Even spacing,
    because from half of the limit on the ERP holds requests back itself, the more the later they come in the minute.
    """

    def __init__(self, requests_per_minute: float | None, timing: Timing = REAL_TIME) -> None:
        if requests_per_minute is not None and requests_per_minute <= 0:
            raise ValueError(f"requests_per_minute is a positive number or None, not {requests_per_minute}")
        self._interval = 60 / requests_per_minute if requests_per_minute else 0.0
        self._timing = timing
        self._next_at = 0.0

    def acquire(self) -> None:
        """Return when the next call may go."""
        if not self._interval:
            return
        now = self._timing.clock()
        if self._next_at > now:
            self._timing.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + self._interval
