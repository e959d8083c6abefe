"""The Payments and Shipping tabs of BC201000: rows that map what the store offers to what the ERP books."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, model_validator

from bc_myob.store.base import Settings

_GATEWAYS: Final = {
    "cash on delivery": "cod",
    "check": "cheque",
    "manual": "custom",
    "pay in store": "instore",
    "paypal": "paypalexpress",
}
"""Gateways whose name differs from what the store writes on orders (bigcommerce-api 10.4, 11)."""


class PaymentMethodRow(Settings):
    """One row of Payment Settings: store method and currency -> ERP method and cash account.

    `store_payment_method` is written as the form writes it: `GATEWAY (METHOD)` in capitals, e.g.
    `BRAINTREE (CREDIT_CARD)`. `store_order_payment_method` is the name as it stands on the order; it finds the row
    where `create_payment_from_order` builds the payment from the order because the gateway makes no transactions.
    """

    store_payment_method: str = Field(pattern=r"^[A-Z0-9_.\- ]+ \([A-Z0-9_]+\)$")
    """GATEWAY (METHOD) in capitals, as the form writes it: BRAINTREE (CREDIT_CARD), CUSTOM (CUSTOM)."""
    currency: str = Field(pattern="^[A-Z]{3}$")
    """Transactional currency of the order."""
    erp_payment_method: str = Field(default="", max_length=10)
    """Payment method of AR302000."""
    cash_account: str = Field(default="", max_length=30)
    """Cash account in this currency, allowed for the method and in the branch."""
    release: bool = False
    """Release Payments: True leaves the payment Open, False leaves it Balanced."""
    active: bool = False
    """False: payments of this method and currency are Filtered."""
    create_payment_from_order: bool = False
    """True where the gateway makes no transactions (PayPal Express, Amazon Pay, Test Gateway). Gift certificates, store
    credit and methods outside the store (OFFLINE, CUSTOM) need it not: where a paid order lists no transaction of them,
    they are built from it as well."""
    store_order_payment_method: str = ""
    """The method's name as it stands on the order."""

    @model_validator(mode="after")
    def _complete_when_active(self) -> Self:
        if self.active and not (self.erp_payment_method and self.cash_account):
            raise ValueError(
                f"{self.store_payment_method} {self.currency} is active: it needs erp_payment_method and cash_account"
            )
        if self.create_payment_from_order and not self.store_order_payment_method:
            raise ValueError(f"{self.store_payment_method}: create_payment_from_order needs store_order_payment_method")
        return self


class PaymentSettings(Settings):
    """Payment Settings. `unsupported_manual_methods`: texts of manual payments that are skipped ([S2])."""

    methods: tuple[PaymentMethodRow, ...] = ()
    """The rows of the form."""
    unsupported_manual_methods: tuple[str, ...] = ()
    """Texts of manual payments that are skipped."""
    payment_id_as_reference: bool = False
    """Payment Ref. of payments without any reference, e.g. manual ones: their payment number. Needed only where the ERP
    requires a payment reference; [S2] leaves it empty."""
    ask_again_days: int = Field(default=30, ge=0, le=365)
    """How long orders whose money is not settled are asked for new transactions. Money that comes later, or to an order
    that was settled and has not changed since, is asked for by runs with `mode: full` or `order_ids`, and after Sync on
    the order."""
    ask_again_every_hours: int = Field(default=12, ge=1, le=168)
    """How often such an order is asked at most."""

    ask_filtered_orders: bool = True
    """Whether orders that their status holds back (Completed, archived) are asked for their transactions, one call
    each: their payments then stand in Sync History as Skipped. False: they leave no record."""

    @model_validator(mode="after")
    def _one_row_each(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for row in self.methods:
            key = (row.store_payment_method, row.currency)
            if key in seen:
                raise ValueError(f"{key[0]} in {key[1]} has two rows; keep one")
            seen.add(key)
        return self

    def row(self, store_payment_method: str, currency: str) -> PaymentMethodRow | None:
        """Give the row of `store_payment_method` (GATEWAY (METHOD)) and `currency`, active or not."""
        wanted = (store_payment_method.upper(), currency.upper())
        return next((row for row in self.methods if (row.store_payment_method, row.currency) == wanted), None)

    def row_from_order(self, order_payment_method: str, currency: str) -> PaymentMethodRow | None:
        """Give the row that builds payments from orders paid by `order_payment_method` in `currency`."""
        return next(
            (
                row
                for row in self.methods
                if row.create_payment_from_order
                and row.currency == currency.upper()
                and row.store_order_payment_method.casefold() == order_payment_method.strip().casefold()
            ),
            None,
        )

    def row_named(self, order_payment_method: str, currency: str = "") -> PaymentMethodRow | None:
        """Give the row that goes by the name of an order's method, in `currency` if one is given.

        That is the row with this Store Order Payment Method, else the one whose gateway has the name, as long as the
        merchant has not given the method a name of his own.
        """
        name = order_payment_method.strip().casefold()
        gateway = _GATEWAYS.get(name, "".join(name.split()))
        rows = [row for row in self.methods if row.currency == (currency.upper() or row.currency)]
        by_name = [row for row in rows if name and row.store_order_payment_method.casefold() == name]
        by_gateway = [row for row in rows if name and row.store_payment_method.casefold().startswith(f"{gateway} (")]
        return next(iter([*by_name, *by_gateway]), None)


class ShippingRow(Settings):
    """One row of the Shipping tab: store zone and method -> Ship Via, and optionally terms and zone."""

    store_shipping_zone: str
    """Name of the zone in the store."""
    store_shipping_method: str
    """Name of the method in the store, or None."""
    ship_via: str = Field(default="", max_length=15)
    """Ship Via (CS207500)."""
    shipping_zone: str = ""
    """Shipping zone of the ERP, if any."""
    shipping_terms: str = ""
    """Shipping terms; they decide whether freight is allowed."""
    active: bool = True
    """False: orders of this zone and method get no Ship Via."""
