"""The Orders tab of BC201000: general, order and tax settings."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from bc_myob.store.base import Settings

TAX_LIST: Final = "BCCTAXCODES"
"""The substitution list of taxes."""


class ShowDiscountsAs(StrEnum):
    """Where the store's discounts stand on the ERP order (connector 4.5)."""

    LINE = "Line Discounts"
    DOCUMENT = "Document Discounts"


class TaxSettings(Settings):
    """Tax synchronisation (connector 4.6).

    `substitution` is the list BCCTAXCODES: for taxes of the store that the ERP does not have under their own name.
    `calculation_mode` decides whether the ERP order's prices contain tax: only Gross does. With "" it is not sent, for
    sites without Net/Gross entry. `read_order_taxes` asks the store for every taxed order's taxes by name, one call per
    order, because the store lists names nowhere else; only so can an order with an unknown tax fail. Without it an
    order's tax stands, whatever its name, under the list's ERP tax if there is only one, else the ERP computes it.
    Without synchronization prices contain the store's tax and the ERP adds none.
    """

    synchronization: bool = False
    """False: orders carry the store's prices with tax in them, and the ERP adds none."""
    default_tax_zone: str = ""
    """Tax zone of orders for which the ERP finds none, by location or postcode."""
    use_as_primary_tax_zone: bool = False
    """True: the default tax zone goes on every order."""
    calculation_mode: str = Field(default="", pattern="^(|Gross|Net|Tax Settings)$")
    """Gross, Net or Tax Settings; empty where the site has no Net/Gross entry."""
    substitution: dict[str, str] = Field(default_factory=dict)
    """Store tax name: ERP tax id. A tax that the ERP has under the store's own name needs no entry, and takes none."""
    read_order_taxes: bool = True
    """True: every taxed order's taxes are read by name, one call per order. False: for stores with a single tax."""


class OrderSettings(Settings):
    """How store orders become sales orders (SO301000)."""

    branch: str = Field(min_length=1, max_length=30)
    """Branch of orders and payments; its base currency is the store's default currency."""
    order_type: str = Field(min_length=2, max_length=2)
    """Order Type for Import (two characters)."""
    order_time_zone: str = "UTC"
    """Decides the ERP date of orders and payments."""
    earliest_order_date: date | None = None
    """Orders placed before it are Filtered, with their payments."""
    show_discounts_as: ShowDiscountsAs = ShowDiscountsAs.LINE
    """Line Discounts, or Document Discounts (needs the feature Customer Discounts)."""
    gift_certificate_item: str = ""
    """Item of sold gift certificates."""
    gift_wrapping_item: str = ""
    """Item of gift wrapping."""
    fee_item: str = ""
    """Item of the store's order fees."""
    custom_item: str = ""
    """Item of lines without a SKU, such as custom lines; empty: orders with such a line fail."""
    refund_amount_item: str = ""
    """Item of refunds by amount; refunds are not synchronised yet."""
    tag_external_order: bool = False
    """Tag Ext. Order with ERP Order Nbr.: True writes the ERP's number to the store's order, as the metafield
    `order_nbr` of the namespace `myob_advanced`; the API account then needs the scope `store_v2_orders`."""
    statuses_not_imported: tuple[int, ...] = (0, 10)
    """BigCommerce status ids that get Filtered: Incomplete (our choice) and Completed (connector 4.1)."""
    import_archived: bool = False
    """True: archived orders are imported as well."""
    taxes: TaxSettings = TaxSettings()

    @field_validator("order_time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as exc:  # unknown, no name at all, or a folder of names
            raise ValueError(f"{name!r} is no time zone; use a name such as Australia/Sydney") from exc
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The Order Time Zone: decides the ERP date of an order."""
        return ZoneInfo(self.order_time_zone)
