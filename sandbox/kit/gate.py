"""The gate before an app: counts calls, lets time pass, dates answers, plays faults. A plain ASGI layer, outermost."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.kit.calls import CUT
from sandbox.kit.faults import Fault, Kind
from sandbox.kit.kit import Kit

CONTROL = "/_control"
HTML_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(slots=True)
class _Answer:
    """An answer held back."""

    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def catch(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
        else:
            self.body += message.get("body", b"")


class Gate:
    """Wraps `app` with the kit's calls, latency and faults."""

    def __init__(self, app: ASGIApp, kit: Kit) -> None:
        """Stand before `app`."""
        self._app, self._kit = app, kit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        self._kit.calls.enter()
        try:
            await self._serve(scope, receive, send)
        finally:
            self._kit.calls.leave()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if latency := self._kit.limits["latency_seconds"]:
            await asyncio.sleep(latency)
        fault = self._kit.faults.take(scope["method"], _target(scope))
        if fault is not None:
            await self._spoil(fault, scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"])
                message = {**message, "headers": [*message.get("headers", []), self._date()]}
            await send(message)

        await self._app(scope, receive, counted)

    async def _spoil(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.seconds)
        answer = _Answer()
        if fault.needs_effect:
            await self._app(scope, receive, answer.catch)
        if fault.kind is Kind.CUT:
            self._count(scope, CUT)
            await _cut(send)
            return
        spoilt = _spoilt(fault, answer)
        self._count(scope, spoilt.status)
        headers = [*spoilt.headers, self._date()]
        await send({"type": "http.response.start", "status": spoilt.status, "headers": headers})
        await send({"type": "http.response.body", "body": spoilt.body})

    def _date(self) -> tuple[bytes, bytes]:
        return b"date", format_datetime(self._kit.now(), usegmt=True).encode()

    def _count(self, scope: Scope, status: int) -> None:
        self._kit.calls.add(scope["method"], scope["path"], scope["query_string"].decode(), status)


def _target(scope: Scope) -> str:
    query = scope["query_string"].decode()
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def _spoilt(fault: Fault, true: _Answer) -> _Answer:
    match fault.kind:
        case Kind.TRUNCATE:
            return _resized(true, true.body[: len(true.body) // 2])
        case Kind.EMPTY:
            return _resized(true, b"")
        case Kind.DELAY:
            return true
        case Kind.HTML:
            return _made(fault, HTML_PAGE if fault.body is None else str(fault.body).encode(), b"text/html")
    if isinstance(fault.body, str) or fault.body is None:
        return _made(fault, (fault.body or "").encode(), b"text/plain")
    return _made(fault, json.dumps(fault.body).encode(), b"application/json")


def _made(fault: Fault, body: bytes, content_type: bytes) -> _Answer:
    given = [(name.lower().encode(), value.encode()) for name, value in fault.headers.items()]
    return _resized(_Answer(fault.status, [(b"content-type", content_type), *given]), body)


def _resized(answer: _Answer, body: bytes) -> _Answer:
    kept = [(name, value) for name, value in answer.headers if name != b"content-length"]
    return _Answer(answer.status, [*kept, (b"content-length", str(len(body)).encode())], body)


async def _cut(send: Send) -> None:
    """End the connection under the answer; uvicorn's `send` is bound to the cycle that owns the transport."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError("this server gives no way to cut a connection")
    transport.abort()
    for _ in range(3):  # let the server notice, or it would write a 500 of its own
        await asyncio.sleep(0)
