"""What hangs on an order, V2: products, addresses, coupons, taxes, fees (bigcommerce-api.md 10.7, 10.8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.store.order_wire import View, coupon_row, fee_row, place_row, tax_rows
from sandbox.store.paging import page_v2
from sandbox.store.query import Query
from sandbox.store.refusals import not_found
from sandbox.store.routes.orders import PATH, api_base, readable_order
from sandbox.store.wire import v2
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]
Rows = Callable[[Row, Query, View], list[Row]]
ONE = f"{PATH}/{{order_id:int}}"


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of an order's parts."""
    parts = OrderParts(world)

    def read(path: str, endpoint: Endpoint) -> Route:
        return Route(f"{ONE}/{path}", endpoint, methods=["GET"])

    return [
        read("products", parts.listing(lambda order, _, __: order["products"])),
        read("products/{part_id:int}", parts.single(lambda order, _, __: order["products"])),
        read("shipping_addresses", parts.listing(_places)),
        read("shippingaddresses", parts.listing(_places)),
        read("shipping_addresses/{part_id:int}", parts.single(_places)),
        read("coupons", parts.listing(lambda order, _, __: [coupon_row(row) for row in order["coupons"]])),
        read("taxes", parts.listing(lambda order, query, _: tax_rows(order, details=query.text("details") == "true"))),
        read("shipments", parts.listing(lambda order, _, __: order["shipments"])),
        read("messages", parts.listing(lambda _, __, ___: [])),
        read("fees", parts.fees),
        read("consignments", parts.consignments),
    ]


def _places(order: Row, _: Query, view: View) -> list[Row]:
    return [
        place_row(row, view.link(order["id"], f"shipping_addresses/{row['id']}/shipping_quotes"))
        for row in order["shipping_addresses"]
    ]


class OrderParts:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    def listing(self, rows: Rows) -> Endpoint:
        """Return an endpoint that pages through a part of an order; 204 if it has none."""

        async def answer(request: Request) -> Response:
            with self._world.lock:
                order, query, view = self._read(request)
                return page_v2(rows(order, query, view), query)

        return answer

    def single(self, rows: Rows) -> Endpoint:
        """Return an endpoint for one row of a part."""

        async def answer(request: Request) -> Response:
            with self._world.lock:
                wanted = int(request.path_params["part_id"])
                row = next((row for row in rows(*self._read(request)) if row["id"] == wanted), None)
            if row is None:
                raise not_found()
            return v2(row)

        return answer

    async def fees(self, request: Request) -> Response:
        """Answer the order's extra charges, wrapped as the example of the specification is (15)."""
        with self._world.lock:
            order, _, _ = self._read(request)
            return v2({"fees": [fee_row(fee) for fee in order["fees"]]})

    async def consignments(self, request: Request) -> Response:
        """Answer the order's consignments as an object."""
        with self._world.lock:
            order, _, view = self._read(request)
            return v2(view.consignments(order))

    def _read(self, request: Request) -> tuple[Row, Query, View]:
        query = Query(request, self._world.kit)
        view = View.asked(query, api_base(request), self._world.kit.switches)
        return readable_order(self._world, request), query, view
