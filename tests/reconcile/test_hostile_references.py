"""What people type into MYOB Advanced stays inside its finding: one line a record that steers no terminal."""

import logging

import pytest

from bc_myob.reconcile.findings import Kind
from tests.faults.test_hostile_input import HOSTILE, UNSEEN
from tests.reconcile.planting import Ledger
from tests.reconcile.shop import order

pytestmark = pytest.mark.scenario


def test_a_reconciliation_over_hostile_references_says_each_record_in_one_line(shop, caplog):
    texts = [text for name, text in HOSTILE.items() if name not in {"long", "half"}]  # no server sends half a character
    orders = [order(shop) for _ in texts]
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    at = Ledger(shop)
    for number, text in zip(orders, texts, strict=True):
        shop.erp.repair("SalesOrder", "EO", at.number(number), ExternalRef=text)
        (name,) = at.payments(number)
        shop.erp.repair("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], Status=f"Open{text}")
    caplog.set_level(logging.DEBUG)
    done = shop.reconcile()
    assert {("Sales Order", str(number), Kind.REFERENCE) for number in orders} <= set(done.faults)
    kept = [str(value) for row in (*done.rows, *done.counts) for value in vars(row).values()]
    assert [text for text in kept if not UNSEEN.isdisjoint(text)] == []
    logged = [record.getMessage() for record in caplog.records if record.name.startswith(("bc_myob", "airflow.task"))]
    assert [text for text in logged if not (UNSEEN - {"\n"}).isdisjoint(text)] == []
    assert not any(line.startswith("ERROR") for text in logged for line in text.splitlines())
