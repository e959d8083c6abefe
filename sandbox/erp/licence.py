"""The licence's limits on requests: a queue, a brake from half the minute's number on, declines (section 3)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.erp.errors import Declined
from sandbox.kit import Kit

MINUTE = 60.0


class Licence:
    """Lets requests in as the licence allows. Runs in the server's event loop, on the kit's clock."""

    def __init__(self, kit: Kit) -> None:
        """Start with nobody waiting."""
        self._limits, self._clock = kit.limits, kit.clock
        self._running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._done: deque[float] = deque()
        self.declined = 0

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Wait for a place, work in it, give it to the next."""
        await self._place()
        try:
            await self._clock.wait(self._brake())
            self._done.append(self._clock.seconds())
            yield
        finally:
            self._next()

    async def _place(self) -> None:
        at_once = self._limits["concurrent_requests"]
        if not at_once or self._running < at_once:
            self._running += 1
            return
        if len(self._waiting) >= self._limits["waiting_requests"]:
            raise self._decline()
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await asyncio.wait_for(asyncio.shield(place), self._limits["waiting_seconds"])
        except TimeoutError:
            self._waiting.remove(place)
            raise self._decline() from None

    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._running -= 1

    def _brake(self) -> float:
        """Return how long a request is held back: rest of the minute over rest of the number (section 3, point 2)."""
        limit, now = self._limits["requests_per_minute"], self._clock.seconds()
        while self._done and not now - MINUTE < self._done[0] <= now:
            self._done.popleft()
        used = len(self._done)
        if not limit or used * 2 < limit:
            return 0.0
        left = MINUTE - (now - self._done[0])
        return left / (limit - used) if used < limit else left

    @property
    def used(self) -> int:
        """Return the number of requests let in during the past minute."""
        return sum(1 for moment in list(self._done) if moment > self._clock.seconds() - MINUTE)

    def forget(self) -> None:
        """Forget the past minute."""
        self._done.clear()
        self.declined = 0

    def _decline(self) -> Declined:
        self.declined += 1
        seconds = self._limits["retry_after_seconds"]
        return Declined("Request declined by the license.", headers={"Retry-After": str(seconds)} if seconds else {})
