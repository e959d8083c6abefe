"""Each criterion broken in turn: exactly that row, and what waits for it, is reported in a bookkeeper's words."""

from __future__ import annotations

import pytest

from bc_myob.checklist.catalogue import checklist
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.boxes import check_boxes
from tests.checklist.broken_accounts import ACCOUNTS
from tests.checklist.broken_connections import CONNECTIONS
from tests.checklist.broken_rules import RULES
from tests.checklist.broken_sales import SALES
from tests.checklist.by_hand import BY_HAND

ROWS = [*ACCOUNTS, *CONNECTIONS, *SALES, *RULES]
ELSEWHERE = {
    *("payments.rows", "entities.customer_location", "entities.payment"),  # below
    *("store.connection", "erp.sign_in", "endpoint.version"),  # test_doors.py
    "clock.stamps",  # test_clocks.py
    "store.scope_customer_writes",  # test_rules_seen.py
    "taxes.store_names",  # test_judging_money.py
    "validation.bidirectional",  # test_walk_through.py
    "products.sales_categories",  # concerns no store
}
SWITCHED_OFF = {
    "customer_location": ("entities.customer_location", "addresses are not synchronised as locations"),
    "payment": ("entities.payment", "nobody expects money of this store in the ERP"),
}


@pytest.mark.parametrize("case", ROWS)
def test_exactly_the_broken_row_and_what_waits_for_it_is_reported(bench, case):
    case.by(bench)
    bench.run()
    assert bench.broken() == {case.row} | case.others
    assert bench.waiting() == case.waits
    finding = bench.finding(case.row)
    assert case.says in finding.says
    assert case.mend in finding.mend
    assert {effect.system for effect in bench.box.ledger()} <= {"store"}


@pytest.mark.parametrize(("row", "by", "says", "look"), BY_HAND, ids=[f"{row}: {says}" for row, _, says, _ in BY_HAND])
def test_what_only_a_person_can_settle_is_asked_with_a_place_to_look(bench, row, by, says, look):
    by(bench)
    bench.run()
    assert bench.broken() == set()
    assert bench.finding(row).verdict == "by hand"
    assert says in bench.finding(row).says
    assert look in bench.finding(row).mend


@pytest.mark.parametrize("entity", SWITCHED_OFF)
def test_an_entity_that_is_switched_off_concerns_nobody(bench, entity):
    row, says = SWITCHED_OFF[entity]
    bench.row(f"entities.{entity}", active=False)
    bench.run()
    assert bench.broken() == set()
    assert bench.finding(row).verdict == "not applicable"
    assert says in bench.finding(row).says


def test_nothing_mapped_means_no_payment_arrives(bench):
    for row in bench.said["payments"]["methods"]:
        row["active"] = False
    bench.run()
    assert bench.broken() == {"payments.rows"}


@pytest.mark.parametrize("box", ["customer_class", "generic_guest_customer"])
def test_a_run_refuses_an_empty_box_with_the_checklists_words(bench, box):
    bench.set(f"customers.{box}", "")
    bench.run()
    with pytest.raises(ConfigurationError) as refused:
        check_boxes(bench.settings)
    assert bench.finding(f"settings.{box}").says in str(refused.value)
    assert f"customers.{box} of the settings file" in str(refused.value)


def test_an_accepted_row_is_shown_and_stops_nothing(bench):
    bench.switch(features_turned="SupportBreakQty")
    bench.said["checklist"] = {"accepted": ["features.volume_pricing"]}
    result = bench.run()["features.volume_pricing"]
    assert result.accepted
    assert not result.stops
    assert "features.volume_pricing" in bench.keys("not met")


def test_each_row_of_the_catalogue_is_broken_once(bench):
    keys = {_table(row.key) for row in checklist(bench.settings)}
    seen = {_table(case.values[0].row) for case in ROWS} | {row for row, *_ in BY_HAND} | ELSEWHERE
    assert sorted(keys - seen) == []


def _table(key):
    """The rows of one table are judged alike: any of them will do."""
    return key.partition(".")[0] if " " in key else key
