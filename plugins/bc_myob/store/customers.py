"""The Customers tab of BC201000."""

from __future__ import annotations

from pydantic import Field

from bc_myob.store.base import Settings


class CustomerSettings(Settings):
    """Class, numbering and the guest account of imported customers.

    Numbers are given by the ERP, by its own keys and sequences: nothing of these four boxes is sent. They say what the
    checklist is to find there; templates are needed only for keys of several segments.
    """

    customer_class: str = Field(default="", max_length=10)
    """Customer Class of customers created by imports (AR201000); without it no run that imports customers starts."""
    customer_numbering: str = ""
    """Customer Auto-Numbering: the sequence behind the CUSTOMER key (CS201010)."""
    customer_numbering_template: str = ""
    """Customer Numbering Template, for the checklist alone: for a key of several segments, e.g. ECUS-RET1-######."""
    location_numbering: str = ""
    """Location Auto-Numbering: the sequence behind the LOCATION key."""
    location_numbering_template: str = ""
    """Location Numbering Template, for the checklist alone: for a key of several segments."""
    generic_guest_customer: str = Field(default="", max_length=30)
    """Customer ID that guest orders are booked on; without it no run that imports orders starts."""
    price_class_groups: dict[str, int] = Field(default_factory=dict)
    """Customer Price Class of the ERP -> customer group id of the store, for exports; empty: the entity is inactive."""

    def is_guest(self, key: object) -> bool:
        """Tell whether a Customer ID is that of the Generic Guest Customer: nobody's counterpart (connector 2.1)."""
        return str(key or "").strip().casefold() == self.generic_guest_customer.strip().casefold()
