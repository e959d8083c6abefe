"""Clocks that differ, and change stamps that are not UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.checklist.catalogue import checklist
from bc_myob.checklist.facts import Answer, Ask, Facts


def test_an_erp_whose_clock_is_wrong_does_not_get_its_stamps_blamed(bench):
    bench.both_ways()
    bench.erp.kit.limits.set(clock_ahead_seconds=7200.0)
    bench.erp.add_customer("Just entered")
    bench.run()
    assert bench.broken() == {"clock.erp"}
    assert "clock.stamps" in bench.keys("by hand")


def test_change_stamps_in_local_time_are_told_where_the_erp_is_read_back(bench):
    bench.both_ways()
    bench.switch(stamp_zone="local")
    bench.run()
    assert bench.broken() == {"clock.stamps"}
    assert "hours in the future: they are the site's local time" in bench.finding("clock.stamps").says
    bench.switch(stamp_zone="utc")
    bench.run()
    assert "clock.stamps" in bench.keys("by hand")
    guest = bench.erp.customers()[0]
    bench.run(written=[(guest["CustomerID"], datetime.fromisoformat(str(guest["LastModifiedDateTime"])))])
    assert "clock.stamps" in bench.keys("met")


@pytest.mark.parametrize(("hours", "verdict"), [(1, "not met"), (12, "by hand"), (16, "by hand")])
def test_a_local_stamp_that_looks_young_proves_nothing(bench, hours, verdict):
    bench.both_ways()
    bench.switch(stamp_zone="local")
    then = datetime.now(UTC) - timedelta(hours=hours)
    for customer in bench.erp.customers():
        bench.change("Customer", customer["CustomerID"], LastModifiedDateTime=then)
    bench.run()
    assert bench.finding("clock.stamps").verdict == verdict


@pytest.mark.parametrize(("seconds", "says"), [(-7200, "about 2 hours behind ours"), (90, "about 90 seconds ahead of")])
def test_a_clock_that_differs_is_told_with_its_distance(bench, seconds, says):
    facts = Facts({Ask.ERP_TIME: Answer(rows=[{"ahead": seconds}])})
    erp = next(row for row in checklist(bench.settings) if row.key == "clock.erp")
    assert says in erp.judge(facts, bench.settings).says
