"""The tables a set-up check wants to read: features, numbering, keys, order types, preferences, accounts, branches."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.erp.draft import Desk
from sandbox.erp.forms.location import KEY_LENGTH
from sandbox.erp.forms.order import ORDER_TYPES
from sandbox.erp.trees import Values
from sandbox.shop import catalogue


def features(desk: Desk) -> list[Values]:
    """Return FeaturesSet: one row of flags."""
    on = dict.fromkeys(("Multicurrency", "Branch", "Warehouse", "Inventory", "BigCommerceIntegration"), True)
    off = dict.fromkeys(("SubItem", "NetGrossEntryMode", "IntegratedCardProcessing"), False)
    locations, discounts = desk.switches["locations_feature"], desk.switches["customer_discounts_feature"]
    return [on | off | {"AccountLocations": locations, "CustomerDiscounts": discounts}]


def numbering(desk: Desk) -> list[Values]:
    """Return Numbering: the sequences."""
    users = {
        catalogue.CUSTOMER_NUMBERING: desk.switches["customer_numbering"] == "manual",
        catalogue.LOCATION_NUMBERING: desk.switches["location_numbering"] == "manual",
    }
    names = {catalogue.CUSTOMER_NUMBERING: "Web customers", catalogue.LOCATION_NUMBERING: "Web locations"}
    names |= {"ARPAYMENT": "AR Payment", "SOORDER": "SO Order", "ARINVOICE": "AR Invoice"}
    return [
        {"NumberingID": name, "Descr": text, "UserNumbering": users.get(name, False), "NewSymbol": "<NEW>"}
        for name, text in names.items()
    ]


def dimensions(_: Desk) -> list[Values]:
    """Return Dimension: the segmented keys."""
    return [
        {"DimensionID": "CUSTOMER", "Length": 30, "Segments": 1, "NumberingID": catalogue.CUSTOMER_NUMBERING},
        {"DimensionID": "LOCATION", "Length": KEY_LENGTH, "Segments": 1, "NumberingID": catalogue.LOCATION_NUMBERING},
        {"DimensionID": "INVENTORY", "Length": 30, "Segments": 1, "NumberingID": None},
    ]


def segments(desk: Desk) -> list[Values]:
    """Return Segment: one segment per key here."""
    automatic = {
        "CUSTOMER": desk.switches["customer_numbering"] == "automatic",
        "LOCATION": desk.switches["location_numbering"] == "automatic",
    }
    return [
        {
            "DimensionID": row["DimensionID"],
            "SegmentID": 1,
            "Length": row["Length"],
            "EditMask": "?",
            "AutoNumber": automatic.get(row["DimensionID"], False),
        }
        for row in dimensions(desk)
    ]


def order_types(desk: Desk) -> list[Values]:
    """Return SOOrderType: the active types."""
    validation = {"allow": "Allow Duplicates", "warn": "Warn About Duplicates", "forbid": "Forbid Duplicates"}
    chosen = validation[desk.switches["customer_order_duplicates"]]
    common = {"Active": True, "HoldEntry": desk.switches["orders_held"], "CustomerOrderValidation": chosen}
    return [{"OrderType": name, "Descr": "Sales Order", "OrderNumberingID": "SOORDER"} | common for name in ORDER_TYPES]


def receivables(desk: Desk) -> list[Values]:
    """Return ARSetup: the preferences of Accounts Receivable."""
    return [{"HoldEntry": desk.switches["payments_held"], "RequireExtRef": desk.switches["payment_ref_required"]}]


def cash_accounts(desk: Desk) -> list[Values]:
    """Return CashAccount."""
    names = ("CashAccountCD", "CuryID", "BranchID", "Descr")
    rows = [{name: record[name] for name in names} | {"Active": True} for record in desk.books.all("CashAccount")]
    return [{"CashAccountID": number} | row for number, row in enumerate(rows, start=1)]


def branches(desk: Desk) -> list[Values]:
    """Return Branch."""
    names = ("BranchID", "BranchName", "BaseCurrencyID")
    found = [[record[name] for name in names] for record in desk.books.all("Branch")]
    return [
        {"BranchID": number, "BranchCD": code, "AcctName": name, "BaseCuryID": currency, "Active": True}
        for number, (code, name, currency) in enumerate(found, start=1)
    ]


DACS: dict[str, Callable[[Desk], list[Values]]] = {
    "FeaturesSet": features,
    "Numbering": numbering,
    "Dimension": dimensions,
    "Segment": segments,
    "SOOrderType": order_types,
    "ARSetup": receivables,
    "CashAccount": cash_accounts,
    "Branch": branches,
}
