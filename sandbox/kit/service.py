"""One stand-in served from a thread of this process."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from threading import Thread

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from sandbox.kit.control import control_router
from sandbox.kit.gate import Gate
from sandbox.kit.kit import Kit
from sandbox.kit.state import StateFile
from sandbox.kit.world import World

STARTED_WITHIN_SECONDS = 20


def gated(app: FastAPI, kit: Kit, world: World) -> ASGIApp:
    """Return the app behind its gate, with the control API mounted."""
    app.include_router(control_router(kit, world))
    return Gate(app, kit)


class Service:
    """A system's app on a port of its own; its world can be kept in a file."""

    def __init__(self, app: FastAPI, kit: Kit, world: World, state: Path | None = None) -> None:
        """Continue from `state` if that file exists (`continued` then says so)."""
        self.kit, self.world = kit, world
        self.app = gated(app, kit, world)
        self._file = StateFile(state, kit, world) if state else None
        self.continued = self._file.load() if self._file else False

    def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve on `port` (0 = any free one) and return the base URL."""
        listener = socket.create_server((host, port))
        config = uvicorn.Config(
            self.app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            date_header=False,  # the gate tells the system's own time
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        name = f"sandbox-{self.kit.system}"
        self._thread = Thread(target=self._server.run, args=([listener],), name=name, daemon=True)
        self._thread.start()
        self._await_start()
        if self._file:
            self._file.start()
        return f"http://{host}:{listener.getsockname()[1]}"

    def stop(self) -> None:
        """Stop serving and save a last time."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
        if self._file:
            self._file.stop()

    def _await_start(self) -> None:
        deadline = time.monotonic() + STARTED_WITHIN_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the stand-in {self.kit.system} did not start")
            time.sleep(0.01)
