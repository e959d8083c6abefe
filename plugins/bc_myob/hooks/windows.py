"""A half-open window of time asked of the store, whose own bounds may be inclusive or exclusive (bigcommerce-api 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bc_myob.model.records import Window

_SLACK = timedelta(seconds=1)
"""The store's dates have whole seconds and its bounds are unknown: a second more on each side covers both answers."""


def order_bounds(window: Window) -> dict[str, str]:
    """Give the V2 parameters: min_date_modified and max_date_modified, or those of date_created."""
    return _bounds(window, "min_{}", "max_{}")


def customer_bounds(window: Window) -> dict[str, str]:
    """Give the V3 parameters: date_modified:min and date_modified:max, or those of date_created."""
    return _bounds(window, "{}:min", "{}:max")


def _bounds(window: Window, low: str, high: str) -> dict[str, str]:
    field = date_field(window)
    latest = window.end + _SLACK + (timedelta(seconds=1) if window.end.microsecond else timedelta())
    bounds = {high.format(field): _written(latest)}
    if window.start:
        bounds[low.format(field)] = _written(window.start - _SLACK)
    return bounds


def _written(moment: datetime) -> str:
    # `Z` and whole seconds: a plus sign would need encoding, a date without a zone is read in an unknown one
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def date_field(window: Window) -> str:
    """Give the record's field the window speaks of: date_modified or date_created."""
    return f"date_{window.key.value}"


def inside(records: Iterable[Mapping[str, Any]], window: Window) -> list[Any]:
    """Give the records whose date lies in [start, end); one without a readable date stays in: better twice than never.

    A record changed while the walk went on lies beyond the end: the next window has it.
    """
    return [record for record in records if _is_inside(parse_date(record.get(date_field(window))), window)]


def _is_inside(moment: datetime | None, window: Window) -> bool:
    if moment is None:
        return True
    return (window.start is None or moment >= window.start) and moment < window.end


def parse_date(text: object) -> datetime | None:
    """Give the moment of a V2 (RFC 2822) or V3 (ISO 8601) date in UTC; None for "" and what is no date."""
    if not isinstance(text, str) or not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):  # year 1 east of Greenwich lies before all time in UTC
            continue
    return None
