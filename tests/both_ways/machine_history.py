"""What users of Sync History do, at random."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bc_myob.model.entities import Entity
from tests.both_ways.machine_hands import Hands, entities, names, nth, picks


class Users(Hands):
    """The actions of Sync History on records of either kind."""

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
