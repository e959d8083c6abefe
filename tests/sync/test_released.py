"""What is booked stays booked: which payments are, and what is said where the store tells another amount since."""

from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.sync.registry import REGISTRY
from bc_myob.sync.released import is_released, kept_amount

PAYMENT, ORDER = REGISTRY[Entity.PAYMENT], REGISTRY[Entity.SALES_ORDER]


@pytest.mark.parametrize(
    ("status", "released"),
    [
        *((status, False) for status in ("Balanced", "On Hold", "Pending Processing", "Pending Approval", None)),
        *((status, True) for status in ("Open", "Closed", "Voided", "Reserved", "Unapplied")),
    ],
)
def test_a_payment_is_released_in_all_statuses_but_those_before(status, released):
    assert is_released(PAYMENT, {"Status": status}) is released
    assert not is_released(ORDER, {"Status": status})


def booked(amount="46.9500", currency="AUD"):
    return {"Status": "Open", "ReferenceNbr": "000012", "PaymentAmount": Decimal(amount), "CurrencyID": currency}


def test_an_equal_amount_needs_no_words():
    assert kept_amount(PAYMENT, booked(), Decimal("46.95"), "AUD") is None


def test_another_amount_in_the_store_is_said_with_what_to_do():
    assert kept_amount(PAYMENT, booked(), Decimal(60), "AUD") == (
        "Payment 000012 is Open in MYOB Advanced with 46.95 AUD; the store says 60.00 AUD now. A released payment "
        "keeps its amount: book the difference there by hand."
    )


def test_another_currency_is_said_in_the_digits_of_each():
    assert "with 4695 JPY; the store says 46.95 AUD now" in str(
        kept_amount(PAYMENT, booked("4695", "JPY"), Decimal("46.95"), "AUD")
    )
