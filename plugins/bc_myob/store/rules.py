"""Lines of the Entities form (BC202000): import and export filters and mappings, as written by users."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from bc_myob.model.entities import Entity
from bc_myob.store.base import Settings

Condition = Literal[
    "Equals",
    "Does Not Equal",
    "Is Greater Than",
    "Is Greater Than or Equal To",
    "Is Less Than",
    "Is Less Than or Equal To",
    "Contains",
    "Does Not Contain",
    "Starts With",
    "Ends With",
    "Is Between",
    "Is Empty",
    "Is Not Empty",
]


class FilterLine(Settings):
    """One line of a filter list. Only records that match are synchronised, the others get Filtered."""

    entity: Entity
    """Customer, Customer Location, Sales Order or Payment."""
    direction: Literal["Import", "Export"] = "Import"
    """Import or Export."""
    active: bool = True
    """False: the line is left out."""
    opening: int = Field(default=0, ge=0, le=5)
    """Opening brackets before the line."""
    field: str
    """Field of the source record, e.g. email, billing_address.country_iso2."""
    condition: Condition
    """One of the conditions of BC202000."""
    value: str | int | Decimal | float | bool | None = None
    """What the field is compared with, as written: NO, 0210 and 2024-01-31 need no quotation marks."""
    value2: str | int | Decimal | float | bool | None = None
    """The upper end of Is Between."""
    closing: int = Field(default=0, ge=0, le=5)
    """Closing brackets after the line."""
    operator: Literal["And", "Or"] = "And"
    """And or Or with the next line; And binds tighter."""


class MappingLine(Settings):
    """One line of a mapping list: target field <- source field, constant or `=formula`; `<<Unmap>>` removes it."""

    entity: Entity
    """Customer, Customer Location, Sales Order or Payment."""
    direction: Literal["Import", "Export"] = "Import"
    """Import or Export."""
    active: bool = True
    """False: the line is left out."""
    target: str
    """Field of the MYOB document, e.g. MainContact.Phone1."""
    source: str
    """A [field], a constant, `=formula` or `<<Unmap>>`."""
