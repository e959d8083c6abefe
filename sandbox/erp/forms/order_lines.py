"""An order's lines: items, prices, discounts (section 6, Lines)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.checks import check_not_negative, check_reference, empty, not_found
from sandbox.erp.records import Record
from sandbox.erp.trees import Values

LINE_TYPES = {"StockItem": "Goods for Inventory", "NonStockItem": "Misc. Charge"}
UNITS = ("EACH", "EA", "HOUR", "KG")
SOLD = ("Active", "No Purchases", "No Request")


def work_out(draft: Draft, desk: Desk) -> None:
    """Complete and check every line."""
    for index, line in enumerate(draft.rows("Details")):
        line.setdefault("LineNbr", 1 + max((row.get("LineNbr") or 0 for row in draft.rows("Details")), default=0))
        item = _item(draft, desk, line, index)
        if item is not None:
            _from_item(draft, desk, line, item)
            _price(draft, desk, line, item)
        check_not_negative(line, ("OrderQty", "DiscountAmount"), draft.errors, "Details", index)
        check_reference(line, "WarehouseID", "Warehouse", draft.errors, desk, "Details", index, "WarehouseID")
        check_reference(line, "TaxCategory", "TaxCategory", draft.errors, desk, "Details", index, "TaxCategory")
        check_reference(line, "Branch", "Branch", draft.errors, desk, "Details", index, "Branch")
        if (line.get("UOM") or "EACH").upper() not in UNITS:
            draft.errors.add(not_found("UOM"), "Details", index, "UOM")


def find_item(books_desk: Desk, inventory_id: object) -> Record | None:
    """Return the item with this InventoryID; alternate ids are not looked at (the contract takes ids only)."""
    books = books_desk.books
    return books.find("StockItem", inventory_id) or books.find("NonStockItem", inventory_id)


def _item(draft: Draft, desk: Desk, line: Values, index: int) -> Record | None:
    given = line.get("InventoryID")
    if given is None:
        draft.errors.add(empty("InventoryID"), "Details", index, "InventoryID")
        return None
    item = find_item(desk, given)
    if item is None:
        draft.errors.add(not_found("InventoryID"), "Details", index, "InventoryID")
    elif item["ItemStatus"] not in SOLD:
        draft.errors.add(f"The inventory item is {item['ItemStatus']}.", "Details", index, "InventoryID")
    return item


def _from_item(draft: Draft, desk: Desk, line: Values, item: Record) -> None:
    line["InventoryID"] = item["InventoryID"]
    line["LineType"] = LINE_TYPES[item.entity]
    defaults = {
        "OrderQty": Decimal(0),
        "UOM": item["SalesUOM"] or item["SalesUnit"],
        "LineDescription": item["Description"],
        "TaxCategory": item["TaxCategory"],
        "WarehouseID": item["DefaultWarehouseID"],
        "Branch": draft["Branch"],
        "FreeItem": False,
        "ManualPrice": False,
        "ManualDiscount": False,
        "NoteID": line["id"],
        "Completed": False,
    }
    for name, value in defaults.items():
        if line.get(name) is None:
            line[name] = value
    line.setdefault("LastModifiedDate", desk.now.strftime("%m/%d/%Y %H:%M:%S"))  # a text in the user's culture


def _price(draft: Draft, desk: Desk, line: Values, item: Record) -> None:
    currency = str(draft["CurrencyID"])
    if line.get("FreeItem"):
        line["UnitPrice"] = Decimal(0)
    elif not line["ManualPrice"] or line.get("UnitPrice") is None:
        line["UnitPrice"] = Decimal(item["DefaultPrice"] or 0) * Decimal(draft["CurrencyRate"] or 1)
    quantity = Decimal(line["OrderQty"])
    extended = desk.money(quantity * line["UnitPrice"], currency)
    line["ExtendedPrice"] = extended
    if not line["ManualDiscount"]:
        line["DiscountAmount"] = line["DiscountPercent"] = Decimal(0)
    elif line.get("DiscountAmount") is None:
        line["DiscountAmount"] = desk.money(extended * Decimal(line.get("DiscountPercent") or 0) / 100, currency)
    discount = desk.money(Decimal(line["DiscountAmount"]), currency)
    line["DiscountAmount"] = discount
    line["DiscountPercent"] = discount * 100 / extended if extended else Decimal(0)
    line["Amount"] = extended - discount
    line["DiscountedUnitPrice"] = line["Amount"] / quantity if quantity else Decimal(0)
    line["OpenQty"], line["UnbilledAmount"] = quantity, line["Amount"]
