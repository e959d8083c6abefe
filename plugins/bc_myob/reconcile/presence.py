"""Is the record where it should be, once? The same for all entities; contents come after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Status
from bc_myob.reconcile.books import Entry, ErpRecord, Freshness, HistoryRecord
from bc_myob.reconcile.findings import Finding, Kind, Weight, found

_CLEARED: Final = {
    Entity.SALES_ORDER: "cancel the other, or take its external reference away",
    Entity.PAYMENT: "void the other, or take its external reference away",
}
"""How a double is cleared away; of customers and locations, which nobody cancels, by its reference alone."""
_FOUND_AGAIN: Final = {Entity.PAYMENT: "", Entity.CUSTOMER_LOCATION: " (Param set_missing_to_prepared)"}
"""Entities whose links nobody edits, and how to have the sync look for the reference once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When the comparison began, and what the settings say. `people_release`: they may release what settings leave."""

    begun: datetime
    people_release: bool = True


def judge_presence(entry: Entry, terms: Terms) -> Finding | ErpRecord | None:
    """Give what is wrong, or the one record of the ERP to compare, or None where there is nothing to compare."""
    if len(entry.rows) > 1:
        keys = " and ".join(row.key for row in entry.rows)
        return found(
            entry,
            Kind.DOUBLED,
            f"{len(entry.rows)} records of MYOB Advanced carry the reference {entry.rows[0].reference}: {keys}.",
            f"Decide which one stays; {_CLEARED.get(entry.entity, 'take the external reference of the other away')}.",
        )
    if entry.history is None:
        return _without_history(entry)
    if entry.history.updated_at >= terms.begun:
        return _open(entry, "It is being synchronised while this was compared.", "Nothing; the next run compares it.")
    return _with_history(entry, entry.history)


def _without_history(entry: Entry) -> Finding | None:
    if entry.rows:
        said = f"MYOB Advanced has {entry.rows[0].key} under the store's reference {entry.rows[0].reference}"
        return found(
            entry,
            Kind.UNKNOWN,
            f"{said}; Sync History has no line of it.",
            "If it stands for the store's record, let the sync run on this record: it is found and linked, not made "
            "again; an order with other lines is left alone, and the sync says so. If not, take its external "
            "reference away.",
        )
    if entry.store is None or not entry.store.wanted:
        return None
    if entry.store.closed:
        return found(
            entry,
            Kind.UNSEEN,
            "The store has it inside a closed window, and Sync History has no line of it.",
            "Run the sync DAG for it (Params order_ids, customer_ids), or in full mode.",
        )
    return _open(entry, "It is newer than the last closed window.", "Nothing; the next sync brings it.")


def _with_history(entry: Entry, history: HistoryRecord) -> Finding | ErpRecord | None:
    if history.is_left_out:
        return None
    if history.is_open:
        why = f": {history.last_error}" if history.last_error else "."
        todo = "Mend the cause, then set it as Prepared." if history.status is Status.ABORTED else "The next sync."
        return _open(entry, f"Sync History has it {history.status}{why}", todo)
    if not entry.linked:
        return _unlinked(entry, history)
    if not entry.rows:
        return _missing(entry, history)
    return _linked_to(entry, history, entry.rows[0])


def _unlinked(entry: Entry, history: HistoryRecord) -> Finding | None:
    if entry.rows:
        return found(
            entry,
            Kind.UNKNOWN,
            f"MYOB Advanced has {entry.rows[0].key} under the store's reference; Sync History has it "
            f"{history.status} without a link.",
            f"{_link(entry, history)} Or take its external reference away.",
        )
    if history.status is not Status.PROCESSED:
        return None
    says = "Sync History has it Processed, without a link, and MYOB Advanced has nothing under its reference."
    if entry.ended:
        return _deleted_at_its_end(entry, says)
    return replace(found(entry, Kind.MISSING, says, "Set it as Prepared."), can_be_prepared=True)


def _missing(entry: Entry, history: HistoryRecord) -> Finding | ErpRecord | None:
    there = entry.under_key
    if there is not None:
        return found(
            replace(entry, erp=(there,)),
            Kind.REFERENCE,
            f"{there.key} has the external reference {there.reference or '(nothing)'} in place of the store's.",
            "Put the reference back, or the next look-up does not find it.",
        )
    says = f"Sync History has it {history.status} as {history.erp_key}; MYOB Advanced has no such record."
    if entry.ended:
        return _deleted_at_its_end(entry, says)
    can_be_prepared = history.status is Status.PROCESSED and not entry.both_ways
    if can_be_prepared:
        todo = "Set it as Prepared (Param set_missing_to_prepared): the next sync brings it again."
    elif entry.both_ways:
        todo = "If it was deleted on purpose, nothing: the sync notes it. Else set it as Prepared in Sync History."
    else:
        todo = f"The settings do not bring it again, because it is {history.status} now: enter it by hand."
    return replace(found(entry, Kind.MISSING, says, todo), can_be_prepared=can_be_prepared)


def _deleted_at_its_end(entry: Entry, says: str) -> Finding:
    """Give a note: to delete what the store has cancelled, voided or refunded ends it there, too."""
    todo = "Nothing: it has ended on both sides. Skip it in Sync History to hear no more of it."
    return found(entry, Kind.MISSING, f"{says} The store has ended it, too.", todo, Weight.NOTE)


def _linked_to(entry: Entry, history: HistoryRecord, row: ErpRecord) -> Finding | ErpRecord:
    if row.id == history.erp_id or history.erp_id is None:
        return row
    there = entry.under_key
    if there is not None and not there.dead:
        return found(
            replace(entry, erp=(row, there)),
            Kind.DOUBLED,
            f"{row.key} carries the store's reference, and {there.key} is what Sync History is linked to.",
            _which_stays(entry, row, there),
        )
    what = next((each.status for each in (*entry.erp, there) if each and each.id == history.erp_id), "no more")
    says = f"{row.key} carries the store's reference; Sync History is linked to {history.erp_key}, which is {what}."
    said = found(entry, Kind.UNKNOWN, says, _link_to(entry, row))
    lost = history.status is Status.PROCESSED and not entry.both_ways
    return replace(said, can_be_prepared=lost and entry.entity is Entity.CUSTOMER_LOCATION)


def _link(entry: Entry, history: HistoryRecord) -> str:
    """Give how what Sync History has without a link is linked."""
    if entry.entity not in _FOUND_AGAIN:
        return "Link it (Add or Edit Link)."
    if history.status is Status.PROCESSED:
        return _link_to(entry, entry.rows[0])
    again = "If the settings are to bring it, change them, then set it as Prepared: the sync links it."
    return f"{again} If it stays as it is, Skip it in Sync History."


def _which_stays(entry: Entry, row: ErpRecord, there: ErpRecord) -> str:
    """Give what to do where one record carries the reference and Sync History is linked to another one."""
    back = f"give {there.key} the external reference back, and"
    if entry.entity is Entity.PAYMENT:
        return f"Decide which one stays: {back} void {row.key}; or {back} void it, then set this as Prepared."
    if entry.entity is Entity.CUSTOMER_LOCATION:
        return f"Decide which one stays: {back} take it from {row.key}; or delete {there.key}."
    end = "cancel" if entry.entity is Entity.SALES_ORDER else "delete"
    return f"Decide which one stays: edit the link to {row.key} (Add or Edit Link); or {back} {end} {row.key}."


def _link_to(entry: Entry, row: ErpRecord) -> str:
    if entry.entity not in _FOUND_AGAIN:
        return f"Edit the link to {row.key} (Add or Edit Link)."
    lost = entry.under_key
    # a link whose record carries another reference is kept by the sync, which finds that record by its id
    first = f"Give {lost.key} the external reference {row.reference} back. " if lost and lost not in entry.erp else ""
    how = " in Sync History" if entry.both_ways else _FOUND_AGAIN[entry.entity]
    return f"{first}Set it as Prepared{how}: the next sync links it to {row.key}."


def unread(entry: Entry) -> Finding | None:
    """Give what to say where Sync History has not seen the store's last change; None where it has."""
    if entry.store is None or entry.store.freshness is Freshness.SEEN:
        return None
    if entry.store.freshness is Freshness.PENDING:
        return _open(entry, "It changed in the store after the last sync.", "Nothing; the next sync takes it.")
    return found(
        entry,
        Kind.UNSEEN,
        "The store has changed it where the sync looks no more, and Sync History has not seen the change.",
        "Run the sync DAG for it (Param order_ids).",
    )


def _open(entry: Entry, says: str, what_to_do: str) -> Finding:
    return found(entry, Kind.OPEN, says, what_to_do, Weight.OPEN)
