"""Who is not let in, and what cannot be seen without them."""

from __future__ import annotations


def test_a_store_that_lets_nobody_in_holds_up_its_rows_and_no_other(bench):
    bench.connection("bigcommerce", password="wrong")
    bench.run()
    assert bench.broken() == {"store.connection"}
    assert "refuses the access token" in bench.finding("store.connection").says
    assert all("store" in bench.finding(key).waits_for for key in bench.waiting())
    assert {"customers.class", "orders.branch"} <= bench.keys("met")
    assert {"taxes.zone", "taxes.substitution"} <= bench.keys("met")
    assert "nobody was let in" in bench.finding("payments.BRAINTREE (CREDIT_CARD) AUD").says


def test_a_wrong_password_is_tried_once_and_holds_up_everything_of_the_erp(bench):
    bench.connection("myob_advanced", password="wrong")
    bench.run()
    assert bench.broken() == {"erp.sign_in"}
    assert bench.box.calls()["erp POST /entity/auth/login"] == 1
    assert {"customers.class", "orders.branch", "features.subitems", "payments.reference"} <= bench.waiting()
    assert {"store.connection", "orders.order_time_zone", "payments.rows"} <= bench.keys("met")


def test_an_endpoint_that_is_not_there_holds_up_what_is_read_through_it(bench):
    bench.set("endpoint.version", "25.200.001")
    bench.run()
    assert bench.broken() == {"endpoint.version"}
    assert "It has: Default/22.200.001" in bench.finding("endpoint.version").says
    assert {"customers.class", "erp.form_orders", "endpoint.fields"} <= bench.waiting()
    assert {"features.subitems", "orders.order_type", "numbering.customer_sequence"} <= bench.keys("met")


def test_without_free_seats_the_licence_is_named(bench):
    bench.erp.kit.limits.set(seats=0)
    bench.run()
    assert bench.broken() == {"erp.sign_in"}
    assert "all API seats of the licence are taken" in bench.finding("erp.sign_in").says
