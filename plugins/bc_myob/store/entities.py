"""The Entities tab of BC201000: what is synchronised, which way, and how often it may fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from pydantic import Field, model_validator

from bc_myob.model.entities import Entity, PrimarySystem, SyncDirection
from bc_myob.store.base import Settings

MAX_FAILED_ATTEMPTS: Final = 5
"""The form's default; at this count of attempts a record becomes Aborted (connector 11.1)."""


_FIXED: Final = {SyncDirection.IMPORT: PrimarySystem.EXTERNAL, SyncDirection.EXPORT: PrimarySystem.ERP}
_COPIED: Final = ("sync_direction", "primary_system")


class EntitySettings(Settings):
    """One row of the Entities tab."""

    active: bool = True
    """False: nothing of this entity is synchronised; its history stays readable."""
    sync_direction: SyncDirection = SyncDirection.IMPORT
    """Import: store to ERP. Export: ERP to store. Bidirectional: both."""
    primary_system: PrimarySystem = PrimarySystem.EXTERNAL
    """Whose change wins when both sides changed; fixed for Import and Export, where it need not be given."""
    max_failed_attempts: int = Field(default=MAX_FAILED_ATTEMPTS, ge=1, le=100)
    """At this count of failed attempts a record becomes Aborted and waits for a person."""

    @model_validator(mode="before")
    @classmethod
    def _primary_of_a_fixed_direction_goes_without_saying(cls, said: Any) -> Any:
        if not isinstance(said, Mapping) or "primary_system" in said:
            return said
        fixed = next((primary for way, primary in _FIXED.items() if way == said.get("sync_direction")), None)
        return {**said, "primary_system": fixed} if fixed else said

    @model_validator(mode="after")
    def _primary_follows_a_fixed_direction(self) -> Self:
        wanted = _FIXED.get(self.sync_direction, self.primary_system)
        if wanted is not self.primary_system:
            raise ValueError(f"with sync_direction {self.sync_direction} the primary_system can only be {wanted}")
        return self


class EntitiesSettings(Settings):
    """The four entities in scope. Customer Location copies direction and primary system of Customer."""

    customer: EntitySettings = EntitySettings()
    customer_location: EntitySettings = EntitySettings()
    sales_order: EntitySettings = EntitySettings()
    payment: EntitySettings = EntitySettings()

    @model_validator(mode="before")
    @classmethod
    def _location_copies_customer(cls, said: Any) -> Any:
        if not isinstance(said, Mapping):
            return said
        customer, location = (_as_said(said.get(name)) for name in ("customer", "customer_location"))
        if not isinstance(customer, Mapping) or not isinstance(location, Mapping):
            return said  # no rows of a table: the fields' own check says so
        otherwise = location.get("sync_direction", customer.get("sync_direction")) != customer.get("sync_direction")
        copied = {} if otherwise else {name: customer[name] for name in _COPIED if name in customer}
        return {**said, "customer_location": {**copied, **location}}

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if self.customer_location.active and not self.customer.active:
            raise ValueError("customer_location is active but customer is not: locations belong to customers")
        if self.payment.active and not self.sales_order.active:
            raise ValueError("payment is active but sales_order is not: a payment follows its sales order")
        if self.payment.sync_direction is not SyncDirection.IMPORT:
            raise ValueError("payment.sync_direction can only be Import")
        for name in _COPIED:
            if getattr(self.customer_location, name) is not getattr(self.customer, name):
                raise ValueError(
                    f"customer_location.{name} copies customer.{name}; leave it out, or give both the same"
                )
        return self

    def of(self, entity: Entity) -> EntitySettings:
        """Give the row of `entity`."""
        return {
            Entity.CUSTOMER: self.customer,
            Entity.CUSTOMER_LOCATION: self.customer_location,
            Entity.SALES_ORDER: self.sales_order,
            Entity.PAYMENT: self.payment,
        }[entity]


def _as_said(row: Any) -> Any:
    """Give a row as it was written, without what it left out."""
    return row.model_dump(exclude_unset=True) if isinstance(row, EntitySettings) else {} if row is None else row
