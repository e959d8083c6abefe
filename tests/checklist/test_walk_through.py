"""Validation of Configuration: test records on both systems, only after a confirmation, with a way to remove them."""

import logging

import pytest

from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.checking.walk_through import walk
from bc_myob.operators.checking.walk_through_both import walk_both
from bc_myob.operators.checklist import walk_through_wanted
from bc_myob.operators.systems import erp_hook
from sandbox.kit import Fault

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


@pytest.mark.parametrize("steps", [walk, walk_both])
def test_it_leaves_other_apps_their_part_of_the_stores_quota(bench, caplog, steps):
    bench.store.kit.limits.set(window_ms=400)
    bench.set("run.quota_share", 0.001)
    bench.set("entities.customer.sync_direction", "Bidirectional")
    with caplog.at_level(logging.INFO), erp_hook(bench.settings).session() as session:
        told = steps(bench.settings, session)
    assert told["wrong"] == ""
    assert "Our share of the store's request quota is used up" in caplog.text


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


BOTH = "validation.bidirectional"


def test_the_bidirectional_walk_through_carries_a_marked_customer_there_and_an_edit_back(bench):
    bench.both_ways()
    bench.run(walk_through=True)
    finding = bench.finding(BOTH)
    assert finding.verdict == "met", finding
    [account] = [row for row in bench.erp.customers() if row["CustomerName"].endswith(" B edited")]
    [shopper] = [row for row in bench.store.table("customers").values() if row["first_name"] == "Colleen"]
    [company] = [row for row in bench.store.table("customers").values() if row["first_name"] == "BC"]
    assert company["last_name"] == company["company"].removeprefix("BC ")  # split at the first blank
    assert company["company"].endswith(" C Coffee and Cakes")
    assert (shopper["last_name"], shopper["phone"]) == ("Plunkett", "0255500141")
    assert account["CustomerName"] == shopper["company"]
    assert account["AccountRef"] == f"{shopper['id']}-Harbour Provisions"
    assert f"Test customer {shopper['id']} of the store is {account['CustomerID']} in the ERP." in finding.says
    assert f"delete customer {account['CustomerID']} on Customers (AR303000)" in finding.mend
    assert f"In the store delete customer {shopper['id']}" in finding.mend
    assert bench.finding(KEY).verdict == "met"
    assert bench.erp.open_sessions() == 0


def test_where_customers_travel_both_ways_an_edit_of_main_reaches_the_store(bench):
    bench.both_ways()
    bench.run(walk_through=True)
    assert bench.finding(KEY).verdict == "met", bench.finding(KEY)
    [address] = [row for row in bench.store.table("addresses").values() if row["address1"] == "3650 Taylor Street"]
    assert (address["first_name"], address["last_name"]) == ("Gail", "Anderson")


def marked(bench):
    """The numbers of the test customers that are really there: in the store, in the ERP."""
    shoppers = bench.store.table("customers").values()
    return (
        {str(row["id"]) for row in shoppers if row["email"].startswith("bc-myob-test")},
        {row["CustomerID"] for row in bench.erp.customers() if row["CustomerName"].startswith("BC MYOB TEST")},
    )


EMPTY = {"kind": "status", "status": 200, "body": {"data": [], "meta": {"pagination": {}}}}
STOPPED = [
    # a write whose answer is lost, each of the walk-throughs' in turn
    ("store", {"path": "/v3/customers$", "method": "POST", "kind": "cut", "after": True}),
    ("store", {"path": "/v3/customers$", "method": "POST", "kind": "cut", "after": True, "nth": 2}),
    ("store", {"path": "/v3/customers$", "method": "POST", "kind": "cut", "after": True, "nth": 3}),
    ("store", {"path": "/v3/customers$", "method": "PUT", "kind": "cut", "after": True}),
    ("store", {"path": "/v3/customers/addresses$", "method": "PUT", "kind": "cut", "after": True}),
    *(
        ("erp", {"path": r"/Customer(\?|$)", "method": "PUT", "kind": "cut", "after": True, "nth": nth})
        for nth in (1, 2, 3, 4)
    ),
    ("erp", {"path": "/CustomerLocation", "method": "PUT", "kind": "cut", "after": True, "nth": 1}),
    ("erp", {"path": "/CustomerLocation", "method": "PUT", "kind": "cut", "after": True, "nth": 3}),
    # answers that say too little, or nothing that makes sense
    ("store", {"path": "/v3/customers$", "method": "POST", "after": True, "status": 200, "body": {"data": []}}),
    ("store", {"path": r"/v3/customers\?.*id", "method": "GET", "times": None, **EMPTY}),
    ("store", {"path": "/v3/customers$", "method": "POST", "after": True, "status": 200, "body": {"data": [{}]}}),
    ("erp", {"path": r"/Customer(\?|$)", "method": "PUT", "after": True, "status": 200, "body": {"note": "?"}}),
]


@pytest.mark.parametrize(("system", "rule"), STOPPED, ids=str)
def test_whatever_stops_it_every_record_it_made_is_named(bench, system, rule):
    bench.both_ways()
    getattr(bench, system).kit.faults.add(Fault.parse(rule))
    bench.run(walk_through=True)
    found = [bench.finding(key) for key in (KEY, BOTH)]
    stopped = [each for each in found if each.verdict == "not met"]
    assert stopped
    assert all("The walk-through stopped" in each.says for each in stopped)
    mend = " ".join(each.mend for each in found)
    in_store, in_erp = marked(bench)
    assert in_store | in_erp
    assert all(f"In the store delete customer {number} " in mend for number in in_store)
    assert all(f"In the ERP delete customer {number} on" in mend for number in in_erp)
    assert bench.erp.open_sessions() == 0


def test_what_cannot_be_looked_up_is_told_as_a_doubt_with_its_name(bench):
    rule = {"path": r"/v3/customers\?.*email", "method": "GET", "kind": "status", "status": 400, "times": None}
    bench.store.kit.faults.add(Fault.parse({"path": "/v3/customers$", "method": "POST", "kind": "cut", "after": True}))
    bench.store.kit.faults.add(Fault.parse(rule))
    bench.run(walk_through=True)
    finding = bench.finding(KEY)
    [shopper] = bench.store.table("customers").values()
    assert f"A test customer may be in the store: search for {shopper['company']}." in finding.says
    assert f"search the customers for {shopper['email']} and delete whom you find" in finding.mend


def test_a_walk_through_that_fails_stops_the_checklist(bench):
    bench.switch(ignored_fields="Customer/AccountRef")
    bench.run(walk_through=True)
    assert bench.results[KEY].stops


@pytest.mark.parametrize(("direction", "walked"), [("Import", {KEY}), ("Export", {BOTH})])
def test_only_the_walk_throughs_of_the_stores_direction_are_run(bench, direction, walked):
    bench.travel(direction)
    bench.run(walk_through=True)
    assert {KEY, BOTH} & bench.keys("met") == walked
    assert {KEY, BOTH} & bench.keys("not applicable") == {KEY, BOTH} - walked
    assert bench.store.counts()["customers"] == (1 if direction == "Import" else 2)


def lines(direction, *fields):
    """Filter lines of customers in one direction, as (field, condition, value)."""
    names = ("field", "condition", "value")
    same = {"entity": "Customer", "direction": direction}
    return [same | dict(zip(names, each, strict=False)) for each in fields]


HOLDING = {
    BOTH: lines("Export", ("Email", "Ends With", "@cafe.example")),
    KEY: lines("Import", ("email", "Ends With", "@cafe.example")),
}


@pytest.mark.parametrize("walked", HOLDING)
def test_a_filter_that_holds_the_test_customer_back_is_for_a_person_and_what_was_made_is_named(bench, walked):
    bench.both_ways()
    bench.set("filters", HOLDING[walked])
    bench.run(walk_through=True)
    finding = bench.finding(walked)
    assert finding.verdict == "by hand", finding
    assert "A filter of the settings holds the test record back (" in finding.says
    assert "has not arrived in the " in finding.says
    assert "delete customer" in finding.mend
    assert bench.keys("not met") == set()


def test_the_scenarios_own_export_filter_lets_its_customers_through(bench):
    bench.both_ways()
    asked = (("Customer Class", "Equals", "DEFAULT"), ("Email", "Is Not Empty"))
    bench.set("filters", lines("Export", *asked))
    bench.run(walk_through=True)
    assert bench.finding(BOTH).verdict == "met", bench.finding(BOTH)
    [account] = [row for row in bench.erp.customers() if row["CustomerName"].endswith(" B edited")]
    assert account["CustomerClass"] == "DEFAULT"


def mapping(direction, entity, target, source):
    return {"direction": direction, "entity": entity, "target": target, "source": source}


OWN = [
    mapping("Import", "Customer", "CustomerName", "=[Customer.First Name] + ' X'"),
    mapping("Import", "Customer", "CustomerClass", "='DEFAULT'"),
    mapping("Import", "Customer", "MainContact.Email", "='shop@example.com'"),
    mapping("Import", "Customer Location", "LocationContact.Address.AddressLine1", "='Fixed'"),
    mapping("Export", "Customer", "company", "='Fixed'"),
    mapping("Export", "Customer Location", "address1", "='Fixed street'"),
    mapping("Export", "Customer Location", "first_name", "='Ada'"),
]


@pytest.mark.parametrize("line", OWN, ids=lambda line: f"{line['direction']} {line['target']}")
def test_own_mappings_that_work_are_what_the_walk_through_expects(bench, line):
    bench.both_ways()
    bench.set("mappings", [line])
    bench.run(walk_through=True)
    assert [bench.finding(key) for key in (KEY, BOTH) if bench.finding(key).verdict != "met"] == []


def test_a_token_that_may_not_write_is_told_with_what_was_made(bench):
    bench.both_ways()
    rule = {"path": "/v3/customers", "method": "POST", "kind": "status", "status": 403, "body": {"title": "No."}}
    bench.store.kit.faults.add(Fault.parse(rule | {"times": 9}))
    bench.run(walk_through=True)
    assert "The walk-through stopped" in bench.finding(BOTH).says
    assert "In the ERP delete customer" in bench.finding(BOTH).mend


def test_the_bidirectional_walk_through_waits_for_its_confirmation(bench):
    bench.both_ways()
    bench.run()
    assert bench.finding(BOTH).verdict == "by hand"
    assert "walk_through" in bench.finding(BOTH).mend
    assert bench.box.ledger() == []
