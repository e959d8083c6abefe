"""What a process leaves that ended by itself: no seat of the ERP and no claim, or nobody else gets them in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from bc_myob.history.engine import reading

if TYPE_CHECKING:
    from tests.faults.line import Line
    from tests.faults.road import Process

HELD = text("SELECT entity, external_id, claim_version FROM sync_record WHERE claim_owner = :owner")


@dataclass
class Leaving:
    """Holds one try of a task to it. A killed process may leave what it held, until it idles out or its lease ends."""

    line: Line
    name: str
    held: set[tuple[str, str, int]]

    @classmethod
    def entered(cls, line: Line, name: str) -> Leaving:
        """Note what an earlier try of the task, killed, has left under the same name."""
        return cls(line, name, _held(line, name))

    def gives_back(self, transaction: Connection) -> bool:
        """Tell whether the task holds nothing of its own any more once this transaction is committed."""
        return not _of(transaction, self.name) - self.held

    def takes(self, transaction: Connection) -> bool:
        """Tell whether the task has claims of its own once this transaction is committed, and had none before."""
        return not self.gives_back(transaction) and not _held(self.line, self.name) - self.held

    def left(self, process: Process, is_open: Callable[[str], bool]) -> list[str]:
        """Say what the process has left, now that it is over; nothing is said of what it could not give back."""
        if process.dead:
            return []
        seats = sum(is_open(seat) for seat in process.seats)
        claims = set() if process.cut_off else _held(self.line, self.name) - self.held
        return [
            *([f"{self.name} has left {seats} seats taken"] if seats else []),
            *(f"{self.name} has left its claim on {entity} {of}" for entity, of, _ in sorted(claims)),
        ]


def _held(line: Line, owner: str) -> set[tuple[str, str, int]]:
    if ".load" not in owner:
        return set()
    engine = line.histories.open(line.history_url)
    with reading(engine) as connection:  # beside a transaction that is open
        found = _of(connection, owner)
    line.histories.close(engine)
    return found


def _of(connection: Connection, owner: str) -> set[tuple[str, str, int]]:
    return {(row.entity, row.external_id, row.claim_version) for row in connection.execute(HELD, {"owner": owner})}
