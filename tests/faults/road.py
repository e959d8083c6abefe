"""Every HTTP call and every commit of a task passes here: where things go wrong, and where a process can die."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from tests.faults.baton import Baton
from tests.faults.hours import Hours

PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
BUSY = {
    "exceptionMessage": "Error: Another process has updated the 'SOOrder' record. Your changes will be lost.",
    "exceptionType": "PX.Data.PXLockViolationException",
}


_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LONGEST_QUEUE = 600
"""Seconds that the ERP may keep a request before it carries it out, or declines it (myob-advanced-api 3)."""


class Kill(BaseException):
    """The process is gone: nothing of it runs any more, no `finally` reaches a database or a network."""


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


ANYWHERE = (
    *(Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.TIMEOUT),
    *(Trouble.CUT, Trouble.GATEWAY, Trouble.AWAY, Trouble.EMPTY, Trouble.TRUNCATED),
    *(Trouble.DECLINED, Trouble.DECLINED_FOR),
)
AT_COMMITS = (Trouble.KILL_COMMIT, Trouble.NO_DATABASE)


@dataclass(frozen=True)
class Place:
    """One boundary of a run: its number, the system (or "commit"), and what is asked."""

    number: int
    system: str
    what: str

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What can go wrong here."""
        if self.system == "commit":
            return AT_COMMITS
        if self.system == "store":
            return ANYWHERE
        if "auth/log" in self.what:
            return (*ANYWHERE, *([Trouble.NO_SEAT] if "login" in self.what else []))
        writes = not self.what.startswith("GET")
        more = (Trouble.SESSION_ENDED, *([Trouble.LATE, Trouble.KILL_LATE] if writes else []))
        return (*ANYWHERE, *more, *([Trouble.BUSY] if self.what.startswith("PUT") else []))

    def __str__(self) -> str:
        return f"{self.number} {self.system} {self.what}"


Plan = Callable[[Place], Trouble | None]


@dataclass
class Road:
    """The boundaries in the order they were passed, and what the plan lets happen at each."""

    hours: Hours
    end_sessions: Callable[[], None]
    sign_in: Callable[[], requests.Session]
    plan: Plan = lambda _place: None
    seed: int = 0
    """Decides how late a late request takes effect."""
    places: list[Place] = field(default_factory=list)
    baton: Baton | None = None
    happened: list[str] = field(default_factory=list)
    carrier: Callable[[], BaseAdapter] = HTTPAdapter
    """What brings a call to the other side, once it has passed its boundary."""

    def here(self, system: str, what: str) -> Trouble | None:
        """Give what happens at this boundary."""
        place = Place(len(self.places), system, what)
        self.places.append(place)
        trouble = self.plan(place)
        if trouble is not None:
            self.happened.append(f"{place}: {trouble}")
        return trouble

    def late(self, patience: float, *, given_up: bool) -> float:
        """Give the seconds until a late request takes effect: any, up to the longest queue after we gave it up."""
        random = Random(f"{self.seed}/{len(self.places)}")
        return random.uniform(0, LONGEST_QUEUE) if given_up else random.uniform(0, patience + LONGEST_QUEUE)

    def turn(self) -> None:
        """Let another run go on, where there are several."""
        if self.baton is not None:
            self.baton.turn()


@dataclass
class Process:
    """One try of one task."""

    road: Road
    dead: bool = False
    engines: list[tuple[Engine, Callable[[Engine], None]]] = field(default_factory=list)

    def end(self) -> None:
        """Let go of the databases, as the operating system does when a process ends."""
        for engine, close in self.engines:
            close(engine)

    def die(self) -> None:
        """End here."""
        self.dead = True
        raise Kill

    def alive(self) -> None:
        """Go on only if nobody has killed us."""
        if self.dead:
            raise Kill

    def watch(self, engine: Engine, close: Callable[[Engine], None]) -> Engine:
        """Give the engine, every commit of which passes here first; `close` lets go of it at the end."""

        def before_commit(_connection: object) -> None:
            self.alive()
            match self.road.here("commit", ""):
                case Trouble.KILL_COMMIT:
                    self.die()
                case Trouble.NO_DATABASE:
                    raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))

        event.listen(engine, "commit", before_commit)
        self.engines.append((engine, close))
        return engine

    def drive(self, session: requests.Session, system: str) -> None:
        """Let every call of `session` pass here."""
        session.mount("http://", _Adapter(self, system))
        session.trust_env = False  # no proxy stands between us and the stand-ins


class _Adapter(BaseAdapter):
    def __init__(self, process: Process, system: str) -> None:
        super().__init__()
        self._process, self._system = process, system
        self._carrier = process.road.carrier()

    def close(self) -> None:
        self._carrier.close()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._process.alive()
        road = self._process.road
        road.turn()
        path = _ID.sub("{id}", urlsplit(str(request.url)).path)
        trouble = road.here(self._system, f"{request.method} {path}")

        def sent() -> requests.Response:
            answer = self._carrier.send(request, *args, **kwargs)
            _ = answer.content
            return answer

        if trouble is None:
            return sent()
        self._pass_time(trouble, request, *kwargs["timeout"])
        return self._spoilt(trouble, request, sent)

    def _pass_time(self, trouble: Trouble, request: requests.PreparedRequest, connect: float, read: float) -> None:
        """Let the client wait for what never comes, and the ERP take its time."""
        road = self._process.road
        if trouble is Trouble.KILL_LATE:
            road.hours.later(road.late(read, given_up=False), lambda: _commit_late(road, request))
        if trouble in _WAITED_FOR:
            road.hours.sleep(connect if trouble is Trouble.UNREACHABLE else read)
        if trouble is Trouble.LATE:
            road.hours.later(road.late(read, given_up=True), lambda: _commit_late(road, request))

    def _spoilt(
        self, trouble: Trouble, request: requests.PreparedRequest, sent: Callable[[], requests.Response]
    ) -> requests.Response:
        if trouble in (Trouble.KILL_BEFORE, Trouble.KILL_LATE):
            self._process.die()
        if trouble is Trouble.SESSION_ENDED:
            self._process.road.end_sessions()
        if trouble in _NOT_SENT:
            return _made(request, *_NOT_SENT[trouble])
        answer = None if trouble in (Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.LATE) else sent()
        if trouble is Trouble.KILL_AFTER:
            self._process.die()
        if trouble in _LOST:
            raise _LOST[trouble](request=request)
        if trouble is Trouble.TRUNCATED and answer is not None:
            answer._content = answer.content[: len(answer.content) // 2]
            return answer
        return _made(request, *_SENT[trouble])


_NOT_SENT: dict[Trouble, tuple[int, bytes]] = {
    Trouble.AWAY: (503, PAGE),
    Trouble.DECLINED: (429, b""),
    Trouble.DECLINED_FOR: (429, b"wait"),
    Trouble.SESSION_ENDED: (401, b""),
    Trouble.BUSY: (500, json.dumps(BUSY).encode()),
    Trouble.NO_SEAT: (429, b"API Login Limit"),
}
_LOST = {
    Trouble.UNREACHABLE: requests.exceptions.ConnectTimeout,
    Trouble.LOST_REQUEST: requests.exceptions.ReadTimeout,
    Trouble.LATE: requests.exceptions.ReadTimeout,
    Trouble.TIMEOUT: requests.exceptions.ReadTimeout,
    Trouble.CUT: requests.exceptions.ConnectionError,
}
_WAITED_FOR = (Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.LATE, Trouble.TIMEOUT)
_SENT: dict[Trouble, tuple[int, bytes]] = {Trouble.GATEWAY: (502, PAGE), Trouble.EMPTY: (200, b"")}


def _commit_late(road: Road, request: requests.PreparedRequest) -> None:
    with road.sign_in() as session:
        headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
        session.request(str(request.method), str(request.url), data=request.body, headers=headers, timeout=30)
        session.post(f"{request.url.partition('/entity/')[0]}/entity/auth/logout", timeout=30)


def _made(request: requests.PreparedRequest, status: int, body: bytes) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer._content, answer.request, answer.url = status, body, request, str(request.url)
    if body == b"wait":
        answer.headers.update({"Retry-After": "7", "X-Retry-After": "7"})
    return answer
