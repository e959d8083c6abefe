"""What Harbour Provisions sells and how its books are set up.

Both stand-ins read this module: the store sells these goods, the ERP knows them under `inventory_id` (or under an
alternate id). Prices are in AUD and include GST, as Australian shops quote them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

STORE_HASH = "harbour"
STORE_NAME = "Harbour Provisions"
STORE_TOKEN = "sandbox-store-token"  # noqa: S105 - the stand-in's only token, no secret of anybody
STORE_TIME_ZONE = "Australia/Sydney"
BASE_CURRENCY = "AUD"
TRANSACTIONAL_CURRENCIES = {"AUD": Decimal(1), "NZD": Decimal("1.09"), "USD": Decimal("0.66"), "JPY": Decimal("98.5")}

TENANT = "HARBOUR"
BRANCH = "SYDNEY"
ERP_USER = "airflow"
ERP_PASSWORD = "sandbox-erp-password"  # noqa: S105
ERP_CLIENT_ID = "5b9c3e0a-0000-4000-8000-000000000001@HARBOUR"
ERP_CLIENT_SECRET = "sandbox-erp-client-secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Product:
    """One article. `inventory_id` is None where the ERP does not know the SKU at all (those orders must fail)."""

    sku: str
    name: str
    price: Decimal
    inventory_id: str | None
    stock: bool = True
    taxable: bool = True
    digital: bool = False


PRODUCTS: tuple[Product, ...] = (
    Product("HONEY-LW-500", "Leatherwood honey 500 g", Decimal("18.50"), "HONEY-LW-500"),
    Product("OIL-EV-750", "Extra virgin olive oil 750 ml", Decimal("27.95"), "OIL-EV-750"),
    Product("JAM-QUINCE", "Quince jam 280 g", Decimal("11.20"), "JAM-QUINCE"),
    Product("SALT-MURRAY", "Murray River salt flakes 250 g", Decimal("9.90"), "SALT-MURRAY"),
    Product("CHEESE-BRIE", "King Island brie 200 g", Decimal("13.45"), "CHEESE-BRIE", taxable=False),
    Product("COFFEE-BLND", "Harbour blend coffee beans 1 kg", Decimal("42.00"), "COFFEE-BLND", taxable=False),
    Product("TEA-LEMONM", "Lemon myrtle tea 60 g", Decimal("14.30"), "TEA-LEMONM"),
    Product("HAMPER-LRG", "Harbour hamper, large", Decimal("189.00"), "HAMPER-LRG"),
    Product("KNIFE-20CM", "Chef's knife 20 cm", Decimal("129.95"), "KNIFE-20CM"),
    # the store's SKU is an alternate id (cross-reference) of the ERP's item
    Product("MAC-SLT-250", "Salted macadamias 250 g", Decimal("16.75"), "NUT-MACA-250"),
    Product("WINE-SHZ-19", "Barossa shiraz 2019", Decimal("34.00"), "WINE-0019"),
    Product("CLASS-BREAD", "Sourdough evening class", Decimal("95.00"), "CLASS-BREAD", stock=False),
    Product("EBOOK-PICKLE", "The pickling book (e-book)", Decimal("19.95"), "EBOOK-PICKLE", stock=False, digital=True),
    # sold in the store, unknown in the ERP
    Product("OLIVES-MIX", "Marinated olives (market stall)", Decimal("12.50"), None),
)

GIFT_CERTIFICATE_ITEM = "GIFTCERT"
GIFT_WRAPPING_ITEM = "GIFTWRAP"
REFUND_ITEM = "REFUNDAMT"
FEE_ITEM = "HANDLINGFEE"

CUSTOMER_CLASS = "ECOMMERCE"
GUEST_CUSTOMER = "ECGUEST"
CUSTOMER_NUMBERING = "ECCUSTOMER"  # C000001, C000002, ...
LOCATION_NUMBERING = "ECLOCATION"  # L00001, ...
ORDER_TYPE = "EO"
TAX_ZONE = "GST"
TAX_ID = "GST"
GST_RATE = Decimal("0.10")

# ERP payment method -> cash accounts by currency
CASH_ACCOUNTS: dict[str, dict[str, str]] = {
    "ONLINE": {"AUD": "10250AU", "NZD": "10250NZ", "USD": "10250US"},
    "BANKTRF": {"AUD": "10200AU"},
    "GIFTCARDS": {"AUD": "10260AU"},
    "STORECRED": {"AUD": "10270AU"},
    "PAYPAL": {"AUD": "10280AU", "USD": "10280US"},
}


@dataclass(frozen=True, slots=True)
class StoreMethod:
    """How shoppers can pay: BigCommerce's gateway and transaction method, and the name shown on the order."""

    gateway: str
    method: str
    display_name: str
    makes_transactions: bool = True


STORE_METHODS: tuple[StoreMethod, ...] = (
    StoreMethod("braintree", "credit_card", "Credit Card"),
    StoreMethod("custom", "custom", "Manual"),
    StoreMethod("bankdeposit", "offline", "Bank Deposit"),
    StoreMethod("giftcertificate", "gift_certificate", "Gift Certificate"),
    StoreMethod("storecredit", "store_credit", "Store Credit"),
    StoreMethod("paypalexpress", "offsite", "PayPal", makes_transactions=False),
    # mapped, but switched off in the demo settings
    StoreMethod("cod", "offline", "Cash on Delivery"),
    # not mapped at all in the demo settings
    StoreMethod("afterpay", "offsite", "Afterpay"),
)

# store shipping zone, store shipping method -> ship via
SHIPPING: tuple[tuple[str, str, str], ...] = (
    ("Australia", "Standard post", "AUSPOST"),
    ("Australia", "Courier", "COURIER"),
    ("New Zealand", "International post", "AUSPOSTINT"),
    ("Rest of the world", "International post", "AUSPOSTINT"),
    ("Australia", "Click and collect", "PICKUP"),
)
