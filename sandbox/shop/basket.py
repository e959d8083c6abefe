"""What a shopper puts together: lines, discounts, delivery. Amounts are in the order's currency and pricing basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sandbox.shop.catalogue import PRODUCTS, SHIPPING, TRANSACTIONAL_CURRENCIES, Product
from sandbox.shop.money import ZERO, rounded
from sandbox.shop.payments import Payment
from sandbox.shop.places import Address

FIRST_PRODUCT_ID = 101
BY_SKU: dict[str, tuple[int, Product]] = {p.sku: (FIRST_PRODUCT_ID + i, p) for i, p in enumerate(PRODUCTS)}
ZONES = tuple(dict.fromkeys(zone for zone, _ in ((row[0], row[1]) for row in SHIPPING)))

LineType = Literal["physical", "digital", "giftcertificate"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One order line. Without a `price` the catalogue's, converted; `product_id` 0 makes a custom line.

    `discount` is a promotion on the whole line, `wrapping` the price of gift wrapping for all its pieces, `to` the
    index of the delivery address, `parts` the SKUs of a bundle's pick list, which become child lines of price 0.
    """

    sku: str = ""
    quantity: int = 1
    price: Decimal | None = None
    name: str = ""
    type: LineType = "physical"
    product_id: int | None = None
    taxable: bool = True
    discount: Decimal = ZERO
    wrapping: Decimal = ZERO
    to: int = 0
    parts: tuple[str, ...] = ()


def line(sku: str, quantity: int = 1, *, discount: str = "0", wrapping: str = "0", to: int = 0) -> Line:
    """Return a line of an article in the catalogue."""
    _, product = BY_SKU[sku]
    return Line(
        sku=sku,
        quantity=quantity,
        type="digital" if product.digital else "physical",
        taxable=product.taxable,
        discount=Decimal(discount),
        wrapping=Decimal(wrapping),
        to=to,
    )


def custom_line(name: str, price: str, quantity: int = 1, sku: str = "") -> Line:
    """Return a line typed in by hand: no product behind it, usually no SKU."""
    return Line(sku=sku, name=name, price=Decimal(price), quantity=quantity, product_id=0)


def gift_certificate_line(amount: str) -> Line:
    """Return a bought gift certificate: a liability, never taxed or discounted."""
    name = f"${amount} Gift Certificate"
    return Line(name=name, price=Decimal(amount), type="giftcertificate", product_id=0, taxable=False)


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """How an order travels; `cost` is the whole of it in the pricing basis of the order."""

    zone: str = "Australia"
    method: str = "Standard post"
    cost: Decimal = Decimal("9.95")


@dataclass(frozen=True, kw_only=True)
class Coupon:
    """A coupon: type 1 takes `amount` per cent off the goods, type 2 `amount` off their total."""

    code: str
    amount: Decimal
    type: Literal[1, 2] = 1


@dataclass(frozen=True, kw_only=True)
class Fee:
    """An extra charge on the order, in no line; `taxable` is off so that the identities of 10.5 hold as written."""

    name: str
    cost: Decimal
    taxable: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An order before it has ids. `discount` is the manual one on the order, `handling` the price of handling.

    Without `ship_to` goods travel to the billing address. Tax is charged on deliveries within Australia unless `taxed`
    says otherwise. `payment_method` and `payment_status` follow from the payments unless given.
    """

    billing: Address
    lines: tuple[Line, ...]
    customer_id: int = 0
    ship_to: tuple[Address, ...] = ()
    shipping: Shipping = Shipping()
    handling: Decimal = ZERO
    coupon: Coupon | None = None
    discount: Decimal = ZERO
    fees: tuple[Fee, ...] = ()
    payments: tuple[Payment, ...] = ()
    currency: str = "AUD"
    inclusive: bool = True
    taxed: bool | None = None
    status_id: int = 11
    created: datetime | None = None
    payment_method: str | None = None
    payment_status: str | None = None
    staff_notes: str = ""
    customer_message: str = ""
    source: str = "www"
    channel_id: int = 1
    external_source: str | None = None
    external_order_id: str = ""

    @property
    def is_taxed(self) -> bool:
        """Tell whether GST is charged."""
        if self.taxed is not None:
            return self.taxed
        return (self.ship_to[0] if self.ship_to else self.billing).country_iso2 == "AU"

    @property
    def is_digital(self) -> bool:
        """Tell whether nothing has to be carried."""
        return all(item.type != "physical" for item in self.lines)

    @property
    def delivered_to(self) -> tuple[Address, ...]:
        """Return the delivery addresses, none for digital orders."""
        return () if self.is_digital else self.ship_to or (self.billing,)

    def price_of(self, item: Line) -> Decimal:
        """Return the price of one piece in the order's currency."""
        if item.price is not None:
            return item.price
        return rounded(BY_SKU[item.sku][1].price * TRANSACTIONAL_CURRENCIES[self.currency], self.currency)
