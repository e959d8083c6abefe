"""A store nobody has seen: customers, addresses, orders and payments of one seed, nasty on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.shop.basket import Draft, Line
from sandbox.shop.places import Address
from sandbox.shop.totals import totals
from tests.oracle import baskets, words
from tests.oracle.bends import bend

CURRENCIES = ("AUD", "AUD", "AUD", "AUD", "USD", "NZD", "JPY", "KWD")
STATUSES = (11, 11, 11, 11, 9, 2, 1, 3, 4, 5, 6, 7, 8, 10, 0, 12, 13, 14)
# the days on which clocks change, and a new year, in one zone or another
DAYS = ("2026-10-04", "2026-04-05", "2026-11-01", "2026-03-08", "2026-01-01", "2025-06-30", "2024-06-30", "2024-02-29")
ORDINARY = 11
TIMES = ("00:00:00", "23:59:59", "00:00:01", "02:30:00", "12:00:00")


class Shop:
    """Fills the sandbox store (and the ERP with a few accounts of its own) from one seed."""

    def __init__(self, store: Any, erp: Any, seed: int, *, time_zone: str, customers: int, orders: int) -> None:
        self.store, self.erp, self.rng = store, erp, Random(f"shop {seed}")
        self.zone = ZoneInfo(time_zone)
        self.books: dict[int, list[Address]] = {}
        self.emails: dict[int, str] = {}
        self.drafts: dict[int, Draft] = {}
        self.plain: list[int] = []
        for number in range(customers):
            self._customer(number)
        self.before = self._known_in_the_erp()
        for _ in range(orders):
            self._order()
        self._orders_of_deleted()

    def _customer(self, number: int) -> None:
        rng = self.rng
        many = rng.choice((0, 1, 1, 1, 2, 3)) if number else 12
        name = (words.pick(rng, words.FIRST), words.pick(rng, words.LAST))
        book = [words.place(rng, bad=0.04, name=name if rng.random() < 0.7 else None) for _ in range(many)]
        email = f"{rng.choice(words.MAILBOX)}{number}@Example.com"
        if number % 15 == 9:  # a twin under another channel: the same mail, written otherwise
            email = self.emails[max(self.emails)].swapcase()
        company = words.pick(rng, words.COMPANY) if rng.random() < 0.4 else ""
        made = self.store.add_customer(
            *name, email, company=company, phone=words.pick(rng, words.PHONE), addresses=book, created=self._moment()
        )
        self.books[made], self.emails[made] = book, email

    def _known_in_the_erp(self) -> list[str]:
        """Accounts that were there before: one to link, one without foreign currencies, one mail on two of them."""
        first, second, third, fourth, fifth = list(self.emails)[1:6]
        web = {"CustomerClass": "ECOMMERCE"}
        self.erp.add_customer(
            "Of another store", AccountRef="99-Other", MainContact={"Email": self.emails[fifth]}, **web
        )
        mails = [self.emails[first].upper(), *[self.emails[third].lower()] * 2, self.emails[fourth]]
        for mail in mails:
            self.erp.add_customer("Was here", MainContact={"Email": mail, "Phone2": "1"}, **web)
        self.erp.add_customer("Local", MainContact={"Email": self.emails[second]})
        return [*mails, self.emails[second], self.emails[fifth]]

    def _order(self, modified: datetime | None = None) -> None:
        rng = self.rng
        customer = rng.choice([0, *self.emails]) if rng.random() < 0.8 else 0
        billing, ship_to = self._places(customer)
        draft = Draft(
            billing=billing,
            lines=baskets.lines(rng, bad=0.06),
            customer_id=customer,
            ship_to=ship_to,
            currency=rng.choice(CURRENCIES),
            inclusive=rng.random() < 0.6,
            taxed=rng.random() < 0.7,
            status_id=rng.choice(STATUSES),
            created=self._moment(),
            staff_notes=words.pick(rng, words.NOTE),
            customer_message=words.pick(rng, words.NOTE),
        )
        if rng.random() < 0.06:
            draft = replace(draft, lines=baskets.digital(rng), ship_to=())
        if len(draft.ship_to) > 1:
            draft = replace(draft, lines=tuple(replace(item, to=rng.randint(0, 1)) for item in draft.lines))
        if draft.currency == "JPY":
            draft = replace(draft, lines=tuple(_in_yen(item) for item in draft.lines))
        draft = baskets.extras(rng, draft)
        if totals(draft).inc > 1:  # who owes nothing pays nothing
            draft = replace(draft, payments=baskets.paid(rng))
        number = self.store.add_order(draft, modified=modified)
        self.drafts[number] = draft
        if not bend(rng, self.store.table("orders")[number]):
            self.plain.append(number)

    def _places(self, customer: int) -> tuple[Address, tuple[Address, ...]]:
        rng, book = self.rng, self.books.get(customer, [])
        billing = rng.choice(book) if book and rng.random() < 0.7 else words.place(rng, bad=0.03)
        billing = replace(billing, email=self.emails.get(customer, "guest@example.com"))
        if rng.random() < 0.5:
            return billing, ()
        count = rng.choice((1, 1, 1, 2))
        ship_to = [
            rng.choice(book) if book and rng.random() < 0.6 else words.place(rng, bad=0.03) for _ in range(count)
        ]
        return billing, tuple(replace(found, email="to@example.com") for found in ship_to)

    def go_on(self) -> None:
        """Let a day pass in the store: customers correct themselves, orders are edited, money arrives."""
        rng = self.rng
        for number in rng.sample(sorted(self.emails), 6):
            self.store.edit_customer(number, phone=words.pick(rng, words.PHONE), last_name=words.pick(rng, words.LAST))
        for number in rng.sample(self.plain, min(15, len(self.plain))):
            self._edit(number)
        self.store.add_customer("New", "Here", "new.here@example.com", addresses=[words.place(rng)])
        self._order(modified=self.store.now)

    def _edit(self, number: int) -> None:
        rng, draft, order = self.rng, self.drafts[number], self.store.order(number)
        waiting = [row for row in order["transactions"] if row["event"] == "authorization" and row["status"] == "ok"]
        if len(order["transactions"]) == 1 and waiting:
            self.store.add_transaction(number, "capture", waiting[0]["amount"], refers_to=waiting[0]["id"])
            self.store.edit_order(number, payment_status="captured")
        if rng.random() < 0.5 and order["status_id"] == ORDINARY:
            self.store.set_order_status(number, rng.choice((2, 9)))
        elif order["status_id"] == ORDINARY and _may_be_rebuilt(draft) and order["payment_method"] != "PayPal":
            more = Line(sku="JAM-QUINCE", name="One more", price=Decimal(3), product_id=0)
            draft = replace(draft, lines=(*draft.lines[:-1], more, draft.lines[-1]), staff_notes="Called again")
            self.store.rebuild_order(number, self._emptied(draft))

    def _emptied(self, draft: Draft) -> Draft:
        """Take from an order, now and then, its notes, its known way of delivery, its address of the address book."""
        rng = self.rng
        if rng.random() < 0.4:
            draft = replace(draft, staff_notes="", customer_message="")
        if rng.random() < 0.3:
            draft = replace(draft, shipping=replace(draft.shipping, method="Drone"))
        if draft.ship_to and rng.random() < 0.8:
            draft = replace(draft, ship_to=(words.place(rng), *draft.ship_to[1:]))
        return draft

    def _orders_of_deleted(self) -> None:
        """An order whose customer was deleted afterwards keeps the id."""
        gone = self.store.add_customer("Gone", "Away", "gone@example.com", created=self._moment())
        address = words.place(self.rng)
        self.store.add_order(
            Draft(billing=address, lines=(Line(sku="JAM-QUINCE"),), customer_id=gone, payments=baskets.WAYS[0]())
        )
        self.store.delete_customer(gone)

    def _moment(self) -> datetime:
        rng, now = self.rng, datetime.now(UTC)
        if rng.random() < 0.5:
            return now - timedelta(seconds=rng.randint(3600, 200 * 86400))
        local = datetime.fromisoformat(f"{rng.choice(DAYS)}T{rng.choice(TIMES)}").replace(tzinfo=self.zone)
        return min(local.astimezone(UTC), now - timedelta(hours=1))


def _may_be_rebuilt(draft: Draft) -> bool:
    """Tell whether an order is edited line by line: with a coupon only if its code is that of all other discounts."""
    return draft.coupon is None or draft.coupon.code == "DISCOUNT"


def _in_yen(item: Line) -> Line:
    if item.price is None:
        return replace(item, discount=item.discount.to_integral_value(), wrapping=item.wrapping.to_integral_value())
    whole = item.price.to_integral_value() if item.price != 0 else item.price
    return replace(
        item, price=whole, discount=item.discount.to_integral_value(), wrapping=item.wrapping.to_integral_value()
    )
