"""Customers V3: lists with filters and includes, and batches (bigcommerce-api.md 7)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.kit import Action
from sandbox.store.customer_filters import FILTERS, key_of, matching, sort_of
from sandbox.store.customer_rules import checked_edit, checked_new
from sandbox.store.paging import CursorPage, unsorted
from sandbox.store.query import Query, batch_of
from sandbox.store.refusals import Refusal
from sandbox.store.wire import v3
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v3/customers"
INCLUDES = {"addresses", "storecredit", "attributes", "formfields", "shopper_profile_id", "segment_ids"}
AT_MOST_NESTED = 10


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of customers."""
    customers = Customers(world)
    return [
        Route(PATH, customers.listing, methods=["GET"]),
        Route(PATH, customers.create, methods=["POST"]),
        Route(PATH, customers.update, methods=["PUT"]),
        Route(PATH, customers.delete, methods=["DELETE"]),
    ]


class Customers:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer customers that match, a page at a time; unknown ids give an empty list."""
        query = Query(request, self._world.kit)
        query.allow(FILTERS)
        include = set(query.words("include"))
        if include - INCLUDES:
            raise Refusal(422, "Invalid include", {"include": f"one of {', '.join(sorted(INCLUDES))}"})
        with self._world.lock:
            name, descending = sort_of(query)
            rows = unsorted(self._world, matching(self._world, query))
            if name:
                rows.sort(key=key_of(name), reverse=descending)
            page = CursorPage(self._world, query, key_of(name or "id"), descending=descending)
            return page.answer(rows, lambda row: self.shown(row, include))

    async def create(self, request: Request) -> Response:
        """Create up to ten customers with their addresses, all or (by switch) the good ones."""
        batch = await batch_of(request, self._world.kit.limits["batch_size"])
        with self._world.lock:
            good, refusal = checked_new(self._world, batch)
            if refusal and self._world.kit.switches["bad_batch"] == "none":
                raise refusal
            made = [self._created(item) for item in good]
            if refusal:
                raise refusal
            return v3(made)

    async def update(self, request: Request) -> Response:
        """Change up to ten customers; keys left out stay as they are."""
        batch = await batch_of(request, self._world.kit.limits["batch_size"])
        with self._world.lock:
            good, refusal = checked_edit(self._world, batch)
            if refusal and self._world.kit.switches["bad_batch"] == "none":
                raise refusal
            changed = [self._changed(item) for item in good]
            if refusal:
                raise refusal
            return v3(changed)

    async def delete(self, request: Request) -> Response:
        """Delete customers by id; ids that are not there are passed over."""
        ids = Query(request, self._world.kit).numbers("id:in")
        if not ids:
            raise Refusal(422, "Missing filter", {"id:in": "required"})
        with self._world.lock:
            for number in sorted(ids & self._world.table("customers").keys()):
                email = self._world.customer(number)["email"]
                self._world.delete_customer(number)
                self._world.kit.ledger.add("customers", Action.DELETE, number, email)
        return Response(status_code=204)

    def shown(self, row: Row, include: set[str]) -> Row:
        """Return a customer as the list shows it."""
        hidden = {"store_credit", "form_fields"}
        shown = {name: value for name, value in row.items() if name not in hidden}
        if self._world.kit.switches["address_count_on_get"]:
            shown["address_count"] = len(self._world.addresses_of(row["id"]))
        extras: dict[str, Callable[[], Any]] = {
            "addresses": lambda: self._addresses(row["id"]),
            "storecredit": lambda: _credit(row),
            "attributes": lambda: self._attributes(row["id"]),
            "formfields": lambda: row["form_fields"],
            "shopper_profile_id": lambda: f"00000000-0000-4000-8000-{row['id']:012d}",
            "segment_ids": list,
        }
        keys = {"storecredit": "store_credit_amounts", "formfields": "form_fields"}
        return shown | {keys.get(name, name): extras[name]() for name in sorted(include)}

    def _created(self, item: Row) -> Row:
        number = self._world.add_customer(**item)
        row = self._world.table("customers")[number]
        self._world.kit.ledger.add("customers", Action.CREATE, number, row["email"], _summary(row))
        shown = self.shown(row, {"storecredit"})
        if not item["addresses"]:
            return shown
        addresses = self._addresses(number)
        for address in addresses:
            self._world.kit.ledger.add("addresses", Action.CREATE, address["id"], number, address["address1"])
        return shown | {"address_count": len(addresses), "addresses": addresses}

    def _changed(self, item: Row) -> Row:
        number = item["id"]
        self._world.edit_customer(number, **{name: value for name, value in item.items() if name != "id"})
        row = self._world.table("customers")[number]
        self._world.kit.ledger.add("customers", Action.UPDATE, number, row["email"], _summary(row))
        return self.shown(row, {"storecredit"})

    def _addresses(self, customer_id: int) -> list[Row]:
        found = self._world.addresses_of(customer_id)[:AT_MOST_NESTED]
        return [address | {"form_fields": []} for address in found]

    def _attributes(self, customer_id: int) -> list[Row]:
        values = self._world.table("attribute_values").values()
        return [value for value in values if value["customer_id"] == customer_id][:AT_MOST_NESTED]


def _credit(row: Row) -> list[dict[str, Decimal]]:
    return [{"amount": row["store_credit"]}]


def _summary(row: Row) -> str:
    return f"{row['first_name']} {row['last_name']}, {row['company']}".rstrip(", ")
