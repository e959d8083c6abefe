"""What the judges of boundaries and seeds see in the ERP's books."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual
from tests.faults.boundaries import ended
from tests.faults.simulation import Simulation
from tests.faults.works import until_quiet
from tests.mia import HOME, WAREHOUSE


@pytest.fixture
def line(works):
    """Two customers with an order and a payment each, one of them with two addresses; all of it in the ERP."""
    line, store = works.fresh(), works.box.store
    mia = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE])
    al = store.add_customer("Al", "Bo", "al@example.com", addresses=[HOME])
    for customer in (mia, al):
        lines = [article("TEA-LEMONM", 2)]
        store.add_order(Draft(billing=HOME, customer_id=customer, lines=lines, payments=(manual(amount="5.00"),)))
    line.road.hours.sleep(60)
    until_quiet(line)
    return line


def mias_and_als(erp):
    return sorted(erp.records("SalesOrder"), key=lambda order: order["ExternalRef"])


def another_customer(erp):
    mias, als = mias_and_als(erp)
    erp.edit("SalesOrder", *_key(mias), CustomerID=als["CustomerID"], LocationID="MAIN")


def another_location(erp):
    mias, _ = mias_and_als(erp)
    (other,) = (
        row["LocationID"]
        for row in erp.records("CustomerLocation")
        if row["Customer"] == mias["CustomerID"] and row["LocationID"] != mias["LocationID"]
    )
    erp.edit("SalesOrder", *_key(mias), LocationID=other)


def another_order(erp):
    mias, als = mias_and_als(erp)
    erp.edit("SalesOrder", *_key(als), CustomerID=mias["CustomerID"], LocationID=mias["LocationID"])
    paid = next(one for one in erp.payments() if one["CustomerID"] == mias["CustomerID"])
    key = (paid["Type"], paid["ReferenceNbr"])
    erp.edit("Payment", *key, OrdersToApply=[{"id": paid["OrdersToApply"][0]["id"], "delete": True}])
    other = {"OrderType": als["OrderType"], "OrderNbr": als["OrderNbr"], "AppliedToOrder": Decimal("5.00")}
    erp.edit("Payment", *key, OrdersToApply=[other])


def _key(order):
    return order["OrderType"], order["OrderNbr"]


@pytest.mark.parametrize(
    ("spoil", "resource", "field"),
    [
        (another_customer, "SalesOrder", "CustomerID"),
        (another_location, "SalesOrder", "LocationID"),
        (another_order, "Payment", "OrderNbr"),
    ],
)
def test_the_judges_see_an_order_or_a_payment_that_went_elsewhere(works, line, spoil, resource, field):
    before = ended(works, line)
    spoil(works.box.erp)
    after = replace(ended(works, line), ledger=before.ledger)
    ours, theirs = (
        [said for (of, _), rows in end.books.items() if of == resource for said in rows] for end in (before, after)
    )
    assert _values(ours, field) != _values(theirs, field)
    assert f"books ('{resource}'" in before.difference(after)
    judged = Simulation(works, 0)._judged(line)
    assert any(said.startswith(f"('{resource}'") for said in judged)


def _values(rows, field):
    return [row.get(field) or [one.get(field) for one in row["OrdersToApply"]] for row in rows]
