"""SKU -> Inventory ID: by Inventory ID, then by alternate id (connector 4.4); unknown articles fail their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import bundled
from bc_myob.hooks.filters import equals
from bc_myob.hooks.myob_advanced import ErpSession
from bc_myob.model.errors import FieldMessage, RecordError, RecordInvalid
from bc_myob.operators.loading.workbench import Workbench

_RESOURCES: Final = ("StockItem", "NonStockItem")
_LINES: Final = "Details"


def with_inventory_ids(bench: Workbench, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give the records with the ERP's Inventory IDs on their lines; a record with an unknown article gets Failed."""
    if _LINES not in bench.spec.rows:
        return list(claimed)
    known = _inventory_ids(bench, {sku for one in claimed for sku in _skus(one)})
    ready: list[Claimed] = []
    for one in claimed:
        bench.guarded(one, lambda record: ready.append(_resolved(record, known)))
    return ready


def _skus(claimed: Claimed) -> list[str]:
    return [str(line["InventoryID"]) for line in claimed.document.get(_LINES, []) if line.get("InventoryID")]


def _resolved(claimed: Claimed, known: Mapping[str, str]) -> Claimed:
    missing = sorted({sku for sku in _skus(claimed) if sku not in known})
    if missing:
        text = ", ".join(missing)
        raise RecordInvalid(
            f"MYOB Advanced has no item {text}, neither by Inventory ID nor by alternate id. "
            "Create the item or add the SKU as an alternate id (cross-reference).",
            [FieldMessage("InventoryID", f"{sku} is unknown") for sku in missing],
        )
    lines = [dict(line) | {"InventoryID": known[str(line["InventoryID"])]} for line in claimed.document[_LINES]]
    return replace(claimed, document=dict(claimed.document) | {_LINES: lines})


def _inventory_ids(bench: Workbench, skus: set[str]) -> dict[str, str]:
    known = dict(bench.items.known(sorted(skus)))
    missing = skus - set(known)
    if missing:
        asked = inventory_ids(bench.session, missing)
        bench.items.save(asked)
        known |= asked
    return known


def inventory_ids(session: ErpSession, skus: set[str]) -> dict[str, str]:
    """Give sku -> Inventory ID of those that the ERP has, in as few calls as is sensible."""
    found = _by_inventory_id(session, skus)
    return found | _by_alternate_id(session, skus - set(found))


def _by_inventory_id(session: ErpSession, skus: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for resource in _RESOURCES:
        found |= _matching(_by_id(session, resource, sorted(skus - set(found))), skus)
    return found


def _by_id(session: ErpSession, resource: str, skus: Sequence[str]) -> list[tuple[str, str]]:
    try:
        return [
            (str(row["InventoryID"]), str(row["InventoryID"]))
            for where in bundled([equals("InventoryID", sku) for sku in skus])
            for row in session.find(resource, where=where, select=("InventoryID",))
        ]
    except RecordError:  # one of them cannot even be asked for: it is no item, the others may be
        half = len(skus) // 2
        return [] if not half else _by_id(session, resource, skus[:half]) + _by_id(session, resource, skus[half:])


def _by_alternate_id(session: ErpSession, skus: set[str]) -> dict[str, str]:
    # Filtering on details is unsupported by the API, so the cross-references of all items are read, once per batch.
    found: dict[str, str] = {}
    for resource in _RESOURCES if skus else ():
        rows = session.find(
            resource, select=("InventoryID", "CrossReferences/AlternateID"), expand=("CrossReferences",)
        )
        found |= _matching(_alternates(rows), skus)
    return found


def _alternates(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for row in rows:
        for reference in row.get("CrossReferences") or []:
            yield str(reference.get("AlternateID") or ""), str(row["InventoryID"])


def _matching(pairs: Iterable[tuple[str, str]], skus: set[str]) -> dict[str, str]:
    found = {_folded(name): value.strip() for name, value in pairs}
    # one item may be asked for in several spellings, and each of them is found
    return {sku: found[_folded(sku)] for sku in skus if _folded(sku) in found}


def _folded(text: str) -> str:
    return text.strip().casefold()
