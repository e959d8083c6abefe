"""The contract endpoint: `/entity/{endpoint}/{version}/{Entity}[/...]` (sections 1 and 4)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.erp import puts, reads, transactions
from sandbox.erp.door import Door, Visit
from sandbox.erp.errors import Malformed, NotFound, ServerError, missing_record
from sandbox.erp.jsonio import JsonReply
from sandbox.erp.routes.visits import Call
from sandbox.erp.tenant import Tenant
from sandbox.kit import Action

PREFIX = "/entity/{endpoint}/{version}/{entity}"


def routes(tenant: Tenant, door: Door) -> list[Route]:
    """Return the routes of all entities of all versions."""
    endpoint = Endpoint(tenant)

    def admitted(work: Callable[[Visit], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await door.admit(request, work)

        return answer

    return [
        Route(PREFIX, admitted(endpoint.listing), methods=["GET"]),
        Route(PREFIX, admitted(endpoint.put), methods=["PUT"]),
        Route(PREFIX + "/{path:path}", admitted(endpoint.one), methods=["GET"]),
        Route(PREFIX + "/{path:path}", admitted(endpoint.delete), methods=["DELETE"]),
        Route(PREFIX + "/{path:path}", admitted(endpoint.act), methods=["POST"]),
    ]


class Endpoint:
    """What can be done with an entity."""

    def __init__(self, tenant: Tenant) -> None:
        """Answer for `tenant`."""
        self._tenant = tenant

    async def listing(self, visit: Visit) -> Response:
        """Answer the records that satisfy the conditions."""
        with self._tenant.lock:
            call = Call.of(self._tenant, visit)
            return JsonReply(reads.read_list(call.desk(), call.shape, call.ask, call.writer))

    async def one(self, visit: Visit) -> Response:
        """Answer one record, the state of a long operation, or the schema of custom fields."""
        with self._tenant.lock:
            call = Call.of(self._tenant, visit)
            action, _, operation = call.path.partition("/status/")
            if operation:
                done = self._tenant.operations.poll(call.desk(), operation, visit.session.id)
                return Response(status_code=204) if done else _accepted(call, action, operation)
            if call.path == "$adHocSchema":
                return JsonReply(call.writer.record(call.shape, {"id": None}, call.ask.selection))
            return JsonReply(reads.read_one(call.desk(), call.shape, call.path, call.ask.selection, call.writer))

    async def put(self, visit: Visit) -> Response:
        """Create or change a record: read it, take the time a save takes, save it if nobody else did meanwhile."""
        with self._tenant.lock:
            call = Call.of(self._tenant, visit)
            body = call.json()
            if call.shape.name == reads.INQUIRY:
                return JsonReply(reads.inquire(call.desk(), call.shape, call.ask.selection, call.writer))
            matches = {"if_match": call.header("If-Match"), "if_none_match": call.header("If-None-Match")}
            flags = {name: value is not None for name, value in matches.items()}
            begun = puts.begin(call.desk(), puts.Put(call.shape, body, call.option("$filter"), **flags))
        await asyncio.sleep(self._tenant.kit.limits["put_seconds"])
        with self._tenant.lock:
            desk = call.desk()
            saved = puts.commit(desk, begun)
            return JsonReply(call.writer.record(call.shape, reads.displayed(saved, desk), call.ask.selection))

    async def delete(self, visit: Visit) -> Response:
        """Delete a record."""
        with self._tenant.lock:
            call = Call.of(self._tenant, visit)
            desk = call.desk()
            record = reads.find(desk, call.shape, call.path)
            if reason := transactions.delete(desk, record):
                raise ServerError(f"Error: {reason}")
            transactions.enter(desk, record, Action.DELETE)
            return Response(status_code=204)

    async def act(self, visit: Visit) -> Response:
        """Start an action: 204 if it is done or nothing had to be done, 202 with the address to poll."""
        with self._tenant.lock:
            call = Call.of(self._tenant, visit)
            if not self._tenant.operations.knows(call.shape.name, call.path):
                raise NotFound(f"Action {call.path} not found")
            body, desk = call.json(), call.desk()
            entity = body.get("entity") if isinstance(body, dict) else None
            if not isinstance(entity, dict):
                raise Malformed(invocation="The entity is required.")
            found = puts.begin(desk, puts.Put(call.shape, entity)).record
            if found is None:
                raise missing_record()
            operations = self._tenant.operations
            started = operations.start(desk, (call.shape.name, call.path), found, visit.session.id)
            told_at_once = self._tenant.kit.switches["quick_operation"] == "204"
            if started is None:
                return Response(status_code=204, headers=self._stray(visit))
            if told_at_once and operations.poll(desk, started.id, visit.session.id):
                return Response(status_code=204)
            return _accepted(call, call.path, started.id)

    def _stray(self, visit: Visit) -> dict[str, str]:
        """Return the Location some sites put on a 204, although nothing was started (section 4, Actions)."""
        return {"Location": visit.request.url.path} if self._tenant.kit.switches["location_on_204"] else {}


def _accepted(call: Call, action: str, operation: str) -> Response:
    prefix = call.visit.request.url.path.split(f"/{action}")[0]
    return Response(status_code=202, headers={"Location": f"{prefix}/{action}/status/{operation}"})
