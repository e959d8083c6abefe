"""A world in a file, so that a second start continues where the first ended."""

from __future__ import annotations

import json
import os
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sandbox.kit.kit import Kit
from sandbox.kit.world import World

FORMAT = 1
PAUSE_SECONDS = 1.0
SAVING_SHARE = 10  # after a save that took t, rest at least 10 t: a large world is not saved all the time


def encode(state: Any) -> str:
    """Return the tree as JSON text; Decimal, datetime and date keep their type."""
    return json.dumps(state, default=_tagged, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Any:
    """Return the tree that `encode` was given."""
    return json.loads(text, object_hook=_untagged)


def _tagged(value: object) -> dict[str, str]:
    match value:
        case Decimal():
            return {"$decimal": str(value)}
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a saved world")


def _untagged(row: dict[str, Any]) -> Any:
    if len(row) != 1:
        return row
    match row:
        case {"$decimal": str(text)}:
            return Decimal(text)
        case {"$datetime": str(text)}:
            return datetime.fromisoformat(text)
        case {"$date": str(text)}:
            return date.fromisoformat(text)
    return row


class StateFile:
    """Keeps one system in `path`: loads it at once if it is there, then saves it whenever the world moved."""

    def __init__(self, path: Path, kit: Kit, world: World) -> None:
        """Prepare; nothing is read or written yet."""
        self._path, self._kit, self._world = path, kit, world
        self._saved = -1
        self._stop = Event()
        self._thread = Thread(target=self._keep_saving, name=f"state-{kit.system}", daemon=True)

    def load(self) -> bool:
        """Continue from the file; False if there is none."""
        if not self._path.exists():
            return False
        state = decode(self._path.read_text(encoding="utf-8"))
        if state["format"] != FORMAT:
            raise ValueError(f"{self._path} was written by another version of the sandbox; delete it to start afresh")
        with self._world.lock:
            self._world.load(state["world"])
            self._kit.ledger.load(state["ledger"])
            self._saved = self._world.version
        return True

    def save(self) -> None:
        """Write the file if the world moved since the last time; a reader never sees half of it."""
        with self._world.lock:
            version = self._world.version
            if version == self._saved:
                return
            text = encode({"format": FORMAT, "world": self._world.dump(), "ledger": self._kit.ledger.dump()})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self._path)  # noqa: PTH105 - atomic over an existing file
        self._saved = version

    def start(self) -> None:
        """Save in the background from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop saving, after a last save."""
        self._stop.set()
        self._thread.join()
        self.save()

    def _keep_saving(self) -> None:
        rest = PAUSE_SECONDS
        while not self._stop.wait(rest):
            started = time.perf_counter()
            self.save()
            rest = max(PAUSE_SECONDS, SAVING_SHARE * (time.perf_counter() - started))
