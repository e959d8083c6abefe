"""Validation of Configuration: test records on both systems, only after a confirmation, with a way to remove them."""

import pytest

from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.checklist import walk_through_wanted

KEY = "validation.customers_with_locations"


def test_the_walk_through_makes_a_marked_customer_with_two_locations_and_says_how_to_remove_it(bench):
    bench.run(walk_through=True)
    finding = bench.finding(KEY)
    assert finding.verdict == "met", finding
    [created] = [row for row in bench.erp.customers() if row["CustomerName"].startswith("BC MYOB TEST")]
    assert created["CustomerID"] in finding.says
    locations = bench.erp.locations(created["CustomerID"])
    assert [row["LocationID"] for row in locations] == ["MAIN", "L00001"]
    assert f"delete customer {created['CustomerID']} on Customers (AR303000)" in finding.mend
    assert "In the store delete customer" in finding.mend
    assert bench.erp.open_sessions() == 0
    assert bench.keys("not met") == set()


def test_it_is_not_run_while_a_required_row_is_not_met(bench):
    bench.switch(features_turned="SubItem")
    bench.run(walk_through=True)
    assert "other rows are not met: features.subitems" in bench.finding(KEY).says
    assert bench.box.ledger() == []


def test_what_the_erp_drops_for_want_of_rights_is_seen_by_it_alone(bench):
    bench.switch(ignored_fields="Customer/AccountRef")
    bench.run(walk_through=True)
    assert bench.broken() == {KEY}
    assert "Ext. Ref. Nbr. of C000001 is empty" in bench.finding(KEY).says
    assert "delete customer C000001" in bench.finding(KEY).mend


def test_a_refusal_names_what_is_already_there(bench):
    bench.switch(no_rights="")
    bench.fault(path="/CustomerLocation", method="PUT", kind="status", status=422, body={"message": "No."}, times=9)
    bench.run(walk_through=True)
    assert "The walk-through stopped" in bench.finding(KEY).says
    assert "delete customer C000001" in bench.finding(KEY).mend


@pytest.mark.parametrize("confirm", ["", "yes", "harbour provisions"])
def test_it_is_refused_without_the_stores_name(bench, confirm):
    with pytest.raises(ConfigurationError, match=r"give the store's name \(Harbour Provisions\)"):
        walk_through_wanted({"walk_through": True, "confirm": confirm}, {}, bench.settings)
    assert walk_through_wanted({"walk_through": False, "confirm": ""}, {}, bench.settings) is False
    assert walk_through_wanted({"walk_through": True, "confirm": "Harbour Provisions"}, {}, bench.settings)


def test_an_unknown_param_is_refused(bench):
    with pytest.raises(ConfigurationError, match="walk_trough: no such Param"):
        walk_through_wanted({"walk_through": False, "confirm": ""}, {"walk_trough": True}, bench.settings)


def test_an_accepted_row_that_does_not_exist_is_named(bench):
    bench.said["checklist"] = {"accepted": ["features.volume"]}
    with pytest.raises(ConfigurationError, match=r"no row of this store.s checklist: features\.volume"):
        bench.run()
