"""Items that orders stand on: those Order Settings names, and the articles the store sells (connector 4.4, 9.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, Judge
from bc_myob.checklist.facts import Ask, Facts, Row, folded, listed
from bc_myob.checklist.findings import Finding, Verdict, by_hand, met, not_met, verdict_on
from bc_myob.checklist.judges import unshown
from bc_myob.checklist.orders import NO_ORDERS, order_row
from bc_myob.checklist.tax_categories import taxes_of
from bc_myob.store.settings import StoreSettings

NOT_SOLD: Final = frozenset({"inactive", "no sales", "marked for deletion"})
"""The item statuses that orders are refused for; No Purchases and No Request keep nobody from selling."""
_BOXES: Final = {"RequireReceipt": "Require Receipt", "RequireShipment": "Require Shipment"}


def _item(setting: str) -> Judge:
    """Give the judge of a box that names an item."""

    def judge(facts: Facts, settings: StoreSettings) -> Finding:
        name = str(getattr(settings.orders, setting))
        row = facts.find(Ask.ITEMS, "InventoryID", name)
        if row is None:
            return not_met(
                f"There is no item {name}.", f"Create it on Non-Stock Items (IN202000), or correct orders.{setting}."
            )
        if unseen := unshown(row, {"ItemStatus": "Item Status"}, f"item {name}"):
            return by_hand(*unseen)
        if folded(row.get("ItemStatus")) in NOT_SOLD:
            wrong = f"Item {name} has the status {row.get('ItemStatus')}, so it cannot be sold."
            return not_met(wrong, "Set its Item Status to Active on Non-Stock Items (IN202000).")
        return met(f"Item {name} is there.")

    return judge


def _refund_item(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.orders.refund_amount_item
    if not name:
        return not_met("orders.refund_amount_item is empty.", "Name a non-stock item in orders.refund_amount_item.")
    found = _item("refund_amount_item")(facts, settings)
    if found.verdict is not Verdict.MET:
        return found
    row = facts.find(Ask.ITEMS, "InventoryID", name) or {}
    if row.get("Stock"):
        return not_met(
            f"Item {name} is a stock item: a refund would move stock.",
            "Create a non-stock item on Non-Stock Items (IN202000) and name it in orders.refund_amount_item.",
        )
    if wrong := [title for box, title in _BOXES.items() if row.get(box)]:
        return not_met(
            f"Item {name} has {' and '.join(wrong)} selected.", f"Clear {' and '.join(wrong)} of {name} on IN202000."
        )
    if unseen := unshown(row, _BOXES, f"item {name}"):
        return by_hand(*unseen)
    return _tax_exempt(name, str(row.get("TaxCategory") or ""), facts)


def _tax_exempt(name: str, category: str, facts: Facts) -> Finding:
    taxes = taxes_of(category, facts)
    if taxes is None:
        return by_hand(f"Item {name} is there. Is its tax category {category or '(empty)'} a tax-exempt one?")
    if taxes:
        return not_met(
            f"Item {name} bears tax: its tax category {category} has {', '.join(taxes)}.",
            f"Give {name} a tax-exempt category on IN202000.",
        )
    return met(f"Item {name} is there and tax-exempt ({category}).")


def _articles(facts: Facts, _: StoreSettings) -> Finding:
    rows = facts.rows(Ask.ARTICLES)
    if not rows:
        return by_hand("The store has no order yet to look for articles.")
    complaints = [*_absent(rows), *_ambiguous(rows), *_unsold(rows)]
    return verdict_on(complaints, met(f"The ERP has all {len(rows)} articles of the newest orders."))


def _absent(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    if unknown := [row for row in rows if not row.get("item") and not row.get("several")]:
        yield (
            f"The newest orders hold articles that the ERP does not have: {listed(unknown, 'sku')}.",
            "Create them on Stock Items (IN202500) or Non-Stock Items (IN202000), or add their alternate ids.",
        )


def _ambiguous(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if several := row.get("several"):
            yield (
                f"{row['sku']} is the alternate id of {' and '.join(several)}: nobody can tell which one is sold.",
                "Leave it with one of them (Cross-Reference tab), or give the article its own SKU in the store.",
            )


def _unsold(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    if unsold := [row for row in rows if folded(row.get("status")) in NOT_SOLD]:
        named = ", ".join(f"{row['item']} is {row['status']}" for row in unsold)
        yield (
            f"The newest orders hold articles that cannot be sold: {named}.",
            "Set their Item Status to Active on Stock Items (IN202500) or Non-Stock Items (IN202000).",
        )


def _left_empty(setting: str, what: str) -> Exempt:
    def exempt(settings: StoreSettings) -> str:
        if not getattr(settings.orders, setting):
            return f"orders.{setting} is empty: orders with {what} would fail."
        return NO_ORDERS(settings)

    return exempt


def _item_row(setting: str, title: str, what: str) -> Criterion:
    return order_row(
        setting,
        f"{title} exists",
        f"Orders with {what} fail.",
        f"Non-Stock Items (IN202000): the item named in orders.{setting}.",
        _item(setting),
        (Ask.ITEMS,),
        ("endpoint.version",),
        exempt=_left_empty(setting, what),
    )


ITEMS: Final = (
    order_row(
        "refund_amount_item",
        "Refund Amount Item is filled in and exists",
        "The form cannot be saved without it; refunds of amounts have no item to stand on.",
        "Non-Stock Items (IN202000): a tax category without taxes (Tax Categories, TX205500), Require Receipt and "
        "Require Shipment cleared.",
        _refund_item,
        (Ask.ITEMS,),
        ("endpoint.version",),
        reads=(Ask.TAXES, Ask.TAX_CATEGORIES),
    ),
    _item_row("gift_certificate_item", "Gift Certificate Item", "gift certificates"),
    _item_row("gift_wrapping_item", "Gift Wrapping Item", "gift wrapping"),
    _item_row("fee_item", "The item for order fees", "fees"),
    _item_row("custom_item", "The item of lines without a SKU", "lines without a SKU"),
    order_row(
        "items_present",
        "Stock and Non-Stock Items of the store are in the ERP, by SKU or alternate ID",
        "Orders with a SKU that is unknown, ambiguous or not for sale fail, each by itself.",
        "Compare the store's product export (SKU) with Stock Items (IN202500), Non-Stock Items (IN202000) and the "
        "Cross-Reference tab.",
        _articles,
        (Ask.STORE_ORDERS, Ask.ARTICLES),
        ("endpoint.version", "store.scope_orders"),
        required=False,
    ),
)
