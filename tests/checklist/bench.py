"""What the checklist's tests turn: the settings, the two systems, the connections."""

from __future__ import annotations

import json
import os

from bc_myob.checklist.findings import Verdict
from bc_myob.operators.checklist import run_checklist
from bc_myob.store.settings import StoreSettings
from sandbox.kit import Fault
from sandbox.shop.places import Address

HOME = Address(
    first_name="Ruth",
    last_name="Lindqvist",
    street_1="12 Quayside Lane",
    city="Balmain",
    zip="2041",
    state="New South Wales",
    phone="+61 2 5550 0140",
    email="ruth@mail.example",
)
SCOPES = (
    "store_v2_customers",
    "store_v2_orders",
    "store_v2_transactions",
    "store_v2_information",
    "store_payments_methods_read",
)


class Bench:
    def __init__(self, box, said, patch):
        self.box, self.store, self.erp = box, box.store, box.erp
        self.said, self._patch = said, patch

    @property
    def settings(self):
        return StoreSettings.model_validate({"name": "demo"} | self.said)

    def set(self, path, value):
        """Change one setting: `customers.customer_class`."""
        *parents, last = path.split(".")
        where = self.said
        for part in parents:
            where = where.setdefault(part, {})
        where[last] = value

    def row(self, path, **changes):
        """Change some settings of one row or section: `payments.methods.0`, `entities.customer`."""
        where = self.said
        for part in path.split("."):
            where = where[int(part)] if isinstance(where, list) else where[part]
        where |= changes

    def travel(self, direction):
        """Let customers and their locations travel `Import`, `Export` or `Bidirectional`."""
        primary = "ERP" if direction == "Export" else "External System"
        for entity in ("customer", "customer_location"):
            self.row(f"entities.{entity}", sync_direction=direction, primary_system=primary)

    def both_ways(self):
        """Let customers and their locations travel both ways."""
        self.travel("Bidirectional")

    def without_scope(self, scope):
        """Let the store's token have all scopes but one."""
        self.store.kit.limits.set(scopes=",".join(one for one in SCOPES if one != scope))

    def connection(self, system, **fields):
        name = f"AIRFLOW_CONN_{system.upper()}_DEMO"
        self._patch.setenv(name, json.dumps(json.loads(os.environ[name]) | fields))

    def switch(self, **values):
        self.erp.kit.switches.set(**values)

    def lose(self, entity, *keys):
        """Let the ERP not have a record."""
        with self.erp.lock:
            self.erp.books.remove(self.erp.books.find(entity, *keys))

    def change(self, entity, *keys, **values):
        """Let the ERP have other values in a record, whatever a form would say."""
        with self.erp.lock:
            record = self.erp.books.find(entity, *keys)
            self.erp.books.put(record, record.values | values)

    def account(self, method, account, **values):
        """Change one allowed cash account of a payment method."""
        with self.erp.lock:
            record = self.erp.books.find("PaymentMethod", method)
            rows = [
                row | values if row["CashAccount"] == account else row for row in record.values["AllowedCashAccounts"]
            ]
            self.erp.books.put(record, record.values | {"AllowedCashAccounts": rows})

    def fault(self, **rule):
        self.erp.kit.faults.add(Fault.parse(rule))

    def run(self, **options):
        """Run the checklist; results by key."""
        self.results = {result.criterion.key: result for result in run_checklist(self.settings, **options)}
        return self.results

    def finding(self, key):
        return self.results[key].finding

    def keys(self, verdict):
        return {key for key, result in self.results.items() if result.finding.verdict is Verdict(verdict)}

    def broken(self):
        """Rows that are not met by themselves, without those that wait for another."""
        return {key for key in self.keys("not met") if not self.finding(key).waits_for}

    def waiting(self):
        return {key for key in self.keys("not met") if self.finding(key).waits_for}
