"""An order that the ERP has already: what it keeps, and what is said of changes that come too late."""

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.sync.registry import REGISTRY
from bc_myob.sync.settled import Unlike, asked, deleted, kept, left_as_it_is, not_carried, unlike

ORDER = REGISTRY[Entity.SALES_ORDER]
GUEST = "ECGUEST"


def row(customer="C1", status="Completed", total="20.00", unpaid="20.00", **more):
    keys = {"OrderType": "EO", "OrderNbr": "EO000012", "Status": status}
    totals = {"UnpaidBalance": Decimal(unpaid)}
    return {**keys, "CustomerID": customer, "CurrencyID": "AUD", "OrderTotal": Decimal(total), "Totals": totals} | more


def line(reference, item="JAM", quantity=1):
    return {"ExternalRef": reference, "InventoryID": item, "OrderQty": Decimal(quantity)}


PAID = {"unpaid": "0"}


@pytest.mark.parametrize(
    ("wanted", "has", "money", "customer", "said"),
    [
        ("C1", " c1", PAID, "C1", False),
        (GUEST, "C1", {}, "C1", False),
        (GUEST, "C1", PAID, "C1", False),
        ("C2", GUEST, {}, "C2", False),
        ("C2", "C1", {}, "C2", False),
        ("C2", GUEST, PAID, GUEST, True),
        ("C2", "C1", PAID, "C1", True),
    ],
)
def test_whose_an_order_is_once_the_erp_has_it(wanted, has, money, customer, said):
    document, note = kept(ORDER, {"CustomerID": wanted, "LocationID": "L2"}, row(has, **money), GUEST)
    assert (document["CustomerID"], note is not None) == (customer, said)
    assert ("LocationID" in document) == (customer == wanted)


def test_an_order_that_stays_with_its_customer_says_whose_it_is_in_the_store():
    _, note = kept(ORDER, {"CustomerID": "C2"}, row("C1", **PAID), GUEST)
    assert note == (
        "The store names C2 as the customer of this order now; payments or invoices keep it with C1 in MYOB Advanced."
    )


def test_an_order_keeps_its_type():
    document, note = kept(ORDER, {"OrderType": "SO", "CustomerID": "C1"}, row(), GUEST)
    assert (document, note) == ({"OrderType": "EO", "CustomerID": "C1"}, None)


DOCUMENT = {
    "Description": "Shop | Order: 7 | Status: Shipped",
    "CurrencyID": "AUD",
    "note": "Staff Notes: call",
    "BillToAddress": {"City": "Perth", "State": ""},
    "ShipVia": "POST",
    "PaymentMethod": "ONLINE",
    "Details": [line("1"), line("2", "TEA", 2)],
}


def whole(**more):
    same = {name: value for name, value in DOCUMENT.items() if name != "PaymentMethod"}
    return row() | same | {"BillToAddress": {"City": " PERTH", "State": None}} | more


def differences(there, total="20", before="20.0000"):
    return unlike(ORDER, DOCUMENT, there, before={"OrderTotal": before}, total=total and Decimal(total))


def test_an_order_that_says_the_same_differs_in_nothing():
    assert differences(whole()) == Unlike([], [])
    assert not_carried(ORDER, row(), Unlike()) is None


def test_texts_that_came_too_late_are_a_note():
    found = differences(whole(Description="Status: Pending", note="", BillToAddress={"City": "Hobart"}, ShipVia=None))
    assert found == Unlike([], ["the description", "the notes", "the billing address", "the way of shipping"])
    assert not_carried(ORDER, row(), Unlike(light=["the description", "the notes"])) == (
        "Sales order EO000012 is Completed in MYOB Advanced, so it was left as it is. Changed in the store alone: "
        "the description, the notes."
    )


@pytest.mark.parametrize(
    ("total", "there", "before", "differs"),
    [
        ("20", "20", "20", False),
        ("25", "20", "20", True),
        ("20", "25", "20", False),  # somebody changed it in the ERP
        ("25", "25", "20", False),  # and so did the store
        ("25", "20", None, True),
        (None, "20", None, False),
    ],
)
def test_a_total_counts_as_another_one_where_the_store_changed_it(total, there, before, differs):
    found = differences(whole(OrderTotal=Decimal(there)), total, before)
    assert found.weighty == (["a total of 25.00 AUD (20.00 AUD there)"] if differs else [])


def test_lines_are_compared_by_what_tells_them_apart_and_those_without_it_are_the_erps_own():
    there = [line("2", "TEA", 1), line("3", "OIL"), {"ExternalRef": None, "InventoryID": "GIFT", "OrderQty": 1}]
    assert list(differences(whole(Details=there)).weighty) == [
        "a new line JAM x 1",
        "a line TEA x 2 (TEA x 1 there)",
        "no line OIL x 1 any more",
    ]


def test_many_lines_are_counted():
    there = [line(str(number), "OIL") for number in range(3, 11)]
    found = differences(whole(Details=there))
    assert len(found.weighty) == 6
    assert found.weighty[-1] == "5 more lines differ"


def test_money_that_came_too_late_is_said_with_what_to_do():
    assert left_as_it_is(ORDER, row(), Unlike(["a new line JAM x 1", "no line OIL x 2 any more"])) == (
        "Sales order EO000012 is Completed in MYOB Advanced and can no longer be changed, but the store's order has "
        "a new line JAM x 1; no line OIL x 2 any more. Book the difference by hand (a return, a credit note, another "
        "order), then set this record as Processed."
    )


def test_what_is_read_to_compare_is_what_can_be_told_of():
    select, expand = asked(ORDER, DOCUMENT)
    assert expand == ["BillToAddress", "Details"]
    assert {
        "OrderTotal",
        "Description",
        "ShipVia",
        "BillToAddress/City",
        "Details/OrderQty",
        "Details/ExternalRef",
    } <= {*select}
    assert not {"note", "PaymentMethod", "BillToAddress"} & {*select}


def test_a_deleted_order_says_how_it_comes_back():
    assert deleted(ORDER, "EO,EO000012").startswith("Sales order EO000012 was deleted in MYOB Advanced.")
    assert "Sync or Set as Prepared" in deleted(ORDER, "EO,EO000012")
