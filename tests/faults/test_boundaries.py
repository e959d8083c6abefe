"""Whatever fails, wherever: the effects, the books and Sync History end as if nothing had happened.

BC_MYOB_FAULT_CASES: how many cases, spread over all of them (`all`: every boundary in every way, `make boundaries`).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest

from tests.faults.boundaries import Case, End, cases, failed_at, settled, undisturbed
from tests.faults.road import Trouble

LEAN = "8"


@pytest.fixture(scope="module")
def reference(works):
    return undisturbed(works)


@pytest.fixture(scope="module")
def both_ways(works):
    return undisturbed(works, "both ways")


def chosen(places):
    every = list(cases(places))
    wanted = os.environ.get("BC_MYOB_FAULT_CASES", LEAN)
    return every if wanted == "all" else every[7 :: max(1, len(every) // int(wanted))]


def differences(works, record_property, story, end, places, judged=lambda end: end):
    """What ends otherwise, case by case; and how many were tried, for the summary."""
    wrong, tried = [], chosen(places)
    for case in tried:
        found, _ = failed_at(works, case, story)
        if difference := judged(end).difference(judged(found)):
            wrong.append(f"{case}\n{difference}")
        works.histories.tidy()
    record_property("cases", len(tried))
    record_property("possible", len(list(cases(places))))
    record_property("boundaries", len(places))
    return wrong


def test_the_reference_story_writes_each_record_once_and_ends_quietly(works, reference):
    end, places = reference
    assert {key: times for key, times in end.ledger.items() if key[1] in {"create", "release"}} == {
        ("Customer", "create", "1-Harbour Provisions"): 1,
        ("CustomerLocation", "create", "2-Harbour Provisions"): 1,
        ("SalesOrder", "create", "1001-Harbour Provisions"): 1,
        ("Payment", "create", "1001/5001-Harbour Provisions"): 1,
        ("Payment", "create", "1001/5002-Harbour Provisions"): 1,
        ("Payment", "release", "1001/5001-Harbour Provisions"): 1,
    }
    assert {row["status"] for row in end.history} == {"Processed"}
    assert end.left == ()
    assert {place.system for place in places} == {"store", "erp", "commit"}


def test_a_failed_boundary_changes_nothing_in_the_end(works, reference, record_property):
    wrong = differences(works, record_property, "import", *reference)
    assert not wrong, "\n".join(wrong)


CUSTOMER_CREATED = ("Customer", "create", "1-Shop")
ROW = {"entity": "Payment", "external_id": "1,1", "status": "Processed"}
AS_IT_WAS = End(Counter({CUSTOMER_CREATED: 1}), {("Customer", "1-Shop"): ["Mia"]}, [ROW])


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"ledger": Counter()}, "ledger: missing"),
        ({"ledger": Counter({CUSTOMER_CREATED: 2})}, "too much Counter({('Customer', 'create', '1-Shop'): 1"),
        ({"books": {}}, "books ('Customer', '1-Shop'): ['Mia'] became None"),
        ({"books": {("Customer", "1-Shop"): ["Mia", "Mia"]}}, "became ['Mia', 'Mia']"),
        ({"history": []}, "history: missing"),
        ({"history": [ROW, ROW]}, "history: too much"),
        ({"history": [ROW | {"status": "Failed"}]}, "history: too much"),
        ({"left": ("customers.load/0 has left 1 seats taken",)}, "has left 1 seats"),
    ],
)
def test_the_judge_of_the_boundaries_sees_what_is_missing_and_what_is_too_much(otherwise, said):
    assert AS_IT_WAS.difference(AS_IT_WAS) == ""
    assert said in AS_IT_WAS.difference(replace(AS_IT_WAS, **otherwise))


def test_the_story_of_both_ways_writes_each_record_once_and_ends_quietly(works, both_ways):
    end, _ = both_ways
    assert end.left == ()
    twice = ("CustomerLocation", "update", "4-Harbour Provisions")  # its address was edited, then it became the default
    assert {key: times for key, times in end.ledger.items() if times > 1} == {twice: 2}
    assert {key[:2] for key in end.ledger} >= {
        ("customers", "create"),
        ("customers", "update"),
        ("addresses", "update"),
    }
    assert {row["status"] for row in end.history} == {"Processed", "Invalid", "Deleted"}


def test_a_failed_boundary_on_the_way_to_the_store_doubles_and_loses_nothing(works, both_ways, record_property):
    wrong = differences(works, record_property, "both ways", *both_ways, judged=settled)
    assert not wrong, "\n".join(wrong)


LOST = [Trouble.KILL_AFTER, Trouble.KILL_LATE, Trouble.TIMEOUT, Trouble.LATE, Trouble.GATEWAY, Trouble.EMPTY]


@pytest.mark.parametrize("trouble", LOST)
def test_an_order_whose_creation_was_lost_is_not_created_again(works, reference, trouble):
    end, places = reference
    put = next(
        case
        for case in cases(places)
        if "PUT" in case.place.what and "SalesOrder" in case.place.what and case.trouble is trouble
    )
    found, _ = failed_at(works, put)
    assert not end.difference(found)


@pytest.mark.parametrize("put", [-4, -3], ids=["set inactive", "the default passed on"])
def test_a_deleted_address_whose_location_was_not_reached_is_not_taken_for_done(indoors, both_ways, put):
    end, places = both_ways
    puts = [place for place in places if place.what.startswith("PUT") and place.what.endswith("/CustomerLocation")]
    found, _ = failed_at(indoors, Case(puts[put], Trouble.LOST_REQUEST), "both ways")
    assert not settled(end).difference(settled(found))
