"""Lines of the Entities form (BC202000): import and export filters and mappings, as written by users."""

from __future__ import annotations

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
    direction: Literal["Import", "Export"] = "Import"
    active: bool = True
    opening: int = Field(default=0, ge=0, le=5)
    field: str
    condition: Condition
    value: str | int | float | bool | None = None
    value2: str | int | float | bool | None = None
    closing: int = Field(default=0, ge=0, le=5)
    operator: Literal["And", "Or"] = "And"


class MappingLine(Settings):
    """One line of a mapping list: target field <- source field, constant or `=formula`; `<<Unmap>>` removes it."""

    entity: Entity
    direction: Literal["Import", "Export"] = "Import"
    active: bool = True
    target: str
    source: str
