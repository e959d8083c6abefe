"""Portions: what of an order's chains can become a payment, each under a number that never changes.

The first taking of a chain bears the number of the root: an authorisation imported early turns into the captured
payment. Every further capture of the same authorisation is a payment of its own under its own number: the first one
may be released by then, and a released payment cannot grow. A taking that Sync History knows by its own number already
keeps that one, and the number of the root is no payment then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from bc_myob.mapping.transactions import Kind, Transaction
from bc_myob.mapping.transactions_chains import Chain
from bc_myob.model.money import ZERO


class State(Enum):
    """What a portion amounts to."""

    TAKEN = "taken"
    AUTHORISED = "authorised"
    PENDING = "pending"
    VOIDED = "voided"
    FAILED = "failed"
    TEST = "test"
    UNPAID = "the order is not paid yet"
    UNSEEN = "paid, but no transaction tells of it"
    BOOKED = "booked from the order before"
    MOVED = "another payment of its chain has the money"


TAKEN_BACK: Final = frozenset({State.VOIDED, State.MOVED})
"""States of what is no money any more: the ERP's payment, if there is one, is to be voided and lets go of its order."""


@dataclass(frozen=True, slots=True)
class Portion:
    """One payment, or one that is none: its number, the transaction that speaks for it, its state, and its chain.

    The chain's first transaction says by which method it was paid: a captured card may come back as a token.
    """

    number: str
    transaction: Transaction
    state: State
    chain: Chain

    @property
    def method(self) -> str:
        """The transaction method it was paid by."""
        return self.chain.root.method

    @property
    def store_method(self) -> str:
        """The row of Payment Settings it was paid by."""
        return self.chain.root.store_method

    @property
    def reference(self) -> str:
        """Payment Ref.: the transaction's own, else the gateway's id of another one of its chain ([S2])."""
        others = (one.gateway_id for one in self.chain if one.ok)
        return self.transaction.reference or next(filter(None, others), "")


def portions(found: Sequence[Chain], known: Collection[str] = ()) -> list[Portion]:
    """Give the portions of an order's chains in the order they happened. Refunds alone make none.

    `known`: numbers under which the order has payments already.
    """
    return [portion for chain in found for portion in _portions(chain, known)]


def _portions(chain: Chain, known: Collection[str]) -> Iterator[Portion]:
    undone, taken, root = chain.undone, chain.taken, chain.root
    moved = bool(taken) and taken[0] is not root and str(taken[0].id) in known
    if moved:
        yield Portion(str(root.id), root, State.MOVED, chain)
    for index, one in enumerate(taken):
        left = one.amount - undone.get(one.id, ZERO)
        # of a taking that was voided in part, the rest is the payment
        said, state = (replace(one, amount=left), State.TAKEN) if left > 0 else (one, State.VOIDED)
        yield Portion(str(one.id if index or moved else root.id), said, state, chain)
    if not taken and (other := _moneyless(chain)):
        yield Portion(str(root.id), *other, chain)


def _moneyless(chain: Chain) -> tuple[Transaction, State] | None:
    """Give the transaction and the state of a chain that brought nothing in, or None for refunds and the like."""
    reserved = [one for one in chain.good(Kind.AUTHORIZATION) if one.amount > 0]
    voided, announced = chain.good(Kind.VOID), chain.good(Kind.PENDING)
    if chain.root.test:
        return chain.root, State.TEST
    back = sum((one.amount for one in voided), ZERO)
    if len(reserved) == 1 and ZERO < back < reserved[0].amount:
        return replace(reserved[0], amount=reserved[0].amount - back), State.AUTHORISED
    if voided and (reserved or announced):
        return voided[-1], State.VOIDED
    if reserved:
        return reserved[-1], State.AUTHORISED
    if announced:
        return announced[-1], State.PENDING
    failed = not chain.root.ok and chain.root.event not in {Kind.REFUND, Kind.VOID}
    return (chain.root, State.FAILED) if failed else None
