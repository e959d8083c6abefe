"""The MYOB Advanced tenant as an Airflow hook: connection type `myob_advanced` (docs/connections.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from airflow.sdk import Connection

from bc_myob.hooks.auth import CookieSignIn, OAuthSignIn, SignIn
from bc_myob.hooks.base import ApiHook
from bc_myob.hooks.connections import extras_of, required
from bc_myob.hooks.erp_connection import ErpConnection
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import ERP_LITERAL
from bc_myob.hooks.pacing import Pacer
from bc_myob.hooks.policies import ERP_POLICIES, REAL_TIME, ErpPolicies, Timing
from bc_myob.model.errors import BcMyobError, ConfigurationError

__all__ = ["DEFAULT_CONN_ID", "ErpSession", "MyobAdvancedHook"]

DEFAULT_CONN_ID: Final = "myob_advanced_default"


class MyobAdvancedHook(ApiHook):
    """Reads and writes one MYOB Advanced (Acumatica) tenant through its contract-based REST API.

    Connection: host, login, password, extras tenant and branch; for OAuth extra auth "oauth", client_id, client_secret.
    `requests_per_minute` paces ONE session: with several at once hand each its part of the licence's number.
    Sources: myob-advanced-api 1-5.
    """

    conn_name_attr: ClassVar[str] = "myob_advanced_conn_id"
    default_conn_name: ClassVar[str] = DEFAULT_CONN_ID
    conn_type: ClassVar[str] = "myob_advanced"
    hook_name: ClassVar[str] = "MYOB Advanced"
    system: ClassVar[str] = "MYOB Advanced"
    literal: ClassVar[str] = ERP_LITERAL
    # the ERP holds requests back when its licence is busy: a short timeout would make unknown outcomes
    read_timeout: ClassVar[float] = 300.0

    def __init__(  # noqa: PLR0913 - each by name, all but the first with a default
        self,
        myob_advanced_conn_id: str = DEFAULT_CONN_ID,
        *,
        endpoint: str = "Default",
        version: str = "24.200.001",
        requests_per_minute: float | None = None,
        policies: ErpPolicies = ERP_POLICIES,
        timing: Timing = REAL_TIME,
    ) -> None:
        super().__init__(myob_advanced_conn_id)
        self.myob_advanced_conn_id = myob_advanced_conn_id
        self.endpoint = endpoint
        self.version = version
        self._pacer = Pacer(requests_per_minute, timing)
        self._policies = policies
        self._timing = timing
        self._session: ErpSession | None = None

    @contextmanager
    def session(self) -> Iterator[ErpSession]:
        """Give a session that signs in at its first call and signs out at the end, also on errors and timeouts."""
        self._session = session = self._new_session()
        try:
            yield session
        finally:  # AirflowTaskTimeout and KeyboardInterrupt are no Exceptions; they pass here, too
            session.close()
            self._session = None

    def close(self) -> None:
        """Sign out of an open session and let go of the connections; for an operator's on_kill."""
        if self._session is not None:
            self._session.close()
        super().close()

    def test_connection(self) -> tuple[bool, str]:
        """Tell whether sign-in and endpoint are right; signs out again."""
        try:
            with self.session() as session:
                self.check_endpoint(session)
                tenant = extras_of(self.get_connection(self.http_conn_id)).get("tenant") or "the default tenant"
        except BcMyobError as error:
            return False, str(error)
        return True, f"Signed in to {tenant}; endpoint {self.endpoint}/{self.version} is there"

    def tenant(self) -> str:
        """Give the tenant's login name: extra tenant, or what stands behind the @ of an OAuth client id."""
        extras = extras_of(self.get_connection(self.http_conn_id))
        return str(extras.get("tenant") or "") or str(extras.get("client_id") or "").partition("@")[2]

    def check_endpoint(self, session: ErpSession) -> None:
        """Raise ConfigurationError, naming what there is, if the site lacks the configured endpoint and version."""
        there = [f"{row.get('name')}/{row.get('version')}" for row in session.endpoints()]
        if f"{self.endpoint}/{self.version}" not in there:
            raise ConfigurationError(
                f"{self.target} has no endpoint {self.endpoint}/{self.version}; it has {', '.join(sorted(there))}. "
                "Set endpoint in the store's settings"
            )

    def _new_session(self) -> ErpSession:
        connection = self.get_connection(self.http_conn_id)
        seat = ErpConnection(
            self.transport, self._way_in(connection), policies=self._policies, pacer=self._pacer, timing=self._timing
        )
        return ErpSession(seat, self.endpoint, self.version)

    def _way_in(self, connection: Connection) -> SignIn:
        extras = extras_of(connection)
        login = required(connection, connection.login, "login")
        password = required(connection, connection.password, "password")
        match str(extras.get("auth") or "cookie").lower():
            case "cookie":
                return CookieSignIn(login, password, str(extras.get("tenant") or ""), str(extras.get("branch") or ""))
            case "oauth":
                return OAuthSignIn(
                    login,
                    password,
                    required(connection, extras.get("client_id"), "client_id in its extra"),
                    required(connection, extras.get("client_secret"), "client_secret in its extra"),
                    self._timing,
                    scope=str(extras.get("scope") or "api"),
                )
        raise ConfigurationError(f"Connection '{connection.conn_id}': extra auth is cookie or oauth")
