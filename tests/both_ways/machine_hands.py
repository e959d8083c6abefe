"""What everyone who edits at random draws from, and how they find what they edit."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st

from bc_myob.history.actions import Actions, Pick
from bc_myob.model.entities import Entity
from sandbox.erp.transactions import Refused
from sandbox.shop import catalogue

BOTH = (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)
STREETS = ("1 High Street", "2 Low Street", "3 Mill Lane", "4 Quay")
NAMES = ("Ann Lee", "Bo Ek", "Cy", "Di van Os")
PLACE = {"city": "Perth", "state_or_province": "Western Australia", "postal_code": "6000", "country_code": "AU"}
NAMED = {name if " " in name else f"{name} {name}" for name in NAMES} | set(NAMES)
"""A single word stands for both names in the store."""
ERP_PLACE = {"City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
GROUP = 3
streets, names, numbers, picks = st.sampled_from(STREETS), st.sampled_from(NAMES), st.integers(1, 5), st.integers(0, 5)
entities, phones = st.sampled_from(BOTH), st.sampled_from(("", "555-1", "555-2"))


def nth(found, number):
    """Give one of those there are, None where there are none."""
    return found[number % len(found)] if found else None


class Hands:
    """The records there are, found by a number that was drawn; `store`, `erp` and `line` are the machine's."""

    def _records(self, entity, status="Processed"):
        return [row for row in self.line.pairs(entity) if row.status == status]

    def _named(self, entity, row):
        return Pick(entity, external_id=row.external_id)

    def _shoppers(self):
        return sorted(self.store.table("customers"))

    def _accounts(self):
        keys = (row["CustomerID"] for row in self.erp.customers())
        return sorted(key for key in keys if key != catalogue.GUEST_CUSTOMER)

    def _emails(self):
        theirs = {row["MainContact"].get("Email") for row in self.erp.customers()}
        return theirs | {row["email"] for row in self.store.table("customers").values()}

    def _address(self, pick, place):
        who = nth(self._shoppers(), pick)
        return nth(self.store.addresses_of(who), place) if who else None

    def _location(self, pick, place):
        key = nth(self._accounts(), pick)
        return nth(self.erp.locations(key), place) if key else None

    def _edit_location(self, pick, place, **values):
        if found := self._location(pick, place):
            with suppress(Refused):  # the default stays active, and somebody stays the default
                self.erp.edit("CustomerLocation", found["Customer"], found["LocationID"], **values)

    def _actions(self):
        return Actions(self.line.engine, "demo", user="ada", run_id="act", clock=self.box.clock.now)
