"""A released payment is booked: what changes in the store or the settings leaves it as it is (connector 5.2)."""

from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, paypal
from tests.mia import HOME
from tests.scenarios.line import demo_settings
from tests.scenarios.till import to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM = article("JAM-QUINCE")
KEPT = ("Processed", "Modified Externally, Sync Not Needed")


def other_account(method="BRAINTREE (CREDIT_CARD)"):
    """Give the rows of Payment Settings with another account and method for one of the store's methods."""
    rows = demo_settings()["payments"]["methods"]
    own = {"cash_account": "10200AU", "erp_payment_method": "BANKTRF"}
    return [row | (own if (row["store_payment_method"], row["currency"]) == (method, "AUD") else {}) for row in rows]


def test_a_cash_account_that_is_chosen_later_moves_no_booked_money(till):
    number = till.order(JAM)
    till.run()
    till.line.settings(payments__methods=other_account())
    till.store.set_order_status(number, 2)
    till.run()
    paid = till.payment(number)
    assert (paid.status, paid.last_operation, paid.attempt_count, paid.last_error) == (*KEPT, 0, None)
    assert (paid.erp["CashAccount"], paid.erp["PaymentMethod"], paid.erp["Status"]) == ("10250AU", "ONLINE", "Open")
    assert len(till.line.effects("Payment", "update")) == 0


def test_a_payment_that_waits_for_its_release_follows_the_settings(till):
    number = till.order(JAM, payments=(manual(),))
    till.run()
    assert till.payment(number).erp["Status"] == "Balanced"
    till.line.settings(payments__methods=other_account("CUSTOM (CUSTOM)"))
    till.store.set_order_status(number, 2)
    till.run()
    paid = till.payment(number)
    assert (paid.status, paid.last_operation) == ("Processed", "Updated in ERP")
    assert paid.erp["CashAccount"] == "10200AU"


def test_a_payment_made_from_its_order_keeps_the_amount_that_was_released_and_says_so(till):
    number = till.order(JAM, payments=(paypal(),))
    till.run()
    before = till.payment(number).erp["PaymentAmount"]
    more = Draft(billing=HOME, customer_id=till.mia, lines=(article("JAM-QUINCE", 2),), payments=(paypal(),))
    till.store.rebuild_order(number, more)
    till.run()
    paid, total = till.payment(number), till.store.order(number)["total_inc_tax"]
    assert (paid.status, paid.attempt_count, paid.erp["PaymentAmount"], to_order(paid.erp)) == (
        "Processed",
        0,
        before,
        before,
    )
    said = f"is Open in MYOB Advanced with {before:.2f} AUD; the store says {total:.2f} AUD now."
    assert said in paid.last_error
    till.store.set_order_status(number, 2)
    till.run()
    assert till.payment(number).last_error == paid.last_error, "a look that changes nothing keeps the note"


def test_a_voided_payment_is_left_alone(till):
    number = till.order(JAM)
    till.run()
    till.erp.void_payment(till.payment(number).erp["ReferenceNbr"])
    till.line.settings(payments__methods=other_account())
    till.store.set_order_status(number, 2)
    till.run()
    assert (till.payment(number).status, till.payment(number).erp["Status"]) == ("Processed", "Voided")


def test_an_order_edited_up_has_the_rest_of_an_overpayment_applied(till):
    number = till.order(JAM, payments=())
    till.run()
    till.pay(number, amount="40.00")
    till.run()
    assert to_order(till.payment(number).erp) == Decimal("21.15")
    till.store.rebuild_order(number, Draft(billing=HOME, customer_id=till.mia, lines=(article("JAM-QUINCE", 2),)))
    till.run()
    paid = till.payment(number)
    assert (paid.status, paid.last_operation, to_order(paid.erp)) == (
        "Processed",
        "Updated in ERP",
        till.store.order(number)["total_inc_tax"],
    )
