"""The present moment of the mapping's tests: formulas alone look at it."""

from datetime import UTC, datetime

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
