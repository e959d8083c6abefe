"""What was seen in the two systems: one answer per question, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

Row = Mapping[str, Any]


class Ask(StrEnum):
    """The questions, in words for people. Which call answers them is the operator's business."""

    STORE = "the store's profile"
    STORE_TIME = "the store's clock"
    STORE_CURRENCIES = "the store's currencies"
    STORE_METHODS = "the store's payment methods"
    STORE_SHIPPING = "the store's shipping zones and methods"
    STORE_CUSTOMERS = "the store's customers"
    STORE_ORDERS = "the store's orders"
    STORE_TRANSACTIONS = "the transactions of an order"
    STORE_GROUPS = "the store's customer groups"
    STORE_PAID = "how the newest orders were paid"
    STORE_TAXES = "the taxes of the newest orders"

    ENDPOINTS = "the list of endpoints"
    SIGN_OUT = "the sign-out"
    ERP_TIME = "the ERP's clock"
    STAMPS = "the change stamps of customers and orders"
    LICENCE = "how the ERP bore this run"
    CONTRACT = "the endpoint's contract"
    ADDED = "what loads add to documents"
    FORM_CUSTOMERS = "the form Customers"
    FORM_LOCATIONS = "the form Customer Locations"
    FORM_ORDERS = "the form Sales Orders"
    FORM_PAYMENTS = "the form Payments and Applications"
    CLASSES = "the customer classes"
    GUEST = "the guest customer"
    GUESTS = "the guest accounts"
    BRANCHES = "the branches"
    CURRENCIES = "the currencies"
    METHODS = "the payment methods with their cash accounts"
    CASH_ACCOUNTS = "the cash accounts"
    ITEMS = "the items named in the settings"
    ARTICLES = "the articles of the newest orders"
    SHIP_VIA = "the ship via codes"
    SHIP_TERMS = "the shipping terms"
    SHIP_ZONES = "the shipping zones"
    TAX_ZONES = "the tax zones"
    TAXES = "the taxes"
    TAX_CATEGORIES = "the tax categories"
    FEATURES = "the enabled features"
    NUMBERING = "the numbering sequences"
    NUMBERS = "the numbers of the numbering sequences"
    KEYS = "the segmented keys"
    SEGMENTS = "the segments of the segmented keys"
    ORDER_TYPES = "the order types"
    WALK_THROUGH = "the walk-through with several locations"
    WALK_BOTH = "the bidirectional walk-through"
    RECEIVABLES = "the preferences of Accounts Receivable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question gave. `refused` says why there is no answer; then there are no rows.

    `again`: nobody said no, there was only no answer (away, declined, garbled): asking again may give one.
    """

    rows: Sequence[Row] = ()
    refused: str = ""
    again: bool = False


_NOT_ASKED: Final = Answer(refused="It was not asked.")


@dataclass(frozen=True, slots=True)
class Facts:
    """Every answer of one run."""

    answers: Mapping[Ask, Answer] = field(default_factory=dict)

    def rows(self, ask: Ask) -> Sequence[Row]:
        """Give the rows of an answer; none where it was refused."""
        return self.answers.get(ask, _NOT_ASKED).rows

    def refused(self, ask: Ask) -> str:
        """Give why the question has no answer; "" where it has one."""
        return self.answers.get(ask, _NOT_ASKED).refused

    def silent(self, ask: Ask) -> bool:
        """Tell whether the question got no answer at all, which proves nothing: neither a right nor its lack."""
        return self.answers.get(ask, _NOT_ASKED).again

    def one(self, ask: Ask) -> Row:
        """Give the only row of an answer; an empty one where there is none."""
        return next(iter(self.rows(ask)), {})

    def find(self, ask: Ask, name: str, value: str) -> Row | None:
        """Give the first row whose field is `value`; capitals and blanks around do not count, as in the ERP."""
        return next((row for row in self.rows(ask) if same(row.get(name), value)), None)


def same(one: object, other: object) -> bool:
    """Tell whether two codes are the same to the ERP."""
    return folded(one) == folded(other)


def folded(code: object) -> str:
    """Give a code as the ERP compares it."""
    return str(code if code is not None else "").strip().casefold()


def listed(rows: Sequence[Row], name: str, most: int = 12) -> str:
    """Give the codes there are, for a sentence; "none" where there are none."""
    codes = sorted({str(row.get(name)) for row in rows if row.get(name)})
    shown = ", ".join(codes[:most]) + (" ..." if len(codes) > most else "")
    return shown or "none"
