"""A released payment is booked: it keeps its fields, whatever the store or the settings say since (connector 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bc_myob.model.money import round_money
from bc_myob.sync.registry import EntitySpec


def is_released(spec: EntitySpec, row: Mapping[str, Any]) -> bool:
    """Tell whether the ERP has booked the record, so that its own fields can be changed no more."""
    status = row.get("Status")
    return bool(spec.editable and status) and status not in spec.editable


def booked_amount(row: Mapping[str, Any]) -> Decimal:
    """Give the amount with which the payment is booked."""
    return Decimal(row.get("PaymentAmount") or 0)


def kept_amount(spec: EntitySpec, row: Mapping[str, Any], amount: Decimal, currency: str) -> str | None:
    """Give the note on a booked payment whose amount in the store is another one now; None where it is the same."""
    booked, booked_in = booked_amount(row), str(row.get("CurrencyID") or currency)
    if (booked, booked_in) == (amount, currency):
        return None
    return (
        f"Payment {row[spec.keys[-1]]} is {row['Status']} in MYOB Advanced with {_shown(booked, booked_in)}; the store "
        f"says {_shown(amount, currency)} now. A released payment keeps its amount: book the difference there by hand."
    )


def _shown(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency)} {currency}"
