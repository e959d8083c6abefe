"""Orders that left the shopper's address book go back to their customer's default location (connector 4.3).

Which one that is, only the ERP knows: an order that is sent without a location keeps the one it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import bundled
from bc_myob.hooks.filters import equals
from bc_myob.mapping.locations import MAIN
from bc_myob.mapping.orders_left import DEFAULT_LOCATION, LOCATION
from bc_myob.operators.loading.workbench import Workbench

_SINCE: Final = "23.200.001"
"""The first endpoint version whose locations say which is the default."""
_DEFAULT: Final = equals("Default", value=True)


def with_default_locations(bench: Workbench, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give the records, those that have lost their location with the default one of their customer."""
    customers = {_customer(one) for one in claimed if _goes_back(one)}
    known = _defaults(bench, sorted(customers)) if customers else {}
    return [_with_location(one, known) if _goes_back(one) else one for one in claimed]


def _goes_back(claimed: Claimed) -> bool:
    return bool(claimed.details.get(DEFAULT_LOCATION)) and claimed.erp_id is not None


def _customer(claimed: Claimed) -> str:
    return str(claimed.document["CustomerID"])


def _defaults(bench: Workbench, customers: Sequence[str]) -> dict[str, str]:
    if bench.settings.endpoint.version < _SINCE:
        return {}
    return {
        str(row["Customer"]).strip(): str(row["LocationID"]).strip()
        for where in bundled([equals("Customer", name) for name in customers], scope=_DEFAULT)
        for row in bench.session.find("CustomerLocation", where=where, select=("Customer", "LocationID"))
    }


def _with_location(claimed: Claimed, known: dict[str, str]) -> Claimed:
    location = known.get(_customer(claimed), MAIN)
    return replace(claimed, document=dict(claimed.document) | {LOCATION: location})
