"""The Default Tax Zone, where the ERP finds none of its own (connector 4.6).

Only the ERP knows which zone a location or a postcode leads to, and it says so in its answer: an order that it left
without a zone is sent once more, with the last resort.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.model.records import Document
from bc_myob.sync.matching import at

LAST_RESORT: Final = "last_tax_zone"
"""The detail of a mapped order that names the zone."""
_SECTION, _ZONE = "FinancialSettings", "CustomerTaxZone"
ASKED: Final = f"{_SECTION}/{_ZONE}"


def with_last_zone(document: Document, details: Mapping[str, Any], reply: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the document with the last resort among tax zones; None where the ERP's answer has a zone or none is set."""
    zone = details.get(LAST_RESORT)
    if not zone or at(reply, ASKED):
        return None
    section = document.get(_SECTION) or {}
    return {**document, _SECTION: {**section, "OverrideTaxZone": True, _ZONE: zone}}
