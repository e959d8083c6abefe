"""The write protocol record by record: which calls go out, and what Sync History and the ERP have afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ServiceUnavailable
from tests.faults.desk import SHOP, Desk, customer, erp_order, erp_payment, line, order, payment
from tests.faults.road import Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
SENT, READ = "PUT SalesOrder", "GET SalesOrder"


@pytest.fixture
def desk(indoors):
    desk = Desk(indoors, indoors.fresh())
    desk.line.road.plan = desk.plan
    return desk


@pytest.fixture
def shop(desk):
    """A customer is there already."""
    assert desk.load(CUSTOMER, customer()) == {"Processed": 1}
    return desk


@pytest.fixture
def sold(shop):
    """An order of 30 is there, too."""
    assert shop.load(ORDER, order(1001, line("1"), line("2", "TEA-LEMONM", 2))) == {"Processed": 1}
    return shop


def number_of(desk):
    return erp_order(desk)["OrderNbr"]


# customers


def test_a_new_customer_is_looked_up_by_reference_and_email_in_one_call_and_created(desk):
    assert desk.load(CUSTOMER, customer()) == {"Processed": 1}
    assert desk.calls() == ["GET Customer", "PUT Customer"]
    row = desk.record(1, CUSTOMER)
    assert (row["status"], row["last_operation"], row["erp_key"]) == ("Processed", "Inserted in ERP", "C000004")
    assert (row["attempt_count"], row["last_error"], row["sending_since"], row["claim_owner"]) == (0, None, None, None)
    assert row["kept"] == {"CustomerID": "C000004", "CustomerName": "Mia", "synchronised": True}


def test_a_customer_that_has_the_email_is_taken_over_and_no_second_one_made(shop):
    erp = shop.works.box.erp
    erp.edit("Customer", "C000004", AccountRef="")
    assert shop.load(CUSTOMER, customer(2)) == {"Processed": 1}
    assert shop.record(2, CUSTOMER)["erp_key"] == "C000004"
    assert shop.record(2, CUSTOMER)["last_operation"] == "Updated in ERP"
    assert [row["AccountRef"] for row in erp.records("Customer", CustomerID="C000004")] == [f"2-{SHOP}"]


def test_two_new_customers_with_one_email_do_not_become_one(desk):
    assert desk.load(CUSTOMER, customer(1), customer(2)) == {"Processed": 1, "Failed": 1}
    assert "linked to another store customer" in desk.record(2, CUSTOMER)["last_error"]
    assert desk.record(2, CUSTOMER)["last_operation"] == "Sync Failed"


# orders: which calls


def test_close_numbers_are_looked_up_in_one_call(shop):
    assert shop.load(ORDER, *(order(number) for number in range(1001, 1008))) == {"Processed": 7}
    assert shop.calls() == ["GET StockItem", READ, *[SENT] * 7]


def test_an_update_knows_its_lines_and_reads_only_how_the_orders_stand_in_one_call(sold):
    assert sold.load(ORDER, order(1001, line("2", "TEA-LEMONM", 5), line("3"))) == {"Processed": 1}
    assert [call for call in sold.calls() if "SalesOrder" in call] == [READ, SENT]
    assert [(row["ExternalRef"], row["OrderQty"]) for row in erp_order(sold)["Details"]] == [("2", 5), ("3", 1)]
    row = sold.record(1001, ORDER)
    assert (row["last_operation"], row["erp_key"]) == ("Updated in ERP", f"EO,{number_of(sold)}")
    assert set(row["kept"]["rows"]["Details"]) == {"2", "3"}
    kept = {name: row["kept"][name] for name in ("OrderType", "CustomerID", "CurrencyID", "OrderTotal")}
    assert kept == {"OrderType": "EO", "CustomerID": "C000004", "CurrencyID": "AUD", "OrderTotal": 60}


def test_after_a_lost_update_the_lines_are_read_again(sold):
    sold.expect(Trouble.TIMEOUT, "PUT", "SalesOrder")
    before = sold.line.road.hours.now()
    assert sold.load(ORDER, order(1001, line("1"), line("9"))) == {"Processed": 1}
    assert [call.rpartition("/")[0] or call for call in sold.calls()].count(SENT) == 2
    assert (sold.line.road.hours.now() - before).total_seconds() == 5 + 300 + 600
    assert sorted(row["ExternalRef"] for row in erp_order(sold)["Details"]) == ["1", "9"]
    assert sold.record(1001, ORDER)["sending_since"] is None


def test_a_creation_whose_answer_is_lost_is_found_again_and_not_repeated(shop):
    shop.expect(Trouble.TIMEOUT, "PUT", "SalesOrder")
    assert shop.load(ORDER, order(1001), order(1002)) == {"Processed": 2}
    assert shop.calls().count(SENT) == 2
    row = shop.record(1001, ORDER)
    assert (row["last_operation"], row["erp_key"]) == ("Inserted in ERP", f"EO,{number_of(shop)}")
    assert row["kept"]["CustomerID"] == "C000004"


def test_a_creation_that_never_arrived_is_repeated(shop):
    shop.expect(Trouble.LOST_REQUEST, "PUT", "SalesOrder")
    assert shop.load(ORDER, order(1001)) == {"Processed": 1}
    assert shop.calls().count(SENT) == 2
    assert shop.works.doubled() == {}


def test_an_answer_lost_twice_counts_as_an_attempt_and_stays_in_doubt(shop):
    shop.expect(Trouble.LOST_REQUEST, "PUT", "SalesOrder", times=2)
    assert shop.load(ORDER, order(1001)) == {"Failed": 1}
    row = shop.record(1001, ORDER)
    assert (row["status"], row["attempt_count"], bool(row["sending_since"])) == ("Failed", 1, True)
    assert row["last_error"].startswith("The answer of the other side was lost twice")
    assert shop.load(ORDER) == {"Processed": 1}
    assert erp_order(shop)["OrderTotal"] == 10


@pytest.mark.parametrize(("times", "slept"), [(1, 0.5), (2, 2.0), (3, 6.0)])
def test_a_record_that_another_process_writes_is_sent_again_after_short_pauses(shop, times, slept):
    shop.expect(Trouble.BUSY, "PUT", "SalesOrder", times=times)
    before = shop.line.road.hours.now()
    assert shop.load(ORDER, order(1001)) == {"Processed": 1}
    assert (shop.line.road.hours.now() - before).total_seconds() == slept


def test_a_record_that_stays_busy_fails_alone(shop):
    shop.expect(Trouble.BUSY, "PUT", "SalesOrder", times=4)
    assert shop.load(ORDER, order(1001), order(1002)) == {"Failed": 1, "Processed": 1}
    row = shop.record(1001, ORDER)
    assert (row["attempt_count"], row["last_operation"]) == (1, "Failed to Save in ERP")
    assert "Another process has updated" in row["last_error"]


# orders: what the answer says


def test_a_saved_order_that_differs_is_named_and_never_created_again(shop):
    wrong = order(1001, details={"total": "99.00"})
    assert shop.load(ORDER, wrong) == {"Failed": 1}
    row = shop.record(1001, ORDER)
    number = number_of(shop)
    assert row["last_error"] == (
        f"Sales Order EO,{number} was saved in MYOB, but differs from the store: "
        "OrderTotal: the store's total is 99.00, MYOB has 10.0000."
    )
    assert (row["erp_key"], row["attempt_count"], row["sending_since"]) == (f"EO,{number}", 1, None)
    assert row["kept"]["saved"]["operation"] == "Inserted in ERP"
    assert shop.load(ORDER, order(1001, details={"total": "10.00"})) == {"Processed": 1}
    assert erp_order(shop)["OrderNbr"] == number


def test_an_order_that_the_erp_refuses_fails_with_its_words_and_holds_up_nobody(shop):
    assert shop.load(ORDER, order(1001, Branch="NOWHERE"), order(1002)) == {"Failed": 1, "Processed": 1}
    row = shop.record(1001, ORDER)
    assert (row["status"], row["attempt_count"], row["sending_since"]) == ("Failed", 1, None)
    assert "Branch: 'Branch' cannot be found in the system." in row["last_error"]
    assert "Sent was Branch 'NOWHERE'." in row["last_error"]


def test_an_order_is_aborted_by_its_last_attempt(shop):
    most = shop.line.settings.entities.sales_order.max_failed_attempts
    for number in range(1, most + 1):
        assert shop.load(ORDER, order(1001, Branch="NOWHERE")) == {"Failed": 1}
        row = shop.record(1001, ORDER)
        assert (row["status"], row["attempt_count"]) == ("Aborted" if number == most else "Failed", number)
    assert shop.load(ORDER, order(1001, Branch="NOWHERE")) == {}


def test_an_update_that_settles_a_conflict_says_so(sold):
    changed = order(1001, line("1", quantity=4), details={"conflict": True})
    assert sold.load(ORDER, changed) == {"Processed": 1}
    assert sold.record(1001, ORDER)["last_operation"] == "Conflict Resolved by Override in ERP"


def test_what_a_bookkeeper_should_know_stands_on_the_processed_record(shop):
    assert shop.load(ORDER, order(1001, details={"warning": "Look at its freight."})) == {"Processed": 1}
    assert shop.record(1001, ORDER)["last_error"] == "Look at its freight."


def test_two_orders_without_a_connection_mean_that_the_erp_is_away(shop):
    shop.expect(Trouble.UNREACHABLE, "PUT", "SalesOrder", times=12)
    with pytest.raises(ServiceUnavailable):
        shop.load(ORDER, *(order(number) for number in (1001, 1002, 1003)))
    for number in (1001, 1002, 1003):
        row = shop.record(number, ORDER)
        assert (row["status"], row["attempt_count"], row["sending_since"]) == ("Prepared", 0, None)
        assert row["claim_owner"] is None
    assert shop.load(ORDER) == {"Processed": 3}


def test_the_only_order_without_a_connection_is_the_erps_trouble(shop):
    shop.expect(Trouble.UNREACHABLE, "PUT", "SalesOrder", times=6)
    with pytest.raises(ServiceUnavailable):
        shop.load(ORDER, order(1001))
    assert shop.record(1001, ORDER)["attempt_count"] == 0


def test_one_order_without_a_connection_fails_once_the_others_went_through(shop):
    shop.expect(Trouble.UNREACHABLE, "PUT", "SalesOrder", times=6)
    assert shop.load(ORDER, order(1001), order(1002), order(1003)) == {"Failed": 1, "Processed": 2}
    assert shop.record(1001, ORDER)["last_error"].startswith("The other records went through, this one did not: ")


# payments


def test_a_payment_is_saved_released_and_believed_by_its_status(sold):
    number = number_of(sold)
    assert sold.load(PAYMENT, payment(1, "12.00", number, release=True)) == {"Processed": 1}
    assert (erp_payment(sold, 1)["Status"], erp_payment(sold, 1)["AppliedToOrders"]) == ("Open", 12)
    assert sold.calls()[:4] == ["GET Payment", READ, "PUT Payment", "POST Payment/ReleasePayment"]
    assert sold.calls()[-1] == "GET Payment"
    row = sold.record("1,1", PAYMENT)
    assert (row["status"], row["last_operation"], row["last_error"]) == ("Processed", "Inserted in ERP", None)
    assert row["kept"]["Status"] == "Open"
    assert "saved" not in row["kept"]


def test_a_payment_that_is_not_to_be_released_stays_balanced(sold):
    assert sold.load(PAYMENT, payment(1, "12.00", number_of(sold))) == {"Processed": 1}
    assert erp_payment(sold, 1)["Status"] == "Balanced"
    assert "POST Payment/ReleasePayment" not in sold.calls()


def test_payments_of_a_batch_find_what_those_before_left(sold):
    number = number_of(sold)
    payments = [payment(1, "20.00", number), payment(2, "8.00", number), payment(3, "5.00", number)]
    assert sold.load(PAYMENT, *payments) == {"Processed": 3}
    assert [erp_payment(sold, one)["AppliedToOrders"] for one in (1, 2, 3)] == [20, 8, 2]
    assert sold.record("1,3", PAYMENT)["last_error"] == (
        f"Sales order {number} takes only 2.00 AUD of this payment; 3.00 AUD are left on it."
    )
    assert sold.calls().count(READ) == 1


def test_a_payment_that_nothing_is_left_for_is_on_account_and_says_so(sold):
    assert sold.load(PAYMENT, payment(1, "12.00", None)) == {"Processed": 1}
    assert erp_payment(sold, 1)["AppliedToOrders"] == 0
    assert "Other payments cover order 1,1: 12.00 AUD" in sold.record("1,1", PAYMENT)["last_error"]


def test_a_payment_whose_order_is_gone_is_not_written(sold):
    assert sold.load(PAYMENT, payment(1, "12.00", "EO999999"), payment(2, "5.00", number_of(sold))) == {
        "Failed": 1,
        "Processed": 1,
    }
    said = sold.record("1,1", PAYMENT)["last_error"]
    assert said.startswith("Sales order EO999999 (EO) is no longer in MYOB Advanced")
    assert sold.works.box.erp.payments(f"1/1-{SHOP}") == []


def test_a_canceled_order_takes_its_payment_up_to_its_total(sold):
    sold.works.box.erp.cancel_order(number_of(sold))
    number = number_of(sold)
    assert sold.load(PAYMENT, payment(1, "20.00", number), payment(2, "15.00", number)) == {"Processed": 2}
    assert [erp_payment(sold, one)["AppliedToOrders"] for one in (1, 2)] == [20, 10]


def test_an_invoiced_order_is_paid_through_its_invoices(sold):
    number, erp = number_of(sold), sold.works.box.erp
    first, second = erp.invoice_order(number, Decimal(10)), erp.invoice_order(number)
    assert sold.load(PAYMENT, payment(1, "25.00", number), payment(2, "10.00", number)) == {"Processed": 2}
    paid = [
        {row["ReferenceNbr"]: row["AmountPaid"] for row in erp_payment(sold, one)["DocumentsToApply"]} for one in (1, 2)
    ]
    assert paid == [{first: 10, second: 15}, {second: 5}]
    assert "is invoiced and takes only 5.00 AUD of this payment; 5.00 AUD" in sold.record("1,2", PAYMENT)["last_error"]


def to_documents(desk, number):
    return {row["ReferenceNbr"]: row["AmountPaid"] for row in erp_payment(desk, number)["DocumentsToApply"]}


@pytest.fixture
def moved(sold):
    """A payment of 20 that the ERP has moved from its order to the order's invoices; 20 of 30 are invoiced."""
    number, erp = number_of(sold), sold.works.box.erp
    assert sold.load(PAYMENT, payment(1, "20.00", number, wanted="12.00")) == {"Processed": 1}
    invoices = [erp.invoice_order(number, Decimal(amount)) for amount in (5, 15)]
    rows = [{"DocType": "Invoice", "ReferenceNbr": one, "AmountPaid": Decimal(5)} for one in invoices]
    gone = {"OrderType": "EO", "OrderNbr": number, "delete": True}
    reference = erp_payment(sold, 1)["ReferenceNbr"]
    erp.edit("Payment", "Prepayment", reference, OrdersToApply=[gone], DocumentsToApply=rows)
    assert to_documents(sold, 1) == dict.fromkeys(invoices, 5)
    return sold


@pytest.mark.parametrize(("wanted", "to_order"), [("10.00", 0), ("18.00", 8), ("8.00", 0)])
def test_an_update_of_a_payment_leaves_what_went_to_an_invoice_there(moved, wanted, to_order):
    assert moved.load(PAYMENT, payment(1, "20.00", number_of(moved), wanted=wanted)) == {"Processed": 1}
    assert set(to_documents(moved, 1).values()) == {5}
    assert erp_payment(moved, 1)["AppliedToOrders"] == to_order


def test_what_a_payment_applies_to_its_order_already_is_not_counted_twice(sold):
    number = number_of(sold)
    sold.load(PAYMENT, payment(1, "20.00", number))
    assert sold.load(PAYMENT, payment(1, "20.00", number, wanted="15.00"), payment(2, "15.00", number)) == {
        "Processed": 2
    }
    assert [erp_payment(sold, one)["AppliedToOrders"] for one in (1, 2)] == [15, 15]


def test_an_invoice_that_cannot_be_read_stops_no_other_payment(sold):
    erp, number = sold.works.box.erp, number_of(sold)
    sold.load(ORDER, order(1002))
    erp.invoice_order(number)
    erp.kit.faults.add(path="/SalesInvoice", status=403)
    both = [payment(1, "5.00", number), payment(2, "6.00", erp_order(sold, 1002)["OrderNbr"])]
    assert sold.load(PAYMENT, *both) == {"Processed": 2}
    assert (to_documents(sold, 1), erp_payment(sold, 2)["AppliedToOrders"]) == ({}, 6)


def test_a_release_whose_answer_is_lost_is_not_repeated(sold):
    sold.expect(Trouble.TIMEOUT, "ReleasePayment")
    assert sold.load(PAYMENT, payment(1, "12.00", number_of(sold), release=True)) == {"Processed": 1}
    assert sold.calls().count("POST Payment/ReleasePayment") == 1
    assert sold.works.doubled() == {}
    assert sold.record("1,1", PAYMENT)["last_operation"] == "Inserted in ERP"


def test_a_release_that_never_arrived_is_repeated(sold):
    sold.expect(Trouble.LOST_REQUEST, "POST", "ReleasePayment")
    assert sold.load(PAYMENT, payment(1, "12.00", number_of(sold), release=True)) == {"Processed": 1}
    assert sold.calls().count("POST Payment/ReleasePayment") == 2
    assert sold.calls().count("PUT Payment") == 1
    assert erp_payment(sold, 1)["Status"] == "Open"
