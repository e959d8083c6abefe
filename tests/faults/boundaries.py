"""Every boundary of the reference scenario, failed in every way in turn (`make boundaries` for all of them)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.faults.line import Line
from tests.faults.road import Place, Trouble
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import Story, TwoWayStory, Works, records

KILLS = (Trouble.KILL_BEFORE, Trouble.KILL_AFTER, Trouble.KILL_LATE, Trouble.KILL_COMMIT)


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
    """How a story ended: the effects, what the ERP's books hold, where Sync History stands, what was left taken."""

    ledger: Counter[tuple[str, str, str]]
    books: dict[tuple[str, str], list[Any]]
    history: list[dict[str, Any]]
    left: tuple[str, ...] = ()
    """The seats and claims that processes kept which nobody had killed."""

    def difference(self, other: End) -> str:
        """Say what `other` has otherwise; "" if nothing."""
        said = []
        missing, surplus = self.ledger - other.ledger, other.ledger - self.ledger
        if missing or surplus:
            said.append(f"ledger: missing {missing}, too much {surplus}")
        if self.books != other.books:
            keys = [key for key in {*self.books, *other.books} if self.books.get(key) != other.books.get(key)]
            said += [f"books {key}: {self.books.get(key)} became {other.books.get(key)}" for key in keys]
        if self.history != other.history:
            said += _differing_rows(self.history, other.history)
        said += other.left
        return "\n".join(said)


def _differing_rows(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[str]:
    before, after = (Counter(json.dumps(row, sort_keys=True, default=str) for row in rows) for rows in (ours, theirs))
    said = [f"history: missing {row}" for row in (before - after).elements()]
    return said + [f"history: too much {row}" for row in (after - before).elements()] or ["history: another order"]


STORIES: dict[str, tuple[type[Line], Callable[[Works], Story | TwoWayStory]]] = {
    "import": (Line, Story),
    "both ways": (TwoWayLine, TwoWayStory),
}


def undisturbed(works: Works, story: str = "import") -> tuple[End, list[Place]]:
    """Give how the story ends when nothing goes wrong, and every boundary it passes."""
    kind, told = STORIES[story]
    line = works.fresh(kind=kind)
    told(works).tell(line)
    return ended(works, line), line.road.places


def settled(end: End) -> End:
    """Give what was created how often, what the books hold and where Sync History stands, however often it was sent.

    An update of the store whose answer was lost is sent again as a whole: how many there were is no measure.
    """
    return replace(end, ledger=Counter({key: times for key, times in end.ledger.items() if key[1] != "update"}))


def cases(places: list[Place]) -> Iterator[Case]:
    """Give every trouble at every boundary."""
    for place in places:
        for trouble in place.troubles:
            yield Case(place, trouble)
            if trouble in KILLS:
                yield Case(place, trouble, tries=1)


def failed_at(works: Works, case: Case, story: str = "import") -> tuple[End, Line]:
    """Tell the story with one trouble; give how it ends."""
    kind, told = STORIES[story]
    line = works.fresh(lambda place: case.trouble if place.number == case.place.number else None, kind)
    line.tries = case.tries
    told(works).tell(line)
    return ended(works, line), line


def ended(works: Works, line: Line) -> End:
    """Give where everything stands; ERP numbers by the references behind them, for a delay may change the numbers."""
    references = works.references()
    rows = [
        row | {"erp_key": references.get((row["entity"], row["erp_key"])), "external_id": _told(row["external_id"])}
        for row in records(line)
    ]
    return End(works.ledger(), works.books(), rows, tuple(line.left))


def _told(external_id: str) -> str:
    # what is nowhere but in the ERP goes by its id there, another one every time
    return "of the ERP" if external_id.startswith("erp:") else external_id
