"""One seat of the ERP: signed in at the first call, repeated where that is safe, signed out whatever happens."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from bc_myob.hooks.auth import SignIn
from bc_myob.hooks.errors_erp import error_of
from bc_myob.hooks.pacing import Pacer
from bc_myob.hooks.policies import ErpPolicies, Timing
from bc_myob.hooks.transport import MISSING, Call, Reply, Transport
from bc_myob.model.errors import (
    BcMyobError,
    CredentialsError,
    OutcomeUnknown,
    RateLimited,
    SeatsExhausted,
    ServiceUnavailable,
)

log = logging.getLogger(__name__)


class ErpConnection:
    """Sends calls in one session. Requests of a session run one after another anyway: one worker, one connection."""

    def __init__(
        self, transport: Transport, sign_in: SignIn, *, policies: ErpPolicies, pacer: Pacer, timing: Timing
    ) -> None:
        self.transport = transport
        self.policies = policies
        self.timing = timing
        self._sign_in = sign_in
        self._pacer = pacer
        self._signed_in = False
        self._closed = False
        self.seat_kept_by = ""
        """Why the last sign-out failed; "" where it did not."""

    def call(self, call: Call, subject: str) -> tuple[Reply, Any]:
        """Give the answer and its JSON (None for an empty body); `subject` names what is asked in messages.

        Repeated by policy: no free seat, declined by the licence, unreachable; for reads also a lost answer. In all of
        these nothing happened on the other side. Everything else is raised at once.
        """
        return self.policies.seats.run(
            lambda: self.policies.calls.run(lambda: self._noted(call, subject), self.timing), self.timing
        )

    def close(self) -> None:
        """Sign out if signed in. Never raises for the ERP's sake; may be called twice, and from a signal handler."""
        self._closed = True
        self._leave()

    def _noted(self, call: Call, subject: str) -> tuple[Reply, Any]:
        try:
            return self._once(call, subject)
        except (RateLimited, SeatsExhausted) as error:
            self.transport.tally.declined.append(str(error))
            raise

    def _once(self, call: Call, subject: str) -> tuple[Reply, Any]:
        if not self._signed_in:
            self._enter()
        self._sign_in.renew(self.transport)
        reply = self._send(call)
        if _session_ended(reply):  # a 401 had no effect, so the call may be repeated once, whatever it was
            self._leave()
            self._enter()
            reply = self._send(call)
            if _session_ended(reply):
                raise CredentialsError(
                    f"{self.transport.target} accepts the sign-in but then refuses the session ({reply.status})"
                )
        error = error_of(reply, call, subject, self.transport.target)
        if error is not None:
            raise error
        return reply, self._value(reply, call, subject)

    def _enter(self) -> None:
        self._refuse_when_closed()
        self._pacer.acquire()
        self._sign_in.open(self.transport)
        self._signed_in = True

    def _leave(self) -> None:
        if not self._signed_in:
            return
        self._signed_in = False
        try:
            self._sign_in.close(self.transport)
        except BcMyobError as error:
            self.seat_kept_by = str(error)
            log.warning("The sign-out failed, so the seat stays taken until the session ends: %s", error)

    def _send(self, call: Call) -> Reply:
        self._refuse_when_closed()
        self._pacer.acquire()
        if call.before is not None:
            call.before()
        return self.transport.send(call)

    def _refuse_when_closed(self) -> None:
        # a task that is being killed must not sign in again behind the sign-out
        if self._closed:
            raise BcMyobError(f"The session with {self.transport.target} is over; open another one")

    def _value(self, reply: Reply, call: Call, subject: str) -> Any:
        value = reply.json() if reply.text.strip() else None
        if value is not MISSING and (value is not None or call.may_be_empty):
            return value
        what = f"{self.transport.target} answered {subject} with nothing, or with something that is no whole JSON"
        raise OutcomeUnknown(what) if call.writes else ServiceUnavailable(what)


def _session_ended(reply: Reply) -> bool:
    """Tell whether the session is gone: 401, or on some builds a redirect to the login page."""
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return True
    is_redirect = reply.status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100
    return is_redirect and "login" in reply.headers.get("Location", "").lower()
