"""With everything right, every row is met or names the place a person has to look at."""

from bc_myob.checklist.findings import Verdict
from sandbox.kit import Fault


def test_with_everything_right_nothing_is_reported(bench):
    results = bench.run()
    assert bench.keys("not met") == set()
    for result in results.values():
        assert result.finding.says, result.criterion.key
        if result.finding.verdict is Verdict.BY_HAND:
            assert len(result.finding.mend) > 15, result.criterion.key


def test_every_row_says_where_it_stands_and_what_it_breaks(bench):
    keys = [result.criterion.key for result in bench.run().values()]
    assert len(keys) == len(set(keys)) > 70
    for result in bench.results.values():
        row = result.criterion
        assert row.form
        assert row.wording
        assert row.breaks
        assert row.look
        assert row.source, row.key


def test_without_the_tables_their_rows_are_by_hand_with_a_place_to_look(bench):
    bench.switch(dac_odata=False)
    bench.run()
    assert bench.keys("not met") == set()
    by_hand = bench.keys("by hand")
    assert {"features.retail_commerce", "numbering.customer_sequence", "orders.order_type"} <= by_hand
    assert {"payments.BRAINTREE (CREDIT_CARD) NZD", "payments.reference", "numbering.location_key"} <= by_hand
    assert "CS100000" in bench.finding("features.retail_commerce").mend
    assert "10250NZ must be in NZD" in bench.finding("payments.BRAINTREE (CREDIT_CARD) NZD").mend


def test_a_table_that_is_not_shown_leaves_the_others(bench):
    bench.switch(hidden_tables="NumberingSequence")
    bench.run()
    assert "numbering.customer_length" in bench.keys("by hand")
    assert "numbering.customer_key" in bench.keys("met")


def test_nothing_is_written_and_the_seat_is_given_back(bench):
    bench.run()
    assert bench.box.ledger() == []
    assert bench.erp.open_sessions() == 0
    calls = bench.box.calls()
    assert calls["erp POST /entity/auth/login"] == calls["erp POST /entity/auth/logout"] == 1
    writes = {kind for kind in calls if not kind.split()[1].startswith("GET")}
    assert writes == {"erp POST /entity/auth/login", "erp POST /entity/auth/logout", "erp PUT /CompaniesStructure"}
    assert sum(calls.values()) < 50


def test_older_endpoints_have_every_field_that_is_sent_to_them(bench):
    bench.set("entities.customer_location.active", False)
    for version in ("22.200.001", "23.200.001"):
        bench.set("endpoint.version", version)
        bench.run()
        assert bench.keys("not met") == set(), version


def test_without_a_list_of_taxes_their_own_names_are_for_a_person_to_compare(bench):
    bench.set("orders.taxes.substitution", {})
    bench.run()
    assert bench.keys("not met") == set()
    assert "taxes.substitution" in bench.keys("by hand")


def test_tables_of_older_sites_and_long_ones_are_read_to_their_end(bench):
    bench.switch(table_address="v4", table_page=2)
    bench.run()
    assert bench.keys("not met") == set()
    assert {"features.retail_commerce", "numbering.location_key", "orders.order_type"} <= bench.keys("met")


def test_the_licence_row_counts_what_went_over_the_wire(bench):
    bench.run()
    asked = sum(count for kind, count in bench.box.calls().items() if kind.startswith("erp"))
    assert f"{asked} requests in one session" in bench.finding("erp.licence").says
    bench.fault(path=r"24.200.001/Tax\?", kind="status", status=429, times=1, headers={"Retry-After": "1"})
    bench.run()
    assert bench.broken() == {"erp.licence"}
    assert "turned requests away, 1 of" in bench.finding("erp.licence").says


def test_a_pool_that_lets_in_more_tasks_than_share_the_requests_is_named(bench):
    bench.set("run.erp_seats", 1)
    bench.run()
    assert bench.broken() == {"erp.licence"}
    assert "Entered: 1 API users, no pacing, the pool myob_advanced with 2 slots." in bench.finding("erp.licence").says
    assert "include/pools.json" in bench.finding("erp.licence").mend


def test_a_pool_of_ones_own_is_for_a_person_to_compare(bench):
    bench.set("run.pool", "second_tenant")
    bench.run()
    assert bench.keys("not met") == set()
    assert "the pool second_tenant with unknown slots" in bench.finding("erp.licence").says
    assert "Admin > Pools" in bench.finding("erp.licence").mend


def test_a_table_of_shipping_that_may_not_be_read_is_for_a_person_to_see(bench):
    bench.store.kit.faults.add(Fault.parse({"path": "/v2/shipping", "status": 403, "times": None}))
    bench.run()
    assert bench.keys("not met") == set()
    assert {"shipping.Australia / Courier", "shipping.unmapped"} <= bench.keys("by hand")
