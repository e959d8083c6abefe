"""FROM and TO of the command line as moments in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from runner.errors import CannotStart


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in UTC; None where the command line said nothing."""

    start: datetime | None
    end: datetime | None


def span(first: str, last: str) -> Span:
    """Give the span that FROM and TO mean. A date as TO includes that whole day; no time zone means UTC."""
    start, end = _moment("FROM", first, timedelta()), _moment("TO", last, timedelta(days=1))
    if start and end and start >= end:
        raise CannotStart(f"FROM={first} is not before TO={last}.")
    return Span(start, end)


def _moment(name: str, text: str, whole_day: timedelta) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + whole_day
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CannotStart(
            f"{name}={text} is no ISO date or timestamp such as 2026-02-01 or 2026-02-01T09:30Z"
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
