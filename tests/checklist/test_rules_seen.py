"""Rows that are seen only where a store exports or has orders: scopes, articles, filters."""

from __future__ import annotations

from tests.checklist.breaking import sold


def test_a_store_that_exports_is_asked_for_its_write_scope_and_its_export_lines_are_seen(bench):
    bench.run()
    assert {"store.scope_customer_writes", "rules.customers_filters"} <= bench.keys("not applicable")
    fields = ("Customer Class", "Email", "MainContact.Address.City", "[Customer.PriceClassID]")
    lines = [{"entity": "Customer", "direction": "Export", "field": each, "condition": "Is Empty"} for each in fields]
    bench.both_ways()
    bench.set("filters", lines)
    bench.run()
    assert bench.broken() == set()
    assert "rules.customers_filters" in bench.keys("met")
    assert "store.scope_customer_writes" in bench.keys("by hand")
    assert "store_v2_customers" in bench.finding("store.scope_customer_writes").says


def test_with_orders_at_hand_their_articles_transactions_and_fields_are_seen(bench):
    sold(bench)
    bench.set("filters", [{"entity": "Sales Order", "field": "status_id", "condition": "Is Not Empty"}])
    bench.run()
    assert bench.broken() == set()
    assert {"orders.items_present", "store.scope_transactions", "rules.orders_filters"} <= bench.keys("met")
