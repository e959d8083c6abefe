"""The moments of the mapping's tests."""

from datetime import UTC, datetime

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
"""The present one: formulas alone look at it."""
THEN = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
"""When the store's records were changed."""
