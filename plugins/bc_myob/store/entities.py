"""The Entities tab of BC201000: what is synchronised, which way, and how often it may fail."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, model_validator

from bc_myob.model.entities import Entity, PrimarySystem, SyncDirection
from bc_myob.store.base import Settings

MAX_FAILED_ATTEMPTS: Final = 5
"""The form's default; at this count of attempts a record becomes Aborted (connector 11.1)."""


class EntitySettings(Settings):
    """One row of the Entities tab."""

    active: bool = True
    """False: nothing of this entity is synchronised; its history stays readable."""
    sync_direction: SyncDirection = SyncDirection.IMPORT
    """Import: store to ERP. Export: ERP to store. Bidirectional: both."""
    primary_system: PrimarySystem = PrimarySystem.EXTERNAL
    """Whose change wins when both sides changed; fixed for Import and Export."""
    max_failed_attempts: int = Field(default=MAX_FAILED_ATTEMPTS, ge=1, le=100)
    """At this count of failed attempts a record becomes Aborted and waits for a person."""

    @model_validator(mode="after")
    def _primary_follows_a_fixed_direction(self) -> Self:
        fixed = {SyncDirection.IMPORT: PrimarySystem.EXTERNAL, SyncDirection.EXPORT: PrimarySystem.ERP}
        wanted = fixed.get(self.sync_direction, self.primary_system)
        if wanted is not self.primary_system:
            raise ValueError(f"with sync_direction {self.sync_direction} the primary_system can only be {wanted}")
        return self


class EntitiesSettings(Settings):
    """The four entities in scope. Customer Location copies direction and primary system of Customer."""

    customer: EntitySettings = EntitySettings()
    customer_location: EntitySettings = EntitySettings()
    sales_order: EntitySettings = EntitySettings()
    payment: EntitySettings = EntitySettings()

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if self.customer_location.active and not self.customer.active:
            raise ValueError("customer_location is active but customer is not: locations belong to customers")
        if self.payment.active and not self.sales_order.active:
            raise ValueError("payment is active but sales_order is not: a payment follows its sales order")
        if self.payment.sync_direction is not SyncDirection.IMPORT:
            raise ValueError("payment.sync_direction can only be Import")
        if self.customer_location.sync_direction is not self.customer.sync_direction:
            raise ValueError("customer_location.sync_direction copies customer.sync_direction; give both the same")
        return self

    def of(self, entity: Entity) -> EntitySettings:
        """Give the row of `entity`."""
        return {
            Entity.CUSTOMER: self.customer,
            Entity.CUSTOMER_LOCATION: self.customer_location,
            Entity.SALES_ORDER: self.sales_order,
            Entity.PAYMENT: self.payment,
        }[entity]
