"""MAIN for a new address, while nobody knows whether another one, deleted since or not, has filled it (connector 3.4).

Two addresses must not be entered as one location: the later write would replace the shopper's present address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bc_myob.history.records import Claimed
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import RecordBlocked
from bc_myob.model.pairs import Standing
from bc_myob.operators.loading.deactivating import looked_up
from bc_myob.operators.loading.waiting import until_known
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.books import MAIN, may_fill_main

_TAKEN = (
    "Another address of this customer may have become MAIN: the answer to the creation of its location was lost. This "
    "record waits until that is settled and goes on by itself."
)


def behind_a_doubt(bench: Workbench, claimed: Sequence[Claimed]) -> set[int]:
    """Give the claims that would create MAIN while a creation of unknown outcome may still do so."""
    takers = [one for one in claimed if _creates_main(one)]
    if not takers:
        return set()
    return _beside(takers, _places(bench, takers), may_fill_main)


def _places(bench: Workbench, takers: Sequence[Claimed]) -> list[Standing]:
    return bench.records.standings(bench.spec.entity, source_id={one.source_id for one in takers})


def _beside(takers: Sequence[Claimed], places: Sequence[Standing], says: Callable[[Standing], bool]) -> set[int]:
    """Give the takers of whose customers another place is so."""
    found = {(each.source_id, each.record_id) for each in places if says(each)}
    return {one.id for one in takers if any(whose == one.source_id and each != one.id for whose, each in found)}


def _is_main(place: Standing) -> bool:
    return (place.erp_key or "").endswith(f",{MAIN}")


def once_main_is_known(
    bench: Workbench, takers: Sequence[Claimed], leaving: Sequence[Claimed]
) -> tuple[list[Claimed], list[Claimed]]:
    """Ask, after the pause, whether addresses that leave have become MAIN; give what of both may go on by that.

    Where one has, the run ends for its customer: the next one maps it anew, with another location for the new address.
    """
    customers = {one.source_id for one in takers}
    doubtful = [one for one in leaving if one.source_id in customers and one.sending_since and not one.erp_id]
    held = until_known(bench, [*takers, *doubtful]) if doubtful else list(takers)
    asked = [one for one in held if one.id in {each.id for each in doubtful}]
    found = _looked_up(bench, asked)
    mains = [one for one in found.values() if one and (one.erp_key or "").endswith(f",{MAIN}")]
    places = _places(bench, takers)
    waiting = _beside(takers, places, may_fill_main) | _beside(takers, places, _is_main)
    open_still = {one.source_id for one in takers if one.id in waiting} - {one.source_id for one in asked}
    blocked = open_still | {one.source_id for one in mains} | {one.source_id for one in doubtful if one.id not in found}
    if blocked:  # before the link is saved: a process that dies in between must not leave MAIN named for both
        bench.records.map_again(bench.spec.entity, sorted(blocked))
    for one in mains:
        bench.guarded(one, lambda main: _link(bench, main))
    left_behind = {one.id for one in doubtful if one.source_id in blocked}
    return _free(bench, held, takers, blocked), [one for one in leaving if one.id not in left_behind]


def _looked_up(bench: Workbench, claimed: Sequence[Claimed]) -> dict[int, Claimed | None]:
    found: dict[int, Claimed | None] = {}

    def ask(one: Claimed) -> None:
        found[one.id] = looked_up(bench, one)

    for one in claimed:
        bench.guarded(one, ask)
    return found


def _creates_main(claimed: Claimed) -> bool:
    imports = claimed.entity is Entity.CUSTOMER_LOCATION and claimed.direction is not SyncDirection.EXPORT
    return imports and claimed.erp_id is None and claimed.document.get("LocationID") == MAIN


def _free(bench: Workbench, held: Sequence[Claimed], takers: Sequence[Claimed], blocked: set[str]) -> list[Claimed]:
    """Give the takers that may go on; those of blocked customers wait, Failed, without an attempt counted."""
    still = [one for one in held if one.id in {each.id for each in takers}]
    for one in (one for one in still if one.source_id in blocked):
        bench.guarded(one, _blocked)
    return [one for one in still if one.source_id not in blocked]


def _blocked(_claimed: Claimed) -> None:
    raise RecordBlocked(_TAKEN)


def _link(bench: Workbench, found: Claimed) -> None:
    customer, _, number = str(found.erp_key).partition(",")
    details = {"Customer": customer, "LocationID": number}
    bench.records.save_partial(
        found, erp_id=str(found.erp_id), erp_key=str(found.erp_key), details=details, now=bench.waiting.now()
    )
    raise RecordBlocked("The location of this deleted address becomes inactive once a newer address has its own.")
