"""What a user does to sync records in Sync History (BC301000, BC202000): each action leaves a line with who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.history.acting import Pick
from bc_myob.history.engine import reading, writing
from bc_myob.history.found import marks
from bc_myob.history.linking import Linking
from bc_myob.history.queries import run
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import is_unborn
from bc_myob.model.statuses import Event, Status, next_status

__all__ = ["Actions", "Cleared", "Pick"]

_DELETED: Final = "A user deleted this sync record; the records of both systems were not touched."


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many sync records were deleted, and how many stayed because they are being loaded."""

    deleted: int
    left: int


class Actions(Linking):
    """A user's actions on one store's sync records. ConfigurationError says what is wrong with a request."""

    def pick(self, entity: Entity, name: str) -> Pick:
        """Give the record that people call `name`: its External ID if there is one with it, else its ERP key or id."""
        values = {"entity": entity.value, "external_id": name, "erp_key": None}
        with reading(self.engine) as connection:
            external = run(connection, "record_picked", store=self.store, **values).first()
        return Pick(entity, external_id=name) if external else Pick(entity, erp_key=name)

    def external_id(self, pick: Pick) -> str | None:
        """Give the record's External ID; None where there is no such record."""
        values = {"entity": pick.entity.value, "external_id": pick.external_id, "erp_key": pick.erp_key}
        with reading(self.engine) as connection:
            found = run(connection, "record_picked", store=self.store, **values).first()
        return found.external_id if found else None

    def ensure(self, pick: Pick, *, has_both_ids: bool = False) -> None:
        """Raise ConfigurationError where there is no such record, or it lacks one of its two ids."""
        row = self._row(pick)
        if has_both_ids and (row.erp_id is None or is_unborn(row.external_id)):
            raise ConfigurationError(f"{self._name(row)} lacks one of its two ids: link it before Set as Processed.")

    def sync(self, pick: Pick) -> Status:
        """Force a sync, also of a Processed record: the changed side is carried, else the primary's (8.4)."""
        return self._move(pick, Event.SYNC, LastOperation.FORCED_TO_RESYNC, forced=True)

    def set_as_prepared(self, pick: Pick) -> Status:
        """Set as Prepared: the next run processes it, changed or not, with no attempts counted."""
        return self._move(pick, Event.SET_AS_PREPARED, LastOperation.FORCED_TO_RESYNC, forced=True)

    def set_as_processed(self, pick: Pick) -> Status:
        """Set as Processed, as if synchronised by hand: both sides count as equal as they are now. Needs both ids."""
        self.ensure(pick, has_both_ids=True)
        return self._move(pick, Event.SET_AS_PROCESSED, LastOperation.MANUALLY_SYNCHRONIZED, forget=True)

    def skip(self, pick: Pick) -> Status:
        """Skip: excluded by a user until a user brings it back."""
        return self._move(pick, Event.SKIP, LastOperation.SKIPPED_FROM_SYNC, held_by="user")

    def delete(self, pick: Pick) -> None:
        """Delete the sync record only. The next preparation makes it anew and finds both sides again."""
        row = self._row(pick)
        with writing(self.engine) as connection:
            self._drop(connection, row, _DELETED)
            run(connection, "forget_mapped", store=self.store, entity=row.entity, source_ids=self._sources(row))

    def clear(self, entity: Entity, confirmation: str) -> Cleared:
        """Clear Sync Data: delete every sync record of the entity that nobody is loading, after its name was typed."""
        if confirmation.strip() != entity.value:
            raise ConfigurationError(
                f"Type {entity.value!r} to clear the sync data of the entity; {confirmation!r} came."
            )
        here = {"store": self.store, "entity": entity.value}
        with writing(self.engine) as connection:
            rows = run(connection, "ids_of_entity", **here, at=self._now()).all()
            free = [row.id for row in rows if row.is_free]
            for number in free:
                self._note(connection, number, _DELETED)
            deleted = [run(connection, "absorb_record", id=number, at=self._now()).rowcount for number in free]
            run(connection, "forget_all_mapped", **here)
        return Cleared(sum(deleted), len(rows) - sum(deleted))

    def _move(self, pick: Pick, event: Event, operation: LastOperation, **changes: Any) -> Status:
        row = self._row(pick)
        status = next_status(Status(row.status), event)
        if status is None:
            raise ConfigurationError(f"{self._name(row)} is {row.status}: the action is not possible there.")
        defaults = {"held_by": None, "forced": False, "forget": False}
        values = {**defaults, **changes, "status": status.value, "operation": operation.value}
        with writing(self.engine) as connection:
            ids = (row.external_id, row.source_id, row.erp_id or "")
            found = marks(connection, self.store, pick.entity, ids, self.clock())
            run(connection, "act_on_record", id=row.id, now=self._now(), run_id=self.run_id, **values, **found)
            self._note(connection, row.id)
            run(connection, "forget_mapped", store=self.store, entity=row.entity, source_ids=self._sources(row))
        return status

    @staticmethod
    def _sources(row: Any) -> Sequence[str]:
        return [one for one in {row.source_id, row.erp_id} if one]

    @staticmethod
    def _name(row: Any) -> str:
        return f"{row.entity} {row.erp_key or row.external_id}"
