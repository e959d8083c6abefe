"""What is ordered and how it is paid, at random: lines, discounts, means of payment."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from sandbox.shop.basket import Coupon, Draft, Fee, Line, Shipping, gift_certificate_line
from sandbox.shop.payments import (
    Payment,
    Step,
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
    refunded,
    second_try,
    store_credit,
    voided,
)

KNOWN_SKUS = ("JAM-QUINCE", "OIL-EV-750", "CHEESE-BRIE", "MAC-SLT-250", "WINE-SHZ-19", "CLASS-BREAD", "SALT-MURRAY")
ODD_SKUS = ("O'NEIL-1", "CAFÉ-Ü", "0012", "1e5", "ÅÄÖ'X", "jam-quince", " OIL-EV-750 ")
NO_SKUS = ("", "NO'SUCH", "OLIVES-MIX", "nan", "OLD-STOCK", 'SKU with, comma and "quotes"')
PRICES = ("0.30", "1.005", "2.675", "1000000.005", "19.99", "0.01", "33.333", "45.15", "7", "0.1", "1234.5678")
NAMES = ("", "", "Jam & 'more'", "蜂蜜 500 g", "Long " * 80, "🍯" * 300, "nan", "two\nlines")
ZONES = (
    ("Australia", "Standard post"),
    ("Australia", "Courier"),
    ("New Zealand", "International post"),
    ("Australia", "None"),
    ("Rest of the world", "Drone"),
)


def lines(rng: Random, *, bad: float) -> tuple[Line, ...]:
    """Return one to five lines; with probability `bad` one whose article nobody knows."""
    chosen = [_line(rng) for _ in range(rng.choice((1, 1, 2, 3, 5)))]
    if rng.random() < 0.04:
        chosen = [_line(rng) for _ in range(56)]
    if rng.random() < 0.08:
        chosen.append(gift_certificate_line(rng.choice(("25.00", "50.00"))))
    if rng.random() < bad:
        chosen.append(Line(sku=rng.choice(NO_SKUS), name="Nobody knows", price=Decimal(5), product_id=0))
    return tuple(chosen)


def _line(rng: Random) -> Line:
    sku = rng.choice(ODD_SKUS if rng.random() < 0.25 else KNOWN_SKUS)
    listed = sku in KNOWN_SKUS and rng.random() < 0.6
    price = None if listed else Decimal(rng.choice(PRICES))
    found = Line(
        sku=sku,
        name=rng.choice(NAMES) or ("" if listed else "Something"),
        price=price,
        quantity=rng.choice((1, 1, 2, 3, 7, 999)) if not price or price < 1000 else 1,
        taxable=rng.random() < 0.8,
        product_id=None if listed else 0,
    )
    roll = rng.random()
    if roll < 0.06:
        return replace(found, price=Decimal(0))  # a free item
    if roll < 0.14 and listed:
        return replace(found, discount=Decimal(rng.choice(("0.01", "1.11", "2"))), quantity=3)
    if roll < 0.22:
        return replace(found, wrapping=Decimal(rng.choice(("5.50", "0.35", "3"))))
    if roll < 0.26:
        return replace(found, parts=("SALT-MURRAY",), quantity=2)
    return found


def digital(rng: Random) -> tuple[Line, ...]:
    """Return goods that nobody carries."""
    return (Line(sku="EBOOK-PICKLE", type="digital", quantity=rng.randint(1, 2)),)


def extras(rng: Random, draft: Draft) -> Draft:
    """Return the draft with discounts, fees, handling and delivery."""
    goods = sum(draft.price_of(item) * item.quantity for item in draft.lines if item.type != "giftcertificate")
    zone, method = rng.choice(ZONES)
    cost = Decimal(rng.choice(("0", "9.95", "16.50", "0.07", "24")))
    draft = replace(draft, shipping=Shipping(zone=zone, method=method, cost=_whole(cost, draft)))
    if rng.random() < 0.15:
        draft = replace(draft, handling=_whole(Decimal("3.05"), draft))
    few = len(draft.lines) < 20  # the stand-in store leaves what rounding its shares left on one line
    if few and rng.random() < 0.18:
        code = rng.choice(("TEN", "O'HALF", "ÜBER-LONG-COUPON-CODE-2026", "0", "DISCOUNT"))
        draft = replace(draft, coupon=Coupon(code=code, amount=Decimal(rng.choice(("10", "33.3", "5")))))
    elif few and rng.random() < 0.06 and goods > 20:
        draft = replace(draft, coupon=Coupon(code="5OFF", amount=_whole(Decimal("5.55"), draft), type=2))
    twice = draft.coupon is not None and draft.coupon.code == "DISCOUNT"
    if few and (twice or rng.random() < 0.15) and goods > 20:
        draft = replace(draft, discount=_whole(Decimal(rng.choice(("3.33", "0.01", "5"))), draft))
    if rng.random() < 0.08:
        fees = (
            Fee(name="Lifeboat's donation", cost=_whole(Decimal("2.00"), draft)),
            Fee(name="急便", cost=Decimal(7), taxable=True),
        )
        draft = replace(draft, fees=fees[: rng.randint(1, 2)])
    return draft


def _whole(amount: Decimal, draft: Draft) -> Decimal:
    return amount.quantize(Decimal(1)) if draft.currency == "JPY" else amount


def paid(rng: Random) -> tuple[Payment, ...]:
    """Return how an order was paid: everything a gateway's journal has shown."""
    return rng.choice(WAYS)()


def _chain(gateway: str, *steps: Step) -> Payment:
    return replace(purchase(gateway), steps=steps)


def _settled() -> Payment:
    return _chain("bankdeposit", Step(event="pending"), Step(event="settled", refers_to=0))


def _twice_captured() -> Payment:
    first, second = (Step(event="capture", refers_to=0, share=Decimal(part)) for part in ("0.4", "0.6"))
    return _chain("braintree", Step(event="authorization"), first, second)


def _tried_then_captured() -> Payment:
    steps = (Step(event="authorization", status="error"), Step(event="authorization"))
    return _chain("braintree", *steps, Step(event="capture", refers_to=1))


def _capture_failed() -> Payment:
    return _chain("braintree", Step(event="authorization"), Step(event="capture", refers_to=0, status="error"))


def _nameless() -> Payment:
    return replace(purchase(), reference="none")


WAYS = (
    *([lambda: (purchase(),)] * 4),
    *([lambda: (captured(),)] * 2),
    lambda: (captured(part="0.5"),),
    lambda: (_twice_captured(),),
    lambda: (_tried_then_captured(),),
    lambda: (_capture_failed(),),
    lambda: (authorised(),),
    lambda: (voided(),),
    lambda: (declined(tries=2),),
    lambda: (second_try(),),
    lambda: (refunded(),),
    lambda: (refunded(part="0.25"),),
    lambda: (manual("Cheque 1042"),),
    lambda: (manual("Barter"),),
    lambda: (bank_deposit(),),
    lambda: (bank_deposit(arrived=True),),
    lambda: (_settled(),),
    lambda: (cash_on_delivery(),),
    lambda: (afterpay(),),
    lambda: (paypal(),),
    lambda: (gift_certificate("HP-7F3-Q2X", "0.20"), purchase()),
    lambda: (store_credit("0.10"), purchase()),
    lambda: (gift_certificate("O'NEIL-CERT", "0.05"), store_credit("0.10"), captured()),
    lambda: (store_credit("0.10"), paypal()),
    lambda: (purchase(amount="0.01"), purchase()),
    lambda: (purchase(test=True),),
    lambda: (_nameless(),),
    lambda: (replace(purchase(), reference="R" * 60),),
    lambda: (replace(purchase(), reference="pi_O'1|ch;2"),),
    lambda: (purchase(amount="99999999.00"),),  # more than the order costs
    lambda: (),
)
