"""Transactions and refunds V3 (bigcommerce-api.md 11 and 12)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.store.journal_wire import listed, shown_refund
from sandbox.store.paging import page_v3
from sandbox.store.query import Query
from sandbox.store.refusals import not_found
from sandbox.store.routes.orders import readable_order
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
BASE = "/stores/{store_hash}/v3/orders"
REFUND_FILTERS = {"order_id:in", "id:in", "created:min", "created:max", "transaction_id"}


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of transactions and refunds."""
    payments = Payments(world)
    rows = (
        (f"{BASE}/{{order_id:int}}/transactions", payments.transactions),
        (f"{BASE.replace('v3', 'v2')}/{{order_id:int}}/transactions", payments.old_transactions),
        (f"{BASE}/payment_actions/refunds", payments.refunds),
        (f"{BASE}/payment_actions/refunds/{{refund_id:int}}", payments.refund),
        (f"{BASE}/{{order_id:int}}/payment_actions/refunds", payments.refunds_of_order),
    )
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in rows]


class Payments:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def transactions(self, request: Request) -> Response:
        """Answer the transactions of one order; 204 if there are none, 404 if there is no such order."""
        switches = self._world.kit.switches
        with self._world.lock:
            rows = listed(readable_order(self._world, request), switches)
        if not rows:
            return Response(status_code=204)
        query = Query(request, self._world.kit)
        if switches["transactions_limit"]:
            return page_v3(rows, query)
        return v3(rows, {"pagination": {"total": len(rows), "count": len(rows), "per_page": 50, "current_page": 1}})

    async def old_transactions(self, request: Request) -> Response:
        """Answer the V2 path of the same, where the switch says that it exists."""
        if not self._world.kit.switches["v2_transactions_path"]:
            raise not_found()
        return await self.transactions(request)

    async def refunds(self, request: Request) -> Response:
        """Answer the refunds of all orders, by id."""
        query = Query(request, self._world.kit)
        query.allow(REFUND_FILTERS)
        with self._world.lock:
            return page_v3(self._matching(query), query, shown_refund)

    async def refund(self, request: Request) -> Response:
        """Answer one refund."""
        wanted = int(request.path_params["refund_id"])
        with self._world.lock:
            row = next((row for row in self._all() if row["id"] == wanted), None)
        if row is None:
            raise not_found()
        return v3(shown_refund(row))

    async def refunds_of_order(self, request: Request) -> Response:
        """Answer the refunds of one order."""
        with self._world.lock:
            return v3([shown_refund(row) for row in readable_order(self._world, request)["refunds"]])

    def _all(self) -> list[Row]:
        found = (refund for order in self._world.table("orders").values() for refund in order["refunds"])
        return sorted(found, key=lambda row: int(row["id"]))

    def _matching(self, query: Query) -> list[Row]:
        orders, ids, transaction = query.numbers("order_id:in"), query.numbers("id:in"), query.text("transaction_id")
        low, high = query.time("created:min"), query.time("created:max")
        return [
            row
            for row in self._all()
            if (orders is None or row["order_id"] in orders)
            and (ids is None or row["id"] in ids)
            and (low is None or row["created"] >= low)
            and (high is None or row["created"] <= high)
            and (transaction is None or transaction in {p["transaction_id"] for p in row["payments"]})
        ]
