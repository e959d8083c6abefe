"""Numbering templates and the numbers of sequences (connector 2.5), and what change stamps prove."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.checklist.facts import Answer, Ask, Facts
from bc_myob.operators.checking.erp_facts import in_use, told_by
from tests.checklist.judging import broken, finding, given, settings

TWO = [
    {"DimensionID": "CUSTOMER", "SegmentID": 1, "Length": 4, "AutoNumber": False, "Separator": "-"},
    {"DimensionID": "CUSTOMER", "SegmentID": 2, "Length": 6, "AutoNumber": True, "Separator": "-"},
]
TEMPLATES = [
    ("ECUS-######", "met", "fits the key"),
    ("", "not met", "no template says how to fill them"),
    ("######-ECUS", "not met", "shape of the key, which is ____-######"),
    ("EC-US######", "not met", "shape of the key"),
    ("____-######", "not met", "still has underscores"),
    ("EC##-######", "not met", "does not number this segment"),
    ("ECUS-00####", "not met", "it has to be ######"),
    ("ECUS-#####", "not met", "shape of the key"),
]


@pytest.mark.parametrize(("template", "result", "says"), TEMPLATES)
def test_a_template_has_the_shape_of_the_key(right, template, result, says):
    rows = [*TWO, *(row for row in right.rows(Ask.SEGMENTS) if row["DimensionID"] != "CUSTOMER")]
    numbers = [{"NumberingID": "ECCUSTOMER", "StartNbr": "000000"}, {"NumberingID": "ECLOCATION", "StartNbr": "L00000"}]
    facts = given(right, SEGMENTS=rows, NUMBERS=numbers)
    of = settings(customers__customer_numbering_template=template)
    found = finding(facts, "numbering.customer_template", of)
    assert found.verdict == result
    assert says in found.says
    assert broken(facts, of) == ({"numbering.customer_template"} if result == "not met" else set())


LATER = {"StartNbr": "C00000000000", "LastNbr": "C00000000000"}
NUMBERS = [
    ([{"LastNbr": "C000001", "EndNbr": "C999999"}], False, ""),
    ([{"LastNbr": "C0"}], False, ""),
    ([{"LastNbr": "C0"}], True, "both have to be the same"),
    ([{"LastNbr": "C00000000001"}], False, "are 12 characters long"),
    ([{"LastNbr": "C999999", "EndNbr": "C999999"}], False, "has given its last number, C999999"),
    ([{"LastNbr": "C000001"}, LATER], False, "are 12 characters long"),
]


@pytest.mark.parametrize(("ranges", "two", "says"), NUMBERS)
def test_every_range_of_numbers_has_room_and_numbers_left(right, ranges, two, says):
    others = [row for row in right.rows(Ask.SEGMENTS) if row["DimensionID"] != "CUSTOMER"]
    kept_ranges = [row for row in right.rows(Ask.NUMBERS) if row["NumberingID"] != "ECCUSTOMER"]
    new = [{"NumberingID": "ECCUSTOMER"} | each for each in ranges]
    facts = given(right, NUMBERS=[*kept_ranges, *new])
    facts = Facts({**facts.answers, Ask.SEGMENTS: Answer(rows=[*TWO, *others])}) if two else facts
    of = settings(customers__customer_numbering_template="ECUS-######") if two else settings()
    assert broken(facts, of) == ({"numbering.customer_length"} if says else set())
    assert says in finding(facts, "numbering.customer_length", of).says


def test_ranges_that_later_ones_have_replaced_count_no_more():
    def one(day, branch=None):
        return {"NumberingID": "ECCUSTOMER", "StartDate": day, "NBranchID": branch}

    rows = [one("2010-01-01"), one("2026-01-01T00:00:00"), one("2030-01-01"), one("2015-01-01", 7)]
    assert in_use(rows, datetime(2026, 6, 1, tzinfo=UTC)) == rows[1:]


@pytest.mark.parametrize(
    ("hours", "tells"),
    [
        ([0.01], (0, True)),
        ([], (0, False)),
        ([10.0], (0, False)),  # changed since, or local east of UTC: nobody can tell
        ([-5.0], (0, False)),  # one alone may be a write that was found again
        ([-5.0, -5.0], (-300, True)),
        ([-5.0, -3.0], (0, False)),
        ([6.0, 0.0, -5.0], (0, True)),
    ],
)
def test_stamps_are_proven_by_writes_whose_time_is_known(hours, tells):
    told = told_by([timedelta(hours=each) for each in hours])
    assert (told["ahead"], told["proven"]) == tells


@pytest.mark.parametrize(
    ("row", "result"), [({"ahead": 600}, "not met"), ({"ahead": -300}, "not met"), ({"ahead": 0}, "by hand")]
)
def test_stamps_that_prove_nothing_are_for_a_person_to_see(right, row, result):
    both = {name: {"sync_direction": "Bidirectional"} for name in ("customer", "customer_location")}
    of = settings(entities=both)
    assert finding(given(right, STAMPS=[row]), "clock.stamps", of).verdict == result
