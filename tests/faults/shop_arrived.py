"""Is what the shop holds in the ERP? An ended demo, judged by the rules of the oracle and not by Sync History alone."""

from __future__ import annotations

from types import SimpleNamespace

from sqlalchemy import NullPool, create_engine, text

from bc_myob.store.entities import EntitySettings
from sandbox.kit import Plan
from sandbox.serve import Sandbox
from tests.oracle.judge import discrepancies
from tests.oracle.variants import Variant
from tests.oracle.world import ENTITIES, World

DEMO_SHOP = {"customers": Plan.customers, "addresses": 48, "orders": Plan.orders}
"""What the demo's shop is made of: a state that was lost would find nothing missing."""


class Ended:
    """A demo after its end, as the oracle's world looks at it."""

    def __init__(self, demo, box):
        self.demo, self.box, self.store, self.erp = demo, box, box.store, box.erp

    def records(self, entity):
        with create_engine(self.demo.history, poolclass=NullPool).connect() as history:
            rows = history.execute(text("SELECT * FROM sync_record_view WHERE entity = :entity"), {"entity": entity})
            return {row.external_id: SimpleNamespace(**_after_one_run(row._mapping)) for row in rows}

    def effects(self, resource=None, action=None):
        return [one for one in self.erp.kit.ledger if resource in {None, one.resource} and action in {None, one.action}]


def _after_one_run(row):
    """Every start is a run and counts an attempt: what failed in as many as are allowed is Aborted, for that reason."""
    used_up = row["status"] == "Aborted" and row["attempt_count"] >= EntitySettings().max_failed_attempts
    return {**row, "status": "Failed"} if used_up else dict(row)


def missing_or_wrong(demo, patch):
    """Every customer, address, order and payment of the shop that is not in the ERP once, as the documents say.

    Also what should have been held back and was not; with how many records of each kind were looked at.
    """
    patch.setenv("BC_MYOB_STORES", demo.environment["DEMO_STORES"])
    with Sandbox(state=demo.home / "sandbox") as box:
        assert {name: len(box.store.table(name)) for name in DEMO_SHOP} == DEMO_SHOP
        listed = {"archived_listed": box.store.kit.switches["archived_listed"]}
        world = World(Ended(demo, box), Variant({}, listed), SimpleNamespace(before=()))
        looked_at = {entity: len(world.records[entity]) for entity in ENTITIES}
        return list(map(str, discrepancies(world))), looked_at
