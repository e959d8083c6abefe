"""What can go wrong on the road between the line and the two systems, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What can happen at a boundary."""

    KILL_BEFORE = "killed before the call"
    KILL_AFTER = "killed after the answer, before anything is written down"
    UNREACHABLE = "no connection"
    LOST_REQUEST = "time-out, the request never arrived"
    TIMEOUT = "time-out, the request took effect"
    CUT = "connection cut, the request took effect"
    GATEWAY = "502 with a page, the request took effect"
    AWAY = "503 with a page, the request did not arrive"
    RESET = "connection reset, the request never arrived"
    OVERDUE = "504 with a page, the request did not arrive"
    BROKEN = "500 with a page, the request took effect"
    PAGE = "200 with a page, the request took effect"
    EMPTY = "empty 200, the request took effect"
    TRUNCATED = "half of the answer"
    DECLINED = "429 without headers"
    DECLINED_FOR = "429 with Retry-After"
    SESSION_ENDED = "401, the session is gone"
    BUSY = "another process has updated the record"
    NO_SEAT = "API Login Limit"
    LATE = "time-out, the request takes effect minutes later"
    KILL_LATE = "killed while the call is under way, it takes effect minutes later"
    KILL_COMMIT = "killed before the commit"
    NO_DATABASE = "the database goes away before the commit"
    COMMIT_LOST = "the database goes away after the commit, before its answer"


ANYWHERE = (
    *(Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.TIMEOUT),
    *(Trouble.CUT, Trouble.GATEWAY, Trouble.AWAY, Trouble.EMPTY, Trouble.TRUNCATED),
    *(Trouble.RESET, Trouble.OVERDUE, Trouble.BROKEN, Trouble.PAGE),
    *(Trouble.DECLINED, Trouble.DECLINED_FOR),
)
AT_COMMITS = (Trouble.KILL_COMMIT, Trouble.NO_DATABASE, Trouble.COMMIT_LOST)


def writes(system: str, what: str) -> bool:
    """Tell whether a call changes a record on the other side."""
    return system != "commit" and not what.startswith("GET") and "/auth/" not in what


@dataclass(frozen=True)
class Place:
    """One boundary of a run: its number, the system (or "commit"), and what is asked."""

    number: int
    system: str
    what: str

    @property
    def writes(self) -> bool:
        """Whether the call changes a record on the other side."""
        return writes(self.system, self.what)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What can go wrong here."""
        if self.system == "commit":
            return AT_COMMITS
        if self.system == "store":
            return ANYWHERE
        if "auth/log" in self.what:
            return (*ANYWHERE, *([Trouble.NO_SEAT] if "login" in self.what else []))
        more = (Trouble.SESSION_ENDED, *([Trouble.LATE, Trouble.KILL_LATE] if self.writes else []))
        return (*ANYWHERE, *more, *([Trouble.BUSY] if self.what.startswith("PUT") else []))

    def __str__(self) -> str:
        return f"{self.number} {self.system} {self.what}"
