"""The store's request quota, learned from its own headers and shared with other apps (bigcommerce-api 3)."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import Final

from bc_myob.hooks.pauses import number_in, pause_in
from bc_myob.hooks.policies import REAL_TIME, Timing

log = logging.getLogger(__name__)
RESET_MS: Final = "X-Rate-Limit-Time-Reset-Ms"
QUOTA: Final = "X-Rate-Limit-Requests-Quota"
LEFT: Final = "X-Rate-Limit-Requests-Left"
RETRY_AFTER: Final = "X-Retry-After"
_MS: Final = 0.001


class RequestBudget:
    """Holds calls back so that other apps keep their part of the quota.

    The quota belongs to the store: what others take shows in `Requests-Left`. Calls go out while more than the others'
    part is left; then they wait for the window's reset. The first call, and the first of each window, always goes: it
    is how the budget learns. `quota_share` is our part, above 0 to 1.
    """

    def __init__(self, quota_share: float = 0.8, timing: Timing = REAL_TIME) -> None:
        if not 0 < quota_share <= 1:
            raise ValueError(f"quota_share is a part of the quota, above 0 to 1, not {quota_share}")
        self._share = quota_share
        self._timing = timing
        self._reserve = 0
        self._left: int | None = None
        self._resets_at = 0.0

    def acquire(self) -> None:
        """Return when one more call may go; it counts as gone."""
        if self._left is not None and self._left <= self._reserve:
            self._wait_for_reset()
        if self._left is not None:
            self._left -= 1

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take in the headers of an answer; without them nothing changes."""
        quota, left, reset = (number_in(headers, name) for name in (QUOTA, LEFT, RESET_MS))
        if not quota or left is None or reset is None:  # a quota of 0 is how an unlimited plan may print itself
            return
        ours = max(1, math.floor(quota * self._share))  # the smallest quota must not lock us out
        self._reserve = int(quota) - ours
        self._left = int(left)
        self._resets_at = self._timing.clock() + (pause_in(headers, RESET_MS, scale=_MS) or 0.0)

    def hold(self, seconds: float) -> None:
        """Let nothing go for `seconds`: the store declined a call."""
        self._left = self._reserve
        self._resets_at = max(self._resets_at, self._timing.clock() + seconds)

    def _wait_for_reset(self) -> None:
        pause = self._resets_at - self._timing.clock()
        if pause > 0:
            log.info("Our share of the store's request quota is used up; waiting %.1f s for its next window", pause)
            self._timing.sleep(pause)
        self._left = None


def declined_for(headers: Mapping[str, str]) -> float | None:
    """Give the seconds a 429 asks for: the longer of the window's reset and Retry-After; None if it says nothing."""
    asked = pause_in(headers, RESET_MS, scale=_MS), pause_in(headers, RETRY_AFTER)
    return max((seconds for seconds in asked if seconds), default=None)
