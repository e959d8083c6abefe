"""The ERP's order number on an order of the store: one metafield, written once and found again (bigcommerce-api 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bc_myob.hooks.paging import LARGEST_PAGE
from bc_myob.hooks.store_api import StoreApi
from bc_myob.model.errors import OutcomeUnknown, RecordBusy

NAMESPACE: Final = "myob_advanced"
KEY: Final = "order_nbr"
_NAME: Final = {"namespace": NAMESPACE, "key": KEY}
_FIXED: Final = {
    **_NAME,
    "permission_set": "read",  # the store's other apps may show it, none may change it
    "description": "Order number in MYOB Advanced",
}


@dataclass(frozen=True, slots=True)
class OrderTags:
    """Tags orders through one store's API. Raises the errors of `bc_myob.model.errors`; repeating is always safe."""

    api: StoreApi

    def put(self, order_id: str, number: str) -> None:
        """Have the order carry `number`. One call for an order without a tag; an existing tag is found and kept right.

        A taken key is a 409; a lost answer is looked up in the same way.
        """
        path = f"/v3/orders/{order_id}/metafields"
        body = {**_FIXED, "value": number}
        try:
            self.api.write("POST", path, body)
        except (RecordBusy, OutcomeUnknown) as error:
            there = self._there(path)
            if there is None:
                raise error from None
            if there.get("value") != number:
                self.api.write("PUT", f"{path}/{there['id']}", body)

    def _there(self, path: str) -> dict[str, Any] | None:
        found = (self.api.get(path, {**_NAME, "limit": LARGEST_PAGE}) or {}).get("data") or []
        return next((row for row in found if (row.get("namespace"), row.get("key")) == (NAMESPACE, KEY)), None)
