"""Sessions and the seats they take (sections 2 and 3). Signing in by password lives here, OAuth in `grants`."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.erp.errors import ErpError, ServerError
from sandbox.kit import Kit
from sandbox.shop import catalogue

COOKIE = "ASP.NET_SessionId"
BAD_CREDENTIALS = "Error: Invalid credentials. Please try again."
LOCKED_OUT = "Error: The account is locked out. Contact your system administrator."
NO_COMPANY = "A proper company ID cannot be determined for the request."
LOGIN_LIMIT = "API Login Limit"


@dataclass(slots=True)
class Session:
    """One seat. Its requests run one after another."""

    id: str
    branch: str
    last_used: datetime
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Sessions:
    """The open sessions of the tenant. Guarded by the world's lock; lost on a restart, as on a real site."""

    def __init__(self, kit: Kit) -> None:
        """Start with every seat free."""
        self._kit = kit
        self._open: dict[str, Session] = {}
        self._wrong: dict[str, int] = {}

    def __contains__(self, session_id: object) -> bool:
        """Tell whether this session is open, without using it."""
        self._expire()
        return session_id in self._open

    def __len__(self) -> int:
        """Return the number of open sessions."""
        self._expire()
        return len(self._open)

    def check_password(self, name: object, password: object) -> str | None:
        """Return why this user cannot sign in, or None. Repeated wrong passwords lock the account."""
        limit, wrong = self._kit.limits["wrong_passwords"], self._wrong.get(str(name), 0)
        if limit and wrong >= limit:
            return LOCKED_OUT
        if (name, password) != (catalogue.ERP_USER, catalogue.ERP_PASSWORD):
            self._wrong[str(name)] = wrong + 1
            return BAD_CREDENTIALS
        self._wrong.pop(str(name), None)
        return None

    def check_tenant(self, tenant: object) -> None:
        """Refuse an unknown tenant where the site has several; with one tenant any text will do."""
        known = (None, "", catalogue.TENANT)
        if self._kit.switches["several_tenants"] and tenant not in known:
            raise ServerError(NO_COMPANY, "PX.Data.PXUndefinedCompanyException")

    def open(self, branch: str = catalogue.BRANCH) -> Session:
        """Take a seat, or refuse with "API Login Limit"."""
        self._expire()
        if len(self._open) >= self._kit.limits["seats"]:
            if self._kit.switches["seat_refusal"] == 500:
                raise ServerError(f"Error: {LOGIN_LIMIT}")
            raise ErpError(LOGIN_LIMIT, 429)
        session = Session(secrets.token_hex(12), branch, self._kit.clock.now())
        self._open[session.id] = session
        return session

    def find(self, session_id: str | None) -> Session | None:
        """Return the open session with this id, and note that it is in use."""
        self._expire()
        session = self._open.get(session_id or "")
        if session:
            session.last_used = self._kit.clock.now()
        return session

    def close(self, session_id: str | None) -> None:
        """Give a seat back."""
        self._open.pop(session_id or "", None)

    def close_all(self) -> None:
        """End every session, as a site restart does, and forget wrong passwords."""
        self._open.clear()
        self._wrong.clear()

    def _expire(self) -> None:
        oldest = self._kit.clock.now() - timedelta(minutes=self._kit.limits["session_idle_minutes"])
        ended = [key for key, session in self._open.items() if session.last_used < oldest and not session.lock.locked()]
        for key in ended:
            del self._open[key]
