"""FROM and TO."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from runner.windows import span


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2026-02-01", "2026-02-03", utc(2026, 2, 1), utc(2026, 2, 4)),
        ("2026-02-01", "", utc(2026, 2, 1), None),
        ("", "2026-02-03", None, utc(2026, 2, 4)),
        ("2026-02-01T09:30", "2026-02-01T10:30Z", utc(2026, 2, 1, 9, 30), utc(2026, 2, 1, 10, 30)),
        ("2026-02-01T09:30+10:00", "", utc(2026, 1, 31, 23, 30), None),
        ("", "", None, None),
    ],
)
def test_dates_are_whole_days_and_timestamps_exact(first, last, start, end):
    said = span(first, last)
    assert (said.start, said.end) == (start, end)
