"""One HTTP exchange: what was sent, what came back, and what its failure means for a write."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from requests.auth import AuthBase
from urllib3.exceptions import NameResolutionError, NewConnectionError

from bc_myob.hooks.connections import Target
from bc_myob.hooks.filters import query_string
from bc_myob.model.codec import loads
from bc_myob.model.errors import BcMyobError, ConfigurationError, OutcomeUnknown, ServiceUnavailable

MISSING = object()
"""What `Reply.json` gives for a body that is no JSON."""


_NEVER_SENT: Final = (
    (requests.exceptions.ConnectTimeout, "no connection in time"),
    (requests.exceptions.ProxyError, "the proxy does not let us through"),
    (NameResolutionError, "the host name cannot be resolved"),
    (NewConnectionError, "the host refuses the connection"),
)
_TLS: Final = (
    ("CERTIFICATE_VERIFY_FAILED", "its TLS certificate is not trusted"),
    ("WRONG_VERSION_NUMBER", "it does not speak TLS there; if that is meant, write http:// in the host"),
)


class HeaderAuth(AuthBase):
    """Puts one secret header on every request; keeps it out of the session's headers and of reprs."""

    def __init__(self, name: str, value: str) -> None:
        self._name, self._value = name, value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Give the request with the header on it."""
        request.headers[self._name] = self._value
        return request


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived whole."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the range of success

    def json(self) -> Any:
        """Give the body's value (fractions as Decimal), or MISSING if it is no JSON: empty, HTML, cut off."""
        try:
            return loads(self.text)
        except ValueError:
            return MISSING


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be sent. `body` is JSON text or a form.

    `writes`: a lost answer leaves us in doubt. `may_be_empty`: a success without a body is an answer. `before` is
    called each time the request is about to leave; what it raises keeps it here.
    """

    method: str
    path: str
    query: Mapping[str, object] = field(default_factory=dict)
    body: str | Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False
    may_be_empty: bool = False
    before: Callable[[], None] | None = None


@dataclass(slots=True)
class Tally:
    """What went over the wire: every request, repetitions and sign-ins included; the slowest took `slowest` seconds.

    `declined`: the other side's words each time it turned one away for a limit.
    """

    requests: int = 0
    slowest: float = 0.0
    declined: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Transport:
    """A pooled session and where it leads. Redirects are not followed, every call has timeouts, nothing is logged.

    `literal` holds the characters that stay unencoded in queries; `tally` counts.
    """

    session: requests.Session
    target: Target
    literal: str = ""
    tally: Tally = field(default_factory=Tally)

    def send(self, call: Call) -> Reply:
        """Give the answer, whatever its status.

        Raises ServiceUnavailable if nothing reached the other side; if the answer was lost, OutcomeUnknown for a call
        that writes, else ServiceUnavailable.
        """
        begun = time.monotonic()
        try:
            return self._exchange(call)
        finally:
            self.tally.requests += 1
            self.tally.slowest = max(self.tally.slowest, time.monotonic() - begun)

    def _exchange(self, call: Call) -> Reply:
        as_json = isinstance(call.body, str)
        try:
            answer = self.session.request(
                call.method,
                self.target.base_url + call.path + query_string(call.query, self.literal),
                data=call.body.encode() if isinstance(call.body, str) else call.body,
                headers=({"Content-Type": "application/json"} if as_json else {}) | dict(call.headers),
                timeout=self.target.timeouts,
                verify=self.target.verify,  # the session's own would lose against REQUESTS_CA_BUNDLE
                allow_redirects=False,
            )
        except requests.RequestException as exc:
            raise _meaning(exc, self.target, writes=call.writes) from exc
        except ValueError:
            # http.client refuses header values with line ends; its message quotes the secret, so the cause is dropped
            raise ConfigurationError(
                f"{self.target}: the token or password holds characters that cannot travel in a header"
            ) from None
        return Reply(answer.status_code, answer.headers, answer.content.decode("utf-8-sig", errors="replace"))


def _meaning(exc: requests.RequestException, target: Target, *, writes: bool) -> BcMyobError:
    if isinstance(exc, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return ConfigurationError(f"{target}: the host is no valid address")
    if (why := _not_sent(exc)) is not None:
        return ServiceUnavailable(f"Cannot reach {target}: {why}")
    what = "no answer in time" if isinstance(exc, requests.Timeout) else "the connection was lost before the answer"
    if writes:
        return OutcomeUnknown(f"{target}: {what}; the write may or may not have taken effect")
    return ServiceUnavailable(f"{target}: {what}")


def _not_sent(exc: requests.RequestException) -> str | None:
    """Give why the request never left, or None if it may have."""
    inner = getattr(exc.args[0] if exc.args else None, "reason", None)
    for kind, words in _NEVER_SENT:
        if isinstance(exc, kind) or isinstance(inner, kind):
            return words
    if isinstance(exc, requests.exceptions.SSLError):
        return next((words for sign, words in _TLS if sign in str(exc)), None)
    return None
