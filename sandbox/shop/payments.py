"""How orders are paid, and the transactions each way leaves behind (bigcommerce-api.md 11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from sandbox.shop.catalogue import STORE_METHODS

Event = Literal["purchase", "authorization", "capture", "refund", "void", "pending", "settled"]
NAMES = {method.gateway: method.display_name for method in STORE_METHODS}
METHODS = {method.gateway: method.method for method in STORE_METHODS}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One transaction of a payment; `refers_to` is the index of the step it acts on, `share` its part of the amount."""

    event: Event
    status: Literal["ok", "error"] = "ok"
    refers_to: int | None = None
    share: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One means of payment on an order. Without an `amount`: what the other means left of the total.

    `steps` empty = the store keeps no transactions for it. `code` is a gift certificate's, `note` the text typed in for
    a manual payment, `reference` the gateway's id (made up if empty; the text `none` leaves it out).
    """

    gateway: str
    method: str
    steps: tuple[Step, ...] = ()
    amount: Decimal | None = None
    status: str = "captured"
    test: bool = False
    code: str = ""
    note: str = ""
    reference: str = ""
    hidden: bool = False

    @property
    def name(self) -> str:
        """Return the name shown on the order."""
        return NAMES.get(self.gateway, self.gateway)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _paid(gateway: str, *steps: Step, amount: str | None = None, status: str = "captured") -> Payment:
    method = METHODS.get(gateway, "credit_card")
    return Payment(gateway=gateway, method=method, steps=steps, amount=_amount(amount), status=status)


def purchase(gateway: str = "braintree", amount: str | None = None, *, test: bool = False) -> Payment:
    """Return a sale: one purchase."""
    return replace(_paid(gateway, Step(event="purchase"), amount=amount), test=test)


def captured(gateway: str = "braintree", amount: str | None = None, *, part: str = "1") -> Payment:
    """Return an authorisation captured later, wholly or in `part` (0 to 1)."""
    capture = Step(event="capture", refers_to=0, share=Decimal(part))
    return _paid(gateway, Step(event="authorization"), capture, amount=amount)


def authorised(gateway: str = "braintree", amount: str | None = None) -> Payment:
    """Return an authorisation not captured yet."""
    return _paid(gateway, Step(event="authorization"), amount=amount, status="authorized")


def voided(gateway: str = "braintree", amount: str | None = None) -> Payment:
    """Return an authorisation given back."""
    return _paid(gateway, Step(event="authorization"), Step(event="void", refers_to=0), amount=amount, status="void")


def declined(gateway: str = "braintree", amount: str | None = None, *, tries: int = 1) -> Payment:
    """Return a card that failed every time."""
    failed = [Step(event="purchase", status="error")] * tries
    return _paid(gateway, *failed, amount=amount, status="declined")


def second_try(gateway: str = "braintree", amount: str | None = None) -> Payment:
    """Return a card that failed once and then went through."""
    return _paid(gateway, Step(event="purchase", status="error"), Step(event="purchase"), amount=amount)


def refunded(gateway: str = "braintree", amount: str | None = None, *, part: str = "1") -> Payment:
    """Return a sale given back, wholly or in part; the refund's amount is positive, as the store lists it."""
    give_back = Step(event="refund", refers_to=0, share=Decimal(part))
    status = "refunded" if Decimal(part) == 1 else "partially refunded"
    return _paid(gateway, Step(event="purchase"), give_back, amount=amount, status=status)


def gift_certificate(code: str, amount: str) -> Payment:
    """Return a gift certificate's part of the price."""
    return replace(_paid("giftcertificate", Step(event="purchase"), amount=amount), code=code)


def store_credit(amount: str | None = None) -> Payment:
    """Return the part paid from the customer's store credit."""
    return _paid("storecredit", Step(event="purchase"), amount=amount)


def bank_deposit(amount: str | None = None, *, arrived: bool = False) -> Payment:
    """Return a bank transfer: pending until the merchant saw the money."""
    seen = (Step(event="purchase", refers_to=0),) if arrived else ()
    status = "captured" if arrived else "pending"
    return _paid("bankdeposit", Step(event="pending"), *seen, amount=amount, status=status)


def manual(note: str = "Cheque", amount: str | None = None) -> Payment:
    """Return a payment the merchant typed in (CUSTOM (CUSTOM)); orders made by hand carry no payment status."""
    return replace(_paid("custom", Step(event="purchase"), amount=amount, status=""), note=note, reference="none")


def paypal(amount: str | None = None) -> Payment:
    """Return PayPal Express: paid, and no transactions kept unless the switch `paypal_transactions` is on."""
    return replace(_paid("paypalexpress", Step(event="purchase"), amount=amount), hidden=True)


def cash_on_delivery(amount: str | None = None) -> Payment:
    """Return cash on delivery: pending for ever."""
    return _paid("cod", Step(event="pending"), amount=amount, status="pending")


def afterpay(amount: str | None = None) -> Payment:
    """Return Afterpay, which the demo settings do not map."""
    return _paid("afterpay", Step(event="purchase"), amount=amount)
