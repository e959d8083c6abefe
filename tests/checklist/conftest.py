"""The checklist against the stand-in systems, with real hooks and a history database, without a DAG run each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bc_myob.checklist.facts import Ask
from bc_myob.operators.checking.evidence import Evidence, erp_evidence, store_evidence
from bc_myob.store.plain_yaml import read_yaml
from sandbox.shop import catalogue
from sandbox.shop.basket import Draft, line
from sandbox.shop.payments import Payment, Step
from tests.checklist.bench import HOME, Bench

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def right(sandbox):
    """What both systems answer while everything is right and an order was just paid: read once, judged often."""
    with pytest.MonkeyPatch.context() as patch:
        bench = _bench(sandbox, patch)
        bench.store.add_customer(first_name="Ruth", last_name="Lindqvist", email="ruth@mail.example", addresses=[HOME])
        paid = Payment(gateway="braintree", method="credit_card", steps=(Step(event="purchase"),))
        bench.store.add_order(Draft(billing=HOME, lines=(line("HONEY-LW-500"),), payments=(paid,)))
        bench.both_ways()
        evidence = Evidence(bench.settings, frozenset(Ask) - {Ask.WALK_THROUGH, Ask.WALK_BOTH})
        store_evidence(evidence)
        with erp_evidence(evidence):
            pass
    return evidence.facts


@pytest.fixture
def bench(sandbox, monkeypatch):
    return _bench(sandbox, monkeypatch)


def _bench(running, monkeypatch):
    running.reset()
    store = {
        "conn_type": "bigcommerce",
        "host": running.store_url,
        "password": catalogue.STORE_TOKEN,
        "extra": {"store_hash": catalogue.STORE_HASH},
    }
    erp = {
        "conn_type": "myob_advanced",
        "host": running.erp_url,
        "login": catalogue.ERP_USER,
        "password": catalogue.ERP_PASSWORD,
        "extra": {"tenant": catalogue.TENANT, "branch": catalogue.BRANCH},
    }
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEMO", json.dumps(store))
    monkeypatch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp))
    said = read_yaml((ROOT / "include" / "stores" / "demo.yaml").read_text(encoding="utf-8"))
    return Bench(running, said, monkeypatch)
