"""Late commits: the client's connection is cut at once, the request takes effect seconds later (section 7)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(slots=True)
class _Rule:
    path: str
    seconds: float
    left: int


class LateCommits:
    """Which requests are late. Each rule goes with a `cut` fault of the kit, which ends the connection."""

    def __init__(self) -> None:
        """Start without rules."""
        self._lock = Lock()
        self._rules: list[_Rule] = []
        self.waiting: set[asyncio.Task[None]] = set()

    def add(self, path: str, seconds: float, times: int) -> None:
        """Make the next `times` requests whose path matches commit `seconds` later."""
        with self._lock:
            self._rules.append(_Rule(path, seconds, times))

    def take(self, target: str) -> float | None:
        """Return how late this request commits, None if it is not late."""
        with self._lock:
            rule = next((each for each in self._rules if each.left and re.search(each.path, target)), None)
            if rule is None:
                return None
            rule.left -= 1
            return rule.seconds

    def clear(self) -> None:
        """Drop every rule; what is already on its way still commits."""
        with self._lock:
            self._rules.clear()


class LateDoor:
    """ASGI layer: takes a late request in, answers nothing, and runs it when its time has come."""

    def __init__(self, app: ASGIApp, late: LateCommits) -> None:
        """Stand before `app`."""
        self._app, self._late = app, late

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, now or later."""
        seconds = self._late.take(scope["path"]) if scope["type"] == "http" and scope["method"] != "GET" else None
        if seconds is None:
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        task = asyncio.get_running_loop().create_task(self._later(dict(scope), body, seconds))
        self._late.waiting.add(task)
        task.add_done_callback(self._late.waiting.discard)
        await send({"type": "http.response.start", "status": 500, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _later(self, scope: Scope, body: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(_: Message) -> None:
            """Nobody is there to read the answer."""

        await self._app(scope, receive, send)


async def _whole(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body
