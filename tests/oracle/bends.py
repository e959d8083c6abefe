"""What no draft can say: fields that real stores print all the same, put into an order after it was placed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Order = dict[str, Any]

LONG_TAX = f"A tax of the city of Llanfairpwllgwyngyll SPECIAL-{'Municipal levy ' * 5}"
"""Over 60 characters, with a hyphen and the word SPECIAL: its right part counts (connector 4.6)."""


def _billing(**changes: Any) -> Callable[[Order], None]:
    return lambda order: order["billing_address"].update(changes)


def _taxes_named(name: str) -> Callable[[Order], None]:
    return lambda order: [row.update(name=name) for row in order["taxes"]] and None


def _several_taxes(order: Order) -> None:
    for number, row in enumerate(order["taxes"]):
        row["name"] = ("GST", "PST", LONG_TAX)[number % 3]


def _no_notes(order: Order) -> None:
    order["staff_notes"] = order["customer_message"] = None


def _no_gateway_ids(order: Order) -> None:
    for row in order["transactions"]:
        row.update(gateway_transaction_id="", reference_transaction_id=row["reference_transaction_id"] or 777)


def _archived(order: Order) -> None:
    order["is_deleted"] = True


def _wrong_total(order: Order) -> None:
    order["total_inc_tax"] += 5


BENDS: tuple[tuple[float, Callable[[Order], None]], ...] = (
    (0.03, _no_notes),
    (0.02, _billing(country="Atlantis", country_iso2="", state="")),  # whose first letters are Austria's code
    (0.02, _billing(country="New Zealand", country_iso2="", state="")),
    (0.02, _taxes_named("Unheard-of levy")),
    (0.03, _taxes_named("Sales tax")),
    (0.05, _several_taxes),
    (0.03, _no_gateway_ids),
    (0.03, _archived),
    (0.04, _billing(company=None, street_2=None, phone=None, state=None)),
    (0.02, _billing(first_name="")),
    (0.01, _wrong_total),
    (0.01, _billing(country_iso2="nz", country="New Zealand", state="")),
)


def bend(rng: Random, order: Order) -> bool:
    """Change an order in one of these ways, or (mostly) not at all; tell whether it was changed."""
    roll = rng.random()
    for share, change in BENDS:
        roll -= share
        if roll < 0:
            change(order)
            return True
    return False
