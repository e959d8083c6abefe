"""An order that the ERP has already: what it keeps, and what is said of changes that come too late (connector 8.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.money import round_money
from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec

_TEXTS: Final = {
    "Description": "the description",
    "note": "the notes",
    "BillToContact": "the billing contact",
    "BillToAddress": "the billing address",
    "ShipToContact": "the shipping contact",
    "ShipToAddress": "the shipping address",
    "ShipVia": "the way of shipping",
    "ShippingSettings": "the shipping settings",
}
"""What of an order is only told, and how a note calls it; everything else of it is money, lines, or worked out."""
_LINE: Final = ("InventoryID", "OrderQty")
_NAMED_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Unlike:
    """What a closed record says otherwise than its document, in words: `weighty` is money and lines, `light` texts."""

    weighty: Sequence[str] = ()
    light: Sequence[str] = ()


def kept(spec: EntitySpec, document: Document, row: Mapping[str, Any], guest: str) -> tuple[Document, str | None]:
    """Give the document as it may be sent over the ERP's row, and a note: the record keeps its type and its customer.

    It moves to another customer only from the guests' account, or while neither payments nor invoices are on it; never
    back to the guests' account, which is also what all orders would be sent to once Customer is switched off.
    """
    own = dict(document) | {name: row[name] for name in spec.scope if row.get(name)}
    wanted, has = str(document.get("CustomerID") or ""), str(row.get("CustomerID") or "")
    if not wanted or not has or _folded(wanted) == _folded(has):
        return own, None
    to_guests = _folded(wanted) == _folded(guest)
    if not to_guests and not _is_taken(row):
        return own, None
    own.pop("LocationID", None)
    own["CustomerID"] = has
    if to_guests:
        return own, None
    said = f"The store names {wanted} as the customer of this order now; payments or invoices keep it with {has}"
    return own, f"{said} in MYOB Advanced."


def deleted(spec: EntitySpec, erp_key: str | None) -> str:
    """Give what is said of a record that was deleted in the ERP, and what to do."""
    number = (erp_key or "").rpartition(",")[2]
    return (
        f"{_called(spec)} {number} was deleted in MYOB Advanced. If that was meant, nothing is to be done; if not, use "
        "Sync or Set as Prepared on this record: it is created anew, and its payments follow it."
    )


def asked(spec: EntitySpec, document: Document) -> tuple[list[str], list[str]]:
    """Give what to read of the ERP's record to compare it: fields, and the details and linked records they are in."""
    told = [name for name in document if name in _TEXTS and name != "note"]
    linked = [name for name in told if isinstance(document[name], Mapping)]
    below = [f"{name}/{field}" for name in linked for field in document[name]]
    lines = [f"Details/{name}" for name in (*_LINE, spec.rows["Details"])]
    plain = [name for name in told if name not in linked]
    return [*spec.keys, "CurrencyID", "OrderTotal", *plain, *below, *lines], [*linked, "Details"]


def unlike(
    spec: EntitySpec, document: Document, row: Mapping[str, Any], *, before: Mapping[str, Any], total: Decimal | None
) -> Unlike:
    """Give what the ERP's whole record says otherwise. `before`: what it answered to the last write.

    A total that the store has not changed since then is no difference: somebody has changed it in the ERP.
    """
    currency = str(row.get("CurrencyID") or document.get("CurrencyID") or "")
    last, has = before.get("OrderTotal"), row.get("OrderTotal")
    weighty = []
    if total is not None and has is not None and total not in {Decimal(has), Decimal(str(last or has))}:
        weighty.append(f"a total of {_shown(total, currency)} ({_shown(Decimal(has), currency)} there)")
    lines = list(_lines(spec.rows["Details"], document.get("Details") or [], row.get("Details") or []))
    more = [f"{len(lines) - _NAMED_LINES} more lines differ"] if len(lines) > _NAMED_LINES else []
    told = [name for name in _TEXTS if name in document and name in row]
    light = [_TEXTS[name] for name in told if not _equal(document[name], row[name])]
    return Unlike([*weighty, *lines[:_NAMED_LINES], *more], light)


def not_carried(spec: EntitySpec, row: Mapping[str, Any], found: Unlike) -> str | None:
    """Give the note on a closed record of which only texts are others; None where nothing is."""
    if not found.light:
        return None
    return f"{_state(spec, row)}, so it was left as it is. Changed in the store alone: {', '.join(found.light)}."


def left_as_it_is(spec: EntitySpec, row: Mapping[str, Any], found: Unlike) -> str:
    """Give what is said of a closed record whose money or lines are others in the store."""
    return (
        f"{_state(spec, row)} and can no longer be changed, but the store's order has {'; '.join(found.weighty)}. "
        "Book the difference by hand (a return, a credit note, another order), then set this record as Processed."
    )


def _lines(key: str, wanted: Sequence[Mapping[str, Any]], there: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = {str(row[key]): row for row in there if row.get(key)}
    for line in wanted:
        row = known.pop(str(line.get(key)), None)
        said = f"{line.get('InventoryID')} x {_plain(line.get('OrderQty'))}"
        if row is None:
            yield f"a new line {said}"
        elif any(not _equal(line.get(name), row.get(name)) for name in _LINE):
            yield f"a line {said} ({row.get('InventoryID')} x {_plain(row.get('OrderQty'))} there)"
    for row in known.values():
        yield f"no line {row.get('InventoryID')} x {_plain(row.get('OrderQty'))} any more"


def _equal(sent: Any, saved: Any) -> bool:
    if isinstance(sent, Mapping):
        there = saved or {}
        return all(_equal(value, there.get(name)) for name, value in sent.items())
    if isinstance(sent, int | Decimal) and isinstance(saved, int | Decimal):
        return Decimal(sent) == Decimal(saved)
    return _folded(sent) == _folded(saved)


def _is_taken(row: Mapping[str, Any]) -> bool:
    unpaid = (row.get("Totals") or {}).get("UnpaidBalance")
    return unpaid is not None and Decimal(unpaid) < Decimal(row.get("OrderTotal") or 0)


def _state(spec: EntitySpec, row: Mapping[str, Any]) -> str:
    return f"{_called(spec)} {row[spec.keys[-1]]} is {row['Status']} in MYOB Advanced"


def _called(spec: EntitySpec) -> str:
    return spec.entity.value.capitalize()


def _shown(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency)} {currency}".strip()


def _plain(number: Any) -> str:
    return f"{Decimal(number or 0).normalize():f}"


def _folded(text: object) -> str:
    return " ".join(("" if text is None else str(text)).split()).casefold()
