"""Which article of the ERP a line of the store is (connector 4.4)."""

from __future__ import annotations

from typing import Any

from tests.oracle.world import World

SOLD = ("Active", "No Purchases", "No Request")


def inventory_id(world: World, row: dict[str, Any]) -> str | None:
    """Return the Inventory ID of an order's product, None if the ERP has no such article (or sells it no more)."""
    if row["type"] == "giftcertificate":
        return str(world.settings.orders.gift_certificate_item)
    wanted = row["sku"].strip().casefold()
    items = [item for entity in ("StockItem", "NonStockItem") for item in world.erp.records(entity)]
    by_id = next((item for item in items if item["InventoryID"].casefold() == wanted), None)
    found = by_id or next((item for item in items if wanted and wanted in _alternates(item)), None)
    return str(found["InventoryID"]) if found and found["ItemStatus"] in SOLD else None


def _alternates(item: dict[str, Any]) -> list[str]:
    return [str(row["AlternateID"]).casefold() for row in item["CrossReferences"]]
