"""OData over the tables (DACs) and the list of generic inquiries, read only (section 8)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.erp import dacs
from sandbox.erp.door import Door, Visit
from sandbox.erp.errors import ErpError, NotFound, ServerError
from sandbox.erp.jsonio import JsonReply
from sandbox.erp.reads import whole
from sandbox.erp.tenant import Tenant
from sandbox.shop import catalogue

NO_INQUIRIES = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    '<Schema Namespace="Default" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="Default" />'
    "</Schema></edmx:DataServices></edmx:Edmx>"
)


def routes(tenant: Tenant, door: Door) -> list[Route]:
    """Return the OData routes."""

    async def table(visit: Visit) -> Response:
        name, query = visit.request.path_params["dac"], visit.request.query_params
        old = visit.request.url.path.startswith("/odatav4/")
        if old is not (tenant.kit.switches["table_address"] == "v4"):
            raise NotFound("The resource cannot be found.")
        if not tenant.kit.switches["dac_odata"]:
            raise ErpError({"error": {"message": "Access is denied."}}, 403)
        with tenant.lock:
            rows = dacs.table(name, tenant.desk())
        if rows is None:
            raise NotFound(f"Resource not found for the segment '{name}'.")
        if "$filter" in query or "$orderby" in query:
            raise ServerError("The stand-in reads tables whole: leave $filter and $orderby out.")
        skip, top = whole("$skip", query.get("$skip")) or 0, whole("$top", query.get("$top"))
        wanted = query.get("$select", "").split(",")
        size = tenant.kit.switches["table_page"] or len(rows)
        page = rows[skip : skip + (size if top is None else top)]
        more = top is None and skip + size < len(rows)
        after = (
            {"@odata.nextLink": str(visit.request.url.include_query_params(**{"$skip": skip + size}))} if more else {}
        )
        shown = [{key: value for key, value in row.items() if wanted == [""] or key in wanted} for row in page]
        return JsonReply({"@odata.context": f"{visit.request.url.path}/$metadata", "value": shown} | after)

    async def inquiries(_: Visit) -> Response:
        return Response(NO_INQUIRIES, media_type="application/xml")

    async def read_table(request: Request) -> Response:
        return await door.admit(request, table)

    async def read_inquiries(request: Request) -> Response:
        return await door.admit(request, inquiries)

    return [
        Route(f"/t/{catalogue.TENANT}/api/odata/dac/{{dac}}", read_table, methods=["GET"]),
        Route(f"/odatav4/{catalogue.TENANT}/{{dac}}", read_table, methods=["GET"]),
        Route(f"/t/{catalogue.TENANT}/api/odata/gi/$metadata", read_inquiries, methods=["GET"]),
    ]
