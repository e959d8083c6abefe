"""The entities of the connector, in their dependency order."""

from __future__ import annotations

from enum import StrEnum


class Entity(StrEnum):
    """An entity as the Entities form (BC202000) and Sync History name it; in the order they are synchronised."""

    CUSTOMER = "Customer"
    CUSTOMER_LOCATION = "Customer Location"
    SALES_ORDER = "Sales Order"
    PAYMENT = "Payment"

    @property
    def slug(self) -> str:
        """The name in task ids, Params and file names: customers, locations, orders, payments."""
        return _SLUGS[self]

    @classmethod
    def from_slug(cls, slug: str) -> Entity:
        """Give the entity named by `slug`; ValueError names the known ones."""
        for entity, known in _SLUGS.items():
            if known == slug:
                return entity
        raise ValueError(f"{slug!r} is no entity; known are {', '.join(_SLUGS.values())}")


_SLUGS = {
    Entity.CUSTOMER: "customers",
    Entity.CUSTOMER_LOCATION: "locations",
    Entity.SALES_ORDER: "orders",
    Entity.PAYMENT: "payments",
}


class SyncDirection(StrEnum):
    """Which way an entity travels (Entities tab of BC201000)."""

    IMPORT = "Import"
    EXPORT = "Export"
    BIDIRECTIONAL = "Bidirectional"


class PrimarySystem(StrEnum):
    """Whose change wins when both sides changed (Entities tab of BC201000)."""

    ERP = "ERP"
    EXTERNAL = "External System"
