"""OAuth 2.0: password grant and rotating refresh tokens, and the session each grant stands for (section 2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.erp.errors import ErpError, NotSignedIn
from sandbox.erp.sessions import Session, Sessions
from sandbox.erp.trees import Values
from sandbox.kit import Kit
from sandbox.shop import catalogue

SCOPES = ("api", "offline_access", "api:concurrent_access", "openid", "profile")
CHAIN_DAYS = 30


@dataclass(slots=True)
class Grant:
    """What one password gave access to, through all its refreshes."""

    scopes: tuple[str, ...]
    chain_ends: datetime
    session: str | None = None

    @property
    def concurrent(self) -> bool:
        """Tell whether sessions are kept apart by cookies."""
        return "api:concurrent_access" in self.scopes


def refused(error: str, description: str = "") -> ErpError:
    """Return an OAuth refusal."""
    return ErpError({"error": error} | ({"error_description": description} if description else {}), 400)


class Grants:
    """The tokens in force."""

    def __init__(self, kit: Kit, sessions: Sessions) -> None:
        """Start without tokens."""
        self._kit, self._sessions = kit, sessions
        self._access: dict[str, tuple[Grant, datetime]] = {}
        self._refresh: dict[str, Grant] = {}

    def token(self, form: Mapping[str, str]) -> Values:
        """Return the answer of the token endpoint to a form that was posted."""
        client = (form.get("client_id"), form.get("client_secret"))
        if client != (catalogue.ERP_CLIENT_ID, catalogue.ERP_CLIENT_SECRET):
            raise refused("invalid_client")
        match form.get("grant_type"):
            case "password":
                return self._issue(self._by_password(form))
            case "refresh_token":
                return self._issue(self._by_refresh(form))
        raise refused("unsupported_grant_type")

    def session(self, token: str, cookie: str | None) -> tuple[Session, bool]:
        """Return the session a bearer call runs in, and whether it was opened by this call."""
        grant, expires = self._access.get(token, (None, self._kit.clock.now()))
        if grant is None or expires <= self._kit.clock.now() or "api" not in " ".join(grant.scopes):
            raise NotSignedIn
        known = self._sessions.find(cookie if grant.concurrent else grant.session)
        if known:
            return known, False
        opened = self._sessions.open()
        grant.session = opened.id
        return opened, True

    def session_id(self, token: str) -> str | None:
        """Return the id of the session a token is tied to."""
        grant = self._access[token][0] if token in self._access else None
        return None if grant is None or grant.concurrent else grant.session

    def revoke_all(self) -> None:
        """Forget every token."""
        self._access.clear()
        self._refresh.clear()

    def _by_password(self, form: Mapping[str, str]) -> Grant:
        scopes = tuple((form.get("scope") or "").split())
        if not scopes or set(scopes) - set(SCOPES):
            raise refused("invalid_scope")
        problem = self._sessions.check_password(form.get("username"), form.get("password"))
        if problem:
            raise refused("invalid_grant", "invalid_username_or_password")
        return Grant(scopes, self._kit.clock.now() + timedelta(days=CHAIN_DAYS))

    def _by_refresh(self, form: Mapping[str, str]) -> Grant:
        grant = self._refresh.pop(form.get("refresh_token") or "", None)  # used once: the old token is dead
        if grant is None or grant.chain_ends <= self._kit.clock.now():
            raise refused("invalid_grant")
        return grant

    def _issue(self, grant: Grant) -> Values:
        seconds = self._kit.limits["token_seconds"]
        access = secrets.token_hex(20)
        self._access[access] = (grant, self._kit.clock.now() + timedelta(seconds=seconds))
        answer: Values = {"access_token": access, "expires_in": seconds, "token_type": "Bearer"}
        if "offline_access" in grant.scopes:
            answer["refresh_token"] = secrets.token_hex(20)
            self._refresh[answer["refresh_token"]] = grant
        return answer | {"scope": " ".join(grant.scopes)}
