"""Chains: which transactions tell of one and the same money, and what each chain is worth.

authorization -> capture -> settled is one payment told three times. `reference_transaction_id` joins them; the
store leaves it out often (bigcommerce-api 11), so a follower without one joins the earlier transaction of the same
gateway id, else one of the same gateway, method and currency: of its very amount, then the oldest with enough money.
A gateway's id names one transaction of the gateway (bigcommerce-api 4), whatever the store calls its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

from bc_myob.mapping.transactions import TOOK_MONEY, Kind, Transaction
from bc_myob.model.money import ZERO

_FOLLOWS: Final[dict[str, tuple[Kind, ...]]] = {
    Kind.CAPTURE: (Kind.AUTHORIZATION,),
    Kind.SETTLED: (Kind.CAPTURE, Kind.PURCHASE, Kind.AUTHORIZATION, Kind.PENDING),
    Kind.PURCHASE: (Kind.PENDING,),
    Kind.VOID: (Kind.AUTHORIZATION, Kind.CAPTURE, Kind.PURCHASE, Kind.PENDING),
    Kind.REFUND: (Kind.CAPTURE, Kind.PURCHASE, Kind.SETTLED),
}
"""Without a reference: what a transaction can follow, the likeliest first."""
_OF_ONE_ID: Final[dict[str, tuple[Kind, ...]]] = _FOLLOWS | {
    Kind.PURCHASE: (Kind.PENDING, Kind.AUTHORIZATION),
    Kind.AUTHORIZATION: (Kind.CAPTURE, Kind.PURCHASE),
}
"""The same where both bear one gateway id: a sale then is what became of the authorisation, in whichever order."""


class Fit(Enum):
    """How the money of a chain fits a follower that names none of it; the closest fit is tried first."""

    EQUAL = "the very amount"
    ENOUGH = "as much, or more"
    ANY = "whatever it is"


@dataclass(slots=True)
class Chain:
    """Transactions of one money, the first of them the root; in the order they happened."""

    root: Transaction
    followers: list[Transaction] = field(default_factory=list)

    def __iter__(self) -> Iterator[Transaction]:
        """Walk the root and its followers."""
        yield self.root
        yield from self.followers

    def good(self, *events: Kind) -> list[Transaction]:
        """Give the successful transactions of these events that were no test."""
        return [one for one in self if one.ok and not one.test and one.event in events]

    @property
    def taken(self) -> list[Transaction]:
        """Give what brought money in: purchases and captures, else settlements; what was voided later included."""
        found = self.good(*TOOK_MONEY) or self.good(Kind.SETTLED)
        return [one for one in found if one.amount > 0]

    @property
    def is_voided(self) -> bool:
        """Whether nothing is left of what was reserved; a void without an amount takes back all."""
        reserved = sum((one.amount for one in self.good(Kind.AUTHORIZATION)), ZERO)
        voids = self.good(Kind.VOID)
        return bool(voids) and not ZERO < sum((one.amount for one in voids), ZERO) < reserved

    @property
    def undone(self) -> dict[int, Decimal]:
        """Give how much of each taking was voided, by its id; takings of which nothing was are not in it.

        A void of the authorisation gives back what is left of it; where nothing is left, what was captured before.
        """
        gone: dict[int, Decimal] = {}
        for void in self.good(Kind.VOID):
            left = void.amount
            for one in reversed(self._meant(void)):
                back = min(left, one.amount - gone.get(one.id, ZERO)) if void.amount > 0 else one.amount
                gone[one.id] = gone.get(one.id, ZERO) + back
                left -= back
        return {key: amount for key, amount in gone.items() if amount}

    def _meant(self, void: Transaction) -> list[Transaction]:
        """Give the takings that `void` takes back, as far as its amount goes; one without an amount takes back all."""
        taken = self.taken
        if named := [one for one in taken if one.id == void.refers_to]:
            return named
        if self._is_spent(void):
            return [one for one in taken if _before(one, void)]
        whole = len(taken) == 1 and taken[0].amount >= self.root.amount
        return taken if whole and void.refers_to not in {one.id for one in self} else []

    def _is_spent(self, void: Transaction) -> bool:
        """Say whether nothing was left of the authorisation that `void` names when it came."""
        reserved = {one.id: one.amount for one in self.good(Kind.AUTHORIZATION)}
        captured = sum((one.amount for one in self.taken if _before(one, void)), ZERO)
        return void.refers_to in reserved and ZERO < reserved[void.refers_to] <= captured


def _before(one: Transaction, other: Transaction) -> bool:
    return (one.created, one.id) < (other.created, other.id)


def chains(transactions: Sequence[Transaction]) -> list[Chain]:
    """Give the chains of an order's transactions (sorted by time), each transaction in exactly one."""
    found: list[Chain] = []
    home: dict[int, Chain] = {}
    for one in _referred_first(transactions):
        chain = home.get(one.refers_to or 0) or _joined(one, found)
        if chain is None:
            chain = Chain(one)
            found.append(chain)
        else:
            chain.followers.append(one)
        home[one.id] = chain
    return found


def _referred_first(transactions: Sequence[Transaction]) -> list[Transaction]:
    """Put each transaction behind the one it names, even where the store's clocks say otherwise; loops are cut.

    Of one gateway id the store's numbers tell the order: a payment's number must not change with what is listed later.
    """
    by_id = {one.id: one for one in transactions}
    newest_first = sorted(transactions, key=lambda one: -one.id)
    oldest = {(one.gateway_id, *_account(one)): one for one in newest_first if one.gateway_id}
    ordered: dict[int, Transaction] = {}
    for one in transactions:
        line: list[Transaction] = []
        step: Transaction | None = one
        while step and step.id not in ordered and step not in line:
            line.append(step)
            step = by_id.get(step.refers_to or 0) or oldest.get((step.gateway_id, *_account(step)))
        ordered.update((found.id, found) for found in reversed(line))
    return list(ordered.values())


def _joined(one: Transaction, earlier: Iterable[Chain]) -> Chain | None:
    """Give the chain that a transaction without a known reference continues, or None."""
    near = [chain for chain in earlier if _account(chain.root) == _account(one)]
    twins = [chain for chain in near if _is_twin(one, chain)]
    alike = [chain for chain in near if chain.root.store_method == one.store_method]
    return _waiting(one, twins, _OF_ONE_ID) or next(iter(twins), None) or _waiting(one, alike, _FOLLOWS)


def _waiting(one: Transaction, found: Sequence[Chain], follows: Mapping[str, Sequence[Kind]]) -> Chain | None:
    events = follows.get(one.event, ())
    return next(
        (chain for fit in Fit for event in events for chain in found if _waits_for(one, chain, event, fit)), None
    )


def _account(one: Transaction) -> tuple[str, str, bool]:
    return one.gateway.upper(), one.currency, one.test


def _is_twin(one: Transaction, chain: Chain) -> bool:
    """Say whether `chain` tells of the same transaction of the gateway: a captured card may come back as a token.

    A sale that failed is told by itself, and one that came after its authorisation was voided is other money.
    """
    known = [other for other in chain if one.gateway_id and other.gateway_id == one.gateway_id]
    if any(other.event in _FOLLOWS.get(one.event, ()) for other in known):
        return True
    told = any(other.ok and other.event in _OF_ONE_ID.get(one.event, ()) for other in known)
    return told and one.ok and not chain.is_voided


def _waits_for(one: Transaction, chain: Chain, event: Kind, fit: Fit) -> bool:
    """Say whether `chain` has an `event` that still waits for `one`, and was not answered already.

    Only a capture may take more than was reserved (a tip, a heavier parcel); a settlement repeats its very amount.
    """
    waiting = chain.good(event)
    if not waiting or not one.ok or chain.good(Kind(one.event)):
        return False
    if event == Kind.AUTHORIZATION and chain.good(Kind.CAPTURE, Kind.VOID):
        return False
    if fit is Fit.ANY:
        return one.event == Kind.CAPTURE
    if fit is Fit.EQUAL or one.event == Kind.SETTLED:
        return any(other.amount == one.amount for other in waiting)
    return waiting[0].amount >= one.amount
