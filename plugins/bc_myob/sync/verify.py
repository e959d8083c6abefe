"""Did the ERP save what was sent? Its API drops unknown fields without a word, so every answer is compared."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.errors import FieldMessage
from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec

_NOT_EVERYWHERE: Final = frozenset({"CurrencyID"})
"""What a site may not tell (one without Multicurrency, say), and nobody has to know of a record."""
_COMPARED: Final = ("CurrencyID", "PaymentAmount", "OrderType", "Type", "CustomerID", "Customer")


def lacking(spec: EntitySpec, reply: Mapping[str, Any]) -> list[str]:
    """Give the fields that the ERP's answer leaves empty, though every record has them and others depend on them."""
    needed = [name for name in dict.fromkeys((*spec.keys, *spec.keep)) if name not in _NOT_EVERYWHERE]
    return [name for name in needed if not _is_told(reply.get(name))]


def differences(
    spec: EntitySpec, document: Document, reply: Mapping[str, Any], *, expected_total: Decimal | None = None
) -> list[FieldMessage]:
    """Give what the ERP's answer says otherwise than the document: reference, currency, amounts, number of lines."""
    compared = (spec.reference_field, *_COMPARED)
    fields = [name for name in compared if document.get(name) is not None and reply.get(name) is not None]
    found = [_difference(name, document, reply) for name in fields if not same(document[name], reply[name])]
    if spec.reference_field in document and not reply.get(spec.reference_field):
        found.append(FieldMessage(spec.reference_field, "was not saved; the endpoint version may lack this field"))
    found += _line_difference(spec, document, reply)
    total = reply.get("OrderTotal")
    if expected_total is not None and total is not None and not same(expected_total, total):
        found.append(FieldMessage("OrderTotal", f"the store's total is {expected_total}, MYOB has {total}"))
    return found


def _is_told(value: Any) -> bool:
    return isinstance(value, str | int | Decimal) and value != ""


def _line_difference(spec: EntitySpec, document: Document, reply: Mapping[str, Any]) -> list[FieldMessage]:
    return [
        FieldMessage(detail, f"{len(document[detail])} rows were sent, {len(reply[detail])} are there")
        for detail in spec.rows
        if detail in document and reply.get(detail) is not None and len(document[detail]) != len(reply[detail])
    ]


def _difference(name: str, document: Document, reply: Mapping[str, Any]) -> FieldMessage:
    return FieldMessage(name, f"{document[name]} was sent, {reply[name]} was saved")


def same(sent: object, saved: object) -> bool:
    """Tell whether the ERP's value is the one that was sent; it may write amounts and cases otherwise."""
    if isinstance(sent, int | Decimal) and isinstance(saved, int | Decimal):
        return Decimal(sent) == Decimal(saved)
    return str(sent).strip().casefold() == str(saved).strip().casefold()
