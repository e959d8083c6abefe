"""What the two systems offer, as plain values for the settings file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_METHODS: Final = {
    "bankdeposit": "offline",
    "cheque": "offline",
    "cod": "offline",
    "instore": "offline",
    "moneyorder": "offline",
    "custom": "custom",
    "giftcertificate": "gift_certificate",
    "storecredit": "store_credit",
    "paypalexpress": "offsite",
    "amazon": "offsite",
    "afterpay": "offsite",
}
"""What BigCommerce calls the method of these gateways (connector 5.3); everything else takes cards."""
_WITHOUT_TRANSACTIONS: Final = frozenset({"paypalexpress", "amazon", "testgateway"})
"""Gateways whose payments are built from the order (connector 5.5)."""


@dataclass(frozen=True, slots=True, order=True)
class StoreMethod:
    """One way to pay in the store. `seen`: on a payment of a recent order, so gateway and method are certain."""

    gateway: str
    method: str
    name: str = ""
    seen: bool = False

    @property
    def title(self) -> str:
        """The name of its rows on Payment Settings: GATEWAY (METHOD)."""
        return f"{self.gateway.upper()} ({self.method.upper()})"

    @property
    def from_order(self) -> bool:
        """Whether its payments have to be built from the order."""
        return self.gateway.casefold() in _WITHOUT_TRANSACTIONS


@dataclass(frozen=True, slots=True, order=True)
class CashAccount:
    """One cash account allowed for an ERP payment method; "" for a currency nobody shows."""

    method: str
    account: str
    branch: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of the ERP with its description."""

    code: str
    about: str = ""

    def __str__(self) -> str:
        named = f"{self.code} ({self.about})" if self.about and self.about != self.code else self.code
        return one_line(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that was read. What could not be read is empty, and `unread` says why."""

    store_name: str
    time_zone: str = ""
    connections: dict[str, str] = field(default_factory=dict)
    endpoint: str = "24.200.001"
    currencies: Sequence[str] = ()
    methods: Sequence[StoreMethod] = ()
    shipping: Sequence[tuple[str, str]] = ()
    groups: Sequence[str] = ()
    classes: Sequence[Choice] = ()
    guests: Sequence[Choice] = ()
    branches: Sequence[Choice] = ()
    order_types: Sequence[Choice] = ()
    ship_via: Sequence[Choice] = ()
    tax_zones: Sequence[Choice] = ()
    taxes: Sequence[Choice] = ()
    accounts: Sequence[CashAccount] = ()
    customer_numbering: str = ""
    location_numbering: str = ""
    unread: Sequence[str] = ()


def one_line(text: str) -> str:
    """Give a name of another system so that it cannot leave the line it is put on."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def method_of(gateway: str) -> str:
    """Give what BigCommerce most likely calls the method of a gateway nobody has paid by yet."""
    return _METHODS.get(gateway.casefold(), "credit_card")
