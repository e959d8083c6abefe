"""Money that could not be applied or released when it came: it is as soon as the order and the settings let it."""

from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import authorised, manual
from tests.mia import HOME
from tests.scenarios.line import demo_settings
from tests.scenarios.till import to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM = article("JAM-QUINCE")


def rebuild(till, number, quantity):
    lines = (article("JAM-QUINCE", quantity),)
    till.store.rebuild_order(number, Draft(billing=HOME, customer_id=till.mia, lines=lines))


def test_a_voided_authorisation_lets_go_of_its_order_for_the_money_that_follows(till):
    number = till.order(JAM, payments=(authorised(),))
    till.run()
    first = till.payment(number)
    assert (first.erp["Status"], to_order(first.erp)) == ("Balanced", Decimal("21.15"))
    reserved = till.store.order(number)["transactions"][0]["id"]
    till.store.add_transaction(number, "void", refers_to=reserved)
    till.pay(number)
    till.run()
    voided, paid = till.payments(number)
    assert (voided.status, to_order(voided.erp)) == ("Skipped", 0)
    assert "Void payment" in voided.last_error
    assert (paid.status, paid.last_error, to_order(paid.erp)) == ("Processed", None, Decimal("21.15"))
    writes = len(till.line.effects())
    till.run()
    assert len(till.line.effects()) == writes


def test_money_that_found_no_room_is_applied_once_the_bookkeeper_has_voided_what_took_it(till):
    number = till.order(JAM)
    till.run()
    bought = till.store.order(number)["transactions"][0]["id"]
    till.store.add_transaction(number, "void", refers_to=bought)
    till.pay(number)
    till.run()
    voided, paid = till.payments(number)
    assert (voided.erp["Status"], to_order(voided.erp), to_order(paid.erp)) == ("Open", Decimal("21.15"), 0)
    assert "21.15 AUD are left on it." in paid.last_error
    writes = len(till.line.effects())
    till.run()
    assert (len(till.line.effects()), till.payments(number)[1].last_error) == (writes, paid.last_error)
    till.erp.void_payment(voided.erp["ReferenceNbr"])
    till.run()
    _, paid = till.payments(number)
    assert (paid.status, paid.last_error, to_order(paid.erp)) == ("Processed", None, Decimal("21.15"))


def test_a_payment_lowered_for_an_order_edited_down_says_so_and_is_raised_again(till):
    number = till.order(article("JAM-QUINCE", 3), payments=())
    till.run()
    others = {"OrderType": "EO", "OrderNbr": till.order_number(number), "AppliedToOrder": Decimal("20.00")}
    till.erp.add(
        "Payment",
        Type="Prepayment",
        CustomerID=till.erp_order(number)["CustomerID"],
        PaymentMethod="ONLINE",
        CashAccount="10250AU",
        PaymentAmount=Decimal("20.00"),
        OrdersToApply=[others],
    )
    till.pay(number, amount="23.00")
    till.run()
    assert to_order(till.payment(number).erp) == Decimal("23.00")
    rebuild(till, number, 2)
    till.run()
    paid, total = till.payment(number), till.store.order(number)["total_inc_tax"]
    assert to_order(paid.erp) == total - 20
    assert f"{43 - total:.2f} AUD are left on it." in paid.last_error
    rebuild(till, number, 4)
    till.run()
    paid = till.payment(number)
    assert (paid.status, paid.last_error, to_order(paid.erp)) == ("Processed", None, Decimal("23.00"))


def test_release_payments_selected_later_releases_what_waits(till):
    number, reserved = till.order(JAM, payments=(manual(),)), till.order(JAM, payments=(authorised(),))
    till.run()
    assert till.payment(number).erp["Status"] == "Balanced"
    rows = demo_settings()["payments"]["methods"]
    wanted = [row | ({"release": True} if row["store_payment_method"].startswith("CUSTOM") else {}) for row in rows]
    till.line.settings(payments__methods=wanted)
    till.run(mode="full")
    assert (till.payment(number).status, till.payment(number).erp["Status"]) == ("Processed", "Open")
    assert till.payment(reserved).erp["Status"] == "Balanced", "an authorisation is no money yet"


def test_money_that_waits_beside_a_skipped_payment_leaves_no_trace_in_runs_without_news(till):
    till.line.settings(run__overlap_minutes=0)
    number = till.order(JAM)
    till.run()
    bought = till.store.order(number)["transactions"][0]["id"]
    till.store.add_transaction(number, "void", refers_to=bought)
    till.pay(number)
    till.run()
    voided, paid = till.payments(number)
    assert (voided.status, paid.status, to_order(paid.erp)) == ("Skipped", "Processed", 0)
    stood, lines, writes = till.line.records("Payment"), history(till), len(till.line.effects())
    for _ in range(2):
        till.run()
    assert (till.line.records("Payment"), history(till), len(till.line.effects())) == (stood, lines, writes)

    till.erp.void_payment(voided.erp["ReferenceNbr"])
    till.run()
    assert to_order(till.payments(number)[1].erp) == Decimal("21.15")
    news = [(row.external_id, row.status, row.last_operation) for row in history(till)[len(lines) :]]
    assert news == [(paid.external_id, "Processed", "Updated in ERP")]


def history(till):
    return till.line.rows("SELECT * FROM sync_history_view ORDER BY at, entity, external_id")
