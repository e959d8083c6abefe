"""Who may come in: the session a request belongs to, its turn, its licence, and how refusals are written."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.erp.errors import ErpError, NotSignedIn
from sandbox.erp.jsonio import JsonReply
from sandbox.erp.sessions import COOKIE, Session
from sandbox.erp.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Visit:
    """One admitted request."""

    request: Request
    body: bytes
    session: Session


Work = Callable[[Visit], Awaitable[Response]]


class Door:
    """Admits requests and turns refusals into answers."""

    def __init__(self, tenant: Tenant) -> None:
        """Guard `tenant`."""
        self._tenant = tenant

    async def admit(self, request: Request, work: Work) -> Response:
        """Return what `work` answers, once it is the request's turn; requests of one session never overlap."""
        try:
            body = await request.body()
            with self._tenant.lock:
                session, opened = self._session(request)
            async with session.lock, self._tenant.licence.request():
                answer = await work(Visit(request, body, session))
        except ErpError as error:
            return self.refusal(error)
        if opened:
            answer.set_cookie(COOKIE, session.id, path="/", httponly=True)
        return answer

    def refusal(self, error: ErpError) -> Response:
        """Return the answer to a refused request."""
        body = error.body
        if isinstance(error, NotSignedIn) and self._tenant.kit.switches["body_401"] == "json":
            body = {"message": "You are not logged in."}
        if body is None:
            return Response(status_code=error.status, headers=error.headers)
        kind = PlainTextResponse if isinstance(body, str) else JsonReply
        return kind(body, status_code=error.status, headers=error.headers)

    def _session(self, request: Request) -> tuple[Session, bool]:
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        cookie = request.cookies.get(COOKIE)
        if scheme.lower() == "bearer":
            return self._tenant.grants.session(credentials, cookie)
        if session := self._tenant.sessions.find(cookie):
            return session, False
        if scheme.lower() == "basic" and request.url.path.startswith("/t/"):
            return self._by_basic(credentials), True
        raise NotSignedIn

    def _by_basic(self, credentials: str) -> Session:
        """Return a new session: OData with basic sign-in counts as an ordinary user (section 2)."""
        try:
            name, _, password = base64.b64decode(credentials).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise NotSignedIn from None
        if self._tenant.sessions.check_password(name, password):
            raise NotSignedIn
        return self._tenant.sessions.open()
