"""Payments, applications, release (myob-advanced-api.md 6)."""

from __future__ import annotations

from decimal import Decimal
from threading import Timer

import pytest

from sandbox.erp.seed import CARD_METHOD
from tests.sandbox.erp.erp_bodies import order, prepayment, wrapped


def release(api, number, **keys):
    return api.act("Payment", "ReleasePayment", **(keys or {"Type": "Prepayment", "ReferenceNbr": number}))


def poll(api, started):
    return api.client.get(started.headers["Location"]).status_code


def test_a_prepayment_is_balanced_and_reserves_its_order(erp, sale):
    number, payment = sale
    made = erp.payment(payment)
    assert (made["Status"], made["AppliedToOrders"], made["AvailableBalance"]) == ("Balanced", 37, 0)
    shown = erp.order(number)["Payments"][0]
    assert (shown["ReferenceNbr"], shown["AppliedToOrder"], shown["Status"]) == (payment, 37, "Balanced")
    assert erp.order(number)["Totals"]["UnpaidBalance"] == 0


def test_release_is_202_then_204_then_open(api, erp, sale):
    _, number = sale
    started = release(api, number)
    assert started.status_code == 202
    assert poll(api, started) == 204
    assert erp.payment(number)["Status"] == "Open"
    assert erp.released("1001:5001") == 1


def test_a_release_that_ends_within_the_call_may_be_told_at_once(api, erp, sale):
    erp.kit.switches.set(quick_operation="204")
    assert release(api, sale[1]).status_code == 204
    assert erp.payment(sale[1])["Status"] == "Open"
    assert release(api, sale[1]).status_code == 500


def test_a_release_takes_its_time_and_ends_without_being_polled(api, erp, sale):
    number, payment = sale
    erp.kit.clock.freeze()
    erp.kit.limits.set(release_seconds=3.0)
    started = release(api, payment)
    assert (poll(api, started), erp.payment(payment)["Status"]) == (202, "Balanced")
    erp.kit.clock.advance(seconds=3)
    assert erp.order(number)["Payments"][0]["Status"] == "Open"
    assert poll(api, started) == 204


def test_an_operation_is_unknown_to_other_sessions(api, erp, sale):
    started = release(api, sale[1])
    erp.end_sessions()
    api.client.post("/entity/auth/login", json={"name": "airflow", "password": "sandbox-erp-password"})
    assert poll(api, started) == 404


def test_a_busy_form_may_refuse_its_session(api, erp, sale):
    erp.kit.limits.set(release_seconds=60.0)
    erp.kit.switches.set(busy_form_refuses=True)
    started = release(api, sale[1])
    assert api.get("Payment").status_code == 500
    assert api.get("Customer").status_code == 200
    assert started.status_code == 202


@pytest.mark.parametrize(("answer", "start_status"), [("refuse", 202), ("nothing", 204)])
def test_a_second_release_fails_or_does_nothing(api, erp, sale, answer, start_status):
    _, number = sale
    erp.kit.switches.set(second_release=answer)
    release(api, number)
    again = release(api, number)
    assert again.status_code == start_status
    if answer == "refuse":
        assert poll(api, again) == 500
    assert erp.released("1001:5001") == 1


def test_a_204_can_carry_a_location_that_leads_nowhere(api, erp, sale):
    erp.kit.switches.set(second_release="nothing", location_on_204=True)
    release(api, sale[1])
    again = release(api, sale[1])
    assert (again.status_code, poll(api, again)) == (204, 500)


def test_a_payment_on_hold_cannot_be_released(api, erp, customer):
    number = api.saved("Payment", prepayment(customer, Hold=True))["ReferenceNbr"]["value"]
    assert erp.payment(number)["Status"] == "On Hold"
    assert poll(api, release(api, number)) == 500
    api.saved("Payment", wrapped(Type="PPM", ReferenceNbr=number, Hold=False))
    assert erp.payment(number)["Status"] == "Balanced"


def test_payments_are_held_where_the_preference_says_so(api, erp, customer):
    erp.kit.switches.set(payments_held=True)
    body = prepayment(customer)
    del body["Hold"]
    assert api.saved("Payment", body)["Status"]["value"] == "On Hold"


def test_the_cash_account_decides_the_currency(api, erp, customer):
    made = api.saved("Payment", prepayment(customer, CashAccount="10250NZ", CurrencyID="AUD"))
    assert made["CurrencyID"]["value"] == "NZD"
    local = erp.add_customer("Local only")
    assert "CurrencyID" in api.refused("Payment", prepayment(local, CashAccount="10250NZ"))


def test_an_order_is_paid_in_its_own_currency(api, customer):
    number = api.saved("SalesOrder", order(customer, CurrencyID="NZD"))["OrderNbr"]["value"]
    assert "OrdersToApply.0.OrderNbr" in api.refused("Payment", prepayment(customer, number))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"CustomerID": "NOBODY"}, "CustomerID"),
        ({"PaymentMethod": "SHELLS"}, "PaymentMethod"),
        ({"CashAccount": "99999"}, "CashAccount"),
        ({"CashAccount": "10200AU"}, "CashAccount"),
        ({"PaymentAmount": -1}, "PaymentAmount"),
        ({"ApplicationDate": "1999-01-01"}, "ApplicationDate"),
        ({"CustomerLocationID": "NOWHERE"}, "CustomerLocationID"),
        ({"Branch": "PERTH"}, "Branch"),
        ({"PaymentRef": "x" * 41}, "PaymentRef"),
        ({"Type": "Gift"}, "Type"),
    ],
)
def test_wrong_payments_are_refused_at_the_field(api, customer, change, place):
    assert place in api.refused("Payment", prepayment(customer, **change))


def test_a_closed_period_takes_no_payment_and_no_release(api, erp, customer):
    body = prepayment(customer, ApplicationDate="2024-07-15")
    number = api.saved("Payment", body)["ReferenceNbr"]["value"]
    erp.close_period("202407")
    assert "closed" in api.refused("Payment", body)["ApplicationDate"]
    assert poll(api, release(api, number)) == 500
    erp.open_period("202407")
    assert api.put("Payment", body).status_code == 200


def test_a_reference_may_be_required_and_is_never_unique(api, erp, customer):
    assert [api.put("Payment", prepayment(customer)).status_code for _ in range(2)] == [200, 200]
    erp.kit.switches.set(payment_ref_required=True)
    assert "PaymentRef" in api.refused("Payment", prepayment(customer, PaymentRef=None))


def test_more_than_the_orders_rest_cannot_be_applied(api, erp, customer, sale):
    number, _ = sale
    assert "OrdersToApply.0.AppliedToOrder" in api.refused("Payment", prepayment(customer, number, 1))
    other = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    erp.invoice_order(other, Decimal(30))
    assert "OrdersToApply.0.AppliedToOrder" in api.refused("Payment", prepayment(customer, other, 8))
    assert api.put("Payment", prepayment(customer, other, 7)).status_code == 200


def test_more_than_the_payment_cannot_be_applied(api, customer):
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    assert "PaymentAmount" in api.refused("Payment", prepayment(customer, number, 37) | wrapped(PaymentAmount=5))


def test_a_fully_invoiced_order_is_paid_through_its_invoice(api, erp, customer):
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    invoice = erp.invoice_order(number)
    assert "OrdersToApply.0.OrderNbr" in api.refused("Payment", prepayment(customer, number))
    documents = [wrapped(DocType="INV", ReferenceNbr=invoice, AmountPaid=37)]
    payment = api.saved("Payment", prepayment(customer) | {"DocumentsToApply": documents})["ReferenceNbr"]["value"]
    poll(api, release(api, payment))
    assert erp.payment(payment)["Status"] == "Closed"
    assert (invoice_of := erp.record("SalesInvoice", "Invoice", invoice))["Balance"] == 0
    assert invoice_of["Status"] == "Closed"


def test_an_invoice_takes_payments_once_it_is_released(api, erp, customer):
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    invoice = erp.invoice_order(number, released=False)
    documents = [wrapped(DocType="INV", ReferenceNbr=invoice, AmountPaid=37)]
    assert "DocumentsToApply.0.ReferenceNbr" in api.refused(
        "Payment", prepayment(customer) | {"DocumentsToApply": documents}
    )
    shown = api.found("SalesInvoice", filter=f"Type eq 'Invoice' and ReferenceNbr eq '{invoice}'")[0]
    assert (shown["Status"]["value"], shown["Balance"]["value"]) == ("Balanced", 37)


def test_somebody_elses_order_cannot_be_paid(api, erp, sale):
    other = erp.add_customer("Other", CustomerClass="ECOMMERCE")
    assert "OrdersToApply.0.OrderNbr" in api.refused("Payment", prepayment(other, sale[0]))


def test_card_methods_wait_for_their_capture(api, customer):
    body = prepayment(customer, PaymentMethod=CARD_METHOD)
    assert api.saved("Payment", body)["Status"]["value"] == "Pending Processing"
    captured = [wrapped(TranNbr="1", TranType="AAC")]
    assert api.saved("Payment", body | {"CreditCardTransactionInfo": captured})["Status"]["value"] == "Balanced"


def test_the_date_of_an_unapplied_payment_does_not_read_back(api, erp, customer):
    sent = prepayment(customer, ApplicationDate="2024-07-15")
    assert not api.saved("Payment", sent)["ApplicationDate"]["value"].startswith("2024-07-15")
    erp.kit.switches.set(application_date_reads_back=True)
    assert api.saved("Payment", sent)["ApplicationDate"]["value"] == "2024-07-15T00:00:00+00:00"


def test_a_released_payment_is_fixed_but_can_still_be_applied(api, erp, customer):
    payment = api.saved("Payment", prepayment(customer))["ReferenceNbr"]["value"]
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    erp.release_payment(payment)
    key = wrapped(Type="Prepayment", ReferenceNbr=payment)
    assert "PaymentAmount" in api.refused("Payment", key | wrapped(PaymentAmount=40))
    applied = [wrapped(OrderType="EO", OrderNbr=number, AppliedToOrder=37)]
    assert api.saved("Payment", key | {"OrdersToApply": applied})["AppliedToOrders"]["value"] == 37
    assert api.client.delete(f"{api.root}/Payment/Prepayment/{payment}").status_code == 500


def test_voiding_and_deleting_free_the_order(api, erp, sale):
    number, payment = sale
    erp.release_payment(payment)
    poll(api, api.act("Payment", "VoidPayment", Type="Prepayment", ReferenceNbr=payment))
    assert (erp.payment(payment)["Status"], erp.order(number)["Totals"]["UnpaidBalance"]) == ("Voided", 37)
    again = api.saved("Payment", prepayment(erp.payment(payment)["CustomerID"], number))["ReferenceNbr"]["value"]
    api.client.delete(f"{api.root}/Payment/Prepayment/{again}")
    assert erp.order(number)["Payments"] == []


def test_unknown_actions_and_records_are_refused(api):
    assert api.act("Payment", "Explode", Type="Prepayment", ReferenceNbr="1").status_code == 404
    assert release(api, "999999").status_code == 500
    assert api.client.post(f"{api.root}/Payment/ReleasePayment", json={}).status_code == 400


def test_payments_on_one_order_at_once_can_lose_the_race(api, erp, customer):
    number = api.saved("SalesOrder", order(customer))["OrderNbr"]["value"]
    erp.kit.limits.set(put_seconds=0.2)
    Timer(0.1, lambda: erp.edit("SalesOrder", "EO", number, Description="meanwhile")).start()
    lost = api.put("Payment", prepayment(customer, number))
    assert "Another process has updated the 'SO Order' record" in lost.json()["exceptionMessage"]
