"""One seed's world after a run of the real DAG: the store's raw records, the ERP's books, Sync History."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from sandbox.store.journal_wire import listed
from tests.oracle.shops import Shop
from tests.oracle.variants import Variant, furnish, more_money, variant
from tests.scenarios.line import DEMO, Line

ENTITIES = ("Customer", "Customer Location", "Sales Order", "Payment")


class World:
    """What the oracle looks at. Nothing of it comes from the code under test but the typed settings."""

    def __init__(self, line: Line, given: Variant, shop: Shop) -> None:
        from bc_myob.store.loading import load_store

        self.line, self.given, self.before = line, given, shop.before
        self.settings: Any = load_store("demo")
        store, erp = line.store, line.erp
        with store.lock:
            self.customers = copy.deepcopy(store.table("customers"))
            self.addresses = copy.deepcopy(store.table("addresses"))
            self.orders = copy.deepcopy(store.table("orders"))
            for order in self.orders.values():
                order["journal"] = copy.deepcopy(listed(order, store.kit.switches))
        self.erp = erp
        self.records = {entity: line.records(entity) for entity in ENTITIES}

    def status(self, entity: str, external_id: object) -> str | None:
        """Return where a record stands, None if there is none."""
        found = self.records[entity].get(str(external_id))
        return found.status if found else None

    def erp_key(self, entity: str, external_id: object) -> str:
        """Return the key of a record's counterpart, "" if there is none."""
        found = self.records[entity].get(str(external_id))
        return (found.erp_key or "") if found else ""

    def places_of(self, customer_id: int) -> list[Any]:
        """Return the Processed location records of a customer."""
        rows = self.records["Customer Location"]
        return [row for key, row in rows.items() if key.startswith(f"{customer_id},") and row.status == "Processed"]

    def book(self, customer_id: int) -> list[dict[str, Any]]:
        """Return a customer's addresses, lowest id first."""
        return sorted((a for a in self.addresses.values() if a["customer_id"] == customer_id), key=lambda a: a["id"])


class Case:
    """One seed's line from shop to ledger: settings written, shop filled, nothing run yet."""

    def __init__(self, box: Any, folder: Any, patch: Any, seed: int, *, customers: int, orders: int) -> None:
        box.reset()
        more_money(patch)
        furnish(box.erp)
        self.given = variant(seed)
        box.erp.kit.switches.set(quick_operation="204", **self.given.erp_switches)
        box.store.kit.switches.set(**self.given.store_switches)
        self.line = Line(box, folder, patch)
        methods = yaml.safe_load(DEMO.read_text(encoding="utf-8"))["payments"]["methods"]
        self.line.settings(**self.given.settings, payments__methods=[*methods, *self.given.methods])
        zone = self.given.settings["orders__order_time_zone"]
        self.shop = Shop(box.store, box.erp, seed, time_zone=zone, customers=customers, orders=orders)

    def run(self) -> Any:
        """Run the real DAG to its end."""
        return self.line.run()

    def world(self) -> World:
        """Return the store, the ERP and Sync History as they are now."""
        return World(self.line, self.given, self.shop)
