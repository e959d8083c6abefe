"""Customer attributes and their values V3, the little an ETL needs (bigcommerce-api.md 9)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.store.paging import page_v3, unsorted
from sandbox.store.query import Query, batch_of
from sandbox.store.refusals import invalid
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
BASE = "/stores/{store_hash}/v3/customers"
MOST_VALUES = 10


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of attributes."""
    attributes = Attributes(world)
    return [
        Route(f"{BASE}/attributes", attributes.listing, methods=["GET"]),
        Route(f"{BASE}/attributes", attributes.create, methods=["POST"]),
        Route(f"{BASE}/attribute-values", attributes.values, methods=["GET"]),
        Route(f"{BASE}/attribute-values", attributes.upsert, methods=["PUT"]),
    ]


class Attributes:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer the attributes customers can have."""
        with self._world.lock:
            return page_v3(unsorted(self._world, self._rows("attributes")), Query(request, self._world.kit))

    async def create(self, request: Request) -> Response:
        """Add attributes."""
        batch = await batch_of(request, MOST_VALUES)
        with self._world.lock:
            return v3(
                [self._stored("attributes", {"name": item.get("name"), "type": item.get("type")}) for item in batch]
            )

    async def values(self, request: Request) -> Response:
        """Answer attribute values by customer, attribute and date of change."""
        query = Query(request, self._world.kit)
        owners, attributes = query.numbers("customer_id:in"), query.numbers("attribute_id:in")
        low = query.time("date_modified:min")
        with self._world.lock:
            rows = [
                row
                for row in self._rows("attribute_values")
                if (owners is None or row["customer_id"] in owners)
                and (attributes is None or row["attribute_id"] in attributes)
                and (low is None or row["date_modified"] >= low)
            ]
            return page_v3(unsorted(self._world, rows), query)

    async def upsert(self, request: Request) -> Response:
        """Set values: the key is `value` on the way in and `attribute_value` on the way out."""
        batch = await batch_of(request, MOST_VALUES)
        with self._world.lock:
            for item in batch:
                if not {"customer_id", "attribute_id", "value"} <= item.keys():
                    raise invalid("Invalid attribute value", value="customer_id, attribute_id and value are required")
            return v3([self._set(item) for item in batch])

    def _set(self, item: Row) -> Row:
        owner = {"customer_id": item["customer_id"], "attribute_id": item["attribute_id"]}
        found = next((row for row in self._rows("attribute_values") if owner.items() <= row.items()), None)
        if found is None:
            row = self._stored("attribute_values", owner | {"attribute_value": str(item["value"])})
        else:
            found |= {"attribute_value": str(item["value"]), "date_modified": self._world.now}
            row = found
        if self._world.kit.switches["attribute_moves_customer"]:
            self._world.edit_customer(item["customer_id"])
        action = Action.UPDATE if found else Action.CREATE
        self._world.kit.ledger.add("attribute values", action, row["id"], item["customer_id"], row["attribute_value"])
        self._world.touched()
        return row

    def _rows(self, table: str) -> list[Row]:
        return list(self._world.table(table).values())

    def _stored(self, table: str, fields: Row) -> Row:
        stamps = {"date_created": self._world.now, "date_modified": self._world.now}
        row = {"id": self._world.next_id(table), **fields, **stamps}
        self._world.table(table)[row["id"]] = row
        self._world.touched()
        return row
