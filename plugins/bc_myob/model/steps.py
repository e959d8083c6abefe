"""What a record still needs though its document is saved: money to apply, or its release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

UNFINISHED: Final = "unfinished"
"""Detail of a sync record: the hash of the document that could only be carried out in part when it was saved."""
RELEASE: Final = "release"
"""Detail of a sync record: mapping wants it released."""
VOIDED: Final = "voided"
"""Detail of a sync record: the store has voided this payment. Mapping's alone: what was saved before does not count."""
UNRELEASED: Final = "Balanced"
"""The Status in which a record waits for its release."""


def needs_more(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Tell whether a record is to be looked at again, though it would be saved as it is.

    `kept`: what was kept of the ERP's last answer. `wanted`: the details that mapping gives it now.
    """
    return bool(kept.get(UNFINISHED) or (wanted.get(RELEASE) and kept.get("Status") == UNRELEASED))
