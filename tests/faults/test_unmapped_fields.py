"""Documents that lack a field, whichever: their load goes on, and none of them is called a defect of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.model.entities import Entity
from tests.faults.desk import Desk, customer, order, payment

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity


@pytest.fixture
def shop(indoors):
    desk = Desk(indoors, indoors.fresh())
    desk.load(CUSTOMER, customer())
    return desk


def lacking(one, name, number):
    reference = one.reference.replace("1-", f"{number}-")
    document = {key: value for key, value in one.document.items() if key != name} | {"ExternalRef": reference}
    known = {"amount": "10.00", "currency": "AUD"}
    ids = {"external_id": f"{one.external_id}{number}", "source_id": str(number), "reference": reference}
    return replace(one, **ids, document=document, details={**one.details, **known})


def judged(desk, entity, records):
    counts = desk.load(entity, *records.values())
    assert sum(counts.values()) == len(records)
    said = {name: desk.record(one.external_id, entity)["last_error"] for name, one in records.items()}
    assert not {name: text for name, text in said.items() if text and "defect" in text}
    return {name for name, one in records.items() if desk.record(one.external_id, entity)["status"] == "Processed"}


def test_payments_that_lack_a_field_fail_alone_and_without_currency_they_are_applied(shop):
    shop.load(ORDER, order(1001))
    whole = payment(1, "10.00", "EO000001")
    names = [name for name in whole.document if name != "ExternalRef"]
    records = {name: lacking(whole, name, n) for n, name in enumerate(names, start=10)}
    fine = judged(shop, PAYMENT, records)
    assert {"CurrencyID", "Branch", "Hold", "OrdersToApply"} <= fine
    assert "CustomerID" not in fine


def test_orders_that_lack_a_field_fail_alone(shop):
    whole = order(1001)
    names = [name for name in whole.document if name not in {"ExternalRef", "Details"}]
    records = {name: lacking(whole, name, n) for n, name in enumerate(names, start=10)}
    fine = judged(shop, ORDER, records)
    assert {"CurrencyID", "IsTaxValid"} <= fine
    assert "CustomerID" not in fine
