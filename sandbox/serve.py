"""A running sandbox for tests and for the command line: both stand-ins, one clock, stopped quickly and cleanly."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sandbox.kit import Clock, Effect, Kit, Plan, Service

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from sandbox.erp.world import ErpWorld
    from sandbox.store.world import StoreWorld


def store_service(clock: Clock, state: Path | None = None) -> tuple[StoreWorld, Service]:
    """Return the stand-in store, not started."""
    from sandbox.shop.history import open_shop  # noqa: PLC0415 - one system can be built without the other
    from sandbox.store.app import create_app  # noqa: PLC0415
    from sandbox.store.options import LIMITS, SWITCHES, resource_of  # noqa: PLC0415
    from sandbox.store.world import StoreWorld  # noqa: PLC0415

    kit = Kit.of("store", switches=SWITCHES, limits=LIMITS, clock=clock, resource_of=resource_of)
    world = StoreWorld(kit, open_shop)
    return world, Service(create_app(world, kit), kit, world, state)


def erp_service(clock: Clock, state: Path | None = None) -> tuple[ErpWorld, Service]:
    """Return the stand-in ERP, not started."""
    from sandbox.erp.app import create_app  # noqa: PLC0415
    from sandbox.erp.options import LIMITS, SWITCHES, resource_of  # noqa: PLC0415
    from sandbox.erp.world import ErpWorld  # noqa: PLC0415

    kit = Kit.of("erp", switches=SWITCHES, limits=LIMITS, clock=clock, resource_of=resource_of)
    world = ErpWorld(kit)
    return world, Service(create_app(world, kit), kit, world, state)


UNSERVED = ("http://store.invalid", "http://erp.invalid")
"""Base URLs of systems that nobody serves: they lead nowhere, `apps` knows them."""


class Sandbox:
    """Both systems while the `with` block runs.

    `store` and `erp` are the worlds (each with its `kit`), `store_url` and `erp_url` the base URLs. Without a `plan`
    both are fresh: reference data only. With `state`, a folder, the systems continue from what is in it and keep it
    current; they are then seeded only if nothing was there.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        *,
        state: Path | None = None,
        host: str = "127.0.0.1",
        store_port: int = 0,
        erp_port: int = 0,
    ) -> None:
        """Build both systems; they are served on entry."""
        self.clock = Clock()
        self.store, self._store_service = store_service(self.clock, state / "store.json" if state else None)
        self.erp, self._erp_service = erp_service(self.clock, state / "erp.json" if state else None)
        self._host, self._ports = host, (store_port, erp_port)
        self._stack = ExitStack()
        self.store_url, self.erp_url = UNSERVED
        if plan:
            self._seed(plan)

    @property
    def apps(self) -> dict[str, ASGIApp]:
        """Return what answers at each base URL, gate and control API with it."""
        return {self.store_url: self._store_service.app, self.erp_url: self._erp_service.app}

    @property
    def kits(self) -> tuple[Kit, Kit]:
        """Return the store's and the ERP's kit."""
        return self.store.kit, self.erp.kit

    def ledger(self) -> list[Effect]:
        """Return the effects of both systems, oldest first."""
        return sorted((effect for kit in self.kits for effect in kit.ledger), key=lambda effect: effect.at)

    def calls(self) -> dict[str, int]:
        """Return the number of calls per system and kind: `{"store GET /v2/orders": 1, ...}`."""
        return {f"{kit.system} {kind}": n for kit in self.kits for kind, n in kit.calls.by_kind().items()}

    def reset_calls(self) -> None:
        """Start counting anew in both systems."""
        for kit in self.kits:
            kit.calls.reset()

    def reset(self) -> None:
        """Make both systems fresh again, for the next test."""
        self.clock.reset()
        for world in (self.store, self.erp):
            world.kit.reset()  # first: what is seeded anew is dated by the system's own clock
            world.reset()

    def __enter__(self) -> Self:
        services = (self._store_service, self._erp_service)
        urls = []
        with ExitStack() as starting:
            for service, port in zip(services, self._ports, strict=True):
                urls.append(service.start(self._host, port))
                starting.callback(service.stop)
            self._stack = starting.pop_all()
        self.store_url, self.erp_url = urls
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _seed(self, plan: Plan) -> None:
        for world, service in ((self.store, self._store_service), (self.erp, self._erp_service)):
            if not service.continued:
                world.seed(plan)
