"""Money that arrives late: applied by what the ERP's order is by then (connector 5.6)."""

from decimal import Decimal

import pytest

from sandbox.kit import Fault
from sandbox.kit.faults import Kind
from sandbox.shop.basket import line as article
from sandbox.shop.payments import authorised, purchase
from tests.scenarios.till import to_invoices, to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

TOTAL = Decimal("46.95")


@pytest.fixture
def unpaid(till):
    """An order of 46.95 that is in the ERP and waits for its money."""
    number = till.order(article("HONEY-LW-500", 2), payments=())
    till.run()
    assert till.erp_order(number)["OrderTotal"] == TOTAL
    return number


def test_an_open_order_takes_its_payment(till, unpaid):
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert (paid.status, paid.last_error) == ("Processed", None)
    assert (to_order(paid.erp), to_invoices(paid.erp)) == (TOTAL, {})


def test_a_canceled_order_takes_its_payment(till, unpaid):
    till.erp.cancel_order(till.order_number(unpaid))
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert (paid.status, paid.last_error) == ("Processed", None)
    assert to_order(paid.erp) == TOTAL


def test_an_invoiced_order_has_its_payment_on_the_invoices(till, unpaid):
    first = till.erp.invoice_order(till.order_number(unpaid), Decimal(10))
    second = till.erp.invoice_order(till.order_number(unpaid))
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert (paid.status, paid.last_error) == ("Processed", None)
    assert to_order(paid.erp) == 0
    assert to_invoices(paid.erp) == {first: 10, second: TOTAL - 10}
    assert paid.erp["Status"] == "Closed"  # released, and nothing left on it


def test_a_partly_invoiced_order_takes_what_is_not_invoiced_and_says_what_is_left(till, unpaid):
    till.erp.invoice_order(till.order_number(unpaid), Decimal(10))
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert paid.status == "Processed"
    assert (to_order(paid.erp), to_invoices(paid.erp)) == (TOTAL - 10, {})
    assert (paid.erp["AvailableBalance"], paid.erp["Status"]) == (10, "Open")
    assert paid.last_error == (
        f"Sales order {till.order_number(unpaid)} is partly invoiced and takes only 36.95 AUD of this payment; "
        "10.00 AUD are left on it. Apply them to its invoices in MYOB Advanced, once those are released."
    )
    history = till.line.rows("SELECT last_error FROM sync_history_view WHERE erp_key = :key", key=paid.erp_key)
    assert paid.last_error in [row.last_error for row in history]

    till.store.edit_order(unpaid, payment_status="captured")
    till.run()
    assert till.payment(unpaid).last_error == paid.last_error, "a look that changes nothing keeps the note"


def test_an_invoice_that_is_not_released_leaves_the_money_on_the_payment(till, unpaid):
    till.erp.invoice_order(till.order_number(unpaid), released=False)
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert (paid.status, to_order(paid.erp), to_invoices(paid.erp)) == ("Processed", 0, {})
    assert "is invoiced and takes only 0.00 AUD of this payment; 46.95 AUD are left" in paid.last_error


def test_an_invoice_paid_at_the_counter_takes_no_more(till, unpaid):
    number = till.order_number(unpaid)
    invoice = till.erp.invoice_order(number)
    row = {"DocType": "Invoice", "ReferenceNbr": invoice, "AmountPaid": Decimal(30)}
    account = {"PaymentMethod": "ONLINE", "CashAccount": "10250AU", "CustomerID": till.erp_order(unpaid)["CustomerID"]}
    till.erp.add("Payment", Type="Payment", PaymentAmount=Decimal(30), DocumentsToApply=[row], **account)
    till.pay(unpaid)
    till.run()
    paid = till.payment(unpaid)
    assert to_invoices(paid.erp) == {invoice: Decimal("16.95")}
    assert "takes only 16.95 AUD of this payment; 30.00 AUD are left" in paid.last_error


def test_several_payments_of_one_batch_share_what_is_left(till, unpaid):
    till.erp.invoice_order(till.order_number(unpaid), Decimal(10))
    for amount in ("20.00", "26.95"):
        till.pay(unpaid, amount=amount)
    till.run()
    first, second = till.payments(unpaid)
    assert [to_order(one.erp) for one in (first, second)] == [20, Decimal("16.95")]
    assert first.last_error is None
    assert "10.00 AUD are left" in second.last_error


def test_an_overpayment_is_applied_as_far_as_the_order_is_open(till, unpaid):
    till.pay(unpaid, amount="50.00")
    till.pay(unpaid, amount="5.00")
    till.run()
    first, second = till.payments(unpaid)
    assert (to_order(first.erp), first.erp["AvailableBalance"]) == (TOTAL, Decimal("3.05"))
    assert "takes only 46.95 AUD of this payment; 3.05 AUD are left on it." in first.last_error
    assert second.erp["AvailableBalance"] == 5
    assert second.last_error == f"Other payments cover order {unpaid}: 5.00 AUD are left on this one."


def test_invoicing_changes_nothing_about_a_payment_that_was_applied_before(till):
    number = till.order(article("HONEY-LW-500", 2), payments=(authorised(),))
    till.run()
    before = till.payment(number)
    assert (to_order(before.erp), before.erp["Status"]) == (TOTAL, "Balanced")
    till.erp.invoice_order(till.order_number(number))
    authorisation = int(before.external_id.split(",")[1])
    till.pay(number, "capture", refers_to=authorisation)
    till.run()
    after = till.payment(number)
    assert (after.status, after.last_operation) == ("Processed", "Updated in ERP")
    assert (to_order(after.erp), to_invoices(after.erp), after.erp["Status"]) == (TOTAL, {}, "Open")


def test_money_that_the_erp_moved_to_an_invoice_stays_there(till):
    number = till.order(article("HONEY-LW-500", 2), payments=(authorised(),))
    till.run()
    payment, invoice = till.payment(number), till.erp.invoice_order(till.order_number(number))
    row = {"OrderType": "EO", "OrderNbr": till.order_number(number), "delete": True}
    moved = [{"DocType": "Invoice", "ReferenceNbr": invoice, "AmountPaid": TOTAL}]
    till.erp.edit("Payment", "Prepayment", payment.erp["ReferenceNbr"], OrdersToApply=[row], DocumentsToApply=moved)
    till.pay(number, "capture", refers_to=int(payment.external_id.split(",")[1]))
    till.run()
    after = till.payment(number)
    assert (after.status, after.last_error) == ("Processed", None)
    assert (to_order(after.erp), to_invoices(after.erp)) == (0, {invoice: TOTAL})


@pytest.mark.parametrize("invoiced", [None, Decimal(10)])
def test_a_lost_answer_is_looked_up_and_nothing_is_applied_twice(till, unpaid, invoiced):
    if invoiced:
        till.erp.invoice_order(till.order_number(unpaid), invoiced)
    till.pay(unpaid)
    till.erp.kit.faults.add(Fault(path="/Payment", method="PUT", kind=Kind.CUT, after=True, times=1))
    till.run()
    paid = till.payment(unpaid)
    assert (paid.status, paid.erp["Status"]) == ("Processed", "Open")
    assert to_order(paid.erp) == TOTAL - (invoiced or 0)
    assert len(till.line.effects("Payment", "create")) == 1
    assert ("10.00 AUD are left" in (paid.last_error or "")) is bool(invoiced)


def test_an_order_that_was_deleted_in_the_erp_fails_its_payment_with_the_reason(till, unpaid):
    gone = till.order_number(unpaid)
    till.erp.delete("SalesOrder", "EO", gone)
    till.pay(unpaid)
    other = till.order(article("TEA-LEMONM"))
    till.run()
    paid = till.payment(unpaid)
    assert paid.status == "Failed"
    assert f"Sales order {gone} (EO) is no longer in MYOB Advanced" in paid.last_error
    assert till.payment(other).status == "Processed"


def test_a_user_without_rights_on_invoices_books_the_payment_and_leaves_the_application(till, unpaid):
    till.erp.invoice_order(till.order_number(unpaid))
    till.erp.kit.switches.set(no_rights="SalesInvoice")
    till.pay(unpaid)
    other = till.order(article("TEA-LEMONM"), payments=(purchase(),))
    till.run()
    assert "46.95 AUD are left" in till.payment(unpaid).last_error
    assert till.payment(other).last_error is None
