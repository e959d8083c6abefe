"""A customer with its places on either side, and which of them are still its own."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bc_myob.model.entities import Entity
from bc_myob.model.pairs import Standing
from bc_myob.model.records import GONE, SourceRecord
from bc_myob.sync.books import MAIN
from bc_myob.sync.registry import REGISTRY


@dataclass(frozen=True, slots=True)
class Household:
    """One customer: the sync record, the store's record with its addresses, the ERP's locations by id, MAIN first.

    `places`: the sync records of its locations; `strays`: those of the same locations, by their id, from a time when
    the customer had another number in the store. `own_main`: the id of MAIN, where it is nothing but what our own write
    made of it.
    """

    owner: Standing
    record: SourceRecord
    locations: Mapping[str, SourceRecord]
    places: Sequence[Standing]
    strays: Mapping[str, Standing]
    own_main: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the store does not have the customer any more."""
        return GONE in self.record.payload

    @property
    def live_locations(self) -> dict[str, Mapping[str, Any]]:
        """The locations that the ERP still has."""
        return {key: row.payload for key, row in self.locations.items() if GONE not in row.payload}

    @property
    def gone_locations(self) -> frozenset[str]:
        """The ids of the locations that the ERP has no more."""
        return frozenset(self.locations) - frozenset(self.live_locations)

    @property
    def lost_its_default(self) -> bool:
        """Whether a location is gone and none of those left is the default."""
        live = self.live_locations
        return len(live) < len(self.locations) and not any(row.get("Default") for row in live.values())

    def lost(self, erp_id: str | None) -> bool:
        """Tell whether the ERP does not have this location any more."""
        row = self.locations.get(erp_id or "")
        return row is not None and GONE in row.payload


def own_main(account: SourceRecord | None, locations: Mapping[str, SourceRecord], reference: str) -> str | None:
    """Give the id of MAIN where it only repeats an account that bears our reference, and nobody has touched it.

    It says what the store's customer said last: nothing in it was ever entered in the ERP.
    """
    said = str((account.payload.get("AccountRef") if account else None) or "").strip().casefold()
    if said != reference.casefold():
        return None
    return next((key for key, row in locations.items() if _is_untouched_main(row.payload)), None)


def _is_untouched_main(location: Mapping[str, Any]) -> bool:
    follows = location.get("AddressOverride") is False and location.get("ContactOverride") is False
    return follows and location.get("LocationID") == MAIN and not location.get("ExtRefNbr")


def at_home(place: Standing, owner: Standing, locations: Mapping[str, Any], gone: Container[str]) -> Standing:
    """Give the place without its location where that was another account's: deleted, and the customer created anew.

    An account that was merely renamed keeps its locations: only once others of its own are known, or this one is known
    to be gone, is the location taken for lost.
    """
    account = REGISTRY[Entity.CUSTOMER_LOCATION].owner_in(place.erp_key or "").casefold()
    moved = account and account != (owner.erp_key or "").casefold() and place.erp_id not in locations
    if not moved or not (locations or place.erp_id in gone):
        return place
    details = {name: value for name, value in place.details.items() if name not in {"Customer", "LocationID"}}
    return replace(place, erp_id=None, erp_key=None, external_hash=None, erp_hash=None, details=details)
