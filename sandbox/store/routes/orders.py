"""Orders V2: list, count, one, create, change, archive (bigcommerce-api.md 10)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.store.facts import STATUSES
from sandbox.store.order_filters import FILTERS, in_order, matching
from sandbox.store.order_input import draft_of, edit_of
from sandbox.store.order_wire import View
from sandbox.store.paging import page_v2
from sandbox.store.query import Query, object_of
from sandbox.store.refusals import not_found
from sandbox.store.wire import v2
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v2/orders"
INCOMPLETE = 0
SHAPING = {"include", "consignment_structure"}


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of orders."""
    orders = Orders(world)
    return [
        Route(PATH, orders.listing, methods=["GET"]),
        Route(PATH, orders.create, methods=["POST"]),
        Route(PATH, orders.archive_all, methods=["DELETE"]),
        Route(f"{PATH}/count", orders.count, methods=["GET"]),
        Route(f"{PATH}/{{order_id:int}}", orders.one, methods=["GET"]),
        Route(f"{PATH}/{{order_id:int}}", orders.update, methods=["PUT"]),
        Route(f"{PATH}/{{order_id:int}}", orders.archive, methods=["DELETE"]),
    ]


def api_base(request: Request) -> str:
    """Return the URL under which V2 is served to this client."""
    return f"{str(request.base_url).rstrip('/')}/stores/{request.path_params['store_hash']}/v2"


def readable_order(world: StoreWorld, request: Request) -> Row:
    """Return the order a path speaks of; 404 if there is none or it is archived and the switch hides those."""
    order = world.find("orders", int(request.path_params["order_id"]))
    if order["is_deleted"] and not world.kit.switches["archived_readable"]:
        raise not_found()
    return order


class Orders:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer orders that match, a page at a time, with their lines if asked; 204 beyond the end."""
        query = Query(request, self._world.kit)
        query.allow(FILTERS | SHAPING | {"sort"})
        view = self._view(request, query)
        with self._world.lock:
            rows = in_order(self._world, matching(self._world, query), query)
            return page_v2(rows, query, view.order)

    async def count(self, request: Request) -> Response:
        """Answer how many orders match, in all and by status."""
        query = Query(request, self._world.kit)
        query.allow(FILTERS)
        with self._world.lock:
            found = [row["status_id"] for row in matching(self._world, query)]
        if not self._world.kit.switches["incomplete_counted"]:
            found = [status for status in found if status != INCOMPLETE]
        labels = {"system_description": "", "custom_label": ""}
        statuses = [
            {"id": n, "name": name, "system_label": name, **labels, "count": found.count(n), "sort_order": n}
            for n, name in enumerate(STATUSES)
        ]
        return v2({"statuses": statuses, "count": len(found)})

    async def one(self, request: Request) -> Response:
        """Answer one order."""
        query = Query(request, self._world.kit)
        query.allow(SHAPING)
        view = self._view(request, query)
        with self._world.lock:
            return v2(view.order(readable_order(self._world, request)))

    async def create(self, request: Request) -> Response:
        """Place an order from products of the catalogue and typed-in lines."""
        draft = draft_of(await object_of(request))
        with self._world.lock:
            number = self._world.add_order(draft)
            row = self._world.find("orders", number)
            self._world.kit.ledger.add(
                "orders", Action.CREATE, number, draft.external_order_id, str(row["total_inc_tax"])
            )
            shown = self._view(request, Query(request, self._world.kit)).order(row)
        return v2(shown, self._world.kit.switches["order_created_status"])

    async def update(self, request: Request) -> Response:
        """Change header fields of an order; lines are edited over the control API only."""
        changes = edit_of(await object_of(request))
        with self._world.lock:
            row = readable_order(self._world, request)
            self._world.edit_order(row["id"], **changes)
            summary = ", ".join(sorted(changes))
            self._world.kit.ledger.add("orders", Action.UPDATE, row["id"], row["external_order_id"], summary)
            return v2(self._view(request, Query(request, self._world.kit)).order(row))

    async def archive(self, request: Request) -> Response:
        """Archive an order."""
        with self._world.lock:
            self._archived(readable_order(self._world, request))
        return Response(status_code=204)

    async def archive_all(self, _: Request) -> Response:
        """Archive EVERY order, as the real path does to who forgets the id."""
        with self._world.lock:
            for row in self._world.table("orders").values():
                if not row["is_deleted"]:
                    self._archived(row)
        return Response(status_code=204)

    def _archived(self, row: Row) -> None:
        self._world.archive_order(row["id"])
        self._world.kit.ledger.add("orders", Action.DELETE, row["id"], row["external_order_id"], "archived")

    def _view(self, request: Request, query: Query) -> View:
        return View.asked(query, api_base(request), self._world.kit.switches)
