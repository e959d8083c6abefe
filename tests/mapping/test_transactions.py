"""Chains: however the store tells of money, it counts once."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest

from bc_myob.mapping.payments_portions import State, portions
from bc_myob.mapping.transactions import read_transactions
from bc_myob.mapping.transactions_chains import chains
from tests.mapping.payments_shop import transaction


def found(*rows: dict[str, Any], known: Collection[str] = ()) -> list[tuple[str, State, Decimal]]:
    made = portions(chains(read_transactions(rows)), known)
    return [(one.number, one.state, one.transaction.amount) for one in made]


CASES = {
    # what is money
    "nothing reserved is no payment": ("authorization 0", ""),
    "half a dollar reserved is one": ("authorization 0.5", "1 authorised 0.5"),
    "a refund that failed is no payment": ("refund 50 status=error", ""),
    "what is neither here nor there is no payment": ("void 50", ""),
    "a sale is a payment": ("purchase 50", "1 taken 50"),
    "an authorisation waits": ("authorization 50", "1 authorised 50"),
    # captures and settlements
    "a capture turns its authorisation into the payment": ("authorization 50, capture 45 >1", "1 taken 45"),
    "a capture that does not name its authorisation still is the same money": (
        "authorization 50, capture 50",
        "1 taken 50",
    ),
    "a capture that names itself in braces is one without a reference": (
        "authorization 50, capture 50 >{}",
        "1 taken 50",
    ),
    "settled beside purchase repeats it": ("purchase 50, settled 50 >1", "1 taken 50"),
    "settled alone is the money": ("pending 50, settled 50 >1", "1 taken 50"),
    "settled that names nothing repeats the sale of the same amount": ("purchase 50, settled 50", "1 taken 50"),
    "settled that names nothing, of another amount, is other money": (
        "purchase 50, settled 20",
        "1 taken 50, 2 taken 20",
    ),
    "authorised, captured, settled is told three times and paid once": (
        "authorization 50, capture 50 >1, settled 50 >2",
        "1 taken 50",
    ),
    "each further capture is a payment of its own": (
        "authorization 50, capture 30 >1, capture 20 >1",
        "1 taken 30, 3 taken 20",
    ),
    "a voided first capture leaves the second its number": (
        "authorization 50, capture 30 >1, capture 20 >1, void 30 >2",
        "1 voided 30, 3 taken 20",
    ),
    "what is left of an authorisation can be voided": ("authorization 50, capture 30 >1, void 20 >1", "1 taken 30"),
    "a void of an authorisation of which nothing is left takes the capture back": (
        "authorization 50, capture 50 >1, void 50 >1",
        "1 voided 50",
    ),
    "and with it all captures that it was spent on": (
        "authorization 50, capture 30 >1, capture 20 >1, void 50 >1",
        "1 voided 30, 3 voided 20",
    ),
    "what was captured after the void is money": ("authorization 50, void 50 >1, capture 50 >1", "1 taken 50"),
    "a capture of more than was reserved is the payment of its authorisation": (
        "authorization 50, capture 55",
        "1 taken 55",
    ),
    # voids
    "a void ends an authorisation": ("authorization 50, void 50 >1", "1 voided 50"),
    "a void that names nothing ends the open authorisation, not the captured one": (
        "authorization 50, capture 50 >1, authorization 50, void 50",
        "1 taken 50, 3 voided 50",
    ),
    "a void of a sale takes it back": ("purchase 50, void 50 >1", "1 voided 50"),
    "of a sale that is voided in part the rest is the payment": ("purchase 50, void 10 >1", "1 taken 40"),
    "parts voided one by one add up": ("purchase 50, void 10 >1, void 40 >1", "1 voided 50"),
    "a void without an amount takes all back": ("purchase 50, void 0 >1", "1 voided 50"),
    "a void in part that names nothing leaves the rest, too": ("purchase 50, void 10", "1 taken 40"),
    "of a spent authorisation voided in part the latest captures go first": (
        "authorization 50, capture 30 >1, capture 20 >1, void 25 >1",
        "1 taken 25, 3 voided 20",
    ),
    "of an authorisation voided in part the rest stays reserved": ("authorization 50, void 10 >1", "1 authorised 40"),
    # references that are missing
    "a capture that names nothing is of the authorisation with its very amount": (
        "authorization 50, authorization 30, capture 30, capture 50",
        "1 taken 50, 2 taken 30",
    ),
    "a void that names nothing ends the authorisation of its very amount": (
        "authorization 50, authorization 30, void 30",
        "1 authorised 50, 2 voided 30",
    ),
    # failed and announced
    "a failed card leaves a trace and no money": ("purchase 50 status=error, purchase 50", "1 failed 50, 2 taken 50"),
    "a failed capture leaves the authorisation as it is": (
        "authorization 50, capture 50 >1 status=error",
        "1 authorised 50",
    ),
    "money only announced is pending": ("pending 50", "1 pending 50"),
    "announced money that arrived is one payment": ("pending 50, purchase 50", "1 taken 50"),
    # one number of the gateway
    "a sale of an authorisation's gateway id is what became of it": (
        "authorization 50 id=x, purchase 50 id=x",
        "1 taken 50",
    ),
    "also where less was taken than reserved": ("authorization 50 id=x, purchase 45 id=x", "1 taken 45"),
    "also where the reference names a transaction of the gateway": (
        "authorization 50 id=x, purchase 50 >ch_77 id=x",
        "1 taken 50",
    ),
    "also where the card came back as a token": ("authorization 50 id=x, capture 50 id=x method=token", "1 taken 50"),
    "a reservation listed after the sale of its gateway id is the sale's": (
        "purchase 50 id=x, authorization 50 id=x",
        "1 taken 50",
    ),
    "of one gateway id the store's numbers tell the order, whatever its clocks say": (
        "authorization 50 id=x at=03:00, capture 50 id=x",
        "1 taken 50",
    ),
    "each sale of one gateway id is money": (
        "authorization 50 id=x, purchase 25 id=x, purchase 25 id=x",
        "1 taken 25, 3 taken 25",
    ),
    "two sales of one gateway id are two": ("purchase 50 id=x, purchase 50 id=x", "1 taken 50, 2 taken 50"),
    "a sale belongs to the authorisation of its very amount": (
        "authorization 50 id=x, authorization 30 id=x, purchase 30 id=x",
        "1 authorised 50, 2 taken 30",
    ),
    "a sale without a gateway id is none of the authorisations": (
        "authorization 50, purchase 50",
        "1 authorised 50, 2 taken 50",
    ),
    "nor is one of another gateway id": ("authorization 50 id=x, purchase 50 id=y", "1 authorised 50, 2 taken 50"),
    "nor one of another gateway that happens to count alike": (
        "authorization 50 id=x, purchase 50 id=x gateway=stripe",
        "1 authorised 50, 2 taken 50",
    ),
    "nor a test": ("authorization 50 id=x, purchase 50 id=x test", "1 authorised 50, 2 test 50"),
    "a sale after its authorisation was voided is other money": (
        "authorization 50 id=x, void 50 >1, purchase 50 id=x",
        "1 voided 50, 3 taken 50",
    ),
    "a sale of what a void in part has left is not": (
        "authorization 50 id=x, void 10 >1, purchase 40 id=x",
        "1 taken 40",
    ),
    "a sale that failed leaves its trace beside the authorisation": (
        "authorization 50 id=x, purchase 50 id=x status=error",
        "1 authorised 50, 2 failed 50",
    ),
    "a sale after an authorisation that failed is a payment of its own": (
        "authorization 50 id=x status=error, purchase 50 id=x",
        "1 failed 50, 2 taken 50",
    ),
    "a void of that gateway id takes the sale back": (
        "authorization 50 id=x, purchase 50 id=x, void 50 id=x",
        "1 voided 50",
    ),
    # refunds, tests and oddities
    "a refund is no payment, whether it names the sale or not": ("purchase 50, refund 20 >1, refund 10", "1 taken 50"),
    "a refund alone is nothing": ("refund 50", ""),
    "a test is no money": ("purchase 50 test", "1 test 50"),
    "an unknown status counts as failed": ("purchase 50 status=declined", "1 failed 50"),
    "two cards are two payments": ("purchase 30, purchase 20", "1 taken 30, 2 taken 20"),
    "clocks that disagree do not matter": ("authorization 50 at=03:00, capture 50 >1 at=02:00", "1 taken 50"),
    "a transaction that refers to itself is a root": ("purchase 50 >1", "1 taken 50"),
}
"""What the store tells (event, amount, `>` and what it refers to), and which payments are made of it."""


NAMES = {"id": "gateway_transaction_id", "at": "date_created"}
REFERENCES = {f">{number}": number for number in range(1, 5)} | {">{}": {}}


def told_as(number: int, words: str) -> dict[str, Any]:
    """Give the transaction that a case tells of: `capture 30 >1 id=x`."""
    event, amount, *more = words.split()
    told: dict[str, Any] = {}
    for word in more:
        name, _, value = word.partition("=")
        if word.startswith(">"):
            told["reference_transaction_id"] = REFERENCES.get(word, word[1:])
        else:
            told[NAMES.get(name, name)] = f"2026-03-10T{value}:00+00:00" if name == "at" else value or True
    return transaction(number, event, amount, **told)


def payments(made: str) -> list[tuple[str, State, Decimal]]:
    """Give the payments of a case: `1 taken 50`."""
    words = [one.split() for one in made.split(", ") if one]
    return [(number, State[state.upper()], Decimal(amount)) for number, state, amount in words]


@pytest.mark.parametrize(("told", "made"), CASES.values(), ids=CASES.keys())
def test_chains(told, made):
    rows = [told_as(number, words) for number, words in enumerate(told.split(", "), start=1)]
    assert found(*rows) == payments(made)


def test_money_that_has_a_number_keeps_it_and_the_number_of_its_authorisation_is_no_payment():
    rows = [transaction(1, "authorization"), transaction(2, "capture", "30"), transaction(3, "capture", "20", 2)]
    assert found(*rows, known={"1"}) == [("1", State.TAKEN, 30), ("3", State.TAKEN, 20)]
    assert found(*rows, known={"1", "2"}) == [("1", State.MOVED, 50), ("2", State.TAKEN, 30), ("3", State.TAKEN, 20)]


def test_every_empty_form_reads_alike():
    forms = (None, {}, "", "0", 0)
    read = [read_transactions([transaction(1, "purchase", refers_to=form, gift_certificate=None)])[0] for form in forms]
    assert {one.refers_to for one in read} == {None}
    row = transaction(1, "purchase", gift_certificate={}, custom={}, offline=None)
    assert (read_transactions([row])[0].code, read_transactions([row])[0].label) == ("", "")


def test_an_amount_that_is_none_is_named():
    with pytest.raises(ValueError, match="plenty"):
        read_transactions([transaction(1, "purchase", amount="50") | {"amount": "plenty"}])


def test_the_same_transaction_twice_is_one():
    assert found(*[transaction(1, "purchase")] * 2) == [("1", State.TAKEN, 50)]
