"""Documents of the ERP that count no more."""

from __future__ import annotations

from typing import Final

_DEAD: Final = frozenset({"canceled", "cancelled", "voided", "rejected", "expired"})
"""Their statuses; both spellings of the first are about."""


def is_dead(status: object) -> bool:
    """Tell whether a document of this status was cancelled, voided or rejected."""
    return str(status or "").strip().casefold() in _DEAD
