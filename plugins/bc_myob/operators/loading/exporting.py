"""The write protocol towards the store, ten records a call: look up, mark, write, compare, record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.history.records import Claimed, Exported
from bc_myob.hooks.store_writes import AT_ONCE
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError, LostClaim, OutcomeUnknown, RecordInvalid, RetryLater
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import is_unborn
from bc_myob.model.records import Mapped
from bc_myob.operators.loading.store_desk import SENT_GROUP
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.wording import GROUP

Json = Mapping[str, Any]
_FORMS: Final = {
    Entity.CUSTOMER: "Customers (AR303000)",
    Entity.CUSTOMER_LOCATION: "Customer Locations (AR303020), or on Customers (AR303000) where it follows its account",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record to send: the claim, what is sent, whether the store gets it anew, and for `owner` see `Sent`."""

    claimed: Claimed
    document: dict[str, Any]
    creates: bool
    owner: tuple[str, str] | None = None

    @property
    def operation(self) -> LastOperation:
        """The Last Operation a success leaves."""
        if self.claimed.details.get("conflict"):
            return LastOperation.CONFLICT_RESOLVED_EXTERNALLY
        # A creation whose answer was lost is found again and sent once more, as an update.
        new = self.creates or (self.claimed.sending_since is not None and is_unborn(self.claimed.external_id))
        return LastOperation.INSERTED_EXTERNALLY if new else LastOperation.UPDATED_EXTERNALLY


Send = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]
Take = Callable[[Row, Sequence[Json]], None]
"""Finds a row's answer among those of its call and records it; raises the errors `Workbench.guarded` sorts."""


def send_rows(bench: Workbench, rows: Sequence[Row], send: Send, take: Take) -> list[Row]:
    """Send rows by ten and have each answer taken. Gives those of refused calls: to be looked up, then sent singly."""
    again: list[Row] = []
    for part in _tens(rows):
        marked = [row for row in part if not _follows_a_lost_one(bench, row) and _marked(bench, row)]
        if not marked:
            continue
        try:
            answers = send([row.document for row in marked])
        except RecordInvalid as error:
            if len(marked) == 1:
                _refuse(bench, marked[0], error)
            else:
                again += marked
            continue
        except OutcomeUnknown as error:
            for row in marked:
                bench.guarded(row.claimed, _raising(error))
            continue
        except (RetryLater, ConfigurationError):
            for row in marked:
                bench.nothing_happened(row.claimed)
            raise
        for row in marked:
            bench.guarded(row.claimed, lambda _claimed, row=row, answers=answers: take(row, answers))  # type: ignore[misc]
    return again


def new_in_book(claimed: Claimed) -> str | None:
    """Give the customer in whose address book the record is new; None for all other records."""
    new = claimed.entity is Entity.CUSTOMER_LOCATION and is_unborn(claimed.external_id)
    return claimed.source_id if new else None


def record(bench: Workbench, row: Row, external_id: str, said: Mapped | None) -> None:
    """Record that the store has the row's record under `external_id`; `said`: what it says to the ERP from now on."""
    exported = Exported(
        external_id=external_id,
        source_id=external_id.partition(",")[0],
        reference=said.reference if said else row.claimed.reference,
        external_hash=content_hash(said.content) if said and said.content is not None else None,
        details={**(said.details if said else {}), **_group(row.claimed, external_id)},
    )
    bench.records.save_exported(row.claimed, exported, operation=row.operation, now=bench.waiting.now())
    bench.counts["Processed"] += 1


def _group(claimed: Claimed, external_id: str) -> dict[str, Any]:
    return {SENT_GROUP: {external_id: claimed.document[GROUP]}} if GROUP in claimed.document else {}


def ensure_saved(row: Row, answer: Json) -> None:
    """Raise RecordInvalid where the store's answer says otherwise than what was sent."""
    wrong = [
        f"{name}: {sent} was sent, {answer[name]} was saved"
        for name, sent in row.document.items()
        if name in answer and _bare(answer[name]) != _bare(sent)
    ]
    if wrong:
        raise RecordInvalid(f"The record was saved in BigCommerce, but differs: {'; '.join(wrong)}.")


def is_free(bench: Workbench, claimed: Claimed, external_id: str) -> bool:
    """Tell whether the store's record belongs to no other record of the ERP yet."""
    others = bench.records.standings(bench.spec.entity, external_id=[external_id])
    return all(each.record_id == claimed.id for each in others)


def ensure_free(bench: Workbench, claimed: Claimed, external_id: str, what: str) -> None:
    """Raise RecordInvalid where the store's record belongs to another record of the ERP already (connector 2.2)."""
    if not is_free(bench, claimed, external_id):
        raise RecordInvalid(
            f"{what} is linked to another record of MYOB Advanced, or waits to be imported itself. Merge them or link "
            "the right one; if it is the same one, the next run joins them."
        )


def _follows_a_lost_one(bench: Workbench, row: Row) -> bool:
    """Let a new address wait with those before it whose answer was lost: the store numbers them as they come."""
    book = new_in_book(row.claimed)
    waits = book is not None and any(new_in_book(one) == book for one in bench.unknown)
    if waits:
        bench.unknown.append(row.claimed)
    return waits


def _marked(bench: Workbench, row: Row) -> bool:
    try:
        bench.mark(row.claimed, creates=row.creates, document=row.document, owner=row.owner)
    except LostClaim:
        bench.counts["left to another worker"] += 1
        return False
    return True


def _refuse(bench: Workbench, row: Row, error: RecordInvalid) -> None:
    said = f"{error} Correct it in MYOB Advanced, on {_FORMS[bench.spec.entity]}; the next run sends it again."
    bench.guarded(row.claimed, _raising(RecordInvalid(said, error.messages)))


def _raising(error: Exception) -> Callable[[Claimed], None]:
    def action(_claimed: Claimed) -> None:
        raise error

    return action


def _tens(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _bare(value: Any) -> str:
    return " ".join(str("" if value is None else value).split()).casefold()
