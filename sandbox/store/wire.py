"""The two dialects on the wire (bigcommerce-api.md 2): V2 says money as text and dates as mail does, V3 neither."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from starlette.responses import Response

_HALF_AN_EMOJI = re.compile("[\ud800-\udfff]")


def _v2(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:.4f}"
        case datetime():
            return format_datetime(value.astimezone(UTC))
    raise TypeError(f"{type(value).__name__} has no V2 form")


def _v3(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise TypeError(f"{type(value).__name__} has no V3 form")


def _reply(body: object, status: int, form: Callable[[object], object]) -> Response:
    text = json.dumps(body, default=form, ensure_ascii=False, separators=(",", ":"))
    if not text.isascii() and _HALF_AN_EMOJI.search(text):  # UTF-8 cannot carry it, an escape can
        text = json.dumps(body, default=form, separators=(",", ":"))
    return Response(text, status, media_type="application/json")


def v2(body: object, status: int = 200) -> Response:
    """Return a V2 answer; an empty list is 204 without a body."""
    return Response(status_code=204) if body == [] else _reply(body, status, _v2)


def v3(data: object, meta: dict[str, Any] | None = None, status: int = 200) -> Response:
    """Return a V3 answer in its envelope."""
    return _reply({"data": data, "meta": meta or {}}, status, _v3)


def v3_error(status: int, title: str, errors: dict[str, str] | None = None) -> Response:
    """Return an error as V3 words it (section 4)."""
    kind = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
    return _reply({"status": status, "title": title, "type": kind, "errors": errors or {}}, status, _v3)


def v2_error(status: int, message: str) -> Response:
    """Return an error as V2 words it: a list."""
    return _reply([{"status": status, "message": message}], status, _v2)


def with_offset(value: datetime) -> str:
    """Return a time as transactions and refunds print it: `2026-01-20T20:41:08+00:00`."""
    return value.astimezone(UTC).replace(microsecond=0).isoformat()


def parse_time(text: str) -> datetime:
    """Return the aware UTC time of an RFC 2822 or ISO 8601 text; without a zone UTC is assumed.

    Raises ValueError if it is neither.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (TypeError, IndexError) as error:
            raise ValueError(f"{text!r} is no date") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
