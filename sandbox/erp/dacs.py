"""The tables a set-up check wants to read: features, numbering, keys, order types, preferences, accounts, branches."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.erp.draft import Desk
from sandbox.erp.forms.order import ORDER_TYPES
from sandbox.erp.keys import dimensions, numbering, numbers, segments
from sandbox.erp.trees import Values

FEATURES_ON = (
    "CommerceIntegration BigCommerceIntegration Multicurrency Branch Warehouse Inventory UserDefinedOrderTypes "
    "SupportBreakQty ScheduleModule NetGrossEntryMode"
)
FEATURES_OFF = "SubItem IntegratedCardProcessing"


def features(desk: Desk) -> list[Values]:
    """Return FeaturesSet: one row of flags; the switch `features_turned` names those this site has the other way."""
    flags = dict.fromkeys(FEATURES_ON.split(), True) | dict.fromkeys(FEATURES_OFF.split(), False)
    turned = _names(desk.switches["features_turned"])
    row = {name: on is not (name in turned) for name, on in flags.items()}
    locations, discounts = desk.switches["locations_feature"], desk.switches["customer_discounts_feature"]
    return [row | {"AccountLocations": locations, "CustomerDiscounts": discounts}]


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
    "NumberingSequence": numbers,
    "Dimension": dimensions,
    "Segment": segments,
    "SOOrderType": order_types,
    "ARSetup": receivables,
    "CashAccount": cash_accounts,
    "Branch": branches,
}


def table(name: str, desk: Desk) -> list[Values] | None:
    """Return a table's rows without those the switches leave out; None where the site shows no such table."""
    if name not in DACS or name in _names(desk.switches["hidden_tables"]):
        return None
    missing = _names(desk.switches["missing_rows"])
    return [row for row in DACS[name](desk) if f"{name}/{_key(row)}" not in missing]


def _key(row: Values) -> str:
    return str(next(iter(row.values()), ""))


def _names(text: str) -> set[str]:
    return {name.strip() for name in text.split(",") if name.strip()}
