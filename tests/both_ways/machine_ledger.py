"""What clerks do in the ERP, at random."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bc_myob.model.entities import Entity
from sandbox.shop import catalogue
from tests.both_ways.machine_hands import ERP_PLACE, GROUP, Hands, names, nth, numbers, phones, picks, streets


class Clerks(Hands):
    """Customers and locations of the ERP, entered, edited and deleted."""

    @rule(number=numbers, name=names, street=streets)
    def a_clerk_enters_a_customer(self, number, name, street):
        email = f"p{number}@example.com"
        if not any((row["MainContact"].get("Email") or "") == email for row in self.erp.customers()):
            contact = {"Email": email, "Address": ERP_PLACE | {"AddressLine1": street}}
            self.erp.add_customer(f"{name} Ltd", MainContact=contact)

    @rule(pick=picks, name=names)
    def a_clerk_renames(self, pick, name):
        if key := nth(self._accounts(), pick):
            self.erp.edit("Customer", key, CustomerName=f"{name} Holdings")

    @rule(pick=picks, number=numbers)
    def a_clerk_changes_the_email(self, pick, number):
        key, email = nth(self._accounts(), pick), f"p{number}@example.com"
        if key and email not in self._emails():
            self.erp.edit("Customer", key, MainContact={"Email": email})

    @rule(pick=picks, phone=phones)
    def a_clerk_edits_a_phone(self, pick, phone):
        if key := nth(self._accounts(), pick):
            self.erp.edit("Customer", key, MainContact={"Phone2": phone or None})

    @rule(number=numbers)
    def a_clerk_gives_the_guests_an_email(self, number):
        self.erp.edit("Customer", catalogue.GUEST_CUSTOMER, MainContact={"Email": f"p{number}@example.com"})

    @rule(pick=picks, price=st.sampled_from(("WHOLESALE", None)))
    def a_clerk_sets_a_price_class(self, pick, price):
        self.carry()
        if key := nth([row.erp_key for row in self._records(Entity.CUSTOMER)], pick):
            self.erp.edit("Customer", key, PriceClassID=price)
            self.line.run()
            for row in self._records(Entity.CUSTOMER):
                if row.erp_key == key:
                    group = self.store.customer(int(row.external_id)).get("customer_group_id")
                    assert (group == GROUP) is (price == "WHOLESALE")

    @rule(pick=picks)
    def a_clerk_deletes_a_customer(self, pick):
        if key := nth(self._accounts(), pick):
            self.erp.delete("Customer", key)

    @rule(pick=picks, place=picks, name=names)
    def a_clerk_edits_a_location(self, pick, place, name):
        self._edit_location(pick, place, LocationContact={"Attention": name})

    @rule(pick=picks, place=picks, active=st.booleans())
    def a_clerk_switches_a_location(self, pick, place, active):
        self._edit_location(pick, place, Active=active)

    @rule(pick=picks, place=picks)
    def a_clerk_makes_another_location_the_default(self, pick, place):
        self._edit_location(pick, place, Default=True)

    @rule(pick=picks, street=streets, name=names)
    def a_clerk_adds_a_location(self, pick, street, name):
        key = nth(self._accounts(), pick)
        if key is None:
            return
        known = {(row["LocationContact"].get("Attention"), _line(row)) for row in self.erp.locations(key)}
        if (name, street) not in known:
            contact = {"Attention": name, "Address": ERP_PLACE | {"AddressLine1": street, "AddressLine2": "Depot"}}
            self.erp.add_location(key, f"{name} depot", LocationContact=contact)

    @rule(pick=picks, place=picks)
    def a_clerk_deletes_a_location(self, pick, place):
        if found := self._location(pick, place):
            with suppress(ValueError):  # the default, or one on documents
                self.erp.delete("CustomerLocation", found["Customer"], found["LocationID"])


def _line(row):
    return row["LocationContact"]["Address"].get("AddressLine1")
