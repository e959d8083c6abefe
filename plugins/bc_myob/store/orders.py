"""The Orders tab of BC201000: general, order and tax settings."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from bc_myob.store.base import Settings


class ShowDiscountsAs(StrEnum):
    """Where the store's discounts stand on the ERP order (connector 4.5)."""

    LINE = "Line Discounts"
    DOCUMENT = "Document Discounts"


class TaxSettings(Settings):
    """Tax synchronisation (connector 4.6). `substitution`: store tax name -> ERP tax id (the list BCCTAXCODES).

    `calculation_mode` decides whether the ERP order's prices contain tax: only Gross does. With "" it is not sent, for
    sites without Net/Gross entry. `read_order_taxes` asks the store for every taxed order's taxes by name, one call per
    order; without it an order's tax stands under the list's ERP tax if there is only one, else the ERP computes it.
    Without synchronization prices contain the store's tax and the ERP adds none.
    """

    synchronization: bool = False
    default_tax_zone: str = ""
    use_as_primary_tax_zone: bool = False
    calculation_mode: str = Field(default="", pattern="^(|Gross|Net|Tax Settings)$")
    substitution: dict[str, str] = Field(default_factory=dict)
    read_order_taxes: bool = False


class OrderSettings(Settings):
    """How store orders become sales orders (SO301000)."""

    branch: str = Field(min_length=1, max_length=30)
    order_type: str = Field(min_length=2, max_length=2)
    order_time_zone: str = "UTC"
    earliest_order_date: date | None = None
    show_discounts_as: ShowDiscountsAs = ShowDiscountsAs.LINE
    gift_certificate_item: str = ""
    gift_wrapping_item: str = ""
    fee_item: str = ""
    refund_amount_item: str = ""
    statuses_not_imported: tuple[int, ...] = (0, 10)
    """BigCommerce status ids that get Filtered: Incomplete (our choice) and Completed (connector 4.1)."""
    import_archived: bool = False
    taxes: TaxSettings = TaxSettings()

    @field_validator("order_time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; use a name such as Australia/Sydney")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The Order Time Zone: decides the ERP date of an order."""
        return ZoneInfo(self.order_time_zone)
