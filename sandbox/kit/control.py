"""The control API under `/_control`: what tests and people turn and read while a stand-in runs. Never counted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.kit.faults import Fault
from sandbox.kit.kit import Kit
from sandbox.kit.options import Options
from sandbox.kit.world import Plan, World

Json: TypeAlias = dict[str, Any]


class PlanIn(BaseModel):
    """Sizes of a shop to seed; what is left out has the demo's size."""

    model_config = ConfigDict(extra="forbid")
    seed: int = Plan.seed
    customers: int = Plan.customers
    orders: int = Plan.orders
    days: int = Plan.days


class ClockIn(BaseModel):
    """Exactly one move of the clock."""

    model_config = ConfigDict(extra="forbid")
    freeze: datetime | None = None
    advance_seconds: float | None = None
    run: bool = False


def control_router(kit: Kit, world: World) -> APIRouter:
    """Return the routes common to both systems; a system may add its own under the same prefix."""
    router = APIRouter(prefix="/_control")
    _add_state(router, kit, world)
    _add_readings(router, kit)
    _add_faults(router, kit)
    _add_options(router, "switches", kit.switches)
    _add_options(router, "limits", kit.limits)
    return router


def _add_state(router: APIRouter, kit: Kit, world: World) -> None:
    @router.get("")
    async def overview() -> Json:
        return {"system": kit.system, "now": kit.clock.now().isoformat(), "counts": world.counts()}

    @router.get("/counts")
    async def counts() -> dict[str, int]:
        return world.counts()

    @router.post("/reset")
    async def reset() -> dict[str, int]:
        kit.reset()
        world.reset()
        return world.counts()

    @router.post("/seed")
    async def seed(plan: PlanIn) -> dict[str, int]:
        world.seed(Plan(**plan.model_dump()))
        return world.counts()

    @router.put("/clock")
    async def clock(move: ClockIn) -> Json:
        if move.freeze:
            kit.clock.freeze(move.freeze)
        elif move.run:
            kit.clock.run()
        kit.clock.advance(seconds=move.advance_seconds or 0)
        return {"now": kit.clock.now().isoformat()}


def _add_readings(router: APIRouter, kit: Kit) -> None:
    @router.get("/ledger")
    async def ledger(
        resource: str | None = None, action: str | None = None, reference: str | None = None
    ) -> list[Json]:
        return [effect.as_dict() for effect in kit.ledger.entries(resource, action, reference)]

    @router.get("/calls")
    async def calls() -> Json:
        return kit.calls.summary()

    @router.get("/calls/list")
    async def call_list() -> list[Json]:
        return kit.calls.listing()

    @router.delete("/calls", status_code=204)
    async def forget_calls() -> None:
        kit.calls.reset()


def _add_faults(router: APIRouter, kit: Kit) -> None:
    def parsed(rows: list[Json]) -> list[Fault]:
        try:
            return [Fault.parse(row) for row in rows]
        except (TypeError, ValueError) as error:
            raise HTTPException(422, str(error)) from error

    @router.get("/faults")
    async def faults() -> list[Json]:
        return kit.faults.listing()

    @router.put("/faults")
    async def replace(rows: Annotated[list[Json], Body()]) -> list[Json]:
        kit.faults.replace(parsed(rows))
        return kit.faults.listing()

    @router.post("/faults")
    async def add(row: Annotated[Json, Body()]) -> list[Json]:
        kit.faults.add(parsed([row])[0])
        return kit.faults.listing()

    @router.delete("/faults", status_code=204)
    async def drop() -> None:
        kit.faults.reset()


def _add_options(router: APIRouter, name: str, options: Options) -> None:
    @router.get(f"/{name}")
    async def table() -> Json:
        return {
            option.name: {"value": options[option.name], "default": option.default, "about": option.about}
            for option in options
        }

    @router.put(f"/{name}")
    async def turn(values: Annotated[Json, Body()]) -> Json:
        try:
            options.set(**values)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        return options.values()
