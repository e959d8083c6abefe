"""What Sync History says of an export: what it is called, and why it stays."""

from __future__ import annotations

import pytest

from bc_myob.model.statuses import Event
from tests.mapping.erp_accounts import customer, exported_customer, exported_location


def test_a_record_that_is_in_the_erp_alone_goes_by_its_id_there_and_has_no_reference():
    for found in (exported_customer(customer()), exported_location()):
        assert found.external_id == f"erp:{found.source_id}"
        assert found.reference == ""


def test_a_customer_is_described_by_name_and_email():
    assert exported_customer(customer("Fruitico\nLtd")).description == "Fruitico Ltd (buy@fruitico.example)"
    assert exported_customer(customer(Email=None)).description == "Fruitico Coffee and Cakes"
    assert exported_customer(customer(None)).description == " (buy@fruitico.example)"


def test_the_guests_account_says_why_it_stays():
    found = exported_customer(customer() | {"CustomerID": "ECGUEST"})
    assert found.reason == "This is the Generic Guest Customer of the store settings; it is never sent to the store."


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (
            customer(Email=None),
            "The customer has no email, by which the store knows customers; add one in MYOB Advanced.",
        ),
        (customer(""), "The customer has neither a contact nor an account name; the store needs a name."),
    ],
)
def test_what_the_store_needs_of_a_customer_is_asked_for_in_words(payload, reason):
    found = exported_customer(payload)
    assert (found.event, found.reason) == (Event.FAILED, reason)
