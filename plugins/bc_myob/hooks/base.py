"""What both API hooks share: HttpHook without its traps (extras as headers, no timeout, bodies in the log)."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ClassVar

from airflow.providers.http.hooks.http import HttpHook
from airflow.sdk import Connection
from requests import Session

from bc_myob.hooks.connections import Target, connection_of, target_of
from bc_myob.hooks.transport import Transport


class ApiHook(HttpHook):
    """An HttpHook whose extras are settings, never headers, and whose session is made once and pooled.

    Subclasses say who they are by class attributes and how they sign in by `_configure_session_from_auth`.
    """

    system: ClassVar[str] = ""
    read_timeout: ClassVar[float] = 30.0
    """Seconds; the connection's extra `read_timeout` overrules it."""
    literal: ClassVar[str] = ""
    """Characters that stay unencoded in queries."""

    def __init__(self, conn_id: str) -> None:
        super().__init__(method="GET", http_conn_id=conn_id)
        self._transport: Transport | None = None

    @classmethod
    def get_connection(cls, conn_id: str) -> Connection:
        """Give the connection; ConfigurationError says how to add a missing one."""
        return connection_of(conn_id)

    @property
    def target(self) -> Target:
        """Where this hook leads, for messages; holds no secret."""
        return self.transport.target

    @property
    def transport(self) -> Transport:
        """The pooled session, made at the first use."""
        if self._transport is None:
            session = self.get_conn()  # which says where it leads, too: one question to Airflow, not two
            self._transport = Transport(session, self._leads_to, self.literal)
        return self._transport

    def close(self) -> None:
        """Let go of the pooled connections; the hook can be used again."""
        if self._transport is not None:
            self._transport.session.close()
            self._transport = None

    def _target(self, connection: Connection) -> Target:
        return target_of(connection, self.system, read_timeout=self.read_timeout, default_host=str(self.default_host))

    def _set_base_url(self, connection: Connection) -> None:
        self._leads_to = self._target(connection)
        self.base_url = self._leads_to.base_url
        self._base_url_initialized = True

    def _configure_session_from_auth(self, session: Session, connection: Connection) -> Session:
        target = self._target(connection)
        session.verify = target.verify
        session.headers.update({"Accept": "application/json", "User-Agent": _user_agent()})
        # for HttpHook.run(), which nobody here uses: no redirects, no bodies in the log, no waiting for ever
        self.merged_extra: dict[str, Any] = {
            "timeout": target.timeouts,
            "check_response": False,
            "allow_redirects": False,
        }
        return session

    def _configure_session_from_extra(
        self,
        session: Session,
        connection: Connection,  # noqa: ARG002 - the base class hands it in
        extra_options: dict[str, Any],
    ) -> Session:
        self.merged_extra |= extra_options
        return session


@cache
def _user_agent() -> str:
    try:
        return f"bc-myob/{version('bc-myob')}"
    except PackageNotFoundError:
        return "bc-myob"
