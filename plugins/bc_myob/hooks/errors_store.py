"""What an answer of the BigCommerce API means (bigcommerce-api 4): one typed error, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from bc_myob.hooks.budget import declined_for
from bc_myob.hooks.connections import Target
from bc_myob.hooks.pauses import pause_in
from bc_myob.hooks.texts import said, summary
from bc_myob.hooks.transport import MISSING, Reply
from bc_myob.model.errors import (
    BcMyobError,
    ConfigurationError,
    CredentialsError,
    FieldMessage,
    OutcomeUnknown,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    RecordNotFound,
    ServiceUnavailable,
)

_SCOPES: Final = (
    ("/transactions", "store_v2_transactions_read_only (the orders scope is not enough)"),
    ("/payments/methods", "store_payments_methods_read"),
    ("/orders", "store_v2_orders_read_only"),
    ("/customers", "store_v2_customers_read_only"),
    ("/customer_groups", "store_v2_customers_read_only"),
    ("/store", "store_v2_information_read_only"),
    ("/currencies", "store_v2_information_read_only"),
)
_IN_DOUBT: Final = frozenset({499, 500, 502, 504, 509})
_AWAY: Final = frozenset({423, 429, 499, 500, 502, 503, 504, 509})


def error_of(reply: Reply, path: str, target: Target, *, writes: bool = False) -> BcMyobError | None:
    """Give what went wrong with a call to `path` (without host and store), or None for a 2xx.

    A server's failure leaves a call that `writes` in doubt; one that is locked or declined never took effect.
    """
    if reply.ok:
        return None
    if writes and reply.status in _IN_DOUBT:
        return OutcomeUnknown(f"{target} answered {reply.status} to {path}: the write may or may not have happened")
    title = summary(messages_of(reply))
    known = _permission(reply.status, path, target, writes=writes) or _address(reply.status, path, target)
    if known is not None:
        return known
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE and "suspend" in title.lower():
        return ConfigurationError(f"{target}: the store is suspended ({title}). Settle it with BigCommerce, run again")
    if reply.status in _AWAY:
        return _away(reply, title, target)
    return _refusal(reply, path, title, target)


def _permission(status: int, path: str, target: Target, *, writes: bool) -> BcMyobError | None:
    if status == HTTPStatus.UNAUTHORIZED:
        return CredentialsError(
            f"{target} refuses the access token (401). Put the token of this store's API account into the password "
            "field of the connection"
        )
    if status == HTTPStatus.FORBIDDEN:
        return CredentialsError(
            f"{target} does not let the API account {'write' if writes else 'read'} {path} (403). Give it the OAuth "
            f"scope {scope_for(path).removesuffix('_read_only') if writes else scope_for(path)}; if "
            "it has it, check store_hash of the connection, and that the store's plan includes this resource"
        )
    return None


def scope_for(path: str) -> str:
    """Give the OAuth scope that reading `path` needs."""
    return next((scope for part, scope in _SCOPES if part in path), "for this resource")


def _address(status: int, path: str, target: Target) -> BcMyobError | None:
    if status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100:
        return ConfigurationError(
            f"{target} answers with a redirect ({status}), which is not followed. Put the address of the API into host"
        )
    if status == HTTPStatus.NOT_FOUND:
        if re.search(r"/\d+(/|$)", path):
            return RecordNotFound(f"BigCommerce has no {path}")
        return ConfigurationError(f"{target} has no {path} (404). Check store_hash and host of the connection")
    if status in (501, 505):
        return ConfigurationError(f"{target} does not offer {path} ({status})")
    return None


def _away(reply: Reply, title: str, target: Target) -> BcMyobError:
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(
            f"{target} declined the call: too many requests (429)", retry_after=declined_for(reply.headers)
        )
    return ServiceUnavailable(
        f"{target} answered {reply.status}{f': {title}' if title else ''}", retry_after=pause_in(reply.headers)
    )


def _refusal(reply: Reply, path: str, title: str, target: Target) -> BcMyobError:
    if reply.status == HTTPStatus.INSUFFICIENT_STORAGE:
        return ConfigurationError(f"{target}: the plan's number of objects is used up (507). {title}".strip())
    text = f"BigCommerce refused {path} ({reply.status}): {title or 'no reason given'}"
    if reply.status == HTTPStatus.CONFLICT:
        return RecordBusy(text, messages_of(reply))
    return RecordInvalid(text, messages_of(reply))


def messages_of(reply: Reply) -> list[FieldMessage]:
    """Give the complaints of any of the API's four error shapes; an HTML page has none."""
    body = reply.json()
    return [] if body is MISSING else list(dict.fromkeys(_complaints(body)))


def _complaints(body: Any) -> Iterator[FieldMessage]:
    if isinstance(body, list):
        for entry in body:
            yield from _complaints(entry)
    elif isinstance(body, Mapping):
        errors = body.get("errors")
        if isinstance(errors, Mapping):
            yield from (FieldMessage(str(field).lstrip("."), said(text)) for field, text in errors.items())
        text = body.get("title") or body.get("message") or body.get("error")
        if text:
            yield FieldMessage("", said(text))
        yield from _complaints(body.get("data"))
