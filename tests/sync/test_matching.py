"""Which ERP record a store record meets (connector 2.2, 4.2)."""

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.errors import RecordBlocked, RecordError
from bc_myob.sync.matching import Found
from bc_myob.sync.registry import REGISTRY

REFERENCE = "17-Shop"
DOCUMENT = {"AccountRef": REFERENCE, "MainContact": {"Email": "Mia@Example.com"}}


def customer(number, reference=None, email=None):
    return {
        "id": f"guid-{number}",
        "CustomerID": f"C{number:06}",
        "AccountRef": reference,
        "MainContact": {"Email": email},
    }


def found(*rows, store="Shop"):
    result = Found(REGISTRY[Entity.CUSTOMER], store)
    result.add(rows)
    return result


def test_the_guests_account_is_nobodys_by_email_and_by_reference():
    guest = Found(REGISTRY[Entity.CUSTOMER], "Shop", guest="c000001 ")
    guest.add([customer(1, REFERENCE, "mia@example.com")])
    assert guest.match(REFERENCE, DOCUMENT) is None


def test_nothing_there_means_create():
    assert found().match(REFERENCE, DOCUMENT) is None


def test_the_reference_wins_over_the_email():
    rows = found(customer(1, REFERENCE, "old@example.com"), customer(2, None, "mia@example.com"))
    assert rows.match(REFERENCE, DOCUMENT)["CustomerID"] == "C000001"


def test_one_free_customer_with_the_email_is_linked_whatever_its_case():
    assert found(customer(3, None, " MIA@example.com")).match(REFERENCE, DOCUMENT)["CustomerID"] == "C000003"


def test_a_customer_linked_in_another_store_is_free_in_this_one():
    assert found(customer(4, "99-Other", "mia@example.com")).match(REFERENCE, DOCUMENT)["CustomerID"] == "C000004"


def test_a_stores_name_may_hold_hyphens_and_end_like_anothers():
    row = customer(4, "99-Sweet-BC", "mia@example.com")
    assert found(row, store="BC").match("17-BC", DOCUMENT) == row
    with pytest.raises(RecordBlocked, match="linked to another store customer"):
        found(row, store="Sweet-BC").match("17-Sweet-BC", DOCUMENT)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([customer(5, "99-Shop", "mia@example.com")], "linked to another store customer"),
        ([customer(6, None, "mia@example.com"), customer(7, None, "mia@example.com")], "2 customers have the e-mail"),
        ([customer(8, REFERENCE, "a@b.c"), customer(9, REFERENCE, "d@e.f")], "2 records carry AccountRef 17-Shop"),
    ],
)
def test_a_person_decides_where_it_is_not_clear(rows, said):
    with pytest.raises(RecordError, match=said):
        found(*rows).match(REFERENCE, DOCUMENT)


def test_a_customer_without_email_meets_nobody_by_it():
    document = {"AccountRef": REFERENCE, "MainContact": {"Email": ""}}
    assert found(customer(1, None, "")).match(REFERENCE, document) is None


def test_what_the_batch_creates_is_found_by_the_next_record():
    rows = found()
    rows.add([customer(1, REFERENCE, "mia@example.com")])
    with pytest.raises(RecordBlocked, match="linked to another store customer"):
        rows.match("18-Shop", DOCUMENT | {"AccountRef": "18-Shop"})


def test_an_email_that_its_holder_has_given_up_is_free():
    rows = found(customer(5, "99-Shop", "mia@example.com"))
    rows.add([customer(5, "99-Shop", "new@example.com")])
    assert rows.match(REFERENCE, DOCUMENT) is None


def payment(number, status):
    keys = {"Type": "Prepayment", "ReferenceNbr": f"{number:06}", "ExternalRef": "17/1-Shop"}
    return {"id": f"p{number}", "Status": status, **keys}


def paid(*rows):
    known = Found(REGISTRY[Entity.PAYMENT], "Shop")
    known.add(rows)
    return known


@pytest.mark.parametrize("dead", ["Voided", "voided", "Rejected"])
def test_a_document_that_counts_no_more_is_no_match_beside_a_live_one(dead):
    rows = paid(payment(1, dead), payment(2, "Open"), payment(3, dead))
    match = rows.match("17/1-Shop", {})
    assert match["id"] == "p2"
    assert [rows.counterpart(linked, match) for linked in (None, "p1", "p2", "p9")] == ["p2", "p2", "p2", "p9"]


def test_a_dead_document_alone_is_a_match_and_two_live_ones_are_for_a_person():
    alone = paid(payment(1, "Voided"))
    assert alone.match("17/1-Shop", {})["id"] == alone.counterpart("p1", alone.match("17/1-Shop", {})) == "p1"
    with pytest.raises(RecordError, match="2 records carry ExternalRef 17/1-Shop"):
        paid(payment(1, "Open"), payment(2, "Closed"), payment(3, "Voided")).match("17/1-Shop", {})


@pytest.mark.parametrize(("linked", "met"), [("p1", "p1"), ("p3", "p3"), ("p9", None), (None, None)])
@pytest.mark.parametrize("status", ["Voided", "Open"])
def test_of_several_of_a_kind_the_linked_one_is_it(status, linked, met):
    rows = paid(*(payment(number, status) for number in (1, 2, 3)))
    if met is None:
        with pytest.raises(RecordError, match="3 records carry ExternalRef 17/1-Shop"):
            rows.match("17/1-Shop", {}, linked)
    else:
        assert rows.match("17/1-Shop", {}, linked)["id"] == met


def test_a_dead_linked_one_gives_way_to_the_live_one_all_the_same():
    rows = paid(payment(1, "Voided"), payment(2, "Open"), payment(3, "Voided"))
    assert rows.match("17/1-Shop", {}, "p1")["id"] == "p2"


# rows of the ERP (type and status), which of them is linked, which one is met
ENTERED_OTHERWISE = [
    (["Payment Open"], None, "p1"),
    (["Payment Open"], "p9", "p1"),
    (["Payment Voided"], None, None),
    (["Payment Voided"], "p1", "p1"),
    (["Payment Open", "Prepayment Open"], None, "p2"),
    (["Payment Open", "Prepayment Open"], "p1", "p1"),
    (["Payment Open", "Prepayment Voided"], "p2", "p1"),
    (["Payment Voided", "Prepayment Voided"], None, "p2"),
]


@pytest.mark.parametrize(("kinds", "linked", "met"), ENTERED_OTHERWISE)
def test_a_payment_meets_a_live_one_of_its_type_else_a_live_one_of_the_other(kinds, linked, met):
    said = [kind.split() for kind in kinds]
    rows = paid(*(payment(number, status) | {"Type": kind} for number, (kind, status) in enumerate(said, start=1)))
    match = rows.match("17/1-Shop", {"Type": "Prepayment"}, linked)
    assert (match and match["id"]) == met


MONEY = {"Type": "Prepayment", "CustomerID": "C1", "PaymentAmount": Decimal("10.00"), "CurrencyID": "AUD"}


@pytest.mark.parametrize(
    ("has", "said"),
    [
        ({"PaymentAmount": Decimal("7.5")}, "Payment 000001 .* the amount is 7.50 there, 10.00 in the store"),
        ({"CustomerID": "C2"}, "the customer is C2 there, C1 in the store"),
        ({"CurrencyID": "NZD"}, "the currency is NZD there, AUD in the store"),
        ({"CustomerID": " c1", "PaymentAmount": Decimal(10), "CurrencyID": None}, None),
    ],
)
def test_money_of_another_type_stands_for_ours_only_if_it_is_the_same(has, said):
    rows = paid(payment(1, "Open") | MONEY | {"Type": "Payment"} | has)
    if said:
        with pytest.raises(RecordBlocked, match=said):
            rows.match("17/1-Shop", MONEY)
    else:
        assert rows.match("17/1-Shop", MONEY)["id"] == "p1"
    assert rows.match("17/1-Shop", MONEY, "p1")["id"] == "p1"  # decided before
    same_type = paid(payment(1, "Open") | MONEY | has)
    assert same_type.match("17/1-Shop", MONEY)["id"] == "p1"


def test_a_live_order_does_not_take_the_place_of_the_cancelled_one_that_is_linked():
    rows = Found(REGISTRY[Entity.SALES_ORDER], "Shop")
    rows.add([{"id": "o1", "Status": "Canceled", "ExternalRef": "17-Shop"}])
    rows.add([{"id": "o2", "Status": "Open", "ExternalRef": "17-Shop"}])
    match = rows.match("17-Shop", {})
    assert (match["id"], rows.counterpart("o1", match), rows.counterpart(None, match)) == ("o2", "o1", "o2")


def order(kind, number):
    return {"id": f"guid-{number}", "OrderType": kind, "OrderNbr": number, "ExternalRef": REFERENCE}


@pytest.mark.parametrize(
    ("kinds", "met"), [(["EO", "RC"], "EO"), (["SO"], "SO"), (["RC", "SO"], None), (["EO", "EO"], None)]
)
def test_an_order_meets_the_one_of_its_type_else_the_only_one_there_is(kinds, met):
    orders = Found(REGISTRY[Entity.SALES_ORDER], "Shop")
    orders.add(order(kind, f"{number:06}") for number, kind in enumerate(kinds))
    document = {"OrderType": "EO", "ExternalRef": REFERENCE}
    if met is None:
        with pytest.raises(RecordError, match="2 records carry ExternalRef"):
            orders.match(REFERENCE, document)
    else:
        assert orders.match(REFERENCE, document)["OrderType"] == met


def test_the_account_of_a_customer_whom_the_store_has_no_more_is_his_who_registers_again():
    rows = found(customer(5, "99-Shop", "mia@example.com"))
    rows.left = frozenset({"99-shop"})
    assert rows.match(REFERENCE, DOCUMENT)["CustomerID"] == "C000005"
    rows.left = frozenset({"98-shop"})
    with pytest.raises(RecordBlocked, match="linked to another store customer"):
        rows.match(REFERENCE, DOCUMENT)


def test_it_says_which_other_customers_of_this_store_were_found_by_email():
    rows = found(
        customer(5, "99-Shop", "mia@example.com"),
        customer(6, " 98-SHOP ", "bob@example.com"),
        customer(7, REFERENCE, "ann@example.com"),
        customer(8, "97-Another", "al@example.com"),
        customer(9, None, "zoe@example.com"),
        customer(10, "96-Shop", None),
    )
    assert rows.anothers([REFERENCE.upper()]) == {"99-shop": "99", "98-shop": "98"}
