"""Stores nobody has seen, judged by rules written from the documents alone (README.md beside this file).

`BC_MYOB_ORACLE_SEEDS=50 pytest tests/oracle` (or `make oracle SEEDS=50`) judges more and larger stores.
"""

from __future__ import annotations

import os

import pytest

from tests.oracle.judge import discrepancies
from tests.oracle.world import Case

pytestmark = pytest.mark.scenario

MANY = int(os.environ.get("BC_MYOB_ORACLE_SEEDS", "0"))
FIRST = int(os.environ.get("BC_MYOB_ORACLE_FIRST", "0"))
SEEDS = range(FIRST, FIRST + MANY) if MANY else (0, 13)
SIZE = {"customers": 60, "orders": 100} if MANY else {"customers": 14, "orders": 24}


@pytest.fixture(params=SEEDS, ids="seed {}".format)
def case(request, box, tmp_path, monkeypatch, airflow_db):
    return Case(box, tmp_path, monkeypatch, request.param, **SIZE)


def told(found):
    return "\n".join(map(str, found))


def test_every_field_and_status_is_what_the_documents_say(case):
    assert case.run().state == "success"
    found = discrepancies(case.world())
    assert not found, told(found)
    made = len(case.line.erp.kit.ledger)
    case.run()
    assert case.line.effects()[made:] == [], "a run without news wrote to the ERP"
    case.shop.go_on()
    case.run()
    found = discrepancies(case.world())
    assert not found, told(found)


CHANGES = {
    "CustomerName": ("Customer", {"CustomerName": "Somebody else"}),
    "LocationContact.Attention": ("CustomerLocation", {"LocationContact": {"Attention": "Nobody"}}),
    "Description": ("SalesOrder", {"Description": "Changed by hand"}),
    "Totals.Freight": ("SalesOrder", {"Totals": {"Freight": 1234, "OverrideFreightAmount": True}}),
    "Description ": ("Payment", {"Description": "Changed by hand"}),
}


def test_the_oracle_sees_what_is_wrong(box, tmp_path, monkeypatch, airflow_db):
    """Each change in the ERP, and each change in Sync History, is reported with its record and its document line."""
    case = Case(box, tmp_path, monkeypatch, 0, customers=10, orders=12)
    case.run()
    world = case.world()
    assert discrepancies(world) == []
    for name, (resource, change) in CHANGES.items():
        effect = case.line.effects(resource, "create")[-1]
        box.erp.edit(resource, *effect.key.split("/"), **change)
        assert name.strip() in {one.name for one in discrepancies(world)}
    missing = world.records["Sales Order"].popitem()[0]
    status = next(one for one in discrepancies(world) if one.record == f"Sales Order {missing}")
    assert (status.name, status.got) == ("Status", "None: no record")
    assert status.document.startswith(("connector", "the ERP refuses"))
