"""Records that a person entered under the store's reference: payments of another type, orders that are cancelled."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from tests.faults.desk import SHOP, erp_order, opened, order, payment

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
REFERENCE = f"1/1-{SHOP}"


@pytest.fixture
def sold(indoors):
    """A customer and an order of 10 are there."""
    return opened(indoors, order(1001))


def entered(desk, **values):
    """Let a clerk enter money of 10 for the store's payment; gives its number."""
    own = {"Type": "Payment", "CustomerID": "C000004", "PaymentMethod": "ONLINE", "CashAccount": "10250AU"}
    return desk.works.box.erp.add("Payment", **(own | {"PaymentAmount": "10.00", "ExternalRef": REFERENCE} | values))


def pay(desk, amount="10.00", *, release=True):
    return desk.load(PAYMENT, payment(1, amount, erp_order(desk)["OrderNbr"], release=release, wanted="10.00"))


def there(desk):
    """Give what the ERP has under the store's reference: type, number, status."""
    found = desk.works.box.erp.payments(REFERENCE)
    return sorted((row["Type"], row["ReferenceNbr"], row["Status"]) for row in found)


def applied(desk, number):
    row = next(row for row in desk.works.box.erp.payments(REFERENCE) if row["ReferenceNbr"] == number)
    return {one["OrderNbr"]: one["AppliedToOrder"] for one in row["OrdersToApply"]}


def told(desk):
    row = desk.record("1,1", PAYMENT)
    return row["status"], row["erp_key"], row["last_error"]


@pytest.mark.parametrize("booked", [False, True])
def test_a_payment_that_a_clerk_entered_is_linked_and_nothing_is_created_beside_it(sold, booked):
    number = entered(sold)
    if booked:
        sold.works.box.erp.release_payment(number, kind="Payment")
    assert pay(sold) == {"Processed": 1}
    assert there(sold) == [("Payment", number, "Open")]
    assert told(sold) == ("Processed", f"Payment,{number}", None)
    assert applied(sold, number) == {erp_order(sold)["OrderNbr"]: 10}


def test_later_updates_name_the_type_under_which_the_payment_was_found(sold):
    number = entered(sold)
    assert pay(sold, release=False) == {"Processed": 1}
    assert pay(sold, "12.50", release=False) == {"Processed": 1}
    assert there(sold) == [("Payment", number, "Balanced")]
    assert sold.works.box.erp.payment(number, kind="Payment")["PaymentAmount"] == Decimal("12.50")


def test_what_is_linked_is_released_and_confirmed_whatever_is_entered_beside_it(sold):
    number = entered(sold)
    assert pay(sold, release=False) == {"Processed": 1}
    beside = entered(sold)
    assert pay(sold) == {"Processed": 1}
    assert there(sold) == [("Payment", number, "Open"), ("Payment", beside, "Balanced")]
    assert told(sold) == ("Processed", f"Payment,{number}", None)


OTHER_MONEY = [
    ({"PaymentAmount": "7.50"}, "the amount is 7.50 there, 10.00 in the store"),
    ({"CustomerID": "C000001"}, "the customer is C000001 there, C000004 in the store"),
]


@pytest.mark.parametrize(("values", "said"), OTHER_MONEY)
def test_other_money_under_the_stores_reference_makes_the_payment_wait(sold, values, said):
    number = entered(sold, **values)
    assert pay(sold) == {"Failed": 1}
    status, key, error = told(sold)
    assert (status, key, sold.record("1,1", PAYMENT)["attempt_count"]) == ("Failed", None, 0)
    assert error.startswith(f"Payment {number} of MYOB Advanced carries the reference {REFERENCE}, but is other money")
    assert said in error
    assert there(sold) == [("Payment", number, "Balanced")]
    sold.works.box.erp.delete("Payment", "Payment", number)
    assert sold.load(PAYMENT) == {"Processed": 1}
    assert [kind for kind, *_ in there(sold)] == ["Prepayment"]


def test_a_refund_that_bears_the_reference_is_no_payment(sold):
    entered(sold, Type="Refund")
    assert pay(sold) == {"Processed": 1}
    assert [kind for kind, *_ in there(sold)] == ["Prepayment", "Refund"]


def test_a_payment_of_another_type_that_was_voided_is_no_counterpart(sold):
    number = entered(sold)
    sold.works.box.erp.release_payment(number, kind="Payment")
    sold.works.box.erp.void_payment(number, kind="Payment")
    assert pay(sold) == {"Processed": 1}
    assert [(kind, status) for kind, _, status in there(sold)] == [("Payment", "Voided"), ("Prepayment", "Open")]


@pytest.mark.parametrize("how", ["voided", "deleted"])
def test_a_prepayment_that_was_entered_again_as_a_payment_gives_its_record_to_that_one(sold, how):
    assert pay(sold, release=how == "voided") == {"Processed": 1}
    ((_, first, _),) = there(sold)
    if how == "voided":
        sold.works.box.erp.void_payment(first)
    else:
        sold.works.box.erp.delete("Payment", "Prepayment", first)
    again = entered(sold)
    sold.force("1,1", PAYMENT)
    assert pay(sold, "10.00") == {"Processed": 1}
    assert told(sold) == ("Processed", f"Payment,{again}", None)
    assert [row for row in there(sold) if row[2] != "Voided"] == [("Payment", again, "Open")]
    assert applied(sold, again) == {erp_order(sold)["OrderNbr"]: 10}


def test_an_order_that_was_cancelled_beside_a_cancelled_copy_keeps_its_link(sold):
    erp, linked = sold.works.box.erp, erp_order(sold)
    copied = {name: linked[name] for name in ("CustomerID", "CurrencyID", "ExternalRef")}
    rows = [{"InventoryID": "JAM-QUINCE", "OrderQty": Decimal(1), "UnitPrice": Decimal(10)}]
    second = erp.add("SalesOrder", OrderType="EO", Details=rows, **copied)
    for number in (linked["OrderNbr"], second):
        erp.cancel_order(number)
    assert sold.load(ORDER, order(1001, Description="told once more")) == {"Processed": 1}
    row = sold.record(1001, ORDER)
    assert row["erp_key"] == f"EO,{linked['OrderNbr']}"
    assert "is Canceled in MYOB Advanced, so it was left as it is" in row["last_error"]
