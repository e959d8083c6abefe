"""Customers V2, read-only: the official client still reads them; nothing new should (customers.v2.yml)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.store.paging import page_v2
from sandbox.store.query import Query
from sandbox.store.routes.orders import api_base
from sandbox.store.wire import v2
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
PATH = "/stores/{store_hash}/v2/customers"
SAME = ("id", "company", "first_name", "last_name", "email", "phone", "date_created", "date_modified", "store_credit")
ALSO_SAME = ("registration_ip_address", "customer_group_id", "notes", "tax_exempt_category")


def routes(world: StoreWorld) -> list[Route]:
    """Return the routes of V2 customers."""
    customers = OldCustomers(world)
    rows = (
        (PATH, customers.listing),
        (f"{PATH}/count", customers.count),
        (f"{PATH}/{{customer_id:int}}", customers.one),
        (f"{PATH}/{{customer_id:int}}/addresses", customers.addresses),
    )
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in rows]


class OldCustomers:
    """The endpoints."""

    def __init__(self, world: StoreWorld) -> None:
        """Answer for `world`."""
        self._world = world

    async def listing(self, request: Request) -> Response:
        """Answer all customers by id."""
        with self._world.lock:
            rows = list(self._world.table("customers").values())
            return page_v2(rows, Query(request, self._world.kit), lambda row: self._shown(row, request))

    async def count(self, _: Request) -> Response:
        """Answer how many there are."""
        return v2({"count": self._world.counts()["customers"]})

    async def one(self, request: Request) -> Response:
        """Answer one customer."""
        with self._world.lock:
            return v2(self._shown(self._customer(request), request))

    async def addresses(self, request: Request) -> Response:
        """Answer a customer's addresses with V2 names."""
        with self._world.lock:
            found = self._world.addresses_of(self._customer(request)["id"])
            return page_v2([_address(row) for row in found], Query(request, self._world.kit))

    def _customer(self, request: Request) -> Row:
        return self._world.find("customers", int(request.path_params["customer_id"]))

    def _shown(self, row: Row, request: Request) -> Row:
        resource = f"/customers/{row['id']}/addresses"
        links = {"addresses": {"url": f"{api_base(request)}{resource}", "resource": resource}}
        return (
            {name: row[name] for name in (*SAME, *ALSO_SAME)} | {"accepts_marketing": False, "form_fields": []} | links
        )


def _address(row: Row) -> Row:
    names = {
        "address1": "street_1",
        "address2": "street_2",
        "state_or_province": "state",
        "postal_code": "zip",
        "country_code": "country_iso2",
    }
    return {names.get(name, name): value for name, value in row.items()}
