"""What became of a claimed record. Each outcome ends the claim and leaves a line in Sync History."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bc_myob.history.claims import Claimed, Claims
from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import run
from bc_myob.history.sources import READY
from bc_myob.history.times import to_text
from bc_myob.model import codec
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import PASSING
from bc_myob.model.records import IN_ERP
from bc_myob.model.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What the store made of an exported record; `external_hash`: what the store's side of the pair is now."""

    external_id: str
    source_id: str
    reference: str | None
    external_hash: str | None
    details: Mapping[str, Any]


class Outcomes(Claims):
    """Records outcomes. Every method raises LostClaim, and writes nothing, when the claim no longer holds."""

    def save_success(  # noqa: PLR0913 - one value each, all named
        self,
        claimed: Claimed,
        *,
        erp_id: str,
        erp_key: str,
        operation: LastOperation,
        details: Mapping[str, Any],
        now: datetime,
        erp_hash: str | None = None,
        note: str | None = None,
        status: Status = Status.PROCESSED,
    ) -> None:
        """Save that the other side has the record: Processed, no attempts counted, its document dropped.

        `erp_hash`: what the ERP's side of a pair is now. `note`: what a person should know all the same.
        `status`: Deleted, where what was carried is a deletion.

        What mapping or a user changed meanwhile stays: a newer document waits as Prepared, a Filtered record stays
        Filtered; the ERP's ids are kept in any case. `details` joins what was kept before; None removes a name.
        Where nothing was sent, and the record's last line says all this, there is no other line.
        """
        ids = {"erp_id": erp_id, "erp_key": erp_key, "note": note, "processed": status.value}
        more = {"details": _merged(claimed, details), "erp_hash": erp_hash, **_document(claimed)}
        no_news = operation is LastOperation.SYNC_NOT_NEEDED_EXTERNAL and self._is_said(claimed, **ids)
        self._end(claimed, "save_success", now, operation, **ids, **more, no_news=no_news)

    def save_exported(self, claimed: Claimed, exported: Exported, *, operation: LastOperation, now: datetime) -> None:
        """Save that the store has the record under its External ID: Processed, as `save_success` does for the ERP."""
        ids = {name: getattr(exported, name) for name in ("external_id", "source_id", "reference", "external_hash")}
        own = {name: value for name, value in claimed.details.items() if name not in PASSING}
        details = {**own, **exported.details}
        values = {**ids, **_document(claimed), "mapped_details": codec.dumps(details)}
        self._end(claimed, "save_exported", now, operation, **values, processed=Status.PROCESSED.value)

    def save_gone(self, claimed: Claimed, *, error: str, operation: LastOperation, in_erp: bool, now: datetime) -> None:
        """Save that one side does not have the record any more: Deleted, until it is restored (connector 8.6)."""
        own = {name: value for name, value in claimed.details.items() if name not in PASSING}
        values = {"error": error, "deleted": Status.DELETED.value}
        values["mapped_details"] = codec.dumps({**own, IN_ERP: in_erp})
        self._end(claimed, "save_gone", now, operation, **values)

    def save_invalid(self, claimed: Claimed, *, error: str, operation: LastOperation, now: datetime) -> None:
        """Save that the ERP's record can never become what the document says: Invalid, until it changes again."""
        said = {"error": error, "invalid": Status.INVALID.value, **_document(claimed)}
        self._end(claimed, "save_invalid", now, operation, **said)

    def let_go(self, claimed: Claimed, *, now: datetime) -> Claimed:
        """Let go of a counterpart that the ERP has no more; the record is as mapped. The claim goes on, unsent."""
        with writing(self.engine) as connection:
            self._fenced(connection, "let_go", claimed, now)
        as_new = replace(claimed, details=claimed.mapped_details, erp_details={}, erp_id=None, erp_key=None)
        return replace(as_new, sending_since=None, sending_hash=None)

    def save_partial(
        self, claimed: Claimed, *, erp_id: str, erp_key: str, details: Mapping[str, Any], now: datetime
    ) -> Claimed:
        """Save the ids of a record that still needs a step (a payment to release). The claim goes on, unsent."""
        kept = _merged(claimed, details)
        with writing(self.engine) as connection:
            self._fenced(connection, "save_partial", claimed, now, erp_id=erp_id, erp_key=erp_key, details=kept)
        return replace(
            claimed,
            erp_id=erp_id,
            erp_key=erp_key,
            details={**claimed.details, **details},
            erp_details={**claimed.erp_details, **details},
            sending_since=None,
            sending_hash=None,
        )

    def save_failure(  # noqa: PLR0913 - one value each, all named
        self,
        claimed: Claimed,
        *,
        error: str,
        operation: LastOperation,
        max_failed_attempts: int,
        now: datetime,
        still_unknown: bool = False,
    ) -> None:
        """Save that the other side answered and refused: Failed, or Aborted at `max_failed_attempts`.

        `still_unknown`: an earlier try may have had an effect all the same, so the intent stays.
        """
        statuses = {"failed": Status.FAILED.value, "aborted": Status.ABORTED.value}
        limits = {"max_failed_attempts": max_failed_attempts, "still_unknown": still_unknown}
        self._end(claimed, "save_failure", now, operation, error=error, **statuses, **_document(claimed), **limits)

    def save_blocked(self, claimed: Claimed, *, error: str, now: datetime) -> None:
        """Save that a record it needs is not synchronised: Failed without counting an attempt."""
        self._end(claimed, "save_blocked", now, LastOperation.SYNC_FAILED, error=error, failed=Status.FAILED.value)

    def _end(self, claimed: Claimed, name: str, now: datetime, operation: LastOperation, **values: Any) -> None:
        said = {"ready": READY, "operation": operation.value, "run_id": self.run_id, **values}
        line = {"id": claimed.id, "at": to_text(now), "run_id": self.run_id, "dag_id": self.dag_id}
        with writing(self.engine) as connection:
            self._fenced(connection, name, claimed, now, **said)
            if not values.get("no_news"):
                run(connection, "add_history_line_of_record", **line)

    def _is_said(self, claimed: Claimed, **ids: Any) -> bool:
        with reading(self.engine) as connection:
            return bool(run(connection, "is_said_already", id=claimed.id, **ids).scalar())


def _document(claimed: Claimed) -> dict[str, str]:
    return {"document_hash": claimed.document_hash}


def _merged(claimed: Claimed, details: Mapping[str, Any]) -> str:
    kept = {**claimed.erp_details, **details}
    return codec.dumps({name: value for name, value in kept.items() if value is not None})
