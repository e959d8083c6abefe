"""How the store is set up: what a settings discovery reads (bigcommerce-api.md 1, 9, 13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.shop.places import COUNTRIES
from sandbox.store import facts
from sandbox.store.identity import store
from sandbox.store.paging import page_v2
from sandbox.store.query import Query
from sandbox.store.refusals import not_found
from sandbox.store.wire import v2
from sandbox.store.world import StoreWorld

Endpoint = Callable[[Request], Awaitable[Response]]
BASE = "/stores/{store_hash}"


def routes(world: StoreWorld) -> list[Route]:
    """Return the read-only routes of the store's set-up."""

    def read(path: str, endpoint: Endpoint) -> Route:
        return Route(f"{BASE}{path}", endpoint, methods=["GET"])

    settings = Settings(world)
    return [
        read("/v2/time", settings.time),
        read("/v2/store", settings.store),
        read("/v2/countries/{country_id:int}/states", settings.states),
        read("/v2/order_statuses/{status_id:int}", settings.status),
        *(read(path, settings.listing(rows)) for path, rows in _lists()),
        *(
            read(f"/v2/shipping/zones/{zone['id']}/methods", settings.listing(facts.shipping_methods(zone["name"])))
            for zone in facts.shipping_zones()
        ),
    ]


def _lists() -> Iterable[tuple[str, list[dict[str, Any]]]]:
    yield "/v2/currencies", facts.currencies()
    yield "/v2/payments/methods", facts.payment_methods()
    yield "/v2/order_statuses", facts.order_statuses()
    yield "/v2/customer_groups", facts.customer_groups()
    yield "/v2/shipping/zones", facts.shipping_zones()
    yield "/v2/countries", facts.countries()
    yield "/v2/tax_classes", facts.tax_classes()


class Settings:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def time(self, _: Request) -> Response:
        """Answer the connection test."""
        return v2({"time": int(self._world.now.timestamp())})

    async def store(self, _: Request) -> Response:
        """Answer who the store is."""
        return v2(store())

    async def states(self, request: Request) -> Response:
        """Answer a country's states; 204 where it has none."""
        number = int(request.path_params["country_id"])
        country = next((c for c in COUNTRIES.values() if c.number == number), None)
        if country is None:
            raise not_found()
        return page_v2(facts.states(country), Query(request, self._world.kit))

    async def status(self, request: Request) -> Response:
        """Answer one order status."""
        wanted = int(request.path_params["status_id"])
        row = next((row for row in facts.order_statuses() if row["id"] == wanted), None)
        if row is None:
            raise not_found()
        return v2(row)

    def listing(self, rows: list[dict[str, Any]]) -> Endpoint:
        """Return an endpoint that pages through fixed rows."""

        async def answer(request: Request) -> Response:
            return page_v2(rows, Query(request, self._world.kit))

        return answer
