"""What can be wrong with the way into both systems: scopes, forms, the endpoint, the licence, the clocks."""

from __future__ import annotations

from tests.checklist.breaking import broken, sold

CONNECTIONS = [
    # connections
    broken(
        "store.scope_customers",
        lambda b: b.without_scope("store_v2_customers"),
        "store_v2_customers_read_only",
        "scope store_v2_customers_read_only",
    ),
    broken(
        "store.scope_orders",
        lambda b: b.without_scope("store_v2_orders"),
        "store_v2_orders_read_only",
        "scope store_v2_orders_read_only",
        waits="store.scope_transactions|orders.items_present",
    ),
    broken(
        "store.scope_payment_methods",
        lambda b: b.without_scope("store_payments_methods_read"),
        "store_payments_methods_read",
        "scope store_payments_methods_read",
    ),
    broken(
        "store.scope_transactions",
        lambda b: (
            sold(b),
            b.without_scope("store_v2_transactions"),
        ),
        "the orders scope is not enough",
        "scope store_v2_transactions_read_only",
    ),
    broken(
        "erp.sign_out",
        lambda b: b.fault(path="/entity/auth/logout", kind="status", status=500, times=9),
        "The sign-out failed",
        "Ask the site's operator",
    ),
    broken(
        "erp.form_customers",
        lambda b: b.switch(no_rights="Customer"),
        "The API user may not open Customers (AR303000)",
        "SM201020",
        waits="customers.guest|customers.guest_currency|validation.customers_with_locations",
    ),
    broken(
        "erp.form_orders",
        lambda b: b.switch(no_rights="SalesOrder"),
        "may not open Sales Orders (SO301000)",
        "SM201020",
    ),
    broken(
        "erp.form_payments",
        lambda b: b.switch(no_rights="Payment"),
        "may not open Payments and Applications",
        "SM201020",
    ),
    broken(
        "endpoint.fields",
        lambda b: b.switch(contract_lacks="Payment/ExternalRef"),
        "Payment.ExternalRef",
        "Web Service Endpoints (SM207060)",
    ),
    broken(
        "erp.lost_answers",
        lambda b: b.set("run.unknown_outcome_wait_seconds", 599),
        "after 599 seconds, and the ERP may queue it for 10 minutes",
        "run.unknown_outcome_wait_seconds",
    ),
    broken(
        "erp.licence",
        lambda b: b.fault(path=r"24.200.001/Tax\?", kind="status", status=429, times=9),
        "the ERP turned requests away",
        "License Monitoring Console (SM604000)",
    ),
    broken(
        "clock.store",
        lambda b: b.store.kit.limits.set(clock_ahead_seconds=3600.0),
        "The store's clock is about 60 minutes ahead of ours",
        "a time server",
    ),
    broken(
        "clock.erp",
        lambda b: b.erp.kit.limits.set(clock_ahead_seconds=-7200.0),
        "The ERP's clock is about 2 hours behind ours",
        "a time server",
    ),
]
