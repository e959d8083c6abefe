"""What a run costs in calls, counted at the sandbox: sign-ins, look-ups and all."""

import pytest

from sandbox.kit import Plan
from sandbox.shop.bulk import Bulk, fill

pytestmark = [pytest.mark.scenario, pytest.mark.slow]


def calls(line, system):
    return sum(count for kind, count in line.box.calls().items() if kind.startswith(f"{system} "))


def polls_and_releases(line):
    return sum(count for kind, count in line.box.calls().items() if "ReleasePayment" in kind)


def test_orders_with_payments_cost_two_writes_each_and_little_more(line):
    line.settings(run__batch_size=500)
    line.erp.seed(Plan())
    fill(line.store, Bulk(customers=5, orders=520, days=3))
    # the first twenty bring the customers and the articles along, as any store's first orders do
    assert line.run(order_ids=line.store.order_ids()[:20]).state == "success"
    before = len(line.records("Payment", "Processed"))
    line.box.reset_calls()

    assert line.run().state == "success"
    by_kind = line.box.calls()
    assert len(line.records("Payment", "Processed")) - before == 500
    assert by_kind["store GET /v3/orders/{id}/transactions"] == 500
    assert by_kind["store GET /v2/orders"] <= 500 * 0.01
    # taxes by name: one call for each order that bears tax, none where the store has a single tax (the next test)
    assert by_kind["store GET /v2/orders/{id}/taxes"] <= 500
    assert calls(line, "erp") - polls_and_releases(line) <= 500 * 2.02

    line.box.reset_calls()
    assert line.run().state == "success"
    assert calls(line, "store") + calls(line, "erp") <= 6
    assert calls(line, "erp") == 0


def test_a_store_with_a_single_tax_is_not_asked_for_taxes_by_name(line):
    line.settings(orders__taxes__read_order_taxes=False)
    line.erp.seed(Plan())
    fill(line.store, Bulk(customers=2, orders=10, days=3))
    line.box.reset_calls()
    assert line.run(dry_run=True).state == "success"
    assert calls(line, "store") <= 10 + 4  # the transactions of each order; orders, customers and addresses in bundles


def test_customers_with_their_addresses_cost_a_hundredth_of_a_read(line):
    fill(line.store, Bulk(customers=600, orders=1, days=3))
    line.box.reset_calls()
    assert line.run(entities=["customers", "locations"], dry_run=True).state == "success"
    assert len(line.records("Customer", "Prepared")) == 600
    assert calls(line, "store") <= 600 * 0.01
    assert calls(line, "erp") == 0
