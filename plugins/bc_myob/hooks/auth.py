"""The two ways into MYOB Advanced: a cookie session, or an OAuth 2.0 password grant (myob-advanced-api 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, Protocol

from airflow.sdk.log import mask_secret

from bc_myob.hooks.error_trees import messages_of
from bc_myob.hooks.errors_erp import SEAT_LIMIT, WRONG_TENANT, seats_exhausted, wrong_tenant
from bc_myob.hooks.pauses import pause_in
from bc_myob.hooks.policies import Timing
from bc_myob.hooks.texts import said, summary
from bc_myob.hooks.transport import MISSING, Call, HeaderAuth, Reply, Transport
from bc_myob.model.codec import dumps
from bc_myob.model.errors import BcMyobError, ConfigurationError, CredentialsError, ServiceUnavailable

LOGIN: Final = "/entity/auth/login"
LOGOUT: Final = "/entity/auth/logout"
TOKEN: Final = "/identity/connect/token"  # noqa: S105 - an address
_EARLY: Final = 60.0
"""Seconds before its end at which a token is renewed."""


class SignIn(Protocol):
    """A way in. `open` may be called again: after a 401 it gets a new session or token."""

    def open(self, transport: Transport) -> None:
        """Sign in, or raise CredentialsError, SeatsExhausted, ConfigurationError or ServiceUnavailable."""

    def renew(self, transport: Transport) -> None:
        """Renew what is about to end; called before each request."""

    def close(self, transport: Transport) -> None:
        """Sign out, which frees the seat."""


def sign_out(transport: Transport) -> None:
    """End the session the transport is in and forget its cookies and token."""
    try:
        # without a length IIS answers 411 and the session keeps its seat
        reply = transport.send(Call("POST", LOGOUT, headers={"Content-Length": "0"}))
    finally:
        transport.session.cookies.clear()
        transport.session.auth = None
    if not reply.ok and reply.status != HTTPStatus.UNAUTHORIZED:
        raise ServiceUnavailable(f"{transport.target} answered {reply.status} to the sign-out")


@dataclass(slots=True)
class CookieSignIn:
    """Login and password; tenant (Login Name on SM203520) and branch (CS102000) where given."""

    login: str
    password: str = field(repr=False)
    tenant: str = ""
    branch: str = ""

    def open(self, transport: Transport) -> None:
        """Sign in anew; the cookies go into the transport's session."""
        transport.session.cookies.clear()
        known = {"name": self.login, "password": self.password, "tenant": self.tenant, "branch": self.branch}
        body = dumps({name: value for name, value in known.items() if value})
        error = _refusal(transport.send(Call("POST", LOGIN, body=body)), transport)
        if error is not None:
            raise error

    def renew(self, transport: Transport) -> None:
        """Do nothing: a cookie session lives by being used."""

    def close(self, transport: Transport) -> None:
        """Sign out."""
        sign_out(transport)


@dataclass(slots=True)
class OAuthSignIn:
    """Resource-owner password grant; refreshed with rotation if `scope` holds offline_access, else granted anew."""

    login: str
    password: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    timing: Timing
    scope: str = "api"
    _refresh_token: str | None = field(default=None, repr=False)
    _ends_at: float = float("inf")

    def open(self, transport: Transport) -> None:
        """Get a token: by the refresh token if there is one that still works, else by login and password."""
        token, self._refresh_token = self._refresh_token, None
        if token is not None:
            try:
                self._grant(transport, {"grant_type": "refresh_token", "refresh_token": token})
            except CredentialsError:
                pass  # the chain has ended (30 days by default); the password still stands
            else:
                return
        transport.session.cookies.clear()
        self._grant(
            transport,
            {"grant_type": "password", "username": self.login, "password": self.password, "scope": self.scope},
        )

    def renew(self, transport: Transport) -> None:
        """Get the next token a minute before this one ends."""
        if self.timing.clock() < self._ends_at - _EARLY:
            return
        if self._refresh_token is None:
            sign_out(transport)  # a new grant opens another seat; give this one back first
        self.open(transport)

    def close(self, transport: Transport) -> None:
        """Sign out: else the seat stays taken for the hour of the token."""
        sign_out(transport)

    def _grant(self, transport: Transport, form: Mapping[str, str]) -> None:
        transport.session.auth = None
        known = {"client_id": self.client_id, "client_secret": self.client_secret}
        reply = transport.send(Call("POST", TOKEN, body={**form, **known}))
        granted = reply.json()
        if not reply.ok or not isinstance(granted, Mapping) or not granted.get("access_token"):
            raise _token_refusal(reply, granted, transport)
        # the old refresh token is dead from here on: keep the new one before anything else can fail
        self._refresh_token = granted.get("refresh_token")
        self._ends_at = self.timing.clock() + float(granted.get("expires_in") or 3600)
        for secret in (granted["access_token"], self._refresh_token):
            if secret:
                mask_secret(secret)
        transport.session.auth = HeaderAuth("Authorization", f"Bearer {granted['access_token']}")


def _refusal(reply: Reply, transport: Transport) -> BcMyobError | None:
    """Give why a sign-in was refused (HTTP 500 is how the ERP says a wrong password), or None."""
    target, body = transport.target, reply.json()
    if SEAT_LIMIT.lower() in reply.text.lower() or reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return seats_exhausted(target, pause_in(reply.headers))
    if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR and (_is_page(reply, body) or _is_elsewhere(reply)):
        return ConfigurationError(
            f"{target} has no sign-in of MYOB Advanced at {LOGIN} ({reply.status}). Check the host of the connection"
        )
    if reply.ok:
        return None
    if WRONG_TENANT in reply.text:
        return wrong_tenant(target)
    if body is MISSING and reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServiceUnavailable(
            f"{target} answered {reply.status} to the sign-in", retry_after=pause_in(reply.headers)
        )
    words = summary(messages_of(body)) if body is not MISSING else f"HTTP {reply.status}"
    return CredentialsError(
        f"{target} refuses the sign-in: {words}. Check login, password and tenant of the connection; it is not tried "
        "again, because wrong passwords lock the account"
    )


def _is_page(reply: Reply, body: Any) -> bool:
    return body is MISSING and reply.text.lstrip().startswith("<")


def _is_elsewhere(reply: Reply) -> bool:
    return reply.status == HTTPStatus.NOT_FOUND or reply.status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100


def _token_refusal(reply: Reply, body: Any, transport: Transport) -> BcMyobError:
    target = transport.target
    code = said(body.get("error", ""), 60) if isinstance(body, Mapping) else ""
    if not code:
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ServiceUnavailable(
                f"{target} answered {reply.status} to {TOKEN}", retry_after=pause_in(reply.headers)
            )
        return ConfigurationError(f"{target} has no OAuth sign-in at {TOKEN} ({reply.status}). Check the host")
    if code == "invalid_scope":
        return ConfigurationError(f"{target} refuses the OAuth scope. Check extra scope and the application (SM303010)")
    what = "client_id and client_secret" if "client" in code else "login and password"
    return CredentialsError(
        f"{target} refuses the OAuth sign-in ({code}). Check {what} of the connection and the application on SM303010"
    )
