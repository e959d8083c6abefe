"""One store's settings: everything its YAML file may say."""

from __future__ import annotations

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from bc_myob.model.codec import content_hash
from bc_myob.store.base import Settings
from bc_myob.store.checklist import ChecklistSettings
from bc_myob.store.customers import CustomerSettings
from bc_myob.store.entities import EntitiesSettings
from bc_myob.store.orders import TAX_LIST, OrderSettings
from bc_myob.store.payments import PaymentSettings, ShippingRow
from bc_myob.store.reconcile import ReconcileSettings
from bc_myob.store.rules import FilterLine, MappingLine
from bc_myob.store.run import RunSettings

LOCATIONS_SINCE = "24.200.001"
"""The first version of the endpoint whose locations carry an external reference."""


SALES_SINCE = "22.200.001"
"""The first version whose order lines and payments carry an external reference."""


class ConnectionSettings(Settings):
    """Airflow connection ids; secrets live there and nowhere else."""

    bigcommerce: str = "bigcommerce_default"
    """Connection of type bigcommerce."""
    myob_advanced: str = "myob_advanced_default"
    """Connection of type myob_advanced."""
    history: str = "bc_myob_history"
    """Connection of the history database: SQLite or PostgreSQL."""


class EndpointSettings(Settings):
    """The contract-based endpoint of the ERP (SM207060)."""

    name: str = "Default"
    """Default, or a custom endpoint that extends it."""
    version: str = Field(default="24.200.001", pattern=r"^\d{2}\.\d{3}\.\d{3}$")
    """docs/mapping says which field came with which version; what an older one lacks is sent where it has it, or the
    entity is refused: orders and payments need 22.200.001, locations 24.200.001."""


class StoreSettings(Settings):
    """A BigCommerce store and the MYOB Advanced tenant it is synchronised with (BC201000 and BC202000)."""

    name: str = Field(default="", pattern="^[a-z0-9_]*$", max_length=40)
    """The key of the store: its file's name. Part of DAG ids, never shown to customers."""
    store_name: str = Field(min_length=1, max_length=30)
    """Store Name of BC201000: stands in external references and descriptions; never change it afterwards."""
    active: bool = True
    """False: this store has DAGs, but every run refuses to start."""
    connections: ConnectionSettings = ConnectionSettings()
    endpoint: EndpointSettings = EndpointSettings()
    entities: EntitiesSettings = EntitiesSettings()
    customers: CustomerSettings = CustomerSettings()
    orders: OrderSettings
    payments: PaymentSettings = PaymentSettings()
    shipping: tuple[ShippingRow, ...] = ()
    filters: tuple[FilterLine, ...] = ()
    mappings: tuple[MappingLine, ...] = ()
    substitution_lists: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Substitution lists (SM206026) for SubstituteAll and SubstituteListed: list name, then original: substitution."""
    run: RunSettings = RunSettings()
    checklist: ChecklistSettings = ChecklistSettings()
    reconcile: ReconcileSettings = ReconcileSettings()

    @model_validator(mode="after")
    def _one_list_of_taxes(self) -> Self:
        if TAX_LIST in self.substitution_lists:
            raise ValueError(f"the list {TAX_LIST} is written as orders.taxes.substitution, not in substitution_lists")
        return self

    @model_validator(mode="after")
    def _one_shipping_row_each(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for row in self.shipping:
            key = (row.store_shipping_zone.casefold(), row.store_shipping_method.casefold())
            if key in seen:
                raise ValueError(
                    f"shipping has two rows for {row.store_shipping_zone} / {row.store_shipping_method}; keep one"
                )
            seen.add(key)
        return self

    @model_validator(mode="after")
    def _locations_can_be_found_again(self) -> Self:
        if self.entities.customer_location.active and self.endpoint.version < LOCATIONS_SINCE:
            raise ValueError(
                f"the endpoint {self.endpoint.version} has no Ext. Ref. Nbr. on locations, by which they are found "
                f"again: use {LOCATIONS_SINCE} or newer (SM207060), or switch entities.customer_location off"
            )
        return self

    @model_validator(mode="after")
    def _orders_and_payments_can_be_found_again(self) -> Self:
        sales = self.entities.sales_order.active or self.entities.payment.active
        if sales and self.endpoint.version < SALES_SINCE:
            raise ValueError(
                f"the endpoint {self.endpoint.version} has no external reference on order lines and payments, by which "
                f"they are found again: use {SALES_SINCE} or newer (SM207060), or switch entities.sales_order and "
                "entities.payment off"
            )
        return self

    @property
    def lists(self) -> dict[str, dict[str, str]]:
        """Every substitution list by name: those of `substitution_lists`, and the taxes' (BCCTAXCODES)."""
        return {**self.substitution_lists, TAX_LIST: self.orders.taxes.substitution}

    @cached_property
    def mapping_hash(self) -> str:
        """Changes when anything changes that decides what records become: then Filtered records are looked at again."""
        said = self.model_dump(mode="json", exclude={"run", "connections", "checklist", "reconcile"})
        return content_hash(said)

    def reference(self, source_id: str | int) -> str:
        """Give the external reference of a store record: `<id>-<store name>` (connector 2.3, 4.2)."""
        return f"{source_id}-{self.store_name}"
