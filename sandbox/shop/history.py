"""The shop's last days: its customers, the stories, and ordinary trade around them, the same for the same plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from sandbox.kit import Plan
from sandbox.shop.basket import Coupon, Draft, Line, line
from sandbox.shop.catalogue import PRODUCTS
from sandbox.shop.payments import (
    Payment,
    bank_deposit,
    captured,
    gift_certificate,
    manual,
    paypal,
    purchase,
    second_try,
    store_credit,
)
from sandbox.shop.people import Person, people
from sandbox.shop.stories import STORIES, Story, shipping_to

if TYPE_CHECKING:
    from sandbox.store.world import StoreWorld

GUESTS = 0.2
EVERYDAY = tuple(p.sku for p in PRODUCTS if p.inventory_id and not p.digital)
STATUSES = {11: 55, 9: 12, 2: 16, 3: 3, 8: 4, 10: 8, 12: 2}


@dataclass(frozen=True)
class Event:
    """One order to place, at its time, with what happened to it later."""

    at: datetime
    draft: Draft
    story: Story | None = None


def open_shop(world: StoreWorld, plan: Plan) -> None:
    """Fill the store: customers first, then their orders in the order of time."""
    rng = Random(plan.seed)  # noqa: S311 - a shop, not a secret
    crowd = people(rng, plan.customers)
    opened = world.now - timedelta(days=plan.days)
    ids = [register(world, person, opened - timedelta(days=30) + timedelta(hours=n)) for n, person in enumerate(crowd)]
    known = {person.email: number for person, number in zip(crowd, ids, strict=True)}
    told = [Event(_moment(rng, world, plan), story.draft, story) for story in STORIES[: plan.orders]]
    ordinary = (everyday(rng, rng.choice(crowd)) for _ in range(plan.orders - len(told)))
    events = [*told, *(Event(_moment(rng, world, plan), draft) for draft in ordinary)]
    for event in sorted(events, key=lambda event: event.draft.created or event.at):
        _place(world, rng, event, known)


def register(world: StoreWorld, person: Person, created: datetime) -> int:
    """Make the person a customer of the store and return the id."""
    return world.add_customer(
        person.first_name,
        person.last_name,
        person.email,
        company=person.company,
        phone=person.phone,
        customer_group_id=person.group,
        addresses=person.places,
        created=created,
        store_credit=Decimal("15.00") if person.last_name == "McAllister" else Decimal(0),
    )


def everyday(rng: Random, person: Person) -> Draft:
    """Return an order like most: one to four articles, sometimes a coupon, paid somehow."""
    payments, status = _paid(rng)
    coupon = Coupon(code="WELCOME5", amount=Decimal(5)) if rng.random() < 0.08 else None
    skus = rng.sample(EVERYDAY, rng.randint(1, 4))
    return Draft(
        billing=person.at(),
        lines=tuple(_line(rng, sku) for sku in skus),
        payments=payments,
        coupon=coupon,
        currency=person.currency,
        shipping=shipping_to(person),
        status_id=status or rng.choices(list(STATUSES), weights=list(STATUSES.values()))[0],
    )


def _line(rng: Random, sku: str) -> Line:
    return line(sku, rng.randint(1, 3))


def _paid(rng: Random) -> tuple[tuple[Payment, ...], int | None]:
    """Return how it was paid, and the status if that decides it."""
    ways: tuple[tuple[int, tuple[Payment, ...], int | None], ...] = (
        (58, (purchase(),), None),
        (14, (captured(),), None),
        (5, (second_try(),), None),
        (6, (bank_deposit(arrived=True),), None),
        (3, (bank_deposit(),), 7),
        (5, (manual(f"Cheque {rng.randint(1043, 1999)}"),), None),
        (4, (paypal(),), None),
        (3, (gift_certificate(f"HP-{rng.randint(100, 999)}-Q2X", "5.00"), purchase()), None),
        (2, (store_credit("4.00"), purchase()), None),
    )
    _, payments, status = rng.choices(ways, weights=[weight for weight, *_ in ways])[0]
    return payments, status


def _moment(rng: Random, world: StoreWorld, plan: Plan) -> datetime:
    return world.now - timedelta(seconds=rng.randint(900, plan.days * 86400))


def _place(world: StoreWorld, rng: Random, event: Event, known: dict[str, int]) -> None:
    created = event.draft.created or event.at
    guest = event.story.guest if event.story else rng.random() < GUESTS
    customer_id = 0 if guest else known.get(event.draft.billing.email, 0)
    modified = min(world.now, created + timedelta(minutes=rng.randint(1, 600)))
    order_id = world.add_order(replace(event.draft, customer_id=customer_id, created=created), modified=modified)
    if event.story and event.story.refund is not None:
        world.add_refund(order_id, event.story.refund or None, reason="Not what I expected", at=modified)
    if event.story and event.story.archived:
        world.archive_order(order_id)
