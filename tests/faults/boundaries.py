"""Every boundary of the reference scenario, failed in every way in turn (`make boundaries` for all of them)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.faults.line import Line
from tests.faults.road import Place, Trouble
from tests.faults.works import Story, Works, records

KILLS = (Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.KILL_COMMIT)


@dataclass(frozen=True)
class Case:
    """One trouble at one boundary; `tries` 1: the run is given up, another one with another owner goes on."""

    place: Place
    trouble: Trouble
    tries: int = 4

    def __str__(self) -> str:
        successor = "the next try" if self.tries > 1 else "the next run"
        return f"{self.place}, {self.trouble}, {successor} goes on"


@dataclass(frozen=True)
class End:
    """How a story ended: the effects, what the ERP's books hold, where Sync History stands, seats taken."""

    ledger: Counter[tuple[str, str, str]]
    books: dict[tuple[str, str], list[Any]]
    history: list[dict[str, Any]]

    def difference(self, other: End) -> str:
        """Say what `other` has otherwise; "" if nothing."""
        said = []
        if self.ledger != other.ledger:
            said.append(f"ledger: missing {self.ledger - other.ledger}, too much {other.ledger - self.ledger}")
        if self.books != other.books:
            keys = [key for key in {*self.books, *other.books} if self.books.get(key) != other.books.get(key)]
            said += [f"books {key}: {self.books.get(key)} became {other.books.get(key)}" for key in keys]
        if self.history != other.history:
            said += [f"history: {row}" for row in other.history if row not in self.history]
        return "\n".join(said)


def undisturbed(works: Works) -> tuple[End, list[Place]]:
    """Give how the story ends when nothing goes wrong, and every boundary it passes."""
    line = works.fresh()
    Story(works).tell(line)
    return ended(works, line), line.road.places


def cases(places: list[Place]) -> Iterator[Case]:
    """Give every trouble at every boundary."""
    for place in places:
        for trouble in place.troubles:
            yield Case(place, trouble)
            if trouble in KILLS:
                yield Case(place, trouble, tries=1)


def failed_at(works: Works, case: Case) -> tuple[End, Line]:
    """Tell the story with one trouble; give how it ends."""
    line = works.fresh(lambda place: case.trouble if place.number == case.place.number else None)
    line.tries = case.tries
    Story(works).tell(line)
    return ended(works, line), line


def ended(works: Works, line: Line) -> End:
    """Give where everything stands; ERP numbers by the references behind them, for a delay may change the numbers."""
    references = works.references()
    rows = [row | {"erp_key": references.get((row["entity"], row["erp_key"]))} for row in records(line)]
    return End(works.ledger(), works.books(), rows)
