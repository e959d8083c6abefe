"""What the site says about itself: its endpoints and their swagger files (section 1)."""

from __future__ import annotations

import copy
from typing import Any

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
            document = description(contract.version, str(request.base_url).rstrip("/"))
            return JsonReply(_without(document, str(tenant.kit.switches["contract_lacks"])))

        return await door.admit(request, work)

    return [
        Route("/entity", endpoints, methods=["GET"]),
        Route("/entity/{endpoint}/{version}/swagger.json", swagger, methods=["GET"]),
    ]


def _without(document: dict[str, Any], fields: str) -> dict[str, Any]:
    """Return the description without some fields, as an endpoint that was made by hand may be."""
    if not fields:
        return document
    document = copy.deepcopy(document)
    schemas = document.get("definitions") or document["components"]["schemas"]
    for entity, _, field in (each.strip().partition("/") for each in fields.split(",")):
        for part in schemas[entity]["allOf"]:
            part.get("properties", {}).pop(field, None)
    return document
