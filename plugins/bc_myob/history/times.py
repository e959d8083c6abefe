"""Times as the history database keeps them: UTC text of one width, which sorts and compares the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""


def utc_now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """Give `moment` as `2026-01-31T09:30:00.000000Z`; ValueError for a time that does not say its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; Sync History keeps UTC")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_text_or_none(moment: datetime | None) -> str | None:
    """Give `moment` as text, or None."""
    return None if moment is None else to_text(moment)


def from_text(text: str) -> datetime:
    """Give the aware UTC time that `to_text` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def from_text_or_none(text: str | None) -> datetime | None:
    """Give the aware UTC time, or None."""
    return None if text is None else from_text(text)


def from_store(text: object) -> datetime | None:
    """Give the time of a store's stamp, ISO 8601 (V3) or RFC 2822 (V2 orders); None for an empty or unreadable one."""
    if not isinstance(text, str) or not text.strip():
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text.strip())
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
