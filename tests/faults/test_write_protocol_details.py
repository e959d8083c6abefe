"""The write protocol's second looks: what only the ERP's answer can tell, and what a first try left behind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.codec import loads
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import CREATES_WITH
from sandbox.kit import Fault
from tests.faults.desk import customer, erp_order, erp_payment, line, opened, order, payment
from tests.faults.road import Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity


@pytest.fixture
def shop(indoors):
    """A customer and an order of 30 are there."""
    return opened(indoors, order(1001, line("1"), line("2", "TEA-LEMONM", 2)))


def test_every_failure_is_counted(shop):
    bad = [order(number, Branch="NOWHERE") for number in (1002, 1003, 1004)]
    assert shop.load(ORDER, *bad) == {"Failed": 3}


def test_what_a_record_keeps_is_what_others_need_and_nothing_of_the_moment(shop):
    shop.load(ORDER, order(1002, line("1"), line("2"), details={"conflict": True, "total": "20.00"}))
    row = shop.record(1002, ORDER)
    assert row["kept"]["numbers"] == {"Details": {"1": 1, "2": 2}}
    assert set(row["kept"]["rows"]["Details"]) == {"1", "2"}
    assert "conflict" not in row["kept"]
    assert row["kept"]["total"] == "20.00"
    assert loads(row["mapped_details"])["total"] == "20.00"


def test_what_is_for_creation_alone_is_not_sent_with_an_update(shop):
    only_then = {CREATES_WITH: ["CustomerName"]}
    shop.load(CUSTOMER, customer(2, "ann@example.com", **only_then))
    number, erp = shop.record(2, CUSTOMER)["erp_key"], shop.works.box.erp
    erp.edit("Customer", number, CustomerName="Ann & Co")
    assert shop.load(CUSTOMER, customer(2, "new@example.com", **only_then)) == {"Processed": 1}
    (found,) = (row for row in erp.customers() if row["CustomerID"] == number)
    assert (found["CustomerName"], found["MainContact"]["Email"]) == ("Ann & Co", "new@example.com")


def test_an_order_left_without_a_tax_zone_is_sent_once_more_with_the_last_one(shop):
    erp = shop.works.box.erp
    erp.edit("Customer", "C000004", TaxZone=None)
    erp.edit("CustomerLocation", "C000004", "MAIN", TaxZone=None)
    wanted = order(1002, line("1"), line("2"), details={"last_tax_zone": "EXPORT"})
    assert shop.load(ORDER, wanted) == {"Processed": 1}
    found = erp_order(shop, 1002)
    assert found["FinancialSettings"]["CustomerTaxZone"] == "EXPORT"
    assert [row["ExternalRef"] for row in found["Details"]] == ["1", "2"]
    assert shop.calls().count("PUT SalesOrder") == 2
    assert shop.record(1002, ORDER)["last_operation"] == "Inserted in ERP"
    assert shop.load(ORDER, order(1003, line("1"))) == {"Processed": 1}
    assert not erp_order(shop, 1003)["FinancialSettings"].get("CustomerTaxZone")


def test_an_order_with_a_tax_zone_is_sent_once(shop):
    assert shop.load(ORDER, order(1002, details={"last_tax_zone": "EXPORT"})) == {"Processed": 1}
    assert erp_order(shop, 1002)["FinancialSettings"]["CustomerTaxZone"] == "GST"
    assert shop.calls().count("PUT SalesOrder") == 1


def test_a_payment_found_after_its_lost_creation_says_what_is_left_of_it(shop):
    shop.expect(Trouble.TIMEOUT, "PUT", "Payment")
    number = erp_order(shop)["OrderNbr"]
    assert shop.load(PAYMENT, payment(1, "50.00", number)) == {"Processed": 1}
    assert shop.calls().count("PUT Payment") == 1
    said = f"Sales order {number} takes only 30.00 AUD of this payment; 20.00 AUD are left on it."
    assert shop.record("1,1", PAYMENT)["last_error"] == said


def test_a_payment_found_after_its_lost_creation_is_silent_where_nothing_is_left(shop):
    shop.expect(Trouble.TIMEOUT, "PUT", "Payment")
    assert shop.load(PAYMENT, payment(1, "5.00", erp_order(shop)["OrderNbr"])) == {"Processed": 1}
    assert shop.record("1,1", PAYMENT)["last_error"] is None


def test_a_release_that_is_repeated_keeps_what_the_save_before_it_was(shop):
    number = erp_order(shop)["OrderNbr"]
    shop.load(PAYMENT, payment(1, "5.00", number))
    shop.expect(Trouble.LOST_REQUEST, "POST", "ReleasePayment")
    assert shop.load(PAYMENT, payment(1, "6.00", number, release=True)) == {"Processed": 1}
    row = shop.record("1,1", PAYMENT)
    assert (row["last_operation"], erp_payment(shop)["Status"]) == ("Updated in ERP", "Open")


def test_each_order_is_paid_through_its_own_invoices(shop):
    erp = shop.works.box.erp
    shop.load(ORDER, order(1002, line("1", price="12.00")))
    first, second = (erp_order(shop, number)["OrderNbr"] for number in (1001, 1002))
    invoices = [erp.invoice_order(number) for number in (first, second)]
    shop.load(PAYMENT, payment(1, "7.00", second), payment(2, "8.00", first))
    paid = [
        {row["ReferenceNbr"]: row["AmountPaid"] for row in erp_payment(shop, number)["DocumentsToApply"]}
        for number in (1, 2)
    ]
    assert paid == [{invoices[1]: 7}, {invoices[0]: 8}]


def test_an_order_paid_at_the_counter_takes_only_what_is_left(shop):
    number, erp = erp_order(shop)["OrderNbr"], shop.works.box.erp
    account = {"PaymentMethod": "ONLINE", "CashAccount": "10250AU", "CustomerID": "C000004", "CurrencyID": "AUD"}
    row = {"OrderType": "EO", "OrderNbr": number, "AppliedToOrder": Decimal(22)}
    erp.add("Payment", Type="Payment", PaymentAmount=Decimal(22), OrdersToApply=[row], **account)
    assert shop.load(PAYMENT, payment(1, "20.00", number)) == {"Processed": 1}
    assert erp_payment(shop)["AppliedToOrders"] == 8


def test_a_site_that_cannot_list_orders_with_their_totals_is_asked_for_each(shop):
    shop.works.box.erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    number = erp_order(shop)["OrderNbr"]
    assert shop.load(PAYMENT, payment(1, "12.00", number), payment(2, "20.00", number)) == {"Processed": 2}
    applied = [row["AppliedToOrder"] for one in (1, 2) for row in erp_payment(shop, one)["OrdersToApply"]]
    assert applied == [12, 18]
    assert sum("GET SalesOrder/{id}" in call for call in shop.calls()) == 1


# orders that cannot be read as usual

GONE = (
    "Sales order {number} (EO) is no longer in MYOB Advanced, so the payment waits. Use Sync or Set as Prepared on the "
    "order's record to bring the order again, or enter the payment by hand."
)


@pytest.mark.parametrize("listed", ["with totals", "without totals", "canceled"])
def test_a_payment_waits_for_an_order_that_is_gone_or_goes_while_it_is_looked_at(shop, listed):
    erp, number = shop.works.box.erp, erp_order(shop)["OrderNbr"]
    if listed == "with totals":
        erp.lose("SalesOrder", "EO", number)
    elif listed == "without totals":
        erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    else:
        erp.cancel_order(number)
    if listed != "with totals":
        shop.meanwhile("GET", "SalesOrder/{id}", lambda: erp.lose("SalesOrder", "EO", number))
    assert shop.load(PAYMENT, payment(1, "12.00", number)) == {"Failed": 1}
    row = shop.record("1,1", PAYMENT)
    assert row["last_error"] == GONE.format(number=number)
    assert row["attempt_count"] == 0


def test_an_order_whose_totals_are_refused_is_named_with_the_reason(shop):
    erp = shop.works.box.erp
    erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    erp.kit.faults.add(Fault(path=r"/SalesOrder/[0-9a-f-]{36}", method="GET", status=403, times=None))
    both = payment(1, "12.00", erp_order(shop)["OrderNbr"]), payment(2, "9.00", None)
    assert shop.load(PAYMENT, *both) == {"Failed": 1, "Processed": 1}
    said = shop.record("1,1", PAYMENT)["last_error"]
    number = erp_order(shop)["OrderNbr"]
    start = f"The totals of sales order {number} cannot be read, so it is not known how much of the payment it takes: "
    assert said.startswith(start)
    assert len(said) > len(start) + 10
