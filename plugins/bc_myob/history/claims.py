"""Claims: who may load a record now. Every write is fenced by the claim's version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from bc_myob.history import intents
from bc_myob.history.engine import writing, written
from bc_myob.history.queries import chunks, run
from bc_myob.history.scope import Scope, by_number
from bc_myob.history.sources import READY
from bc_myob.history.times import from_text, from_text_or_none, to_text
from bc_myob.model import codec
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import LostClaim
from bc_myob.model.pairs import Sent
from bc_myob.model.records import Document
from bc_myob.model.statuses import Status


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sync record in the hands of one worker: what to send and where it stands.

    `details` are those of mapping and of the ERP's earlier replies together, mapping's being the newer ones where both
    speak; `mapped_details` only the former; `erp_details` what was kept with the latter, some of mapping's among it.
    `sending_since`: an intent without a known outcome; look the record up by `reference` before sending. `sending_hash`
    is the hash of the document that was to be created (None: an update), for a newer one may have come since; `sent`:
    what left then, where records travel both ways.
    `forced`: a user asked for it (Sync, Set as Prepared). `mapped_document`: the document as mapping gave it, where
    `document` is what a load has made of it (the ERP's item ids, what its order takes now).
    """

    id: int
    entity: Entity
    external_id: str
    source_id: str
    erp_id: str | None
    erp_key: str | None
    status: Status
    reference: str | None
    mapped_document: Document
    document: Document
    document_hash: str
    details: Mapping[str, Any]
    mapped_details: Mapping[str, Any]
    erp_details: Mapping[str, Any]
    attempt_count: int
    claim_owner: str
    claim_version: int
    lease_until: datetime
    sending_since: datetime | None
    sending_hash: str | None = None
    sent: Sent | None = None
    direction: SyncDirection = SyncDirection.IMPORT
    forced: bool = False

    def from_its_mapping(self) -> Claimed:
        """Give the record as the next try would claim it: what was made of it for one moment does not outlast that."""
        return replace(self, document=self.mapped_document, details={**self.erp_details, **self.mapped_details})


class Claims(Scope):
    """Takes, renews and gives back claims."""

    def claim_batch(self, batch_id: str, owner: str, *, lease: timedelta, now: datetime) -> list[Claimed]:
        """Take what is ready in the batch and give it in the store's order.

        The same owner gets its claim again at once (with a new version: its former self is fenced off); another owner
        only after the lease has run out. Each record goes to one caller, however many ask.
        """
        times = {"now": to_text(now), "lease_until": to_text(now + lease)}
        values = {"store": self.store, "batch_id": batch_id, "owner": owner, "ready": READY, **times}
        rows = written(self.engine, lambda connection: run(connection, "claim_batch", **values).all())
        return [_claimed(row) for row in sorted(rows, key=lambda row: (by_number(row.source_id), row.id))]

    def mark_sending(
        self, claimed: Claimed, *, now: datetime, lease: timedelta, creates: bool = False, sent: Sent | None = None
    ) -> Claimed:
        """Write down that the record is about to be sent, and renew the lease. LostClaim: send nothing.

        `creates`: the document goes to where nothing is yet, so finding its reference later means that it arrived.
        `sent`: what leaves, where its arrival is to be told by content.
        """
        until, new = now + lease, claimed.document_hash if creates else None
        document = intents.to_text(sent)
        with writing(self.engine) as connection:
            values = {"sending_hash": new, "sending_document": document, "lease_until": to_text(until)}
            self._fenced(connection, "mark_sending", claimed, now, **values)
        return replace(claimed, sending_since=now, sending_hash=new, sent=sent, lease_until=until)

    def set_not_sent(self, claimed: Claimed) -> Claimed:
        """Take the intent back, where it is certain that nothing happened on the other side. LostClaim."""
        with writing(self.engine) as connection:
            self._fenced(connection, "set_not_sent", claimed, self.clock())
        return replace(claimed, sending_since=None, sending_hash=None, sent=None)

    def renew(self, claimed: Sequence[Claimed], *, now: datetime, lease: timedelta) -> list[Claimed]:
        """Renew the leases and give the claims that still hold; the missing ones are lost."""
        until = now + lease
        times = {"now": to_text(now), "lease_until": to_text(until)}
        still = written(self.engine, partial(_renew, claimed=claimed, times=times))
        return [replace(each, lease_until=until) for each in claimed if each.id in still]

    def release(self, claimed: Sequence[Claimed]) -> None:
        """Free those of the claims that still hold; what a successor has taken meanwhile stays the successor's."""
        written(self.engine, partial(_release, claimed=claimed, now=self._now()))

    @staticmethod
    def _fenced(connection: Connection, name: str, claimed: Claimed, now: datetime, **values: Any) -> None:
        """Execute an update that only the holder of the claim may make; LostClaim for everybody else."""
        fence = {"id": claimed.id, "owner": claimed.claim_owner, "claim_version": claimed.claim_version}
        if run(connection, name, **fence, now=to_text(now), **values).rowcount != 1:
            raise LostClaim(
                f"{claimed.entity} {claimed.external_id}: {claimed.claim_owner} no longer holds it, another worker may"
            )


def _renew(connection: Connection, claimed: Sequence[Claimed], times: Mapping[str, str]) -> set[int]:
    return {
        still
        for owner, held in _by_owner(claimed)
        for still in run(connection, "renew_claims", owner=owner, held=held, **times).scalars()
    }


def _release(connection: Connection, claimed: Sequence[Claimed], now: str) -> None:
    for owner, held in _by_owner(claimed):
        run(connection, "release_claims", owner=owner, held=held, now=now)


def _by_owner(claimed: Sequence[Claimed]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for owner in sorted({each.claim_owner for each in claimed}):
        held = sorted((each.id, each.claim_version) for each in claimed if each.claim_owner == owner)
        yield from ((owner, part) for part in chunks(held))


def _claimed(row: Row[Any]) -> Claimed:
    mapped, kept = codec.loads(row.mapped_details), codec.loads(row.details)
    return Claimed(
        id=row.id,
        entity=Entity(row.entity),
        external_id=row.external_id,
        source_id=row.source_id,
        erp_id=row.erp_id,
        erp_key=row.erp_key,
        status=Status(row.status),
        reference=row.reference,
        mapped_document=codec.loads(row.document),
        document=codec.loads(row.document),
        document_hash=row.document_hash,
        details={**kept, **mapped},
        mapped_details=mapped,
        erp_details=kept,
        attempt_count=row.attempt_count,
        claim_owner=row.claim_owner,
        claim_version=row.claim_version,
        lease_until=from_text(row.lease_until),
        sending_since=from_text_or_none(row.sending_since),
        sending_hash=row.sending_hash,
        sent=intents.of(row),
        direction=SyncDirection(row.direction),
        forced=bool(row.forced),
    )
