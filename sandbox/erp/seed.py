"""How the tenant is set up: reference data from the shop's catalogue, and a few customers of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sandbox.erp.records import Books, new_id
from sandbox.erp.trees import Values
from sandbox.shop import catalogue

SET_UP = datetime(2023, 1, 5, 1, 0, tzinfo=UTC)
CURRENCIES = {"AUD": "Australian Dollar", "NZD": "New Zealand Dollar", "USD": "US Dollar", "JPY": "Japanese Yen"}
CARD_METHOD = "CARDINT"  # a method with integrated processing: another status flow
EXTRA_ITEMS = {
    catalogue.GIFT_CERTIFICATE_ITEM: "Gift certificate",
    catalogue.GIFT_WRAPPING_ITEM: "Gift wrapping",
    catalogue.REFUND_ITEM: "Refunded amount",
    catalogue.FEE_ITEM: "Handling fee",
}
INACTIVE_ITEM = "OLD-STOCK"
WHOLESALE = (
    ("Blue Gum Cafe Pty Ltd", "orders@bluegumcafe.example", "12 Darling Street", "Balmain", "NSW", "2041"),
    ("Yarra Deli", "hello@yarradeli.example", "88 Swan Street", "Richmond", "VIC", "3121"),
    ("Fremantle Pantry", "buy@fremantlepantry.example", "3 High Street", "Fremantle", "WA", "6160"),
)


def wrapped(rows: Iterable[Values]) -> list[Values]:
    """Return detail rows with an id each."""
    return [{"id": new_id()} | row for row in rows]


def set_up(books: Books) -> None:
    """Fill empty books with the reference data."""
    for entity, rows in _tables().items():
        for row in rows:
            stamps = dict.fromkeys(("CreatedDateTime", "LastModifiedDateTime", "LastModified"), SET_UP)
            record = books.add(entity, stamps | row)
            record.values["NoteID"] = record.id
    books.rates = {code: rate for code, rate in catalogue.TRANSACTIONAL_CURRENCIES.items() if code != "AUD"}


def _tables() -> dict[str, list[Values]]:
    return _money() | _taxes() | _goods() | _shipping() | _people()


def _money() -> dict[str, list[Values]]:
    currencies = [
        {"CurrencyID": code, "Description": name, "DecimalPrecision": 0 if code == "JPY" else 2, "Active": True}
        for code, name in CURRENCIES.items()
    ]
    accounts = [
        {"CashAccountCD": account, "CuryID": code, "BranchID": catalogue.BRANCH, "Descr": f"{method} {code}"}
        for method, by_currency in _methods().items()
        for code, account in by_currency.items()
    ]
    return {
        "Branch": [_branch()],
        "Currency": [row | {"UseForAccounting": True, "CurrencySymbol": "$"} for row in currencies],
        "CashAccount": list({row["CashAccountCD"]: row for row in accounts}.values()),
        "PaymentMethod": [_payment_method(method, accounts) for method, accounts in _methods().items()],
    }


def _methods() -> dict[str, dict[str, str]]:
    return catalogue.CASH_ACCOUNTS | {CARD_METHOD: {"AUD": "10250AU"}}


def _branch() -> Values:
    name = {"BranchName": catalogue.STORE_NAME, "CompanyName": catalogue.STORE_NAME, "CompanyID": catalogue.BRANCH}
    return name | {
        "BranchID": catalogue.BRANCH,
        "BaseCurrencyID": catalogue.BASE_CURRENCY,
        "BranchCountry": "AU",
        "BranchStatus": True,
        "CompanyStatus": True,
        "CompanyType": "Without Branches",
    }


def _payment_method(name: str, accounts: dict[str, str]) -> Values:
    rows = wrapped(
        {
            "CashAccount": account,
            "PaymentMethod": name,
            "Branch": catalogue.BRANCH,
            "Description": f"{name} {code}",
            "ARDefault": code == catalogue.BASE_CURRENCY,
            "ARDefaultForRefund": code == catalogue.BASE_CURRENCY,
            "ARSuggestNextNbr": False,
            "UseInAR": True,
            "UseInAP": False,
        }
        for code, account in accounts.items()
    )
    flags: dict[str, Any] = {"Active": True, "UseInAR": True, "UseInAP": False, "UseInPR": False}
    card = name == CARD_METHOD
    means = {"MeansOfPayment": "Credit Card" if card else "Cash/Check", "IntegratedProcessing": card}
    return flags | means | {"PaymentMethodID": name, "Description": name.title(), "AllowedCashAccounts": rows}


def _taxes() -> dict[str, list[Values]]:
    rate = catalogue.GST_RATE * 100
    schedule = {"TaxID": catalogue.TAX_ID, "TaxRate": rate, "StartDate": datetime(2000, 7, 1, tzinfo=UTC)}
    tax = {"TaxID": catalogue.TAX_ID, "Description": "Goods and services tax", "TaxType": "VAT"}
    zones = {catalogue.TAX_ZONE: "Australia", "EXPORT": "Outside Australia", "ECEXTERNAL": "Taxes of the store"}
    return {
        "Tax": [tax | {"CalculateOn": "Exclude from Item Amount", "TaxSchedule": wrapped([schedule])}],
        "TaxZone": [
            {
                "TaxZoneID": zone,
                "Description": text,
                "ApplicableTaxes": wrapped([{"TaxID": catalogue.TAX_ID}] if zone == catalogue.TAX_ZONE else []),
            }
            for zone, text in zones.items()
        ],
        "TaxCategory": [
            {
                "TaxCategoryID": name,
                "Description": name.title(),
                "Active": True,
                "ExcludeListedTaxes": False,
                "Details": wrapped([{"TaxCategory": name, "TaxID": tax} for tax in taxes]),
            }
            for name, taxes in (("TAXABLE", [catalogue.TAX_ID]), ("EXEMPT", []))
        ],
    }


def _goods() -> dict[str, list[Values]]:
    stock = [_item(p.inventory_id, p.name, p) for p in catalogue.PRODUCTS if p.inventory_id and p.stock]
    services = [_item(p.inventory_id, p.name, p) for p in catalogue.PRODUCTS if p.inventory_id and not p.stock]
    extras = [_item(item, text, None) for item, text in EXTRA_ITEMS.items()]
    old = _item(INACTIVE_ITEM, "No longer sold", None) | {"ItemStatus": "Inactive", "DefaultWarehouseID": "MAIN"}
    return {
        "Warehouse": [{"WarehouseID": "MAIN", "Description": "Sydney store", "Active": True}],
        "StockItem": [row | {"DefaultWarehouseID": "MAIN", "ItemType": "Finished Good"} for row in [*stock, old]],
        "NonStockItem": [
            row | {"ItemType": "Service", "RequireReceipt": False, "RequireShipment": False}
            for row in [*services, *extras]
        ],
    }


def _item(inventory_id: str | None, name: str, product: catalogue.Product | None) -> Values:
    taxable = product is not None and product.taxable
    price = (product.price / (1 + catalogue.GST_RATE if taxable else 1)) if product else Decimal(0)
    alternate = product is not None and product.sku != inventory_id
    references = (
        [{"AlternateType": "Global", "AlternateID": product.sku, "UOM": "EACH"}] if product and alternate else []
    )
    return {
        "InventoryID": inventory_id,
        "Description": name,
        "ItemStatus": "Active",
        "TaxCategory": "TAXABLE" if taxable else "EXEMPT",
        "DefaultPrice": price.quantize(Decimal("0.000001")),
        "CrossReferences": wrapped(references),
        **dict.fromkeys(("BaseUOM", "SalesUOM", "PurchaseUOM", "BaseUnit", "SalesUnit", "PurchaseUnit"), "EACH"),
    }


def _shipping() -> dict[str, list[Values]]:
    carriers = dict.fromkeys(carrier for _, _, carrier in catalogue.SHIPPING)
    return {
        "ShipVia": [{"CarrierID": name, "Description": name.title(), "CommonCarrier": True} for name in carriers],
        "ShippingTerm": [{"TermID": "STANDARD", "Description": "Freight on the order"}],
        "ShippingZones": [{"ZoneID": zone, "Description": zone.title()} for zone in ("AU", "NZ", "WORLD")],
    }


def _people() -> dict[str, list[Values]]:
    common = {
        "CurrencyID": catalogue.BASE_CURRENCY,
        "CurrencyRateType": "SPOT",
        "EnableRateOverride": False,
        "ShippingRule": "Back Order Allowed",
        "StatementCycleID": "EOM",
        "StatementType": "Open Item",
        "TaxZoneID": catalogue.TAX_ZONE,
        "Terms": "14D",
        "Country": "AU",
    }
    return {
        "CustomerClass": [
            common | {"ClassID": "DEFAULT", "Description": "Local customers", "EnableCurrencyOverride": False},
            common | {"ClassID": catalogue.CUSTOMER_CLASS, "Description": "Web shop", "EnableCurrencyOverride": True},
        ],
        "CustomerPriceClass": [
            {"PriceClassID": name, "Description": name.title()} for name in ("RETAIL", "WHOLESALE", "STAFF")
        ],
    }
