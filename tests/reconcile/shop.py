"""A shop with every way to pay that matters here, brought into the ERP by the real sync."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sandbox.shop.basket import Draft, line
from sandbox.shop.history import EVERYDAY
from sandbox.shop.payments import authorised, captured, gift_certificate, manual, purchase
from sandbox.shop.places import Address

WAYS = (
    lambda number: (purchase(),),
    lambda number: (manual(f"Cheque {number}"),),
    lambda number: (captured(),),
    lambda number: (gift_certificate(f"HP-{number}", "5.00"), purchase()),
    lambda number: (manual(f"Cheque {number}"),),
    lambda number: (authorised(),),
)


@dataclass
class Shop:
    """What was placed: orders by how they were paid (index of WAYS), and customers who never ordered."""

    orders: dict[int, list[int]] = field(default_factory=dict)
    idle: list[int] = field(default_factory=list)


def place(number, who=""):
    return Address(
        first_name="Ann",
        last_name=f"Shopper {who}",
        street_1=f"{number} Kent Street",
        city="Sydney",
        state="New South Wales",
        zip="2000",
        country_iso2="AU",
        phone="02 9000 0001",
    )


def open_shop(store, size, seed=1):
    """Place `size` orders over some days, one customer for every four, and half as many who only look."""
    random, shop = Random(seed), Shop()
    buyers = [_customer(store, number) for number in range(max(3, size // 4))]
    shop.idle = [_customer(store, 100_000 + number, addresses=2) for number in range(max(2, size // 8))]
    for number in range(size):
        way = number % len(WAYS)
        draft = Draft(
            billing=place(number % len(buyers), number % len(buyers)),
            customer_id=buyers[number % len(buyers)],
            lines=tuple(line(sku, random.randint(1, 3)) for sku in random.sample(EVERYDAY, 2)),
            payments=WAYS[way](number),
            created=store.now - timedelta(hours=2 * (size - number)),
        )
        order = store.add_order(draft, modified=draft.created + timedelta(minutes=5))
        shop.orders.setdefault(way, []).append(order)
    return shop


def _customer(store, number, addresses=1):
    places = [place(number + step, number) for step in range(addresses)]
    made = store.now - timedelta(days=200)
    return store.add_customer("Ann", f"Shopper {number}", f"ann{number}@example.com", addresses=places, created=made)


def order(shop, *means, days=0, **fields):
    """Let Mia order two teas and a jam, `days` ago."""
    made = shop.store.now - timedelta(days=days)
    lines = (line("TEA-LEMONM", 2), line("JAM-QUINCE"))
    own = {"billing": place(1), "customer_id": shop.mia, "lines": lines, "created": made}
    return shop.store.add_order(Draft(**({"payments": means or (purchase(),)} | own | fields)))
