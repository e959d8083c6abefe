"""How the ERP answers the checklist's questions: contract API where it can, else DAC OData (myob-advanced-api 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bc_myob.checklist.facts import Answer, Ask, Row, folded
from bc_myob.hooks.bundles import any_of
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.erp_site import ErpSite
from bc_myob.hooks.filters import equals, literal
from bc_myob.mapping.orders_lines import store_lines
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.loading.articles import Articles, articles
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY, STAMP

SOON: Final = timedelta(minutes=15)
"""A stamp this far off is no clock's inaccuracy: it is local time."""


@dataclass(frozen=True, slots=True)
class ErpDesk:
    """What the questions are asked with."""

    session: ErpSession
    site: ErpSite
    settings: StoreSettings
    answers: Mapping[Ask, Answer]
    """What the store has answered before."""
    written: Sequence[tuple[str, datetime]] = ()
    """Customers of the ERP whose last write was ours, with the time of it (UTC)."""


ErpQuestion = Callable[[ErpDesk], Sequence[Row]]


def _records(resource: str, *select: str, expand: tuple[str, ...] = ()) -> ErpQuestion:
    return lambda desk: desk.session.find(resource, select=select, expand=expand)


def _opens(resource: str, key: str) -> ErpQuestion:
    return lambda desk: desk.session.find(resource, select=(key,), top=1)


def _table(name: str) -> ErpQuestion:
    return lambda desk: desk.site.table(name)


def _branches(desk: ErpDesk) -> list[Row]:
    try:
        return list(desk.session.inquire("CompaniesStructure").get("Results") or ())
    except ConfigurationError:  # no rights to the inquiry: the table tells the same under other names
        return [
            {
                "BranchID": row.get("BranchCD"),
                "BaseCurrencyID": row.get("BaseCuryID"),
                "BranchStatus": row.get("Active"),
            }
            for row in desk.site.table("Branch")
        ]


def _guest(desk: ErpDesk) -> list[dict[str, Any]]:
    guest = desk.settings.customers.generic_guest_customer
    if not guest:
        return []
    # the box came with 22.200.001; older versions drop it from the answer
    select = ("CustomerID", "Status", "IsGuestCustomer", "CurrencyID", "EnableCurrencyOverride")
    return desk.session.find("Customer", where=equals("CustomerID", guest), select=select)


def _guests(desk: ErpDesk) -> list[dict[str, Any]]:
    return desk.session.find(
        "Customer", where="IsGuestCustomer eq true", select=("CustomerID", "CustomerName", "Status")
    )


def _items(desk: ErpDesk) -> list[dict[str, Any]]:
    orders = desk.settings.orders
    names = (
        orders.refund_amount_item,
        orders.gift_certificate_item,
        orders.gift_wrapping_item,
        orders.fee_item,
        orders.custom_item,
    )
    found: list[dict[str, Any]] = []
    for where in any_of("InventoryID", sorted(set(names) - {""})):
        own = ("InventoryID", "ItemStatus", "TaxCategory", "RequireReceipt", "RequireShipment")
        found += [row | {"Stock": False} for row in desk.session.find("NonStockItem", where=where, select=own)]
        found += [row | {"Stock": True} for row in desk.session.find("StockItem", where=where, select=own[:3])]
    return found


def _articles(desk: ErpDesk) -> list[Row]:
    """Give {sku, item, several, status} of every article on the newest orders; item "" where the ERP has not one."""
    orders = desk.answers[Ask.STORE_ORDERS].rows if Ask.STORE_ORDERS in desk.answers else ()
    skus = {line.sku for order in orders for line in store_lines(order) if line.sku}
    known = articles(desk.session, skus) if skus else Articles({})
    status = _statuses(desk, set(known.items.values()))
    found: list[Row] = []
    for sku in sorted(skus):
        item, several = known.items.get(sku, ""), known.ambiguous.get(sku, ())
        found.append({"sku": sku, "item": item, "several": several, "status": status.get(folded(item), "")})
    return found


def _statuses(desk: ErpDesk, items: set[str]) -> dict[str, str]:
    """Give the status of each item that shows one."""
    return {
        folded(row.get("InventoryID")): str(row.get("ItemStatus") or "")
        for where in (any_of("InventoryID", sorted(items)) if items else ())
        for resource in ("StockItem", "NonStockItem")
        for row in desk.session.find(resource, where=where, select=("InventoryID", "ItemStatus"))
    }


def _added() -> list[Row]:
    """Give {resource, field} of what rows that point at each other get when they are saved."""
    return [
        {"resource": spec.resource, "field": f"{detail}.{name}"}
        for spec in REGISTRY.values()
        for detail, pointer in spec.pointers.items()
        for name in (pointer.field, *pointer.shared)
    ]


def in_use(ranges: Sequence[Row], now: datetime) -> list[Row]:
    """Give the ranges of numbers that are in use now or come into use later, by sequence and branch."""
    begun: dict[tuple[str, str], str] = {}
    for row in ranges:
        key, day = _range_key(row), _day(row)
        if day <= now.date().isoformat():
            begun[key] = max(begun.get(key, ""), day)
    return [row for row in ranges if _day(row) >= begun.get(_range_key(row), "")]


def _range_key(row: Row) -> tuple[str, str]:
    return str(row.get("NumberingID")), str(row.get("NBranchID") or "")


def _day(row: Row) -> str:
    return str(row.get("StartDate") or "")[:10]


def _stamps(desk: ErpDesk) -> list[Row]:
    """Give {ahead: minutes, proven}: a stamp in the future, else what those of our own writes show."""
    # by the ERP's own clock: that it may be wrong is another row's business
    clock = desk.answers.get(Ask.ERP_TIME, Answer())
    ahead_of_us = next((row.get("ahead") for row in clock.rows), None) or 0
    now = datetime.now(UTC) + timedelta(seconds=ahead_of_us)
    soon, entities = literal((now + SOON).replace(microsecond=0)), desk.settings.entities
    forms = (("Customer", STAMP, entities.customer), ("SalesOrder", "LastModified", entities.sales_order))
    for resource, field in ((name, field) for name, field, entity in forms if entity.active):
        if rows := desk.session.find(resource, where=f"{field} gt {soon}", select=(field,), top=1):
            ahead = datetime.fromisoformat(str(rows[0][field])) - now
            return [{"ahead": ahead.total_seconds() / 60, "proven": True}]
    return [_by_our_writes(desk, ahead_of_us)]


def _by_our_writes(desk: ErpDesk, ahead_of_us: float) -> Row:
    """Hold the stamps of records against the times when these DAGs wrote them."""
    found = []
    for customer, wrote in desk.written:
        rows = desk.session.find("Customer", where=equals("CustomerID", customer), select=(STAMP,), top=1)
        if rows and rows[0].get(STAMP):
            stamped = datetime.fromisoformat(str(rows[0][STAMP])) - timedelta(seconds=ahead_of_us)
            found.append(stamped - wrote)
    return told_by(found)


def told_by(lates: Sequence[timedelta]) -> Row:
    """Give what stamps tell by how long after our writes of the records they lie: {ahead: minutes, proven}.

    A later stamp may be of a change since; an earlier one cannot, unless the write was found again after a lost answer:
    so several have to agree.
    """
    if any(abs(late) <= SOON for late in lates):
        return {"ahead": 0, "proven": True}
    agree = len(lates) > 1 and max(lates) - min(lates) <= SOON
    if agree and max(lates) < -SOON:
        return {"ahead": lates[0].total_seconds() / 60, "proven": True}
    return {"ahead": 0, "proven": False}


ERP_QUESTIONS: Final[dict[Ask, ErpQuestion]] = {
    Ask.ENDPOINTS: lambda desk: desk.session.endpoints(),
    Ask.ERP_TIME: lambda desk: [{"ahead": desk.site.seconds_ahead()}],
    Ask.CONTRACT: lambda desk: [desk.site.contract()],
    Ask.ADDED: lambda _: _added(),
    Ask.FORM_CUSTOMERS: _opens("Customer", "CustomerID"),
    Ask.FORM_LOCATIONS: _opens("CustomerLocation", "LocationID"),
    Ask.FORM_ORDERS: _opens("SalesOrder", "OrderNbr"),
    Ask.FORM_PAYMENTS: _opens("Payment", "ReferenceNbr"),
    Ask.STAMPS: _stamps,
    Ask.CLASSES: _records("CustomerClass", "ClassID", "Description", "CurrencyID", "EnableCurrencyOverride"),
    Ask.GUEST: _guest,
    Ask.GUESTS: _guests,
    Ask.BRANCHES: _branches,
    Ask.CURRENCIES: _records("Currency", "CurrencyID", "Active"),
    Ask.METHODS: _records("PaymentMethod", expand=("AllowedCashAccounts",)),
    Ask.ITEMS: _items,
    Ask.ARTICLES: _articles,
    Ask.SHIP_VIA: _records("ShipVia", "CarrierID", "Description"),
    Ask.SHIP_TERMS: _records("ShippingTerm", "TermID"),
    Ask.SHIP_ZONES: _records("ShippingZones", "ZoneID"),
    Ask.TAX_ZONES: _records("TaxZone", "TaxZoneID", "Description"),
    Ask.TAXES: _records("Tax", "TaxID", "TaxSchedule/TaxRate", expand=("TaxSchedule",)),
    Ask.TAX_CATEGORIES: _records(
        "TaxCategory", "TaxCategoryID", "ExcludeListedTaxes", "Details/TaxID", expand=("Details",)
    ),
    Ask.FEATURES: _table("FeaturesSet"),
    Ask.NUMBERING: _table("Numbering"),
    Ask.NUMBERS: lambda desk: in_use(desk.site.table("NumberingSequence"), datetime.now(UTC)),
    Ask.KEYS: _table("Dimension"),
    Ask.SEGMENTS: _table("Segment"),
    Ask.ORDER_TYPES: _table("SOOrderType"),
    Ask.CASH_ACCOUNTS: _table("CashAccount"),
    Ask.RECEIVABLES: _table("ARSetup"),
}
"""In this order; the first is the door: without its answer the others are not asked."""

CONTRACT_QUESTIONS: Final = frozenset(ERP_QUESTIONS) - {
    Ask.ENDPOINTS,
    Ask.ERP_TIME,
    Ask.FEATURES,
    Ask.NUMBERING,
    Ask.NUMBERS,
    Ask.KEYS,
    Ask.SEGMENTS,
    Ask.ORDER_TYPES,
    Ask.CASH_ACCOUNTS,
    Ask.RECEIVABLES,
}
"""Those that need the configured endpoint and version."""
