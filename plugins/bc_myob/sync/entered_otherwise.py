"""Money that a person entered under the store's reference, as another type of payment than the sync creates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.errors import FieldMessage, RecordBlocked
from bc_myob.model.money import round_money
from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec
from bc_myob.sync.verify import same

_SAME_MONEY: Final = {"CustomerID": "the customer", "PaymentAmount": "the amount", "CurrencyID": "the currency"}
"""What it must have in common with the store's payment to stand for it, and how a bookkeeper calls it."""


def under_its_type(spec: EntitySpec, document: Document, row: Mapping[str, Any]) -> Document:
    """Give the document under the type that the ERP's record has: it is part of its key and never changes."""
    return dict(document) | {name: row[name] for name in spec.scope if name in document and row.get(name)}


def ensure_serves(spec: EntitySpec, document: Document, row: Mapping[str, Any], linked: str | None) -> None:
    """Let a record of another type stand for the document, if it is the same money. RecordBlocked: it is not.

    Nothing is created beside it, for it bears the store's reference; what is `linked` was decided before.
    """
    if not spec.types or row.get("id") == linked or under_its_type(spec, document, row) == dict(document):
        return
    unlike = [name for name in _SAME_MONEY if _differs(document.get(name), row.get(name))]
    if unlike:
        raise _other_money(spec, document, row, unlike)


def _other_money(spec: EntitySpec, document: Document, row: Mapping[str, Any], names: Sequence[str]) -> RecordBlocked:
    currency = document.get("CurrencyID") or row.get("CurrencyID")
    both = {name: (_said(row[name], currency), _said(document[name], currency)) for name in names}
    told = "; ".join(f"{_SAME_MONEY[name]} is {has} there, {ours} in the store" for name, (has, ours) in both.items())
    key, kind = " ".join(str(row.get(name)) for name in spec.keys), document.get(spec.scope[0])
    return RecordBlocked(
        f"{key} of MYOB Advanced carries the reference {row.get(spec.reference_field)}, but is other money: {told}. No "
        f"{kind} is created beside it. Correct it there, or void it, or take its reference away; the payment then "
        "follows with the next run.",
        [FieldMessage(name, f"is {has}, not {wanted}") for name, (has, wanted) in both.items()],
    )


def _differs(wanted: object, has: object) -> bool:
    return wanted is not None and has is not None and not same(wanted, has)


def _said(value: Any, currency: object) -> str:
    return f"{round_money(Decimal(value), str(currency or ''))}" if isinstance(value, int | Decimal) else str(value)
