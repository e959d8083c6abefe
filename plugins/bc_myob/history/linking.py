"""Add or Edit Link (BC301000): a user says which two records are one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection

from bc_myob.history.acting import Acting
from bc_myob.history.engine import writing
from bc_myob.history.found import marks
from bc_myob.history.queries import run
from bc_myob.history.staging import CUSTOMERS, ERP_CUSTOMERS, ORDERS
from bc_myob.model import codec
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import is_unborn
from bc_myob.model.records import GONE
from bc_myob.model.statuses import Status

_NO_EDIT: Final = frozenset({Entity.PAYMENT, Entity.CUSTOMER_LOCATION})
"""Edit is not offered for these (connector 8.2): their ids hang together with others'."""
_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_STORE: Final = {Entity.CUSTOMER: CUSTOMERS, Entity.SALES_ORDER: ORDERS}


@dataclass(frozen=True, slots=True)
class _Two:
    """The two records that are to be one: the store's number, the ERP's id and key."""

    entity: Entity
    external_id: str
    erp_id: str
    erp_key: str


class Linking(Acting):
    """Links records of one store. ConfigurationError says what is wrong with a request."""

    def link(  # noqa: PLR0913 - the two records, and what is said of them
        self,
        entity: Entity,
        external_id: str,
        erp_id: str,
        erp_key: str,
        *,
        need_to_sync: bool = True,
        told: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Add a link, or edit that of a record: these two are one.

        `need_to_sync`: the primary's is carried next; else both sides count as equal as they are now. `told`: what the
        ERP's record says, for those who depend on it. What was kept of another counterpart is forgotten.
        """
        two = _Two(entity, external_id.strip(), erp_id.strip().lower(), erp_key.strip())
        ensure_linkable(two.entity, two.external_id, two.erp_id)
        _ensure_no_guest(two.erp_key, self.guest)
        operation = LastOperation.FORCED_TO_RESYNC if need_to_sync else LastOperation.MANUALLY_SYNCHRONIZED
        status = Status.PREPARED if need_to_sync else Status.PROCESSED
        said = {"status": status.value, "operation": operation.value, "run_id": self.run_id, "forced": need_to_sync}
        ids = {"erp_id": two.erp_id, "erp_key": two.erp_key, "source_id": two.external_id}
        with writing(self.engine) as connection:
            self._ensure_there(connection, two)
            self._free(connection, two)
            names = (two.external_id, two.external_id, two.erp_id)
            known = marks(connection, self.store, two.entity, names, self.clock())
            said |= {"details": self._details(connection, two, told, equal=not need_to_sync)}
            values = {**ids, **said, **(dict.fromkeys(known) if need_to_sync else known), "now": self._now()}
            number = run(connection, "link_record", **self._pair(two), **values).scalar()
            if number is None:
                raise ConfigurationError(self._busy(f"{two.entity} {two.external_id}"))
            self._note(connection, number)
            sources = [two.external_id, two.erp_id]
            run(connection, "forget_mapped", store=self.store, entity=two.entity.value, source_ids=sources)

    def _details(self, connection: Connection, two: _Two, told: Mapping[str, Any], *, equal: bool) -> str:
        """Give what the record keeps of its counterpart: what was kept of this very one, and what it says now."""
        before = run(
            connection, "links_by_external_id", store=self.store, entity=two.entity.value, ids=[two.external_id]
        )
        row = before.first()
        kept = codec.loads(row.details) if row and row.erp_id == two.erp_id else {}
        # until it is equal once, nothing may be applied to it: it counts as one that was saved in part
        mark: dict[str, Any] = {"synchronised": True} if equal else {"saved": {}}
        return codec.dumps({**kept, **told, **(mark if told else {})})

    def _pair(self, two: _Two) -> dict[str, Any]:
        return {"store": self.store, "entity": two.entity.value, "external_id": two.external_id}

    def _free(self, connection: Connection, two: _Two) -> None:
        """Drop the records that the link replaces; refused where the ERP's record has its counterpart already."""
        others = run(connection, "linked_to", **self._pair(two), erp_id=two.erp_id).all()
        taken = [other.external_id for other in others if not is_unborn(other.external_id)]
        if taken:
            raise ConfigurationError(f"{two.erp_key} is linked to {', '.join(taken)} already: delete that first.")
        for other in others:
            if other.status == Status.INVALID.value:
                raise ConfigurationError(f"{two.erp_key} cannot be linked: {other.last_error}")
            self._drop(connection, other, f"A user linked it to {two.entity} {two.external_id} of the store.")
        if two.entity is Entity.CUSTOMER:
            self._forget_places(connection, two)

    def _forget_places(self, connection: Connection, two: _Two) -> None:
        """Drop the location records of a customer whose account becomes another: they name the old one's places."""
        ids = {"external_id": two.external_id, "erp_id": two.erp_id}
        for place in run(connection, "places_of_another_account", store=self.store, **ids).all():
            self._drop(connection, place, "The customer was linked to another account; the record is made anew.")

    def _ensure_there(self, connection: Connection, two: _Two) -> None:
        """Raise ConfigurationError for what was gone, or had another key, when it was last read."""
        if GONE in self._staged(connection, _STORE[two.entity], two.external_id):
            raise ConfigurationError(f"{two.entity} {two.external_id} is not in the store any more.")
        account = self._staged(connection, ERP_CUSTOMERS, two.erp_id) if two.entity is Entity.CUSTOMER else {}
        if GONE in account:
            raise ConfigurationError(f"The customer with the id {two.erp_id} is not in MYOB Advanced any more.")
        if not account:
            return
        key = str(account.get("CustomerID") or "").strip()
        _ensure_no_guest(key, self.guest)
        if key.casefold() != two.erp_key.casefold():
            raise ConfigurationError(f"The customer with the id {two.erp_id} is {key}, not {two.erp_key}.")

    def _staged(self, connection: Connection, stream: str, source_id: str) -> dict[str, Any]:
        """Give what was last read of a record, {} where it never was."""
        row = run(connection, "staged_records", store=self.store, stream=stream, source_ids=[source_id]).first()
        return dict(codec.loads(row.payload)) if row else {}


def ensure_linkable(entity: Entity, external_id: str, erp_id: str) -> None:
    """Raise ConfigurationError for ids that no record can have, and for an entity whose links nobody edits."""
    if entity in _NO_EDIT:
        raise ConfigurationError(f"Links of a {entity} cannot be edited: they follow from their customer or order.")
    if not external_id.isdigit():
        raise ConfigurationError(f"{external_id!r} is no External ID: the store numbers its records, such as 1042.")
    if not _GUID.fullmatch(erp_id):
        raise ConfigurationError(
            f"{erp_id!r} is no ERP ID: that is the record's id, such as 5f0e7c1a-0b1c-4f3a-9d2e-7a61b0c9d4e8. What "
            "people call it (C000123) is its ERP key."
        )


def _ensure_no_guest(key: str, guest: str) -> None:
    if guest and key.casefold() == guest.strip().casefold():
        raise ConfigurationError(f"{key} is the Generic Guest Customer of the settings, nobody's counterpart.")
