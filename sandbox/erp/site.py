"""The site's time: its zone, its business day."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.shop import catalogue

ZONE = ZoneInfo(catalogue.STORE_TIME_ZONE)


def business_day(now: datetime, header: str | None = None) -> datetime:
    """Return the site's day at `now` as the midnight dates carry; a request may name another."""
    day = datetime.fromisoformat(header) if header else now.astimezone(ZONE)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def labelled_local(moment: datetime) -> datetime:
    """Return the site's wall-clock time wrongly labelled +00:00, as one MYOB fixture shows it (section 4, Dates)."""
    return moment.astimezone(ZONE).replace(tzinfo=UTC)
