"""Chains: however the store tells of money, it counts once."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.mapping.payments_portions import State, portions
from bc_myob.mapping.transactions import read_transactions
from bc_myob.mapping.transactions_chains import chains

X = {"gateway_transaction_id": "x"}
LATER = "2026-03-10T03:00:00+00:00"
TAKES_MONEY = ("purchase", "capture", "settled")


def transaction(number: int, event: str, amount: str = "50", refers_to: object = None, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "event": event,
        "status": "ok",
        "amount": Decimal(amount),
        "currency": "AUD",
        "gateway": "braintree",
        "method": "credit_card",
        "test": False,
        "gateway_transaction_id": "",
        "reference_transaction_id": refers_to,
        "date_created": f"2026-03-10T02:30:{number % 60:02d}+00:00",
        "gift_certificate": None,
    } | more


def found(*rows: dict[str, Any], known: Collection[str] = ()) -> list[tuple[str, State, Decimal]]:
    made = portions(chains(read_transactions(rows)), known)
    return [(one.number, one.state, one.transaction.amount) for one in made]


CASES = {
    "nothing reserved is no payment": ([transaction(1, "authorization", "0")], []),
    "half a dollar reserved is one": (
        [transaction(1, "authorization", "0.5")],
        [("1", State.AUTHORISED, Decimal("0.5"))],
    ),
    "a refund that failed is no payment": ([transaction(1, "refund", status="error")], []),
    "what is neither here nor there is no payment": ([transaction(1, "void")], []),
    "a sale is a payment": ([transaction(1, "purchase")], [("1", State.TAKEN, 50)]),
    "an authorisation waits": ([transaction(1, "authorization")], [("1", State.AUTHORISED, 50)]),
    "a capture turns its authorisation into the payment": (
        [transaction(1, "authorization"), transaction(2, "capture", "45", 1)],
        [("1", State.TAKEN, 45)],
    ),
    "a capture that does not name its authorisation still is the same money": (
        [transaction(1, "authorization"), transaction(2, "capture")],
        [("1", State.TAKEN, 50)],
    ),
    "a capture that names itself in braces is one without a reference": (
        [transaction(1, "authorization"), transaction(2, "capture", "50", {})],
        [("1", State.TAKEN, 50)],
    ),
    "settled beside purchase repeats it": (
        [transaction(1, "purchase"), transaction(2, "settled", "50", 1)],
        [("1", State.TAKEN, 50)],
    ),
    "settled alone is the money": (
        [transaction(1, "pending"), transaction(2, "settled", "50", 1)],
        [("1", State.TAKEN, 50)],
    ),
    "settled that names nothing repeats the sale of the same amount": (
        [transaction(1, "purchase"), transaction(2, "settled")],
        [("1", State.TAKEN, 50)],
    ),
    "settled that names nothing, of another amount, is other money": (
        [transaction(1, "purchase"), transaction(2, "settled", "20")],
        [("1", State.TAKEN, 50), ("2", State.TAKEN, 20)],
    ),
    "authorised, captured, settled is told three times and paid once": (
        [transaction(1, "authorization"), transaction(2, "capture", "50", 1), transaction(3, "settled", "50", 2)],
        [("1", State.TAKEN, 50)],
    ),
    "each further capture is a payment of its own": (
        [transaction(1, "authorization"), transaction(2, "capture", "30", 1), transaction(3, "capture", "20", 1)],
        [("1", State.TAKEN, 30), ("3", State.TAKEN, 20)],
    ),
    "a voided first capture leaves the second its number": (
        [
            transaction(1, "authorization"),
            transaction(2, "capture", "30", 1),
            transaction(3, "capture", "20", 1),
            transaction(4, "void", "30", 2),
        ],
        [("1", State.VOIDED, 30), ("3", State.TAKEN, 20)],
    ),
    "what is left of an authorisation can be voided": (
        [transaction(1, "authorization"), transaction(2, "capture", "30", 1), transaction(3, "void", "20", 1)],
        [("1", State.TAKEN, 30)],
    ),
    "a void of an authorisation of which nothing is left takes the capture back": (
        [transaction(1, "authorization"), transaction(2, "capture", "50", 1), transaction(3, "void", "50", 1)],
        [("1", State.VOIDED, 50)],
    ),
    "and with it all captures that it was spent on": (
        [
            transaction(1, "authorization"),
            transaction(2, "capture", "30", 1),
            transaction(3, "capture", "20", 1),
            transaction(4, "void", "50", 1),
        ],
        [("1", State.VOIDED, 30), ("3", State.VOIDED, 20)],
    ),
    "what was captured after the void is money": (
        [transaction(1, "authorization"), transaction(2, "void", "50", 1), transaction(3, "capture", "50", 1)],
        [("1", State.TAKEN, 50)],
    ),
    "a capture of more than was reserved is the payment of its authorisation": (
        [transaction(1, "authorization", "50"), transaction(2, "capture", "55")],
        [("1", State.TAKEN, 55)],
    ),
    "a void ends an authorisation": (
        [transaction(1, "authorization"), transaction(2, "void", "50", 1)],
        [("1", State.VOIDED, 50)],
    ),
    "a void that names nothing ends the open authorisation, not the captured one": (
        [
            transaction(1, "authorization"),
            transaction(2, "capture", "50", 1),
            transaction(3, "authorization"),
            transaction(4, "void"),
        ],
        [("1", State.TAKEN, 50), ("3", State.VOIDED, 50)],
    ),
    "a void of a sale takes it back": (
        [transaction(1, "purchase"), transaction(2, "void", "50", 1)],
        [("1", State.VOIDED, 50)],
    ),
    "of a sale that is voided in part the rest is the payment": (
        [transaction(1, "purchase"), transaction(2, "void", "10", 1)],
        [("1", State.TAKEN, 40)],
    ),
    "parts voided one by one add up": (
        [transaction(1, "purchase"), transaction(2, "void", "10", 1), transaction(3, "void", "40", 1)],
        [("1", State.VOIDED, 50)],
    ),
    "a void without an amount takes all back": (
        [transaction(1, "purchase"), transaction(2, "void", "0", 1)],
        [("1", State.VOIDED, 50)],
    ),
    "a void in part that names nothing leaves the rest, too": (
        [transaction(1, "purchase"), transaction(2, "void", "10")],
        [("1", State.TAKEN, 40)],
    ),
    "of a spent authorisation voided in part the latest captures go first": (
        [
            transaction(1, "authorization"),
            transaction(2, "capture", "30", 1),
            transaction(3, "capture", "20", 1),
            transaction(4, "void", "25", 1),
        ],
        [("1", State.TAKEN, 25), ("3", State.VOIDED, 20)],
    ),
    "of an authorisation voided in part the rest stays reserved": (
        [transaction(1, "authorization"), transaction(2, "void", "10", 1)],
        [("1", State.AUTHORISED, 40)],
    ),
    "a capture that names nothing is of the authorisation with its very amount": (
        [
            transaction(1, "authorization", "50"),
            transaction(2, "authorization", "30"),
            transaction(3, "capture", "30"),
            transaction(4, "capture", "50"),
        ],
        [("1", State.TAKEN, 50), ("2", State.TAKEN, 30)],
    ),
    "a void that names nothing ends the authorisation of its very amount": (
        [transaction(1, "authorization", "50"), transaction(2, "authorization", "30"), transaction(3, "void", "30")],
        [("1", State.AUTHORISED, 50), ("2", State.VOIDED, 30)],
    ),
    "a failed card leaves a trace and no money": (
        [transaction(1, "purchase", status="error"), transaction(2, "purchase")],
        [("1", State.FAILED, 50), ("2", State.TAKEN, 50)],
    ),
    "a failed capture leaves the authorisation as it is": (
        [transaction(1, "authorization"), transaction(2, "capture", "50", 1, status="error")],
        [("1", State.AUTHORISED, 50)],
    ),
    "money only announced is pending": ([transaction(1, "pending")], [("1", State.PENDING, 50)]),
    "announced money that arrived is one payment": (
        [transaction(1, "pending"), transaction(2, "purchase")],
        [("1", State.TAKEN, 50)],
    ),
    "a sale of an authorisation's gateway id is what became of it": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", **X)],
        [("1", State.TAKEN, 50)],
    ),
    "also where less was taken than reserved": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", "45", **X)],
        [("1", State.TAKEN, 45)],
    ),
    "also where the reference names a transaction of the gateway": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", "50", "ch_77", **X)],
        [("1", State.TAKEN, 50)],
    ),
    "also where the card came back as a token": (
        [transaction(1, "authorization", **X), transaction(2, "capture", **X, method="token")],
        [("1", State.TAKEN, 50)],
    ),
    "a reservation listed after the sale of its gateway id is the sale's": (
        [transaction(1, "purchase", **X), transaction(2, "authorization", **X)],
        [("1", State.TAKEN, 50)],
    ),
    "of one gateway id the store's numbers tell the order, whatever its clocks say": (
        [transaction(1, "authorization", **X, date_created=LATER), transaction(2, "capture", **X)],
        [("1", State.TAKEN, 50)],
    ),
    "each sale of one gateway id is money": (
        [transaction(1, "authorization", **X), *(transaction(n, "purchase", "25", **X) for n in (2, 3))],
        [("1", State.TAKEN, 25), ("3", State.TAKEN, 25)],
    ),
    "two sales of one gateway id are two": (
        [transaction(1, "purchase", **X), transaction(2, "purchase", **X)],
        [("1", State.TAKEN, 50), ("2", State.TAKEN, 50)],
    ),
    "a sale belongs to the authorisation of its very amount": (
        [
            transaction(1, "authorization", **X),
            transaction(2, "authorization", "30", **X),
            transaction(3, "purchase", "30", **X),
        ],
        [("1", State.AUTHORISED, 50), ("2", State.TAKEN, 30)],
    ),
    "a sale without a gateway id is none of the authorisations": (
        [transaction(1, "authorization"), transaction(2, "purchase")],
        [("1", State.AUTHORISED, 50), ("2", State.TAKEN, 50)],
    ),
    "nor is one of another gateway id": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", gateway_transaction_id="y")],
        [("1", State.AUTHORISED, 50), ("2", State.TAKEN, 50)],
    ),
    "nor one of another gateway that happens to count alike": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", **X, gateway="stripe")],
        [("1", State.AUTHORISED, 50), ("2", State.TAKEN, 50)],
    ),
    "nor a test": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", **X, test=True)],
        [("1", State.AUTHORISED, 50), ("2", State.TEST, 50)],
    ),
    "a sale after its authorisation was voided is other money": (
        [transaction(1, "authorization", **X), transaction(2, "void", "50", 1), transaction(3, "purchase", **X)],
        [("1", State.VOIDED, 50), ("3", State.TAKEN, 50)],
    ),
    "a sale of what a void in part has left is not": (
        [transaction(1, "authorization", **X), transaction(2, "void", "10", 1), transaction(3, "purchase", "40", **X)],
        [("1", State.TAKEN, 40)],
    ),
    "a sale that failed leaves its trace beside the authorisation": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", **X, status="error")],
        [("1", State.AUTHORISED, 50), ("2", State.FAILED, 50)],
    ),
    "a sale after an authorisation that failed is a payment of its own": (
        [transaction(1, "authorization", **X, status="error"), transaction(2, "purchase", **X)],
        [("1", State.FAILED, 50), ("2", State.TAKEN, 50)],
    ),
    "a void of that gateway id takes the sale back": (
        [transaction(1, "authorization", **X), transaction(2, "purchase", **X), transaction(3, "void", **X)],
        [("1", State.VOIDED, 50)],
    ),
    "a refund is no payment, whether it names the sale or not": (
        [transaction(1, "purchase"), transaction(2, "refund", "20", 1), transaction(3, "refund", "10")],
        [("1", State.TAKEN, 50)],
    ),
    "a refund alone is nothing": ([transaction(1, "refund")], []),
    "a test is no money": ([transaction(1, "purchase", test=True)], [("1", State.TEST, 50)]),
    "an unknown status counts as failed": (
        [transaction(1, "purchase", status="declined")],
        [("1", State.FAILED, 50)],
    ),
    "the same transaction twice is one": ([transaction(1, "purchase")] * 2, [("1", State.TAKEN, 50)]),
    "two cards are two payments": (
        [transaction(1, "purchase", "30"), transaction(2, "purchase", "20")],
        [("1", State.TAKEN, 30), ("2", State.TAKEN, 20)],
    ),
    "clocks that disagree do not matter": (
        [
            transaction(1, "authorization", date_created="2026-03-10T03:00:00+00:00"),
            transaction(2, "capture", "50", 1, date_created="2026-03-10T02:00:00+00:00"),
        ],
        [("1", State.TAKEN, 50)],
    ),
    "a transaction that refers to itself is a root": ([transaction(1, "purchase", "50", 1)], [("1", State.TAKEN, 50)]),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES.keys())
def test_chains(rows, expected):
    assert found(*rows) == expected


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


AMOUNTS = st.sampled_from(["10", "20.5", "50", "0.01"])


@st.composite
def journals(draw):
    """Any transactions, with any references: to earlier or later ones, to themselves, to nobody."""
    size = draw(st.integers(0, 8))
    return [
        transaction(
            number,
            draw(st.sampled_from(["purchase", "authorization", "capture", "settled", "pending", "void", "refund"])),
            draw(AMOUNTS),
            draw(st.sampled_from([None, {}, *range(1, size + 2)])),
            status=draw(st.sampled_from(["ok", "ok", "ok", "error"])),
            test=draw(st.sampled_from([False, False, False, True])),
            gateway=draw(st.sampled_from(["braintree", "stripe"])),
            gateway_transaction_id=draw(st.sampled_from(["", "", "a", "b"])),
        )
        for number in range(1, size + 1)
    ]


@given(journals())
@settings(max_examples=300, deadline=None)
def test_payments_never_exceed_the_money_that_came_in(rows):
    good = [row for row in rows if row["status"] == "ok" and not row["test"]]
    received = sum((row["amount"] for row in good if row["event"] in TAKES_MONEY), Decimal(0))
    made = [one for one in portions(chains(read_transactions(rows))) if one.state is State.TAKEN]
    assert sum((one.transaction.amount for one in made), Decimal(0)) <= received
    assert len({one.transaction.id for one in made}) == len(made)


@given(journals())
@settings(max_examples=200, deadline=None)
def test_every_transaction_stands_in_one_chain_and_numbers_differ(rows):
    read = read_transactions(rows)
    made = chains(read)
    assert sorted(one.id for chain in made for one in chain) == sorted(one.id for one in read)
    numbers = [one.number for one in portions(made)]
    assert len(set(numbers)) == len(numbers)


@st.composite
def stories(draw):
    """Payments told in full: each is what one shopper's money leaves behind; gives the rows and the money."""
    rows: list[dict[str, Any]] = []
    money = Decimal(0)
    for _ in range(draw(st.integers(1, 4))):
        amount = draw(AMOUNTS)
        kind = draw(st.sampled_from(["sale", "captured", "sold", "announced", "open", "voided", "failed", "refunded"]))
        first = len(rows) + 1
        refers = draw(st.sampled_from([first, None])) if len(rows) == 0 else first
        same_id = draw(st.booleans())  # instead of the reference
        steps = {
            "sale": ["purchase"],
            "captured": ["authorization", "capture"],
            "sold": ["authorization", "purchase"],
            "announced": ["pending", "purchase"],
            "open": ["authorization"],
            "voided": ["authorization", "void"],
            "failed": ["purchase"],
            "refunded": ["purchase", "refund"],
        }[kind]
        told = {"status": "error" if kind == "failed" else "ok"}
        told |= {"gateway_transaction_id": f"gw-{first}"} if same_id or kind == "sold" else {}
        for place, event in enumerate(steps):
            rows.append(transaction(len(rows) + 1, event, amount, refers if place and not same_id else None, **told))
        if kind in {"sale", "captured", "sold", "announced", "refunded"}:
            money += Decimal(amount)
            if draw(st.booleans()):
                taking = first if kind in {"sale", "refunded"} else first + 1
                rows.append(transaction(len(rows) + 1, "settled", amount, taking))
    return rows, money


@given(stories())
@settings(max_examples=300, deadline=None)
def test_what_settled_is_paid_to_the_cent(story):
    rows, money = story
    made = [one for one in portions(chains(read_transactions(rows))) if one.state is State.TAKEN]
    assert sum((one.transaction.amount for one in made), Decimal(0)) == money
