"""The write protocol over one batch: claim, look up, put, verify, record.

Every write is fenced by the record's claim and preceded by a mark in Sync History. A write whose answer is lost keeps
its mark; it is looked up after a pause, because the ERP may still be queueing it, and only then repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence

from bc_myob.history.records import Claimed
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import RecordError
from bc_myob.operators.loading.applying import orders_now
from bc_myob.operators.loading.articles import with_inventory_ids
from bc_myob.operators.loading.deactivating import deactivate
from bc_myob.operators.loading.default_locations import with_default_locations
from bc_myob.operators.loading.exporting import new_in_book
from bc_myob.operators.loading.exporting_addresses import export_addresses_of
from bc_myob.operators.loading.exporting_customers import export_customers_of
from bc_myob.operators.loading.filling_main import behind_a_doubt, once_main_is_known
from bc_myob.operators.loading.lookups import look_up
from bc_myob.operators.loading.releasing import release_saved
from bc_myob.operators.loading.tax_ids import with_tax_ids
from bc_myob.operators.loading.turns import givers_first, waits_for
from bc_myob.operators.loading.waiting import until_known
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.operators.loading.writing import write_record
from bc_myob.sync.deletion import DEACTIVATE

Work = Callable[[Workbench, Sequence[Claimed]], None]


def load_batch(bench: Workbench, batch_id: str) -> Counter[str]:
    """Load what can be claimed of the batch; gives the counts of outcomes. No claim outlives the call."""
    claimed = bench.records.claim_batch(batch_id, bench.owner, lease=bench.lease, now=bench.waiting.now())
    leaving = [one for one in claimed if _leaves(one)]
    coming = [one for one in claimed if not _leaves(one)]
    try:
        behind = behind_a_doubt(bench, coming)
        _bring(bench, [one for one in coming if one.id not in behind])
        if takers := [one for one in coming if one.id in behind]:
            takers, leaving = once_main_is_known(bench, takers, leaving)
            _bring(bench, takers)
        # Last: the only active location of a customer stays, and a new one may just have come.
        still = bench.records.renew(leaving, now=bench.waiting.now(), lease=bench.lease)
        _in_two_rounds(bench, _deactivate, still, {one.id for one in still if one.sending_since is not None})
        bench.close()
    finally:
        bench.records.release(claimed)
    return bench.counts


def _bring(bench: Workbench, claimed: Sequence[Claimed]) -> None:
    _in_two_rounds(bench, _load, claimed, _waiting(claimed))


def _leaves(claimed: Claimed) -> bool:
    return bool(claimed.details.get(DEACTIVATE)) and claimed.direction is not SyncDirection.EXPORT


def _waiting(claimed: Sequence[Claimed]) -> set[int]:
    """Give what waits for the outcome of an earlier try: its own, or that of one that has to go before it.

    The store numbers addresses in the order in which they come, and the first is its customer's.
    """
    marked = [one for one in claimed if one.sending_since is not None]
    books = {new_in_book(one) for one in marked} - {None}
    beside = (one for one in claimed if new_in_book(one) in books or waits_for(one, marked))
    return {one.id for one in (*marked, *beside)}


def _in_two_rounds(bench: Workbench, work: Work, claimed: Sequence[Claimed], waiting: Container[int]) -> None:
    """Work on what does not wait; then, after the pause, on the rest and on what was left without an answer."""
    work(bench, [one for one in claimed if one.id not in waiting])
    bench.unknown.extend(one for one in claimed if one.id in waiting)
    _once_more(bench, work)


def _load(bench: Workbench, claimed: Sequence[Claimed]) -> None:
    if not claimed:
        return
    exports = [one for one in claimed if one.direction is SyncDirection.EXPORT]
    _export(bench, exports)
    sendable = with_inventory_ids(bench, [one for one in claimed if one.direction is not SyncDirection.EXPORT])
    sendable = with_default_locations(bench, with_tax_ids(bench, sendable))
    found = look_up(bench, [one for one in sendable if _must_be_looked_up(bench, one)])
    orders = orders_now(bench, sendable)
    for one in givers_first(bench.spec, sendable):
        if waits_for(one, bench.unknown):
            bench.unknown.append(one)
            continue
        bench.guarded(one, lambda record: write_record(bench, record, found, orders))
    release_saved(bench)


def _deactivate(bench: Workbench, claimed: Sequence[Claimed]) -> None:
    for one in claimed:
        bench.guarded(one, lambda record: deactivate(bench, record))


def _export(bench: Workbench, claimed: Sequence[Claimed]) -> None:
    if not claimed or bench.store is None:
        return
    export = export_customers_of if bench.spec.entity is Entity.CUSTOMER else export_addresses_of
    export(bench, bench.store, claimed)


def _must_be_looked_up(bench: Workbench, claimed: Claimed) -> bool:
    # What may be released or closed meanwhile is looked up always: its Status says what may still be done.
    return claimed.erp_id is None or claimed.sending_since is not None or bool(bench.spec.closed)


def _once_more(bench: Workbench, work: Work) -> None:
    waiting, bench.unknown = bench.unknown, []
    if not waiting:
        return
    work(bench, until_known(bench, waiting))
    still_unknown, bench.unknown = bench.unknown, []
    for one in [one for one in still_unknown if one.sending_since is not None]:
        bench.guarded(one, _lost_twice)


def _lost_twice(_claimed: Claimed) -> None:
    # counted as an attempt: what is never answered must not be repeated for ever
    raise RecordError("The answer of the other side was lost twice; the record is looked up before its next try.")
