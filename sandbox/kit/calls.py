"""What clients asked of a system: every request is counted, those to `/_control` are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

CUT = 0  # the status of a call whose connection was cut instead of answered


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `resource` is the path with ids taken out, so that calls add up by kind."""

    seq: int
    method: str
    resource: str
    path: str
    query: str
    status: int

    @property
    def kind(self) -> str:
        """Return what calls are counted by, such as `GET /v2/orders`."""
        return f"{self.method} {self.resource}"


def without_ids(path: str) -> str:
    """Return the path with whole-number parts replaced by `{id}`."""
    return re.sub(r"/\d+(?=/|$)", "/{id}", path)


class Calls:
    """The calls since the start or the last reset, and how many ran at once at most."""

    def __init__(self, resource_of: Callable[[str], str] = without_ids) -> None:
        """Count by what `resource_of` makes of a path."""
        self._resource_of = resource_of
        self._lock = Lock()
        self._calls: list[Call] = []
        self._in_flight = 0
        self.peak = 0

    def enter(self) -> None:
        """Note that a request came in."""
        with self._lock:
            self._in_flight += 1
            self.peak = max(self.peak, self._in_flight)

    def leave(self) -> None:
        """Note that a request was answered or cut."""
        with self._lock:
            self._in_flight -= 1

    def add(self, method: str, path: str, query: str, status: int) -> None:
        """Count one request with the status that is about to be sent (`CUT` if none)."""
        with self._lock:
            self._calls.append(Call(len(self._calls) + 1, method, self._resource_of(path), path, query, status))

    def entries(
        self, method: str | None = None, resource: str | None = None, path: str | None = None, status: int | None = None
    ) -> list[Call]:
        """Return matching calls in order; `path` is a regular expression over the full path."""
        with self._lock:
            calls = list(self._calls)
        return [
            call
            for call in calls
            if method in (None, call.method)
            and resource in (None, call.resource)
            and status in (None, call.status)
            and (path is None or re.search(path, call.path))
        ]

    def count(
        self, method: str | None = None, resource: str | None = None, path: str | None = None, status: int | None = None
    ) -> int:
        """Return how many calls match."""
        return len(self.entries(method, resource, path, status))

    def by_kind(self) -> dict[str, int]:
        """Return the number of calls per kind, most frequent first."""
        return dict(Counter(call.kind for call in self.entries()).most_common())

    def summary(self) -> dict[str, Any]:
        """Return totals as the control API shows them."""
        statuses = Counter(str(call.status) for call in self.entries())
        return {"total": len(self), "peak": self.peak, "by_kind": self.by_kind(), "by_status": dict(statuses)}

    def listing(self) -> list[dict[str, Any]]:
        """Return every call as JSON can carry it."""
        return [asdict(call) for call in self.entries()]

    def reset(self) -> None:
        """Start counting anew."""
        with self._lock:
            self._calls.clear()
            self.peak = self._in_flight

    def __len__(self) -> int:
        """Return the number of calls."""
        return len(self._calls)
