"""The long operations in flight: started by an action, settled when due, polled by the session that started them."""

from __future__ import annotations

from datetime import timedelta

from sandbox.erp.actions import IDLE, LONG, SHORT, Operation, failure, start
from sandbox.erp.draft import Desk
from sandbox.erp.errors import NotFound
from sandbox.erp.records import Record
from sandbox.kit import Kit


class Operations:
    """Guarded by the world's lock."""

    def __init__(self, kit: Kit) -> None:
        """Start with none."""
        self._kit = kit
        self._all: dict[str, Operation] = {}
        self._running: list[Operation] = []

    def knows(self, entity: str, action: str) -> bool:
        """Tell whether the entity has the action."""
        return (entity, action) in LONG.keys() | SHORT.keys() | IDLE

    def start(self, desk: Desk, action: tuple[str, str], record: Record, session: str) -> Operation | None:
        """Start an action on a record; None = done at once, or nothing to do."""
        due = desk.now + timedelta(seconds=self._kit.limits["release_seconds"])
        operation = start(desk, action, record, session, due)
        if operation:
            self._all[operation.id] = operation
            self._running.append(operation)
            self.settle(desk)
        return operation

    def settle(self, desk: Desk) -> None:
        """Let everything that is due take effect."""
        for operation in self._running:
            operation.settle(desk)
        self._running = [operation for operation in self._running if not operation.done]

    def poll(self, desk: Desk, operation_id: str, session: str) -> bool:
        """Tell whether an operation is done; raises what it failed with. Other sessions do not see it (404)."""
        operation = self._all.get(operation_id)
        if operation is None or operation.session != session:
            raise NotFound("The operation cannot be found.")
        if error := failure(desk, operation):
            raise error
        return operation.done

    def busy(self, session: str, entity: str) -> bool:
        """Tell whether the session has a running operation on the entity's form."""
        return any((each.session, each.record.entity) == (session, entity) for each in self._running)

    def clear(self) -> None:
        """Forget all."""
        self._all.clear()
        self._running.clear()
