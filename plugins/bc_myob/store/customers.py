"""The Customers tab of BC201000."""

from __future__ import annotations

from pydantic import Field

from bc_myob.store.base import Settings


class CustomerSettings(Settings):
    """Class, numbering and the guest account of imported customers.

    Numbers are given by the ERP's own sequences: `customer_numbering` and `location_numbering` name the sequences that
    the checklist expects behind the segmented keys; the templates are needed only for keys of several segments.
    """

    customer_class: str = Field(min_length=1, max_length=10)
    customer_numbering: str = ""
    customer_numbering_template: str = ""
    location_numbering: str = ""
    location_numbering_template: str = ""
    generic_guest_customer: str = Field(min_length=1, max_length=30)
