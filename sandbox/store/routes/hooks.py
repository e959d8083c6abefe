"""Webhooks V3: registered and listed, never sent (bigcommerce-api.md 14)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.shop.catalogue import STORE_HASH
from sandbox.store.paging import page_v3, unsorted
from sandbox.store.query import Query, object_of
from sandbox.store.refusals import invalid
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v3/hooks"


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of webhooks."""
    hooks = Hooks(world)
    return [
        Route(PATH, hooks.listing, methods=["GET"]),
        Route(PATH, hooks.create, methods=["POST"]),
        Route(f"{PATH}/{{hook_id:int}}", hooks.delete, methods=["DELETE"]),
    ]


class Hooks:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer the hooks, by scope or destination."""
        query = Query(request, self._world.kit)
        wanted = {name: query.text(name) for name in ("scope", "destination") if query.text(name) is not None}
        with self._world.lock:
            rows = [row for row in self._world.table("hooks").values() if wanted.items() <= row.items()]
            return page_v3(unsorted(self._world, rows), query)

    async def create(self, request: Request) -> Response:
        """Register a hook; the destination must be reachable over TLS on port 443."""
        body = await object_of(request)
        if not str(body.get("scope", "")).startswith("store/"):
            raise invalid("Invalid webhook", scope="unknown scope")
        if not str(body.get("destination", "")).startswith("https://"):
            raise invalid("Invalid webhook", destination="must be an https URL")
        with self._world.lock:
            row = self._made(body)
            self._world.table("hooks")[row["id"]] = row
            self._world.touched()
            self._world.kit.ledger.add("hooks", Action.CREATE, row["id"], row["scope"], row["destination"])
        return v3(row)

    async def delete(self, request: Request) -> Response:
        """Remove a hook."""
        with self._world.lock:
            row = self._world.find("hooks", int(request.path_params["hook_id"]))
            del self._world.table("hooks")[row["id"]]
            self._world.touched()
            self._world.kit.ledger.add("hooks", Action.DELETE, row["id"], row["scope"])
        return v3(row)

    def _made(self, body: Row) -> Row:
        now = int(self._world.now.timestamp())
        return {
            "id": self._world.next_id("hooks"),
            "client_id": "sandbox",
            "store_hash": STORE_HASH,
            "scope": body["scope"],
            "destination": body["destination"],
            "headers": body.get("headers"),
            "is_active": bool(body.get("is_active", True)),
            "created_at": now,
            "updated_at": now,
        }
