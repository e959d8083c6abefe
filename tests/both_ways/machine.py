"""A shop and a ledger, edited at random by shoppers, clerks and users of Sync History; `carry` runs the line."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from bc_myob.history.actions import Actions, Pick
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import TRANSITIONS, Event, Status, next_status
from sandbox.erp.transactions import Refused
from sandbox.serve import Sandbox
from sandbox.shop import catalogue
from tests.both_ways.bench import TwoWays
from tests.both_ways.bench import settings as store_settings

BOTH = (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)
STREETS = ("1 High Street", "2 Low Street", "3 Mill Lane", "4 Quay")
NAMES = ("Ann Lee", "Bo Ek", "Cy", "Di van Os")
PLACE = {"city": "Perth", "state_or_province": "Western Australia", "postal_code": "6000", "country_code": "AU"}
NAMED = {name if " " in name else f"{name} {name}" for name in NAMES} | set(NAMES)
"""A single word stands for both names in the store."""
ERP_PLACE = {"City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
WAYS = (("Bidirectional", "External System"), ("Bidirectional", "ERP"), ("Export", "ERP"))
ONLY_THEIRS = {
    "entity": "Customer",
    "direction": "Export",
    "field": "Customer Class",
    "condition": "Equals",
    "value": "DEFAULT",
}
"""An export filter as in connector 10.1: customers that came from the store are of another class."""
GROUP = 3
EXPLAINED = (
    "keeps equal addresses once",
    "is linked to another",
    "are linked to",
    "customers have the e-mail",
    "already in use",
    "from a customer who takes another's in turn",
    "The customer has no email",
    "An address with the same content",
)
"""What a person has to decide: two records of one side that claim one of the other's."""
MOVES = {(before, after) for (before, _), after in TRANSITIONS.items()}
MOVES |= {
    (before, next_status(Status.PREPARED, event))
    for before in (None, *Status)
    if next_status(before, Event.PREPARED)
    for event in (Event.FAILED, Event.FAILED_FOR_GOOD)
}
streets, names, numbers, picks = st.sampled_from(STREETS), st.sampled_from(NAMES), st.integers(1, 5), st.integers(0, 5)
entities, phones = st.sampled_from(BOTH), st.sampled_from(("", "555-1", "555-2"))


def nth(found, number):
    """Give one of those there are, None where there are none."""
    return found[number % len(found)] if found else None


class BothSides(RuleBasedStateMachine):
    """Everything that can happen on either side, in any order."""

    box: Sandbox

    @initialize(way=st.sampled_from(WAYS), filtered=st.booleans())
    def open(self, way, filtered):
        self.box.reset()
        self.box.erp.kit.switches.set(quick_operation="204")
        self.folder = tempfile.TemporaryDirectory()
        self.direction, primary = way
        url = f"sqlite:///{self.folder.name}/history.db"
        self.filtered = filtered
        said = store_settings(direction=self.direction, primary=primary, filters=[ONLY_THEIRS] if filtered else [])
        groups = said.customers.model_copy(update={"price_class_groups": {"WHOLESALE": GROUP}})
        self.line = TwoWays(self.box, url, said.model_copy(update={"customers": groups}))
        self.store, self.erp = self.box.store, self.box.erp
        self.equal_as_they_are = set()
        self.a_shopper_registers(1, NAMES[0], STREETS[0])
        self.a_clerk_enters_a_customer(2, NAMES[1], STREETS[1])
        self.line.run()

    # the shop

    @rule(number=numbers, name=names, street=streets)
    def a_shopper_registers(self, number, name, street):
        email = f"p{number}@example.com"
        if not self.store.customers_with_email(email):
            first, last = name.split()[0], name.split()[-1]
            address = PLACE | {"first_name": first, "last_name": last, "address1": street}
            self.store.add_customer(first, last, email, addresses=[address])

    @rule(pick=picks, company=names)
    def a_shopper_edits(self, pick, company):
        if who := nth(self._shoppers(), pick):
            self.store.edit_customer(who, company=f"{company} & Co")

    @rule(pick=picks, phone=phones)
    def a_shopper_edits_a_phone(self, pick, phone):
        if who := nth(self._shoppers(), pick):
            self.store.edit_customer(who, phone=phone)

    @rule(pick=picks, number=numbers)
    def a_shopper_changes_the_email(self, pick, number):
        who, email = nth(self._shoppers(), pick), f"p{number}@example.com"
        if who and email not in self._emails():
            self.store.edit_customer(who, email=email)

    @rule(pick=picks)
    def a_shopper_is_deleted(self, pick):
        if who := nth(self._shoppers(), pick):
            self.store.delete_customer(who)

    @rule(pick=picks, street=streets)
    def a_shopper_adds_an_address(self, pick, street):
        if who := nth(self._shoppers(), pick):
            self.store.add_address(who, PLACE | {"first_name": "New", "last_name": "Place", "address1": street})

    @rule(pick=picks, street=streets, place=picks)
    def a_shopper_edits_an_address(self, pick, street, place):
        if address := self._address(pick, place):
            self.store.edit_address(address["id"], address1=street, address2="edited")

    @rule(pick=picks, place=picks)
    def a_shopper_deletes_an_address(self, pick, place):
        if address := self._address(pick, place):
            self.store.delete_address(address["id"])

    @rule(pick=picks, place=picks)
    def a_shopper_deletes_an_address_and_enters_it_again(self, pick, place):
        if address := self._address(pick, place):
            self.store.delete_address(address["id"])
            self.carry()
            if address["customer_id"] in self._shoppers():
                self.store.add_address(address["customer_id"], address)

    # the ledger

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

    # Sync History

    @rule(pick=picks, entity=entities)
    def a_user_deletes_a_sync_record(self, pick, entity):
        if row := nth(self._records(entity), pick):
            self._actions().delete(self._named(entity, row))
            self.line.run()  # an e-mail changed before then parts the two for good: nothing else joins them

    @rule(pick=picks, entity=entities)
    def a_user_forces_a_sync(self, pick, entity):
        if row := nth(self._records(entity), pick):
            self._actions().sync(self._named(entity, row))

    @rule(pick=picks, entity=entities)
    def a_user_skips_a_record(self, pick, entity):
        if row := nth(self._records(entity), pick):
            self._actions().skip(self._named(entity, row))

    @rule(pick=picks, entity=entities)
    def a_user_brings_a_skipped_record_back(self, pick, entity):
        if row := nth(self._records(entity, "Skipped"), pick):
            self._actions().set_as_prepared(self._named(entity, row))

    @rule(pick=picks, entity=entities)
    def a_user_takes_a_record_as_it_is(self, pick, entity):
        if row := nth(self._records(entity), pick):
            self._actions().set_as_processed(self._named(entity, row))
            self.equal_as_they_are.add(row.id)

    @rule(pick=picks, name=names, in_store=st.booleans())
    def a_record_is_edited_after_a_user_took_it_as_it_is(self, pick, name, in_store):
        self.carry()
        row = nth([each for each in self._records(Entity.CUSTOMER) if each.erp_key in self._accounts()], pick)
        if row is None or (in_store and self.direction == "Export") or (not in_store and self.filtered):
            return
        self._actions().set_as_processed(self._named(Entity.CUSTOMER, row))
        if in_store:
            self.store.edit_customer(int(row.external_id), company=f"{name} afterwards")
        else:
            self.erp.edit("Customer", row.erp_key, CustomerName=f"{name} afterwards")
        self.line.run()
        assert self.store.customer(int(row.external_id))["company"] == f"{name} afterwards"
        assert self.erp.customer(row.erp_key)["CustomerName"] == f"{name} afterwards"
        self.equal_as_they_are.discard(row.id)

    @rule(entity=entities)
    def a_user_clears_the_sync_data(self, entity):
        self._actions().clear(entity, entity.value)
        self.line.run()

    @rule(pick=picks, other=picks)
    def a_user_links_two_that_are_alone(self, pick, other):
        rows = self.line.pairs(Entity.CUSTOMER)
        taken = {row.external_id for row in rows} | {row.erp_key for row in rows}
        who = nth([one for one in self._shoppers() if str(one) not in taken], pick)
        key = nth([one for one in self._accounts() if one not in taken], other)
        if who and key:
            self._actions().link(Entity.CUSTOMER, str(who), self.erp.customer(key)["id"], key)

    # the line

    @rule(scan=st.booleans())
    def an_incremental_run(self, scan):
        self.line.run(scan=scan)

    @rule()
    def carry(self):
        # A deletion that a conflict overrules, or a record that comes back, may take a second run to settle.
        self.line.run(full=True, scan=True)
        self.line.run(full=True, scan=True)
        before = len(self.box.ledger())
        self.line.run(scan=True)
        self.line.run(full=True, scan=True)
        assert [str(effect) for effect in self.box.ledger()[before:]] == []
        if self.direction == "Bidirectional":
            self._both_sides_are_equal()
        self._nothing_is_doubled()
        self._everything_is_done_or_says_why()

    @invariant()
    def every_record_keeps_to_the_table(self):
        if not hasattr(self, "line"):
            return
        statement = text("SELECT entity, external_id, status, by_user FROM sync_history ORDER BY id")
        with self.line.engine.connect() as connection:
            lines = list(connection.execute(statement))
        for _, group in _grouped(lines):
            for (before, _), (after, by_user) in pairwise(group):
                assert by_user or before == after or (Status(before), Status(after)) in MOVES, (before, after)

    def teardown(self):
        if hasattr(self, "line"):
            try:
                self.carry()
            finally:
                self.line.engine.dispose()
                self.folder.cleanup()

    def _both_sides_are_equal(self):
        for row in self._records(Entity.CUSTOMER):
            if row.id not in self.equal_as_they_are:
                theirs, ours = self.erp.customer(row.erp_key), self.store.customer(int(row.external_id))
                assert theirs["MainContact"]["Email"] == ours["email"]
                assert theirs["CustomerName"] in {ours["company"], f"{ours['first_name']} {ours['last_name']}"}
                contact = theirs["MainContact"]
                assert ours["phone"] in {contact.get("Phone2") or "", contact.get("Phone1")}
                assert theirs["CustomerID"] != catalogue.GUEST_CUSTOMER
        for row in self._records(Entity.CUSTOMER_LOCATION):
            if row.id not in self.equal_as_they_are:
                contact = self.erp.location(*row.erp_key.split(","))["LocationContact"]
                address = self.store.address(int(row.external_id.split(",")[1]))
                assert contact["Address"]["AddressLine1"] == address["address1"]
                assert (contact["Address"].get("AddressLine2") or "") == address["address2"]
                assert (contact["Address"].get("City") or "") == address["city"]
                assert (contact.get("Attention") or "") in {
                    "",
                    f"{address['first_name']} {address['last_name']}",
                } | NAMED

    def _everything_is_done_or_says_why(self):
        for entity in BOTH:
            for row in self.line.pairs(entity):
                if row.status in {"Failed", "Aborted"}:
                    assert any(said in (row.last_error or "") for said in EXPLAINED), (row.status, row.last_error)
                elif row.status == "Skipped":
                    assert row.held_by == "user", row.last_error
                elif row.status == "Invalid":
                    assert row.erp_key == catalogue.GUEST_CUSTOMER
                elif row.status == "Filtered":
                    assert self.filtered
                    assert entity is Entity.CUSTOMER
                else:
                    assert row.status in {"Processed", "Deleted"}, (entity, row.external_id, row.last_operation)

    def _nothing_is_doubled(self):
        own = [row["MainContact"].get("Email") for row in self.erp.customers() if row["CustomerID"] in self._accounts()]
        emails = [email for email in own if email]
        assert len(emails) == len(set(emails))
        for entity in BOTH:
            ids = [row.erp_id for row in self.line.pairs(entity) if row.erp_id]
            assert len(ids) == len(set(ids))

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


def _line(row):
    return row["LocationContact"]["Address"].get("AddressLine1")


def _grouped(lines):
    groups = {}
    for line in lines:
        groups.setdefault((line.entity, line.external_id), []).append((line.status, line.by_user))
    return groups.items()
