"""What of the store's words reaches the ERP and Sync History, and which transactions belong together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bc_myob.mapping.contract import Field, fitted, is_details, target_field
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.mapping.transactions import read_transactions
from bc_myob.mapping.transactions_chains import chains
from bc_myob.model.statuses import Event
from sandbox.shop import payments as pay
from tests.mapping.customer_shop import address, customer, mapped_customer, mapped_locations, records, settings
from tests.mapping.payments_shop import paid, transaction
from tests.mapping.present import NOW

# the contract


def test_fields_outside_the_contract_are_custom_ones_and_notes():
    assert target_field("Customer", "custom.Document.Usr") == Field("20.200.001", "text")
    assert target_field("Customer", "MainContact.note") == Field("20.200.001", "text")
    assert target_field("Customer", "MainContact.Nothing") is None
    assert target_field("Customer", "Nothing.City") is None
    assert target_field("Customer", "note.x") is target_field("Customer", "custom") is None
    assert target_field("Customer", "custom.Usr") is target_field("Customer", "custom.a.b.c") is None
    assert target_field("Customer", "CustomerName.note") is target_field("Customer", "CustomerName.custom.a.b") is None
    assert target_field("Customer", "MainContact.Address.City").kind == "text"


def test_details_are_told_from_fields():
    assert is_details("SalesOrder", "Details")
    assert not is_details("SalesOrder", "OrderNbr")
    assert not is_details("SalesOrder", "Nothing")


@pytest.mark.parametrize(
    ("target", "value", "found"),
    [
        ("CustomerName", "two\nlines", "two lines"),
        ("note", "two\nlines", "two\nlines"),
        ("CustomerName", Decimal("1.50"), "1.50"),
        ("CustomerName", date(2026, 3, 1), "2026-03-01"),
    ],
)
def test_a_text_is_one_line_except_in_a_note(target, value, found):
    assert fitted("Customer", target, value) == found


@pytest.mark.parametrize(
    ("target", "value", "found"),
    [
        ("Date", date(2026, 3, 1), "2026-03-01T00:00:00"),
        ("Date", datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "2026-03-01T09:30:00"),
        ("OrderTotal", "12.50", Decimal("12.50")),
        ("CreditHold", "true", True),
    ],
)
def test_a_value_takes_the_kind_of_its_field(target, value, found):
    assert fitted("SalesOrder", target, value) == found


@pytest.mark.parametrize(("target", "kind"), [("Date", "date"), ("OrderTotal", "number")])
def test_what_is_not_of_that_kind_is_refused(target, kind):
    with pytest.raises(ValueError, match=f"^'soon' is no {kind}$"):
        fitted("SalesOrder", target, "soon")


def test_a_date_of_the_erp_is_what_the_stores_clock_shows():
    sydney = ZoneInfo("Australia/Sydney")
    assert fitted("SalesOrder", "Date", "2026-01-31T22:00:00Z", sydney) == "2026-02-01T09:00:00"
    assert fitted("SalesOrder", "Date", datetime(2026, 2, 1, tzinfo=sydney), UTC) == "2026-02-01T00:00:00"
    assert fitted("SalesOrder", "Description", datetime(2026, 2, 1, 9, 30, tzinfo=sydney)) == "2026-02-01T09:30:00"


# payments


def test_a_payment_is_described_by_its_method_amount_and_order():
    (found,) = paid(pay.purchase(amount="65.95"))
    assert found.description.endswith(", 65.95 AUD, order 1001")
    assert "(CREDIT_CARD)" in found.description


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ({"custom": {"payment_method": "Bank"}, "offline": {"display_name": "Cash"}}, "Bank"),
        ({"custom": {}, "offline": {"display_name": " Cash "}}, "Cash"),
        ({"custom": None, "offline": None}, ""),
        ({"custom": "x"}, ""),
    ],
)
def test_a_manual_payment_is_called_what_the_store_calls_it(rows, label):
    (found,) = read_transactions([transaction(1, "purchase", **rows)])
    assert found.label == label


def test_a_transaction_is_read_without_spaces_and_with_its_numbers():
    row = transaction(7, " purchase ", refers_to="12", currency="aud", gateway_transaction_id=" x ", test=None)
    (found,) = read_transactions([row | {"gift_certificate": {"code": "G1"}, "date_created": "2026-03-10T02:30:00"}])
    assert (found.event, found.currency, found.refers_to, found.gateway_id) == ("purchase", "AUD", 12, "x")
    assert (found.test, found.code, found.created) == (False, "G1", datetime(2026, 3, 10, 2, 30, tzinfo=UTC))
    assert (found.store_method, found.reference) == ("BRAINTREE (CREDIT_CARD)", "x")


def test_the_moment_of_a_transaction_keeps_its_offset():
    (found,) = read_transactions([transaction(7, "purchase") | {"date_created": "2026-03-10T13:30:00+11:00"}])
    assert found.created == datetime(2026, 3, 10, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(("refers_to", "reference"), [(12, "12"), (0, ""), ("0", ""), ("ch_x", "ch_x"), (None, "")])
def test_without_a_gateways_number_a_payments_reference_is_what_it_refers_to(refers_to, reference):
    (found,) = read_transactions([transaction(7, "capture", refers_to=refers_to)])
    assert found.reference == reference


def chained(*rows):
    return [[one.id for one in chain] for chain in chains(read_transactions(rows))]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # by the gateway's number, whatever the amounts
        (
            [
                transaction(1, "authorization", "50", gateway_transaction_id="a"),
                transaction(2, "authorization", "50", gateway_transaction_id="b"),
                transaction(3, "capture", "50", gateway_transaction_id="b"),
            ],
            [[1], [2, 3]],
        ),
        # a number of its own leads to nobody; the first that still waits takes it
        (
            [
                *(transaction(number, "authorization") for number in (1, 2)),
                *(transaction(number, "capture") for number in (3, 4)),
            ],
            [[1, 3], [2, 4]],
        ),
        # more than was reserved is that money all the same, unless another one has room for it
        ([transaction(1, "authorization", "50"), transaction(2, "capture", "50.01")], [[1, 2]]),
        (
            [
                *(transaction(n, "authorization", amount) for n, amount in ((1, "50"), (2, "60"))),
                transaction(3, "capture", "55"),
            ],
            [[1], [2, 3]],
        ),
        ([transaction(1, "purchase", "50"), transaction(2, "refund", "50.01")], [[1], [2]]),
        # another means, another currency, a test: other money
        ([transaction(1, "authorization"), transaction(2, "capture", method="paypal")], [[1], [2]]),
        ([transaction(1, "authorization"), transaction(2, "capture", currency="NZD")], [[1], [2]]),
        ([transaction(1, "authorization"), transaction(2, "capture", test=True)], [[1], [2]]),
        # what failed answers nothing
        ([transaction(1, "authorization"), transaction(2, "capture", status="error")], [[1], [2]]),
        ([transaction(1, "authorization", status="error"), transaction(2, "capture")], [[1], [2]]),
    ],
)
def test_which_transactions_are_one_payment(rows, found):
    assert chained(*rows) == found


# locations


def test_an_address_whose_customer_is_unknown_waits_and_says_so():
    (found,) = map_locations(Given(settings(), records(customer(address(5))), now=NOW))
    assert found.event is Event.HELD_BY_RULE
    assert found.reason == (
        "Customer 27, the owner of this address, has not been synchronised yet; "
        "the address follows by itself as soon as the customer is Processed."
    )


def test_an_address_is_described_by_company_street_and_city():
    (found,) = mapped_locations(customer(address(5, company="")))
    assert found.description == "3690 Taylor Street, New York"
    (found,) = mapped_locations(customer(address(5)))
    assert found.description == "Hoppy Place Coffee and Cakes, 3690 Taylor Street, New York"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Hoppy Place Coffee and Cakes (isabelle@hoppyplace.example)"),
        ({"company": ""}, "Isabelle Bober (isabelle@hoppyplace.example)"),
        ({"company": "", "first_name": None}, "Bober (isabelle@hoppyplace.example)"),
        ({"company": "", "first_name": "", "last_name": ""}, "isabelle@hoppyplace.example"),
        ({"email": None}, "Hoppy Place Coffee and Cakes"),
        ({"company": None, "first_name": None, "last_name": None, "email": None}, ""),
    ],
)
def test_a_customer_is_described_by_company_or_person_and_email(changes, said):
    assert mapped_customer(customer(**changes)).description == said


def test_an_address_without_any_name_is_refused_in_words():
    nobody = {"first_name": "", "last_name": "", "company": ""}
    (found,) = mapped_locations(customer(address(5, **nobody), **nobody))
    assert found.reason == (
        "The address has neither a company nor a name to name the location by; add one of them in the store."
    )
