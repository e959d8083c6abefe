"""Whose documents they should be: the customers they were saved for, by what Sync History kept of the ERP's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from bc_myob.history.recorded import Recorded
from bc_myob.mapping.rules import is_mapped
from bc_myob.model.entities import Entity
from bc_myob.operators.reconciling.erp import ErpDesk
from bc_myob.reconcile.books import Entry, is_other
from bc_myob.store.settings import StoreSettings

Entries = Mapping[Entity, Sequence[Entry]]
_OWNER: Final = "CustomerID"


@dataclass(frozen=True, slots=True)
class Owners:
    """The ERP's customer of every order. Guests and a user's mapping are in it: it is what was saved, and no rule."""

    settings: StoreSettings
    orders: Mapping[str, str]

    @classmethod
    def of(cls, settings: StoreSettings, known: Mapping[Entity, Mapping[str, Recorded]]) -> Self:
        """Give them as Sync History kept them with its orders."""
        records = known.get(Entity.SALES_ORDER, {})
        return cls(settings, {name: str(each.details.get(_OWNER) or "") for name, each in records.items()})

    def told(self, laid: Entries, erp: ErpDesk) -> dict[Entity, list[Entry]]:
        """Give the entries with their customers.

        A customer that the ERP has no more under its ID was given another ID, or merged: its documents went along. That
        is asked for where a document is another one's than it was, and only then.
        """
        named = {entity: [self._with(entry) for entry in entries] for entity, entries in laid.items()}
        moved = {entry.customer for entries in named.values() for entry in entries if _is_moved(entry)}
        there = erp.under_keys(Entity.CUSTOMER, moved) if moved else {}
        gone = {key for key in moved if key.casefold() not in there}
        return {
            entity: [replace(entry, customer="") if entry.customer in gone else entry for entry in entries]
            for entity, entries in named.items()
        }

    def _with(self, entry: Entry) -> Entry:
        if entry.entity is Entity.SALES_ORDER:
            return replace(entry, customer=self.orders.get(entry.external_id, ""))
        if entry.entity is not Entity.PAYMENT or is_mapped(self.settings, Entity.PAYMENT, _OWNER):
            return entry
        if self._is_a_guests(entry):
            return entry
        return replace(entry, customer=self.orders.get(entry.order_id, ""))

    def _is_a_guests(self, entry: Entry) -> bool:
        """Tell a payment that was made while its order was on the guests' account, where it stays.

        Of payments that were saved before their customer was kept, each that is there now counts as one.
        """
        is_guest = self.settings.customers.is_guest
        saved = str(entry.history.details.get(_OWNER) or "") if entry.history else ""
        return any(is_guest(row.customer) for row in entry.rows) and (not saved or is_guest(saved))


def _is_moved(entry: Entry) -> bool:
    return len(entry.rows) == 1 and is_other(entry.customer, entry.rows[0].customer)
