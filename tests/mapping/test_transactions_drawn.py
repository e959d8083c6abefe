"""Any transactions in any order: no money is counted twice, none is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.mapping.payments_portions import State, portions
from bc_myob.mapping.transactions import read_transactions
from bc_myob.mapping.transactions_chains import chains
from tests.mapping.payments_shop import transaction

TAKES_MONEY = ("purchase", "capture", "settled")
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
