"""What the site says about itself: its endpoints and their swagger files (section 1)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.erp.contract import ENDPOINT, VERSIONS
from sandbox.erp.door import Door, Visit
from sandbox.erp.jsonio import JsonReply
from sandbox.erp.routes.visits import endpoint_contract
from sandbox.erp.swagger import description
from sandbox.erp.tenant import Tenant

BUILD = "24.208.0020"


def routes(tenant: Tenant, door: Door) -> list[Route]:
    """Return the routes of descriptions."""

    async def endpoints(_: Request) -> Response:
        rows = [{"name": ENDPOINT, "version": each, "href": f"/entity/{ENDPOINT}/{each}/"} for each in VERSIONS]
        if tenant.kit.switches["endpoint_list"] == "array":
            return JsonReply(rows)
        version = {"acumaticaBuildVersion": BUILD, "databaseVersion": BUILD}
        return JsonReply({"version": version, "endpoints": rows})

    async def swagger(request: Request) -> Response:
        async def work(visit: Visit) -> Response:
            parts = visit.request.path_params
            contract = endpoint_contract(parts["endpoint"], parts["version"])
            return JsonReply(description(contract.version, str(request.base_url).rstrip("/")))

        return await door.admit(request, work)

    return [
        Route("/entity", endpoints, methods=["GET"]),
        Route("/entity/{endpoint}/{version}/swagger.json", swagger, methods=["GET"]),
    ]
