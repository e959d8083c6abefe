"""Orders with something to them: one for each case that has to come out right, said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from sandbox.shop.basket import Coupon, Draft, Fee, Line, Shipping, custom_line, gift_certificate_line, line
from sandbox.shop.payments import (
    Payment,
    afterpay,
    authorised,
    bank_deposit,
    captured,
    cash_on_delivery,
    declined,
    gift_certificate,
    manual,
    paypal,
    purchase,
    second_try,
    store_credit,
    voided,
)
from sandbox.shop.people import KNOWN, Person

OVERSEAS = {
    "NZ": Shipping(zone="New Zealand", method="International post", cost=Decimal("24.00")),
    "JP": Shipping(zone="Rest of the world", method="International post", cost=Decimal(3200)),
}
ELSEWHERE = Shipping(zone="Rest of the world", method="International post", cost=Decimal("31.50"))


Build = Callable[[int], Draft]


@dataclass(frozen=True)
class Story:
    """An order of one of the known faces, and what happened to it later: a `refund` ("" = of everything), archived."""

    title: str
    who: int
    build: Build
    guest: bool = False
    refund: str | None = None
    archived: bool = False

    @property
    def draft(self) -> Draft:
        """Return the order as placed; `customer_id` is left to who tells the story."""
        return self.build(self.who)


def shipping_to(person: Person) -> Shipping:
    """Return how goods travel to the person's home."""
    country = person.at().country_iso2
    return Shipping() if country == "AU" else OVERSEAS.get(country, ELSEWHERE)


def _of(who: int, lines: tuple[Line, ...], *payments: Payment, place: int = 0) -> Draft:
    person = KNOWN[who]
    return Draft(
        billing=person.at(),
        ship_to=() if place == 0 else (person.at(place),),
        lines=lines,
        payments=payments,
        currency=person.currency,
        shipping=shipping_to(person),
    )


def _split_delivery(who: int) -> Draft:
    person = KNOWN[who]
    goods = (line("HAMPER-LRG", 2), line("HONEY-LW-500", 6, to=1))
    return replace(_of(who, goods, purchase()), ship_to=(person.at(0), person.at(1)))


def _gift_wrapped(who: int) -> Draft:
    wrapped = line("KNIFE-20CM", 1, wrapping="5.50")
    return replace(_of(who, (wrapped, line("TEA-LEMONM", 2)), purchase()), customer_message="Please no plastic.")


def _before_2020(who: int) -> Draft:
    long_ago = datetime(2019, 11, 5, 3, 20, 11, tzinfo=UTC)
    return replace(_of(who, (line("JAM-QUINCE", 2),), purchase()), created=long_ago, status_id=2)


def _with(lines: tuple[Line, ...], *payments: Payment, place: int = 0, **changes: object) -> Build:
    return lambda who: replace(_of(who, lines, *payments, place=place), **changes)  # type: ignore[arg-type]


_BASKET = (line("OIL-EV-750", 2), line("SALT-MURRAY"), line("CHEESE-BRIE", 2))
_TEN_OFF = Coupon(code="HARBOUR10", amount=Decimal(10))
_DONATION = Fee(name="Lifeboat donation", cost=Decimal("2.00"))
_EXPRESS = Shipping(zone="Australia", method="Courier", cost=Decimal("16.50"))
_COLLECT = Shipping(zone="Australia", method="Click and collect", cost=Decimal(0))
STORIES: tuple[Story, ...] = (
    Story("the oldest order, before the earliest order date", 1, _before_2020),
    Story("paid by card, one to the second shop", 0, _with(_BASKET, purchase(), place=1)),
    Story("manual payment, a cheque", 2, _with((line("JAM-QUINCE", 5),), manual("Cheque 1042"))),
    Story("gift certificate and card", 3, _with(_BASKET, gift_certificate("HP-7F3-Q2X-9KD", "25.00"), purchase())),
    Story("guest, authorised and captured", 1, _with((line("COFFEE-BLND", 2),), captured()), guest=True),
    Story("New Zealand, two for the pantry", 4, _with((line("HONEY-LW-500", 12), line("MAC-SLT-250", 6)), purchase())),
    Story("US dollars, wine by its alternate id", 6, _with((line("WINE-SHZ-19", 3),), captured())),
    Story("yen, no cents", 8, _with((line("OIL-EV-750"), line("SALT-MURRAY", 2)), purchase())),
    Story("yen, written in kanji", 9, _with((line("TEA-LEMONM", 3),), purchase())),
    Story("card failed, then went through", 10, _with(_BASKET, second_try())),
    Story("card failed for good", 11, _with(_BASKET, declined(tries=2), status_id=6)),
    Story("left at the payment page", 13, _with(_BASKET, status_id=0, payment_method="")),
    Story("authorised only", 13, _with((line("HAMPER-LRG"),), authorised(), status_id=7)),
    Story("authorised, then voided", 14, _with((line("KNIFE-20CM"),), voided(), status_id=5)),
    Story("bank transfer still on its way", 2, _with((line("HAMPER-LRG", 3),), bank_deposit(), status_id=7)),
    Story("bank transfer seen", 0, _with((line("COFFEE-BLND", 10),), bank_deposit(arrived=True))),
    Story("PayPal, which leaves no transactions", 3, _with(_BASKET, paypal())),
    Story("cash on delivery, switched off", 14, _with((line("JAM-QUINCE"),), cash_on_delivery(), status_id=7)),
    Story("Afterpay, not mapped", 1, _with((line("KNIFE-20CM"), line("HAMPER-LRG")), afterpay())),
    Story("store credit and card", 10, _with(_BASKET, store_credit("15.00"), purchase())),
    Story("store credit alone", 11, _with((line("JAM-QUINCE"),), store_credit())),
    Story("a gift certificate bought", 13, _with((gift_certificate_line("50.00"),), purchase(), status_id=11)),
    Story("only an e-book", 15, _with((line("EBOOK-PICKLE"),), purchase(), taxed=False)),
    Story("two delivery addresses", 0, _split_delivery),
    Story("a fee that is in no line", 1, _with(_BASKET, purchase(), fees=(_DONATION,))),
    Story(
        "coupon, promotion and a manual discount",
        2,
        _with(
            (line("OIL-EV-750", 3, discount="4.20"), line("CHEESE-BRIE", 2), line("HONEY-LW-500")),
            purchase(),
            coupon=_TEN_OFF,
            discount=Decimal("3.33"),
        ),
    ),
    Story("gift wrapping and a message", 3, _gift_wrapped),
    Story("an article the books do not know", 10, _with((line("OLIVES-MIX", 2), line("JAM-QUINCE")), purchase())),
    Story(
        "a line typed in by hand", 0, _with((custom_line("Engraving", "12.00"), line("KNIFE-20CM")), manual("EFTPOS"))
    ),
    Story("a test payment", 11, _with((line("JAM-QUINCE"),), purchase(test=True))),
    Story("given back in part", 13, _with(_BASKET, purchase(), status_id=2), refund="27.95"),
    Story("given back wholly", 14, _with((line("TEA-LEMONM", 2),), purchase()), refund=""),
    Story("archived", 10, _with((line("JAM-QUINCE"),), purchase(), status_id=10), archived=True),
    Story("completed", 1, _with(_BASKET, purchase(), status_id=10)),
    Story("pending", 12, _with((line("EBOOK-PICKLE"),), status_id=1)),
    Story("priced without tax", 2, _with(_BASKET, purchase(), inclusive=False, staff_notes="Trade account")),
    Story("courier with handling", 14, _with(_BASKET, purchase(), shipping=_EXPRESS, handling=Decimal("3.00"))),
    Story("collected, a class on top", 11, _with((line("CLASS-BREAD", 2), *_BASKET), purchase(), shipping=_COLLECT)),
)
