"""The stand-in ERP as an ASGI app."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from sandbox.erp.door import Door
from sandbox.erp.errors import ErpError
from sandbox.erp.late import LateDoor
from sandbox.erp.routes import descriptions, entities, sign_in, tables
from sandbox.erp.world import ErpWorld
from sandbox.kit import Kit


def create_app(world: ErpWorld, kit: Kit) -> FastAPI:  # noqa: ARG001 - both systems are made the same way
    """Return the app that serves `world`, without gate and common control routes (`kit` is the world's)."""
    app = FastAPI(title="Stand-in MYOB Advanced tenant", docs_url=None, redoc_url=None, openapi_url=None)
    app.router.redirect_slashes = False
    door = Door(world)

    async def refuse(_: Request, error: Exception) -> Response:
        return door.refusal(error) if isinstance(error, ErpError) else Response(status_code=500)

    app.add_exception_handler(ErpError, refuse)
    for module in (sign_in, descriptions, tables, entities):
        app.router.routes.extend(module.routes(world, door))
    app.include_router(_own_controls(world))
    app.add_middleware(LateDoor, late=world.late)
    return app


class LateIn(BaseModel):
    """Requests to be cut now and committed later."""

    model_config = ConfigDict(extra="forbid")
    path: str
    seconds: float
    times: int = 1


def _own_controls(world: ErpWorld) -> APIRouter:
    router = APIRouter(prefix="/_control")

    @router.get("/licence")
    async def licence() -> dict[str, Any]:
        return {"open_sessions": world.open_sessions(), "declined": world.licence.declined}

    @router.delete("/sessions", status_code=204)
    async def end_sessions() -> None:
        world.end_sessions()

    @router.post("/late-commits", status_code=204)
    async def commit_late(late: LateIn) -> None:
        world.commit_late(late.path, late.seconds, late.times)

    @router.get("/records/{entity}")
    async def records(entity: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(json.dumps(world.records(entity), default=str))
        return rows

    @router.post("/periods/{period}/{state}", status_code=204)
    async def period(period: str, state: str) -> None:
        (world.close_period if state == "close" else world.open_period)(period)

    return router
