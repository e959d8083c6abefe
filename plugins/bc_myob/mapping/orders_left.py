"""Optional fields of the order's header that an earlier document filled and this one does not: they have to go.

What was never sent stays the ERP's own affair: a customer's location, shipping terms and tax zone are its defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.model.records import Link

SENT: Final = "sent"
"""Detail of a sync record: the optional fields that a document of the order has filled at some time."""
DEFAULT_LOCATION: Final = "default_location"
"""Detail of a sync record: its order left the address book and goes back to the customer's default location."""
LOCATION: Final = "LocationID"
TAX_ZONE: Final = "CustomerTaxZone"


def sent_before(link: Link | None) -> frozenset[str]:
    """Give the optional fields that an earlier document of the order filled."""
    return frozenset(link.details.get(SENT) or ()) if link else frozenset()


def to_send(link: Link | None, optional: Mapping[str, Any]) -> dict[str, bool]:
    """Give the optional fields that this document has to name, be it only to clear them."""
    before = sent_before(link)
    return {name: True for name, value in optional.items() if value or name in before}


def remembered(link: Link | None, optional: Mapping[str, Any]) -> list[str]:
    """Give `SENT` for this document. It only grows: a field once ours stays named, so that no document flickers."""
    return sorted(sent_before(link) | to_send(link, optional).keys())


def goes_back(link: Link | None, document: Mapping[str, Any]) -> bool:
    """Say whether the order had a location of ours and has none any more."""
    return LOCATION in sent_before(link) and LOCATION not in document
