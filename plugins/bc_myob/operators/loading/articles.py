"""SKU -> Inventory ID: by Inventory ID, then by alternate id (connector 4.4).

Unknown articles fail their order, and so do those whose alternate id several items bear; not one that is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import any_of
from bc_myob.hooks.myob_advanced import ErpSession
from bc_myob.model.errors import FieldMessage, RecordError, RecordInvalid
from bc_myob.operators.loading.halving import in_halves
from bc_myob.operators.loading.settling import is_left_alone
from bc_myob.operators.loading.workbench import Workbench

_RESOURCES: Final = ("StockItem", "NonStockItem")
_LINES: Final = "Details"


@dataclass(frozen=True, slots=True)
class Articles:
    """What SKUs stand for: `items` the Inventory ID of each, `ambiguous` the several items that one may mean."""

    items: dict[str, str]
    ambiguous: Mapping[str, Sequence[str]] = field(default_factory=dict)


def with_inventory_ids(bench: Workbench, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give the records with the ERP's Inventory IDs on their lines; a record with an unknown article gets Failed.

    One that will be left as it is keeps the SKU there: what became of it counts, not what it could have become.
    """
    if _LINES not in bench.spec.rows:
        return list(claimed)
    known = _articles(bench, {sku for one in claimed for sku in _skus(one)})
    ready: list[Claimed] = []
    for one in claimed:
        bench.guarded(one, lambda record: ready.append(_resolved(bench, record, known)))
    return ready


def _skus(claimed: Claimed) -> list[str]:
    return [str(line["InventoryID"]) for line in claimed.document.get(_LINES, []) if line.get("InventoryID")]


def _resolved(bench: Workbench, claimed: Claimed, known: Articles) -> Claimed:
    fault = _fault(known, _skus(claimed))
    if fault and not is_left_alone(bench, claimed):
        raise fault
    lines = [
        dict(line) | {"InventoryID": known.items.get(str(line["InventoryID"]), line["InventoryID"])}
        for line in claimed.document[_LINES]
    ]
    return replace(claimed, document=dict(claimed.document) | {_LINES: lines})


def _fault(known: Articles, skus: Sequence[str]) -> RecordInvalid | None:
    if ambiguous := [sku for sku in skus if sku in known.ambiguous]:
        return _ambiguous(known, ambiguous)
    missing = sorted({sku for sku in skus if sku not in known.items})
    return _unknown(missing) if missing else None


def _unknown(skus: Sequence[str]) -> RecordInvalid:
    return RecordInvalid(
        f"MYOB Advanced has no item {', '.join(skus)}, neither by Inventory ID nor by alternate id. "
        "Create the item or add the SKU as an alternate id (cross-reference).",
        [FieldMessage("InventoryID", f"{sku} is unknown") for sku in skus],
    )


def _ambiguous(known: Articles, skus: Iterable[str]) -> RecordInvalid:
    wanted = dict.fromkeys(skus)
    said = "; ".join(f"{sku} of {' and '.join(known.ambiguous[sku])}" for sku in wanted)
    return RecordInvalid(
        f"A SKU is the alternate id of several items in MYOB Advanced, so nobody can tell which one was sold: {said}. "
        "Leave it with one of them (Cross-Reference tab), or give it a SKU of its own in the store.",
        [FieldMessage("InventoryID", f"{sku} is ambiguous") for sku in wanted],
    )


def _articles(bench: Workbench, skus: set[str]) -> Articles:
    known = dict(bench.items.known(sorted(skus)))
    missing = skus - set(known)
    if not missing:
        return Articles(known)
    asked = articles(bench.session, missing)
    bench.items.save(asked.items)
    return Articles(known | asked.items, asked.ambiguous)


def articles(session: ErpSession, skus: set[str]) -> Articles:
    """Give which items the ERP has for the SKUs, in few calls. An Inventory ID goes before an alternate id."""
    by_id: dict[str, list[str]] = {}
    for resource in _RESOURCES:
        by_id |= _matching(_by_id(session, resource, sorted(skus - set(by_id))), skus)
    found = by_id | _by_alternate_id(session, skus - set(by_id))
    return Articles(
        {sku: items[0] for sku, items in found.items() if len(items) == 1},
        {sku: items for sku, items in found.items() if len(items) > 1},
    )


def _by_id(session: ErpSession, resource: str, skus: Sequence[str]) -> list[tuple[str, str]]:
    found: list[str] = []

    def ask(some: Sequence[str]) -> None:
        for where in any_of("InventoryID", some):
            found.extend(
                str(row["InventoryID"]) for row in session.find(resource, where=where, select=("InventoryID",))
            )

    in_halves(skus, ask, _is_none)
    return [(item, item) for item in found]


def _is_none(_sku: str, _error: RecordError) -> None:
    """Let it pass: what cannot even be asked for is no item."""


def _by_alternate_id(session: ErpSession, skus: set[str]) -> dict[str, list[str]]:
    # Filtering on details is unsupported by the API, so the cross-references of all items are read, once per batch.
    pairs: list[tuple[str, str]] = []
    for resource in _RESOURCES if skus else ():
        rows = session.find(
            resource, select=("InventoryID", "CrossReferences/AlternateID"), expand=("CrossReferences",)
        )
        pairs += _alternates(rows)
    return _matching(pairs, skus)


def _alternates(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for row in rows:
        for reference in row.get("CrossReferences") or []:
            yield str(reference.get("AlternateID") or ""), str(row["InventoryID"])


def _matching(pairs: Iterable[tuple[str, str]], skus: set[str]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for name, item in pairs:
        found.setdefault(_folded(name), {})[item.strip()] = None
    # one item may be asked for in several spellings, and each of them is found
    return {sku: sorted(found[_folded(sku)]) for sku in skus if _folded(sku) in found}


def _folded(text: str) -> str:
    return text.strip().casefold()
