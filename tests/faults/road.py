"""Every HTTP call and every commit of a task passes here: where things go wrong, and where a process can die."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from tests.faults.baton import Baton
from tests.faults.hours import Hours
from tests.faults.looks import LOST, NEVER_ARRIVED, NOT_SENT, SENT, WAITED_FOR
from tests.faults.troubles import Place, Trouble, writes

__all__ = ["Kill", "Place", "Plan", "Process", "Road", "Trouble"]

SEAT = "ASP.NET_SessionId"
"""The cookie with which the ERP gives a seat."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LONGEST_QUEUE = 600
"""Seconds that the ERP may keep a request before it carries it out, or declines it (myob-advanced-api 3)."""


class Kill(BaseException):
    """The process is gone: nothing of it runs any more, no `finally` reaches a database or a network."""


Plan = Callable[[Place], Trouble | None]


@dataclass
class Road:
    """The boundaries in the order they were passed, and what the plan lets happen at each."""

    hours: Hours
    end_sessions: Callable[[], None]
    sign_in: Callable[[], requests.Session]
    is_open: Callable[[str], bool] = lambda _seat: False
    """Whether a seat of the ERP is taken."""
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
        return random.uniform(patience if given_up else 0, patience + LONGEST_QUEUE)

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
    seats: set[str] = field(default_factory=set)
    """The seats that it was told of, but for those that it tried to give back and could not."""
    gives_back: Callable[[Connection], bool] = lambda _transaction: False
    """Whether a transaction, about to be committed, leaves the process without claims."""
    takes: Callable[[Connection], bool] = lambda _transaction: False
    """Whether such a transaction gives it its first claims."""
    cut_off: bool = False
    """Whether the database went away at the very commit that would have given the claims back, or told of them."""

    def note_seat(self, request: requests.PreparedRequest, answer: requests.Response) -> None:
        """Remember the seat that this answer gives, or that the ERP's licence has no room for giving one back."""
        if str(request.url).endswith("/auth/login"):
            self.seats.update(filter(None, [answer.cookies.get(SEAT)]))
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            self.could_not(request)

    def could_not(self, request: requests.PreparedRequest) -> None:
        """Forget the seat that this request would give back: it stays taken for no fault of ours."""
        if str(request.url).endswith("/auth/logout"):
            self.seats = {seat for seat in self.seats if seat not in request.headers.get("Cookie", "")}

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

        def before_commit(connection: Connection) -> None:
            self.alive()
            trouble = self.road.here("commit", "")
            keeps = {Trouble.NO_DATABASE: self.gives_back, Trouble.COMMIT_LOST: self.takes}
            self.cut_off = trouble in keeps and keeps[trouble](connection)
            match trouble:
                case Trouble.KILL_COMMIT:
                    self.die()
                case Trouble.NO_DATABASE | Trouble.COMMIT_LOST:
                    if trouble is Trouble.COMMIT_LOST:
                        connection.connection.commit()
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
        what = f"{request.method} {_ID.sub('{id}', urlsplit(str(request.url)).path)}"
        if not writes(self._system, what):
            # between the mark of a write and its call nobody else goes on: who is held up there is past the guarantee
            self._process.road.turn()
        trouble = self._process.road.here(self._system, what)

        def sent() -> requests.Response:
            answer = self._carrier.send(request, *args, **kwargs)
            _ = answer.content
            return answer

        if trouble is not None:
            self._process.could_not(request)
        answer = sent() if trouble is None else self._spoilt(trouble, request, sent, *kwargs["timeout"])
        self._process.note_seat(request, answer)
        return answer

    def _spoilt(
        self,
        trouble: Trouble,
        request: requests.PreparedRequest,
        sent: Callable[[], requests.Response],
        connect: float,
        read: float,
    ) -> requests.Response:
        if trouble in (Trouble.KILL_BEFORE, Trouble.KILL_LATE):
            self._come_late(trouble, request, read)
            self._process.die()
        if trouble is Trouble.SESSION_ENDED:
            self._process.road.end_sessions()
        if trouble in NOT_SENT:
            return _made(request, *NOT_SENT[trouble])
        answer = None if trouble in NEVER_ARRIVED else sent()
        if trouble is Trouble.KILL_AFTER:
            self._process.die()
        if trouble in LOST:
            self._come_late(trouble, request, read)
            if trouble in WAITED_FOR:
                self._process.road.hours.sleep(connect if trouble is Trouble.UNREACHABLE else read)
            raise LOST[trouble](request=request)
        if trouble is Trouble.TRUNCATED and answer is not None:
            answer._content = answer.content[: len(answer.content) // 2]
            return answer
        return _made(request, *SENT[trouble])

    def _come_late(self, trouble: Trouble, request: requests.PreparedRequest, patience: float) -> None:
        """Let the ERP take its time: counted from now, for another run may stretch what we sleep."""
        road = self._process.road
        if trouble in (Trouble.LATE, Trouble.KILL_LATE):
            seconds = road.late(patience, given_up=trouble is Trouble.LATE)
            road.hours.later(seconds, lambda: _commit_late(road, request))


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
