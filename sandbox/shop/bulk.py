"""Many plain orders, quickly: what benchmarks read. Every customer has an address, every order one card payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sandbox.shop.basket import Draft, line
from sandbox.shop.history import EVERYDAY, register
from sandbox.shop.payments import purchase
from sandbox.shop.people import people
from sandbox.shop.stories import shipping_to

if TYPE_CHECKING:
    from sandbox.store.world import StoreWorld


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """How much: `orders` spread evenly over the `days` before `until` (default: now), each with `lines` articles."""

    customers: int = 1000
    orders: int = 10_000
    lines: int = 2
    days: int = 1
    until: datetime | None = None
    seed: int = 1


def fill(world: StoreWorld, bulk: Bulk) -> None:
    """Add the customers and orders to the store."""
    rng = Random(bulk.seed)  # noqa: S311 - a shop, not a secret
    until = bulk.until or world.now
    crowd = [person for person in people(rng, bulk.customers + 1) if person.places][: bulk.customers]
    ids = [register(world, person, until - timedelta(days=bulk.days)) for person in crowd]
    step = timedelta(days=bulk.days) / max(1, bulk.orders)
    for number in range(bulk.orders):
        at = number % len(crowd)
        draft = Draft(
            billing=crowd[at].at(),
            lines=tuple(line(sku, 1 + number % 3) for sku in rng.sample(EVERYDAY, bulk.lines)),
            customer_id=ids[at],
            payments=(purchase(),),
            currency=crowd[at].currency,
            shipping=shipping_to(crowd[at]),
            created=until - step * (bulk.orders - number),
        )
        world.add_order(draft)
