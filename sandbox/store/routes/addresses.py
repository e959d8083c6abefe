"""Customer addresses V3: no dates, no cursor, duplicates dropped without a word (bigcommerce-api.md 8)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.store.customer_rules import address_problem, ready_address
from sandbox.store.paging import page_v3, unsorted
from sandbox.store.query import Query, batch_of
from sandbox.store.refusals import Refusal, invalid
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v3/customers/addresses"
FILTERS = {"id:in", "customer_id:in", "company:in", "name:in", "include"}


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of customer addresses."""
    addresses = Addresses(world)
    return [
        Route(PATH, addresses.listing, methods=["GET"]),
        Route(PATH, addresses.create, methods=["POST"]),
        Route(PATH, addresses.update, methods=["PUT"]),
        Route(PATH, addresses.delete, methods=["DELETE"]),
    ]


class Addresses:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer addresses that match, a page at a time."""
        query = Query(request, self._world.kit)
        query.allow(FILTERS)
        more: Row = {"form_fields": []} if "formfields" in query.words("include") else {}
        with self._world.lock:
            rows = unsorted(self._world, self._matching(query))
            return page_v3(rows, query, lambda row: row | more)

    async def create(self, request: Request) -> Response:
        """Add addresses; those that are there already are absent from the answer."""
        batch = await batch_of(request, self._world.kit.limits["address_batch_size"])
        with self._world.lock:
            self._check(batch)
            made = [self._world.add_address(item["customer_id"], ready_address(item)) for item in batch]
            return self._answer([number for number in made if number], Action.CREATE)

    async def update(self, request: Request) -> Response:
        """Change addresses; a change that would make two equal is absent from the answer."""
        batch = await batch_of(request, self._world.kit.limits["address_batch_size"])
        with self._world.lock:
            table = self._world.table("addresses")
            missing = next((item.get("id") for item in batch if item.get("id") not in table), None)
            if missing is not None or any("id" not in item for item in batch):
                raise invalid("Update addresses failed.", id=f"address {missing} does not exist")
            self._check([table[item["id"]] | item for item in batch])
            changed = [item["id"] for item in batch if self._world.edit_address(item["id"], **ready_address(item))]
            return self._answer(changed, Action.UPDATE)

    async def delete(self, request: Request) -> Response:
        """Delete addresses by id."""
        ids = Query(request, self._world.kit).numbers("id:in")
        if not ids:
            raise Refusal(422, "Missing filter", {"id:in": "required"})
        with self._world.lock:
            for number in sorted(ids & self._world.table("addresses").keys()):
                owner = self._world.address(number)["customer_id"]
                self._world.delete_address(number)
                self._world.kit.ledger.add("addresses", Action.DELETE, number, owner)
        return Response(status_code=204)

    def _check(self, batch: list[Row]) -> None:
        for index, item in enumerate(batch):
            problem = address_problem(self._world, item)
            if problem:
                raise invalid("Addresses failed.", **{f"{index}.address": problem})

    def _answer(self, numbers: list[int], action: Action) -> Response:
        rows = [self._world.table("addresses")[number] for number in numbers]
        for row in rows:
            self._world.kit.ledger.add("addresses", action, row["id"], row["customer_id"], row["address1"])
        if not rows and self._world.kit.switches["all_duplicates"] == "object":
            return JSONResponse({})
        return v3(rows)

    def _matching(self, query: Query) -> list[Row]:
        ids, owners = query.numbers("id:in"), query.numbers("customer_id:in")
        companies, names = query.words("company:in"), query.words("name:in")
        return [
            row
            for row in self._world.table("addresses").values()
            if (ids is None or row["id"] in ids)
            and (owners is None or row["customer_id"] in owners)
            and (not companies or row["company"] in companies)
            and (not names or f"{row['first_name']} {row['last_name']}" in names)
        ]
