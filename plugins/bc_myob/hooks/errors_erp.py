"""What an answer of MYOB Advanced means (myob-advanced-api 5): classified by body, not by status class.

A wrong password, a missing record and a bad query are all HTTP 500 there, and the field errors of a record come as a
tree in the shape of the record itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from bc_myob.hooks.connections import Target
from bc_myob.hooks.error_trees import messages_of
from bc_myob.hooks.pauses import pause_in
from bc_myob.hooks.texts import said, summary
from bc_myob.hooks.transport import MISSING, Call, Reply
from bc_myob.model.errors import (
    BcMyobError,
    ConfigurationError,
    FieldMessage,
    OutcomeUnknown,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    RecordNotFound,
    SeatsExhausted,
    ServiceUnavailable,
)

NOT_FOUND: Final = "NoEntitySatisfiesTheConditionException"
WRONG_TENANT: Final = "PXUndefinedCompanyException"
SEAT_LIMIT: Final = "API Login Limit"
_DATABASE_TIMEOUT: Final = "timeout expired"
_GATEWAY: Final = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})

_Make = Callable[[str, Target, str], BcMyobError]
"""Makes the error from the subject (what was asked), the target and the ERP's own words."""


def seats_exhausted(target: Target, retry_after: float | None = None) -> SeatsExhausted:
    """Give the error of a licence without a free API seat."""
    return SeatsExhausted(
        f"{target}: all API seats of the licence are taken (API Login Limit). They come free when other sessions sign "
        "out or end; see SM604000 for the number and give the pool myob_advanced no more slots",
        retry_after=retry_after,
    )


def wrong_tenant(target: Target) -> ConfigurationError:
    """Give the error of a tenant that the site does not know."""
    return ConfigurationError(
        f"{target} does not know the tenant. Put its Login Name (SM203520) into extra tenant of the connection"
    )


_SIGNS: Final[tuple[tuple[str, _Make], ...]] = (
    (SEAT_LIMIT, lambda _subject, target, _text: seats_exhausted(target)),
    (NOT_FOUND, lambda subject, _target, _text: RecordNotFound(f"MYOB Advanced has no {subject}")),
    (WRONG_TENANT, lambda _subject, target, _text: wrong_tenant(target)),
    (
        "PXSetupNotEnteredException",
        lambda subject, target, text: ConfigurationError(f"{target} is not set up for {subject}: {text}"),
    ),
    ("Another process has", lambda subject, _target, text: RecordBusy(f"{subject}: {text}")),
    ("deadlock victim", lambda subject, _target, text: RecordBusy(f"{subject}: {text}")),
    (
        "Optimization cannot be performed",
        lambda subject, target, text: ConfigurationError(
            f"{target} cannot list {subject} with these fields; ask for fewer or read record by record. {text}"
        ),
    ),
)
"""Found in exception types or texts, whatever the status. Texts only where no type serves: they may be localised."""


def error_of(reply: Reply, call: Call, subject: str, target: Target) -> BcMyobError | None:
    """Give what went wrong with `call` about `subject`, or None for a 2xx. A 401 is the caller's: sign in again."""
    if reply.ok:
        return None
    body = reply.json()
    words = " ".join(_words(body)).lower() if body is not MISSING else reply.text.lower()
    for sign, make in _SIGNS:
        if sign.lower() in words:
            return make(subject, target, _text(body))
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(
            f"{target} declined {subject}: requests per minute of the licence (SM604000)",
            retry_after=pause_in(reply.headers),
        )
    known = _by_status(reply.status, _text(body), call, subject, target) or _unmet(reply, subject)
    if known is not None:
        return known
    if not _speaks(reply, body) or _DATABASE_TIMEOUT in words:
        return _no_word(reply, call, subject, target)
    messages = messages_of(body)
    return RecordInvalid(f"MYOB Advanced refused {subject}: {summary(messages) or reply.status}", messages)


def _speaks(reply: Reply, body: Any) -> bool:
    """Tell whether the application itself answered, not something before it."""
    if reply.status in _GATEWAY:
        return isinstance(body, Mapping) and any(name in body for name in ("exceptionType", "exceptionMessage"))
    return isinstance(body, (Mapping, list))


def _words(body: Any) -> Iterator[str]:
    if isinstance(body, Mapping):
        yield str(body.get("exceptionType", ""))
        yield from _words(body.get("innerException"))
    yield from (message.message for message in messages_of(body))


def _text(body: Any) -> str:
    return summary(messages_of(body)) if body is not MISSING else ""


def _by_status(status: int, text: str, call: Call, subject: str, target: Target) -> BcMyobError | None:
    reason = text.rstrip(".") or "no reason given"
    if status == HTTPStatus.FORBIDDEN:
        return ConfigurationError(
            f"{target} gives no access to {subject} (403): {reason}. Give the API user rights to that form (SM201020), "
            "or switch its feature on (CS100000)"
        )
    if status == HTTPStatus.NOT_FOUND:
        return ConfigurationError(
            f"{target} has no {call.path} (404): {reason}. Check endpoint name and version in the store's settings, "
            "and that the endpoint offers this"
        )
    if status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100:
        return ConfigurationError(
            f"{target} answers {subject} with a redirect, which is not followed. Check host and endpoint "
            "(a broken endpoint definition does that, too)"
        )
    return None


def _unmet(reply: Reply, subject: str) -> BcMyobError | None:
    """Give the error of If-Match (update only)."""
    if reply.status != HTTPStatus.PRECONDITION_FAILED:
        return None
    return RecordNotFound(f"MYOB Advanced has no {subject} to update")


def _no_word(reply: Reply, call: Call, subject: str, target: Target) -> BcMyobError:
    """Give the error of an answer that is not the application's own: a gateway, a restart, a lost database."""
    if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return RecordInvalid(
            f"{target} refused {subject} ({reply.status})", [FieldMessage("", said(f"HTTP {reply.status}"))]
        )
    if call.writes:
        return OutcomeUnknown(f"{target} answered {reply.status} to {subject}: the write may or may not have happened")
    return ServiceUnavailable(f"{target} answered {reply.status} to {subject}", retry_after=pause_in(reply.headers))
