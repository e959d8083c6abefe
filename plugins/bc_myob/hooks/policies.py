"""What waits and how long, as values: clock and sleep, retry policies, pauses between polls."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import tenacity

from bc_myob.model.errors import RateLimited, RetryLater, SeatsExhausted, ServiceUnavailable

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock (seconds, monotonic) and the sleep that everything here uses; tests hand in their own."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


REAL_TIME = Timing()


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often to repeat a call that raised one of `on`, and the pauses between.

    Every RetryLater means that nothing happened on the other side, so repeating is safe whatever the call was. The
    other side's own word (`retry_after`) beats our pauses; if it asks for more than `longest`, we give up at once and
    leave the slot to others.
    """

    attempts: int
    pause: float
    growth: float = 2.0
    longest: float = 300.0
    jitter: float = 1.0
    on: tuple[type[RetryLater], ...] = (RetryLater,)

    def run(self, call: Callable[[], T], timing: Timing = REAL_TIME) -> T:
        """Give what `call` gives; after the last attempt its own error."""
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.attempts),
            wait=self._wait(),
            retry=tenacity.retry_if_exception(self._is_worth_it),
            sleep=timing.sleep,
            before_sleep=_say,
            reraise=True,
        )
        return retrying(call)

    def _is_worth_it(self, error: BaseException) -> bool:
        return isinstance(error, self.on) and (getattr(error, "retry_after", None) or 0) <= self.longest

    def _wait(self) -> Callable[[tenacity.RetryCallState], float]:
        growing = tenacity.wait_exponential_jitter(
            multiplier=self.pause, max=self.longest, exp_base=self.growth, jitter=self.jitter
        )

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return getattr(error, "retry_after", None) or growing(state)

        return wait


def _say(state: tenacity.RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.info("%s; next try in %.0f s", error, state.next_action.sleep if state.next_action else 0)


STORE_READS = RetryPolicy(attempts=5, pause=2.0, growth=3.0, longest=120.0)
"""2, 6, 18, 54 s: the vendor asks for three to five tries with growing pauses (bigcommerce-api 4)."""


@dataclass(frozen=True, slots=True)
class ErpPolicies:
    """The ERP's pauses: no free seat, declined by the licence or away, and the polling of long operations."""

    seats: RetryPolicy = RetryPolicy(attempts=8, pause=15.0, growth=1.5, longest=120.0, on=(SeatsExhausted,))
    calls: RetryPolicy = RetryPolicy(
        attempts=6, pause=3.0, growth=2.0, longest=120.0, on=(RateLimited, ServiceUnavailable)
    )
    poll_pause: float = 1.0
    """First pause before a poll. Never less than a second against a real site: a poll counts against the licence."""
    poll_growth: float = 1.5
    poll_longest: float = 10.0
    poll_patience: float = 900.0
    """After this many seconds a long operation counts as of unknown outcome."""


ERP_POLICIES = ErpPolicies()
