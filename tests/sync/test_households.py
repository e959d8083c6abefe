"""Which places are still a customer's own after its account changed in the ERP."""

from dataclasses import replace

import pytest

from bc_myob.model.pairs import Standing
from bc_myob.model.statuses import Status
from bc_myob.sync.households import at_home

OWNER = Standing(record_id=1, external_id="7", source_id="7", status=Status.PROCESSED, erp_id="a", erp_key="C0002")
PLACE = Standing(
    record_id=2,
    external_id="70",
    source_id="7",
    status=Status.PROCESSED,
    erp_id="loc-1",
    erp_key="C0001,MAIN",
    external_hash="x",
    erp_hash="y",
    details={"Customer": "C0001", "LocationID": "MAIN", "Default": True},
)
HERE, OTHER = {"loc-1": {}}, {"loc-9": {}}


@pytest.mark.parametrize(
    ("says", "place", "locations", "gone"),
    [
        ("its account has its own number still", replace(PLACE, erp_key="c0002,MAIN"), OTHER, {"loc-1"}),
        ("its account was renamed and has it still", PLACE, HERE, set()),
        ("its account was renamed and nothing was read of its locations yet", PLACE, {}, set()),
        ("it never had a location", replace(PLACE, erp_id=None, erp_key=None), OTHER, set()),
    ],
)
def test_a_place_keeps_its_location_while(says, place, locations, gone):
    assert at_home(place, OWNER, locations, gone) is place


def test_an_account_may_have_a_comma_in_its_number():
    owner, place = replace(OWNER, erp_key="SMITH, J"), replace(PLACE, erp_key="Smith, J,MAIN")
    assert at_home(place, owner, OTHER, {"loc-1"}) is place


@pytest.mark.parametrize(("locations", "gone"), [(OTHER, set()), ({}, {"loc-1"}), (OTHER, {"loc-1"})])
def test_a_place_lets_go_of_a_location_of_the_account_before(locations, gone):
    free = at_home(PLACE, OWNER, locations, gone)
    assert (free.erp_id, free.erp_key, free.external_hash, free.erp_hash) == (None, None, None, None)
    assert free.details == {"Default": True}
    assert (free.record_id, free.external_id, free.status) == (2, "70", Status.PROCESSED)
