"""Metafields of an order V3, one at a time: the place for the ERP's order number (bigcommerce-api.md 9)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.store.paging import page_v3
from sandbox.store.query import Query, object_of
from sandbox.store.refusals import Refusal, invalid, not_found
from sandbox.store.routes.orders import readable_order
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v3/orders/{order_id:int}/metafields"
NEEDED = {"permission_set": 32, "namespace": 64, "key": 64, "value": 65535}
MOST = 250


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of order metafields."""
    metafields = Metafields(world)
    one = f"{PATH}/{{metafield_id:int}}"
    return [
        Route(PATH, metafields.listing, methods=["GET"]),
        Route(PATH, metafields.create, methods=["POST"]),
        Route(one, metafields.one, methods=["GET"]),
        Route(one, metafields.update, methods=["PUT"]),
        Route(one, metafields.delete, methods=["DELETE"]),
    ]


class Metafields:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer the metafields of an order, filtered by namespace and key."""
        query = Query(request, self._world.kit)
        wanted = {name: query.text(name) for name in ("namespace", "key") if query.text(name) is not None}
        with self._world.lock:
            rows = readable_order(self._world, request)["metafields"]
            return page_v3([row for row in rows if all(row[name] == text for name, text in wanted.items())], query)

    async def one(self, request: Request) -> Response:
        """Answer one metafield."""
        with self._world.lock:
            return v3(self._found(request))

    async def create(self, request: Request) -> Response:
        """Add a metafield; 409 if namespace and key are taken."""
        body = await object_of(request)
        _check(body, NEEDED)
        with self._world.lock:
            order = readable_order(self._world, request)
            taken = {(row["namespace"], row["key"]) for row in order["metafields"]}
            if (body["namespace"], body["key"]) in taken or len(order["metafields"]) >= MOST:
                raise Refusal(409, "A metafield with this namespace and key exists, or there are too many")
            row = self._made(order, body)
            order["metafields"].append(row)
            self._noted(order, row, Action.CREATE)
            return v3(row)

    async def update(self, request: Request) -> Response:
        """Change a metafield."""
        body = await object_of(request)
        _check(body, [name for name in NEEDED if name in body])
        with self._world.lock:
            row = self._found(request)
            row |= {name: body[name] for name in (*NEEDED, "description") if name in body}
            row["date_modified"] = self._world.now
            self._noted(readable_order(self._world, request), row, Action.UPDATE)
            return v3(row)

    async def delete(self, request: Request) -> Response:
        """Remove a metafield."""
        with self._world.lock:
            order, row = readable_order(self._world, request), self._found(request)
            order["metafields"].remove(row)
            self._noted(order, row, Action.DELETE)
        return Response(status_code=204)

    def _found(self, request: Request) -> Row:
        wanted = int(request.path_params["metafield_id"])
        rows: list[Row] = readable_order(self._world, request)["metafields"]
        found = next((row for row in rows if row["id"] == wanted), None)
        if found is None:
            raise not_found()
        return found

    def _made(self, order: Row, body: Row) -> Row:
        stamps = {"date_created": self._world.now, "date_modified": self._world.now}
        given = {name: body[name] for name in NEEDED} | {"description": body.get("description", "")}
        owner = {"resource_type": "order", "resource_id": order["id"], "owner_client_id": "sandbox"}
        return {"id": self._world.next_id("metafields"), **given, **owner, **stamps}

    def _noted(self, order: Row, row: Row, action: Action) -> None:
        moves = self._world.kit.switches["metafield_moves_order"]
        self._world.edit_order(order["id"], moved=moves)
        summary = f"{row['namespace']}.{row['key']} = {row['value']}"
        self._world.kit.ledger.add("order metafields", action, row["id"], order["id"], summary)


def _check(body: Row, names: Any) -> None:
    for name in names:
        text = body.get(name)
        if not isinstance(text, str) or not 0 < len(text) <= NEEDED[name]:
            raise invalid("Invalid metafield", **{name: f"text of 1 to {NEEDED[name]} characters"})
