"""Gift wrapping points at what it wraps, whatever numbers the ERP gave its lines."""

import pytest

from bc_myob.model.entities import Entity
from bc_myob.sync.pointers import corrections, row_numbers, with_numbers
from bc_myob.sync.registry import REGISTRY

ORDER = REGISTRY[Entity.SALES_ORDER]
DOCUMENT = {
    "Details": [{"ExternalRef": "1"}, {"ExternalRef": "2"}, {"ExternalRef": "2/wrap", "AssociatedOrderLineNbr": 2}]
}


def answer(*rows):
    """Give an answer of the ERP: (reference, number, number it points at) each."""
    named = ("ExternalRef", "LineNbr", "AssociatedOrderLineNbr", "WarehouseID")
    return {"Details": [dict(zip(named, row, strict=False)) | {"id": f"row {row[0]}"} for row in rows]}


@pytest.mark.parametrize(("known", "sent"), [({"2": 7}, 7), ({"1": 7}, None), ({}, None)])
def test_an_update_sends_the_numbers_that_are_known(known, sent):
    wrap = with_numbers(ORDER, DOCUMENT, {"Details": known})["Details"][2]
    assert wrap.get("AssociatedOrderLineNbr") == sent
    assert DOCUMENT["Details"][2]["AssociatedOrderLineNbr"] == 2


def test_what_points_elsewhere_in_the_answer_is_corrected():
    wrong = corrections(ORDER, DOCUMENT, answer(("1", 1), ("2", 5), ("2/wrap", 3, 2)))
    assert wrong == {"Details": [{"id": "row 2/wrap", "AssociatedOrderLineNbr": 5}]}


def test_a_wrapping_is_taken_from_the_warehouse_of_what_it_wraps():
    there = answer(("2", 5, None, "SYDNEY"), ("2/wrap", 3, 5, "MAIN"))
    assert corrections(ORDER, DOCUMENT, there) == {"Details": [{"id": "row 2/wrap", "WarehouseID": "SYDNEY"}]}
    assert corrections(ORDER, DOCUMENT, answer(("2", 5, None, None), ("2/wrap", 3, 5, "MAIN"))) == {}
    own = {"Details": [*DOCUMENT["Details"][:2], DOCUMENT["Details"][2] | {"WarehouseID": "MAIN"}]}
    assert corrections(ORDER, own, there) == {}


def test_what_points_right_or_is_not_in_the_answer_is_left_alone():
    assert corrections(ORDER, DOCUMENT, answer(("1", 1), ("2", 5), ("2/wrap", 3, 5))) == {}
    assert corrections(ORDER, DOCUMENT, {}) == {}


def test_the_numbers_of_the_rows_are_kept():
    assert row_numbers(ORDER, answer(("1", 1), ("2", 5))) == {"Details": {"1": 1, "2": 5}}
    assert row_numbers(REGISTRY[Entity.PAYMENT], {}) == {}
