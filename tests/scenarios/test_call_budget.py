"""What a run costs in calls, counted at the sandbox: sign-ins, look-ups and all."""

import pytest

from sandbox.kit import Plan
from sandbox.shop.bulk import Bulk, fill

pytestmark = pytest.mark.scenario


def calls(line, system):
    return sum(count for kind, count in line.box.calls().items() if kind.startswith(f"{system} "))


def polls_and_releases(line):
    return sum(count for kind, count in line.box.calls().items() if "ReleasePayment" in kind)


def test_orders_with_payments_cost_two_writes_each_and_little_more(line):
    line.settings(run__batch_size=500)
    fill(line.store, Bulk(customers=5, orders=400, days=3))
    line.erp.seed(Plan())
    assert line.run(entities=["customers", "locations"]).state == "success"
    line.box.reset_calls()

    assert line.run(entities=["orders", "payments"]).state == "success"
    processed = line.records("Payment", "Processed")
    by_kind = line.box.calls()
    assert len(processed) >= 250
    assert len(line.records("Sales Order", "Processed")) == 400
    assert by_kind["store GET /v3/orders/{id}/transactions"] == 400
    assert by_kind["store GET /v2/orders"] <= 400 * 0.01
    written = calls(line, "erp") - polls_and_releases(line)
    # 400 orders and their payments; sign-in, sign-out, look-ups and articles within two calls a hundred
    assert written <= 400 + len(processed) + 400 * 0.02 + 1
    assert by_kind["erp POST /Payment/ReleasePayment"] <= len(processed)

    line.box.reset_calls()
    assert line.run().state == "success"
    assert calls(line, "store") + calls(line, "erp") <= 6
    assert calls(line, "erp") == 0


def test_customers_with_their_addresses_cost_a_hundredth_of_a_read(line):
    fill(line.store, Bulk(customers=600, orders=1, days=3))
    line.box.reset_calls()
    assert line.run(entities=["customers", "locations"], dry_run=True).state == "success"
    assert len(line.records("Customer", "Prepared")) == 600
    assert calls(line, "store") <= 600 * 0.01
    assert calls(line, "erp") == 0
