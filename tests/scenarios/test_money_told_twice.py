"""One gateway transaction that the store lists as an authorisation and again as what became of it: one payment."""

from decimal import Decimal

import pytest

from sandbox.shop.basket import line as article
from tests.scenarios.till import to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM, PRICE = article("JAM-QUINCE"), Decimal("21.15")
SAME_ID = {"gateway_transaction_id": "gw-1"}


@pytest.mark.parametrize("seen", [True, False], ids=["authorisation imported first", "both in one run"])
@pytest.mark.parametrize(
    ("event", "method"), [("purchase", "credit_card"), ("capture", "credit_card"), ("capture", "token")]
)
def test_an_authorisation_and_what_became_of_it_are_one_payment_released_once(till, event, method, seen):
    number = till.order(JAM, payments=())
    till.pay(number, "authorization", **SAME_ID)
    if seen:
        till.run()
        assert till.payment(number).erp["Status"] == "Balanced"
    till.pay(number, event, method=method, **SAME_ID)
    till.run()
    paid = till.payment(number)
    assert (paid.status, paid.last_error) == ("Processed", None)
    assert (paid.erp["Status"], paid.erp["PaymentAmount"], to_order(paid.erp)) == ("Open", PRICE, PRICE)
    assert len(till.line.effects("Payment", "create")) == 1


def test_two_sales_are_two_payments_also_where_the_gateway_gives_them_one_id(till):
    number = till.order(JAM, payments=())
    for _ in range(2):
        till.pay(number, amount="10.00", **SAME_ID)
    till.run()
    assert [to_order(one.erp) for one in till.payments(number)] == [Decimal("10.00")] * 2


def test_money_that_was_booked_twice_before_is_applied_once_and_the_other_one_is_to_be_voided(till):
    number = till.order(JAM, payments=())
    for event in ("authorization", "purchase"):
        till.pay(number, event)
        till.run()
    assert [(one.erp["Status"], to_order(one.erp)) for one in till.payments(number)] == [
        ("Balanced", PRICE),
        ("Open", 0),
    ]
    for row in till.store.find("orders", number)["transactions"]:
        row.update(SAME_ID)
    till.store.edit_order(number, staff_notes="call")
    till.run()
    twice, paid = till.payments(number)
    assert (twice.status, twice.erp["Status"], to_order(twice.erp)) == ("Skipped", "Balanced", 0)
    assert twice.last_error == (
        "Another payment of this order has this money already. "
        f"Void payment {twice.erp_key} in MYOB Advanced, or the money is there twice."
    )
    assert (paid.status, paid.last_error, to_order(paid.erp)) == ("Processed", None, PRICE)
