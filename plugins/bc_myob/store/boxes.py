"""Boxes of BC201000 that may not stay empty, depending on what the store synchronises (connector 9.1)."""

from __future__ import annotations

from bc_myob.model.entities import SyncDirection
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.settings import StoreSettings


def empty_boxes(settings: StoreSettings) -> dict[str, str]:
    """Give what is wrong by setting (`customers.customer_class`), in sentences; {} where every box needed is filled."""
    entities, boxes = settings.entities, settings.customers
    imported = entities.customer.active and entities.customer.sync_direction is not SyncDirection.EXPORT
    needed = (
        ("customer_class", "Customer Class", imported, boxes.customer_class),
        ("generic_guest_customer", "Generic Guest Customer", entities.sales_order.active, boxes.generic_guest_customer),
    )
    return {
        f"customers.{name}": f"{title} is empty (customers.{name})."
        for name, title, wanted, value in needed
        if wanted and not value
    }


def check_boxes(settings: StoreSettings) -> None:
    """Return where every box needed is filled; ConfigurationError says which is not, as the checklist does."""
    if wrong := empty_boxes(settings):
        raise ConfigurationError(
            f"{' '.join(wrong.values())} Fill in {' and '.join(wrong)} of the settings file {settings.name}.yaml."
        )
