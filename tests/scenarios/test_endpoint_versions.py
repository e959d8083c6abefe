"""Older versions of the endpoint: what they lack is sent where they have it."""

import pytest

from sandbox.shop.basket import line as article

pytestmark = pytest.mark.scenario


@pytest.mark.parametrize("version", ["22.200.001", "23.200.001"])
def test_orders_and_payments_go_through_an_older_endpoint(till, version):
    till.erp.books.add("Branch", {"BranchID": "PERTH", "BranchName": "Perth"})
    off = {"entities__customer_location__active": False}
    till.line.settings(endpoint__version=version, orders__branch="PERTH", **off)
    number = till.order(article("JAM-QUINCE"))
    till.run()
    till.store.edit_order(number, staff_notes="again")
    till.run()
    done = till.record("Sales Order", number)
    assert (done.status, done.last_operation, done.last_error) == ("Processed", "Updated in ERP", None)
    order = till.erp_order(number)
    assert (order["Branch"], order["OrderTotal"]) == ("PERTH", till.store.order(number)["total_inc_tax"])
    assert order["note"] == "Staff Notes: again"
    assert till.payment(number).status == "Processed"
