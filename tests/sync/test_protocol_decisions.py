"""What the write protocol decides, case by case: terms of a look-up, matches, writes and what counts as saved."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.errors import RecordError, RecordInvalid
from bc_myob.sync.lookup import Term, terms_for
from bc_myob.sync.matching import Found, at
from bc_myob.sync.registry import REGISTRY
from bc_myob.sync.verify import differences
from bc_myob.sync.writing import creation, row_ids, update

CUSTOMER, LOCATION, ORDER, PAYMENT = (REGISTRY[entity] for entity in Entity)


def whole(*references: str) -> list[Term]:
    return [Term(reference) for reference in references]


@pytest.mark.parametrize(
    ("references", "terms"),
    [
        ([], []),
        (["1001-Shop"], whole("1001-Shop")),
        (["1001-Shop", "1001-Shop"], whole("1001-Shop")),
        # five under one head are worth a prefix, four are not
        ([f"{n}-Shop" for n in range(1001, 1005)], whole(*(f"{n}-Shop" for n in range(1001, 1005)))),
        ([f"{n}-Shop" for n in range(1001, 1006)], [Term("10", prefix=True)]),
        # the last two digits stay open, whatever stands before the number
        ([f"EO0012{n}" for n in range(10, 15)], [Term("EO0012", prefix=True)]),
        # short numbers leave no head: a prefix of nothing would bring everything
        ([f"{n}-Shop" for n in range(10, 16)], whole(*(f"{n}-Shop" for n in range(10, 16)))),
        ([f"EO{n}" for n in range(10, 16)], whole(*(f"EO{n}" for n in range(10, 16)))),
        ([f"ABCDEF{n}" for n in range(1001, 1007)], whole(*(f"ABCDEF{n}" for n in range(1001, 1007)))),
        (["", "x", "-5"], whole("", "-5", "x")),
    ],
)
def test_which_terms_find_the_references(references, terms):
    assert terms_for(references) == terms


def test_a_prefix_finds_what_starts_with_it_and_a_term_only_the_whole():
    assert Term("10", prefix=True).finds("1001-Shop")
    assert not Term("10", prefix=True).finds("2010-Shop")
    assert Term("1001-Shop").finds("1001-Shop")
    assert not Term("1001-Shop").finds("1001-Shop2")
    assert not Term("1001").finds("1001-Shop")


def found(spec, *rows, store="Shop"):
    result = Found(spec, store)
    result.add(rows)
    return result


def location(number, customer, reference="5-Shop"):
    return {"id": f"guid-{number}", "Customer": customer, "LocationID": f"L{number}", "ExtRefNbr": reference}


def test_a_location_of_another_customer_is_no_match():
    rows = found(LOCATION, location(1, "C1"), location(2, "C2"))
    assert rows.match("5-Shop", {"Customer": " c2 "})["LocationID"] == "L2"
    assert rows.match("5-Shop", {"Customer": "C3"}) is None


def test_two_of_one_owner_are_named_by_all_of_their_keys():
    rows = found(LOCATION, location(1, "C1"), location(2, "C1"))
    with pytest.raises(RecordInvalid) as refused:
        rows.match("5-Shop", {"Customer": "C1"})
    assert str(refused.value) == (
        "2 records carry ExtRefNbr 5-Shop in MYOB Advanced (C1/L1, C1/L2). Merge them or link the right one, then set "
        "the record as Prepared."
    )
    assert [(one.field, one.message) for one in refused.value.messages] == [
        ("ExtRefNbr", "2 records carry ExtRefNbr 5-Shop")
    ]


def test_references_are_compared_without_case_and_spaces():
    assert found(ORDER, {"id": "1", "ExternalRef": " 7-SHOP "}).match("7-shop", {}) == {
        "id": "1",
        "ExternalRef": " 7-SHOP ",
    }


@pytest.mark.parametrize("reference", [None, "", "8-Shop"])
def test_without_its_reference_an_order_meets_nobody(reference):
    assert (
        found(ORDER, {"id": "1", "ExternalRef": "7-Shop"}, {"id": "2", "ExternalRef": None}).match(reference, {})
        is None
    )


def test_a_row_read_again_takes_the_place_of_the_first():
    rows = found(ORDER, {"id": "1", "ExternalRef": "7-Shop", "Status": "Open"})
    rows.add([{"id": "1", "ExternalRef": "7-Shop", "Status": "Completed"}])
    assert rows.match("7-Shop", {})["Status"] == "Completed"
    rows.add([{"id": "2", "ExternalRef": "7-Shop"}])
    with pytest.raises(RecordInvalid, match="2 records carry"):
        rows.match("7-Shop", {})


def test_what_the_erp_could_not_be_asked_for_fails_its_own_record_only():
    rows, refusal = found(ORDER, {"id": "1", "ExternalRef": "8-Shop"}), RecordError("too long")
    rows.refuse(" 7-SHOP", refusal)
    with pytest.raises(RecordError) as raised:
        rows.match("7-Shop", {})
    assert raised.value is refusal
    assert rows.match("8-Shop", {})["id"] == "1"


def customer(number, reference=None, email="mia@example.com"):
    return {"id": str(number), "CustomerID": f"C{number}", "AccountRef": reference, "MainContact": {"Email": email}}


MIA = {"MainContact": {"Email": "mia@example.com"}}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([customer(1), customer(2)], "2 customers have the e-mail mia@example.com"),
        ([customer(1, "9-Shop")], "the customer with the e-mail mia@example.com is linked to another store customer"),
        ([customer(1, " 9- SHOP")], "the customer with the e-mail mia@example.com is linked to another store customer"),
    ],
)
def test_an_email_that_does_not_decide_is_said_with_the_customers_it_leads_to(rows, said):
    with pytest.raises(RecordError) as refused:
        found(CUSTOMER, *rows).match("17-Shop", MIA)
    keys = ", ".join(row["CustomerID"] for row in rows)
    assert str(refused.value).startswith(f"{said} in MYOB Advanced ({keys}). Merge them or link the right one")
    assert [(one.field, one.message) for one in refused.value.messages] == [("AccountRef", said)]


@pytest.mark.parametrize("document", [{}, {"MainContact": None}, {"MainContact": {"Email": None}}])
def test_a_customer_without_email_is_new(document):
    assert found(CUSTOMER, customer(1), customer(2, email=None)).match("17-Shop", document) is None


def test_an_order_is_never_matched_by_email():
    assert found(ORDER, {"id": "1", "ExternalRef": "8-Shop"}).match("7-Shop", MIA) is None


def test_a_path_leads_through_what_is_there():
    assert at({"A": {"B": {"C": 1}}}, "A/B/C") == 1
    assert at({"A": {"B": 5}}, "A/B/C") is None
    assert at({}, "A") is None


# what is sent


def line(reference, **more):
    return {"ExternalRef": reference, "OrderQty": 1, **more}


def test_a_creation_is_its_own_copy_and_says_so():
    document = {"ExternalRef": "1-Shop"}
    write = creation(document)
    assert (write.document, write.creates) == (document, True)
    assert write.document is not document


def test_lines_whose_reference_is_a_number_are_known_all_the_same():
    write = update(ORDER, {"Details": [line(11)]}, "guid", {"Details": {"11": "row-11"}})
    assert write.document == {"id": "guid", "Details": [line(11, id="row-11")]}


def test_details_that_neither_side_has_are_not_sent():
    assert update(ORDER, {"ExternalRef": "1", "TaxDetails": []}, "guid", {}).document == {
        "ExternalRef": "1",
        "TaxDetails": [],
        "id": "guid",
    }


def test_new_rows_of_a_detail_without_known_ones_are_sent_without_ids():
    write = update(ORDER, {"Details": [line("11")]}, "guid", {"TaxDetails": {}})
    assert write.document == {"id": "guid", "Details": [line("11")]}


@pytest.mark.parametrize("rows", [None, [], [{"id": None, "TaxID": "GST"}], [{"id": "r1", "TaxID": ""}]])
def test_rows_that_nothing_tells_apart_have_no_id(rows):
    assert row_ids(ORDER, {"TaxDetails": rows}) == {"Details": {}, "DiscountDetails": {}, "TaxDetails": {}}


def test_ids_of_rows_are_texts():
    assert row_ids(ORDER, {"Details": [{"id": 5, "ExternalRef": 11}]})["Details"] == {"11": "5"}


# what counts as saved


@pytest.mark.parametrize(
    ("sent", "saved"),
    [
        ({"CurrencyID": "AUD"}, {"CurrencyID": " aud "}),
        ({"CustomerID": "C1"}, {"CustomerID": None}),
        ({"CustomerID": None}, {"CustomerID": "C1"}),
        ({"OrderType": "EO"}, {}),
        ({}, {"OrderType": "EO"}),
        ({"Details": [1]}, {}),
        ({}, {"Details": [1]}),
        ({"PaymentAmount": 10}, {"PaymentAmount": Decimal("10.00")}),
    ],
)
def test_what_is_equal_or_not_said_is_no_difference(sent, saved):
    assert differences(ORDER, sent, saved) == []


@pytest.mark.parametrize(
    ("field", "sent", "saved"),
    [
        ("OrderType", "EO", "SO"),
        ("CustomerID", "C1", "C2"),
        ("ExternalRef", "1-Shop", "2-Shop"),
        ("Customer", "C1", "C2"),
        ("Type", "Payment", "Prepayment"),
        ("CurrencyID", "AUD", "NZD"),
        ("PaymentAmount", Decimal(10), Decimal("9.99")),
        ("PaymentAmount", 10, 11),
    ],
)
def test_every_compared_field_is_named_with_both_values(field, sent, saved):
    (one,) = differences(ORDER, {field: sent}, {field: saved})
    assert (one.field, one.message) == (field, f"{sent} was sent, {saved} was saved")


@pytest.mark.parametrize("saved", [{}, {"ExternalRef": None}, {"ExternalRef": ""}])
def test_a_reference_that_is_not_there_is_the_worst(saved):
    assert "ExternalRef" in {one.field for one in differences(ORDER, {"ExternalRef": "1-Shop"}, saved)}


def test_fewer_rows_are_named_by_their_detail():
    (one,) = differences(ORDER, {"Details": [1, 2]}, {"Details": [1]})
    assert (one.field, one.message) == ("Details", "2 rows were sent, 1 are there")


@pytest.mark.parametrize(
    ("expected", "saved", "wrong"), [("10", "10.00", 0), ("10", "10.01", 1), (None, "10.01", 0), ("10", None, 0)]
)
def test_the_total_is_the_stores(expected, saved, wrong):
    total = expected and Decimal(expected)
    reply = {"OrderTotal": saved and Decimal(saved)}
    assert len(differences(ORDER, {}, reply, expected_total=total)) == wrong
