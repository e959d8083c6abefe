"""What a user does to sync records in Sync History (BC301000, BC202000): each action leaves a line with who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import run
from bc_myob.history.times import Clock, to_text, utc_now
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import AS_FOUND, is_unborn
from bc_myob.model.statuses import Event, Status, next_status

_NO_EDIT: Final = frozenset({Entity.PAYMENT, Entity.CUSTOMER_LOCATION})
"""Edit is not offered for these (connector 8.2): their ids hang together with others'."""

_DELETED: Final = "A user deleted this sync record; the records of both systems were not touched."


@dataclass(frozen=True, slots=True)
class Pick:
    """Which record an action is about: by its External ID, or by its key or id in the ERP."""

    entity: Entity
    external_id: str | None = None
    erp_key: str | None = None


class Actions:
    """A user's actions on one store's sync records. ConfigurationError says what is wrong with a request."""

    def __init__(  # noqa: PLR0913 - who and where, all but the first two named
        self, engine: Engine, store: str, *, user: str, run_id: str, dag_id: str | None = None, clock: Clock = utc_now
    ) -> None:
        self.engine = engine
        self.store = store
        self.user = user
        self.run_id = run_id
        self.dag_id = dag_id
        self.clock = clock

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

    def sync(self, pick: Pick) -> Status:
        """Force a sync, also of a Processed record: the changed side is carried, else the primary's (8.4)."""
        return self._move(pick, Event.SYNC, LastOperation.FORCED_TO_RESYNC, forced=True)

    def set_as_prepared(self, pick: Pick) -> Status:
        """Set as Prepared: the next run processes it, changed or not, with no attempts counted."""
        return self._move(pick, Event.SET_AS_PREPARED, LastOperation.FORCED_TO_RESYNC, forced=True)

    def set_as_processed(self, pick: Pick) -> Status:
        """Set as Processed, as if synchronised by hand: both sides count as equal as they are. Needs both ids."""
        row = self._row(pick)
        if row.erp_id is None or is_unborn(row.external_id):
            raise ConfigurationError(f"{self._name(row)} lacks one of its two ids: link it before Set as Processed.")
        return self._move(pick, Event.SET_AS_PROCESSED, LastOperation.MANUALLY_SYNCHRONIZED, forget=True)

    def skip(self, pick: Pick) -> Status:
        """Skip: excluded by a user until a user brings it back."""
        return self._move(pick, Event.SKIP, LastOperation.SKIPPED_FROM_SYNC, held_by="user")

    def delete(self, pick: Pick) -> None:
        """Delete the sync record only. The next preparation makes it anew and finds both sides again."""
        row = self._row(pick)
        with writing(self.engine) as connection:
            self._note(connection, row.id, _DELETED)
            self._free_or_refuse(connection, row)
            run(connection, "forget_mapped", store=self.store, entity=row.entity, source_ids=self._sources(row))

    def link(self, entity: Entity, external_id: str, erp_id: str, erp_key: str, *, need_to_sync: bool = True) -> None:
        """Add a link, or edit that of a record: these two are one. `need_to_sync`: the primary's is carried next."""
        if entity in _NO_EDIT:
            raise ConfigurationError(f"Links of a {entity} cannot be edited: they follow from their customer or order.")
        operation = LastOperation.FORCED_TO_RESYNC if need_to_sync else LastOperation.MANUALLY_SYNCHRONIZED
        status = Status.PREPARED if need_to_sync else Status.PROCESSED
        values = {"store": self.store, "entity": entity.value, "external_id": external_id, "now": self._now()}
        ids = {"erp_id": erp_id, "erp_key": erp_key, "source_id": external_id}
        known = None if need_to_sync else AS_FOUND
        said = {"status": status.value, "operation": operation.value, "known": known, "run_id": self.run_id}
        with writing(self.engine) as connection:
            taken = run(connection, "linked_to", **values, erp_id=erp_id).scalars().all()
            if any(not is_unborn(other) for other in taken):
                raise ConfigurationError(
                    f"{erp_key} is linked to {', '.join(taken)} already: delete that record first."
                )
            for other in taken:
                run(connection, "forget_record", store=self.store, entity=entity.value, external_id=other)
            if entity is Entity.CUSTOMER:
                self._forget_places(connection, external_id, erp_id)
            number = run(connection, "link_record", **values, **ids, **said, forced=need_to_sync).scalar_one()
            self._note(connection, number)
            run(connection, "forget_mapped", store=self.store, entity=entity.value, source_ids=[external_id, erp_id])

    def clear(self, entity: Entity, confirmation: str) -> int:
        """Clear Sync Data: delete every sync record of the entity, after its name was typed. Gives their number."""
        if confirmation.strip() != entity.value:
            raise ConfigurationError(
                f"Type {entity.value!r} to clear the sync data of the entity; {confirmation!r} came."
            )
        here = {"store": self.store, "entity": entity.value}
        with writing(self.engine) as connection:
            numbers = list(run(connection, "ids_of_entity", **here).scalars())
            for number in numbers:
                self._note(connection, number, _DELETED)
            run(connection, "forget_all_mapped", **here)
            return int(run(connection, "forget_entity", **here, at=self._now()).rowcount)

    def _move(self, pick: Pick, event: Event, operation: LastOperation, **changes: Any) -> Status:
        row = self._row(pick)
        status = next_status(Status(row.status), event)
        if status is None:
            raise ConfigurationError(f"{self._name(row)} is {row.status}: the action is not possible there.")
        defaults = {"held_by": None, "forced": False, "forget": False, "as_found": AS_FOUND}
        values = {**defaults, **changes, "status": status.value, "operation": operation.value}
        with writing(self.engine) as connection:
            run(connection, "act_on_record", id=row.id, now=self._now(), run_id=self.run_id, **values)
            self._note(connection, row.id)
            run(connection, "forget_mapped", store=self.store, entity=row.entity, source_ids=self._sources(row))
        return status

    def _forget_places(self, connection: Connection, customer: str, erp_id: str) -> None:
        """Drop the location records of a customer whose account becomes another: they name the old one's places."""
        ids = {"external_id": customer, "erp_id": erp_id}
        for place in run(connection, "places_of_another_account", store=self.store, **ids).all():
            self._note(connection, place.id, "The customer was linked to another account; the record is made anew.")
            run(connection, "forget_record", store=self.store, entity=place.entity, external_id=place.external_id)

    def _row(self, pick: Pick) -> Any:
        if not pick.external_id and not pick.erp_key:
            raise ConfigurationError("Name the record: its External ID, or its key in MYOB Advanced.")
        values = {"entity": pick.entity.value, "external_id": pick.external_id, "erp_key": pick.erp_key}
        with reading(self.engine) as connection:
            rows = run(connection, "record_picked", store=self.store, **values).all()
        if len(rows) != 1:
            found = "no such" if not rows else f"{len(rows)}"
            named = pick.external_id or pick.erp_key
            raise ConfigurationError(f"There are {found} sync records of {pick.entity} {named}; name exactly one.")
        return rows[0]

    def _free_or_refuse(self, connection: Connection, row: Any) -> None:
        if not run(connection, "absorb_record", id=row.id, at=self._now()).rowcount:
            raise ConfigurationError(f"{self._name(row)} is being loaded right now; try again when the run is over.")

    def _note(self, connection: Connection, number: int, remark: str | None = None) -> None:
        who = {"run_id": self.run_id, "dag_id": self.dag_id, "by_user": self.user}
        run(connection, "add_history_line_of_user", id=number, at=self._now(), remark=remark, **who)

    def _now(self) -> str:
        return to_text(self.clock())

    @staticmethod
    def _sources(row: Any) -> Sequence[str]:
        return [one for one in {row.source_id, row.erp_id} if one]

    @staticmethod
    def _name(row: Any) -> str:
        return f"{row.entity} {row.erp_key or row.external_id}"
