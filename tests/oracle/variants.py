"""What a seed sets differently: the store's settings, and what the two systems answer where nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from sandbox.erp.seed import wrapped
from sandbox.shop import catalogue, money

ZONES = ("Australia/Sydney", "America/New_York", "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati")
STORE_NAMES = ("Harbour Provisions", "O'Brien's Bücher", "SweetStore - BC", "店 & Söhne | Ltd, 30 characters")
TAXES: tuple[dict[str, Any], ...] = (
    {"synchronization": True, "calculation_mode": "Gross"},
    {"synchronization": True, "calculation_mode": "Net"},
    {"synchronization": True, "calculation_mode": "Tax Settings"},
    {"synchronization": True, "calculation_mode": ""},
    {"synchronization": True, "calculation_mode": "Gross", "read_order_taxes": False},
    {"synchronization": True, "calculation_mode": "Net", "read_order_taxes": False},
    {"synchronization": False, "calculation_mode": "Gross"},
    {"synchronization": False, "calculation_mode": ""},
)
FILTERED_MAIL, FILTERED_CURRENCY, FILTERED_CITY = "x+tag", "NZD", "Paulo"
FILTERS: tuple[dict[str, Any], ...] = (
    {"entity": "Customer", "field": "Email", "condition": "Does Not Contain", "value": FILTERED_MAIL},
    {"entity": "Customer Location", "field": "city", "condition": "Does Not Contain", "value": FILTERED_CITY},
    {
        "entity": "Sales Order",
        "field": "default_currency_code",
        "condition": "Does Not Equal",
        "value": FILTERED_CURRENCY,
    },
)
MAPPINGS: tuple[dict[str, Any], ...] = (
    {"entity": "Customer", "target": "MainContact.Phone2", "source": "<<Unmap>>"},
    {"entity": "Sales Order", "target": "CustomerOrder", "source": "=Right('000000' + CStr([id]), 8)"},
)
# beside the demo store's methods: two currencies with other digits than two
MORE_ACCOUNTS = {"KWD": "10250KW", "JPY": "10250JP"}


@dataclass(frozen=True)
class Variant:
    """One seed's settings (`section__key`: value) and switches."""

    settings: dict[str, Any]
    store_switches: dict[str, Any] = field(default_factory=dict)
    erp_switches: dict[str, Any] = field(default_factory=dict)
    methods: tuple[dict[str, Any], ...] = ()


def variant(seed: int) -> Variant:
    """Return what the seed sets; the first seeds walk through the settings, so that few of them cover all."""
    rng = Random(f"variant {seed}")
    customers, locations = [(True, True), (True, False), (True, True), (False, False)][seed % 4]
    settings: dict[str, Any] = {
        "store_name": STORE_NAMES[seed % len(STORE_NAMES)],
        "entities__customer__active": customers,
        "entities__customer_location__active": locations,
        "orders__order_time_zone": ZONES[seed % len(ZONES)],
        "orders__show_discounts_as": ("Line Discounts", "Document Discounts")[seed // 2 % 2],
        "orders__earliest_order_date": (date(2020, 1, 1), date(2024, 7, 1))[seed % 2],
        "orders__statuses_not_imported": ([0, 10], [0], [0, 10, 5, 6])[seed % 3],
        "orders__import_archived": seed % 5 == 4,
        "orders__taxes": TAXES[seed % len(TAXES)] | _zone(seed) | {"substitution": {"GST": "GST", "Sales tax": "GST"}},
        "payments__payment_id_as_reference": seed % 5 == 1,
        # older endpoints hold no reference of a location: they are for stores whose addresses stay where they are
        "endpoint__version": "24.200.001" if locations or seed % 3 else "23.200.001",
        "run__batch_size": (40, 7, 500)[seed % 3],
        "filters": list(FILTERS) if seed % 4 == 2 else [],
        "mappings": list(MAPPINGS) if seed % 5 == 3 else [],
    }
    store = {
        "archived_listed": seed % 2 == 0,
        "consignment_lines": "empty" if seed % 6 == 5 else "given",
        "empty_objects": ("null", "object")[seed // 3 % 2],
        "settled_beside_purchase": seed % 7 == 3,
        "total_less_store_credit": seed % 6 == 4,
    }
    return Variant(settings, store, {"shuffle": seed % 2 == 1}, _methods(rng))


def _zone(seed: int) -> dict[str, Any]:
    zone, primary = (("GST", True), ("EXPORT", False), ("EXPORT", True), ("", False))[seed // 3 % 4]
    return {"default_tax_zone": zone, "use_as_primary_tax_zone": primary}


def _methods(rng: Random) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "store_payment_method": "BRAINTREE (CREDIT_CARD)",
            "currency": currency,
            "erp_payment_method": "ONLINE",
            "cash_account": account,
            "release": rng.random() < 0.5,
            "active": rng.random() < 0.7,
        }
        for currency, account in MORE_ACCOUNTS.items()
    )


def more_money(patch: Any) -> None:
    """Let the store sell in a currency of three digits."""
    patch.setitem(catalogue.TRANSACTIONAL_CURRENCIES, "KWD", Decimal("0.2"))
    patch.setitem(money.DIGITS, "KWD", 3)


def furnish(erp: Any) -> None:
    """Give the ERP the currency, cash accounts and articles that the demo tenant lacks."""
    with erp.lock:
        dinar = {"CurrencyID": "KWD", "Description": "Kuwaiti Dinar", "DecimalPrecision": 3, "Active": True}
        erp.books.add("Currency", dinar | {"UseForAccounting": True, "CurrencySymbol": "KD"})
        erp.books.rates["KWD"] = Decimal("0.2")
        method = erp.books.find("PaymentMethod", "ONLINE")
        like = method["AllowedCashAccounts"][0]
        rows = []
        for currency, account in MORE_ACCOUNTS.items():
            erp.books.add("CashAccount", {"CashAccountCD": account, "CuryID": currency, "BranchID": catalogue.BRANCH})
            plain = {name: value for name, value in like.items() if name != "id"}
            rows.append(plain | {"CashAccount": account, "ARDefault": False, "ARDefaultForRefund": False})
        method.values["AllowedCashAccounts"] = [*method["AllowedCashAccounts"], *wrapped(rows)]
        _articles(erp)
        _taxes(erp)


def _taxes(erp: Any) -> None:
    """Taxes that no substitution list names: a short one, and one under the first 60 characters of a long name."""
    plain = {name: value for name, value in erp.books.find("Tax", "GST").values.items() if name not in ("id", "NoteID")}
    for name in ("PST", ("Municipal levy " * 5)[:60].strip()):
        erp.books.add("Tax", plain | {"TaxID": name})


def _articles(erp: Any) -> None:
    """SKUs that read badly, and one alternate id that is another article's own id."""
    pattern = erp.books.find("StockItem", "JAM-QUINCE").values
    plain = {name: value for name, value in pattern.items() if name not in ("id", "NoteID", "CrossReferences")}
    for inventory_id, alternates in (
        ("O'NEIL-1", ()),
        ("CAFÉ-Ü", ()),
        ("0012", ("1e5",)),
        ("PLAIN", ("SALT-MURRAY", "ÅÄÖ'X")),
    ):
        rows = [{"AlternateType": "Global", "AlternateID": text, "UOM": "EACH"} for text in alternates]
        erp.books.add("StockItem", plain | {"InventoryID": inventory_id, "CrossReferences": wrapped(rows)})
