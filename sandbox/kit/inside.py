"""A stand-in answered within the caller's thread: the app that is served, without server and sockets before it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Scope


@dataclass(slots=True)
class Answer:
    """What the app sent."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """Be the app's `send`."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            self.body += message.get("body", b"")


class Inside:
    """Asks an app one request after another; not for callers at the same time."""

    def __init__(self, app: ASGIApp) -> None:
        """Ask `app`."""
        self._app = app
        self._loop = asyncio.new_event_loop()

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer, once it is whole."""
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        self._loop.run_until_complete(self._app(_scope(method, url, headers), receive, answer.take))
        return answer

    def close(self) -> None:
        """Ask no more."""
        self._loop.close()


def _scope(method: str, url: str, headers: Mapping[str, str]) -> Scope:
    parts = urlsplit(url)
    told = {"Host": parts.netloc} | dict(headers)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode("ascii"),
        "query_string": parts.query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()],
        "client": ("127.0.0.1", 0),
        "server": (parts.hostname, parts.port),
    }
