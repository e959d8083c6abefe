"""The user's filters and mappings of the Entities form (BC202000), applied to records and documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from bc_myob.mapping.contract import fitted, is_details, target_field
from bc_myob.mapping.table import place
from bc_myob.mapping.texts import as_text
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import field_values
from bc_myob.store.filters import check_filter, filter_lines, filter_reasons
from bc_myob.store.formulas import FormulaFault, Special, Surroundings, compile_formula
from bc_myob.store.rules import MappingLine
from bc_myob.store.settings import StoreSettings

RESOURCES: Final = {
    Entity.CUSTOMER: "Customer",
    Entity.CUSTOMER_LOCATION: "CustomerLocation",
    Entity.SALES_ORDER: "SalesOrder",
    Entity.PAYMENT: "Payment",
}
UNMAP: Final = "<<unmap>>"
PROTECTED: Final = {
    Entity.CUSTOMER: frozenset({"AccountRef", "CustomerID"}),
    Entity.CUSTOMER_LOCATION: frozenset({"Customer", "LocationID", "ExtRefNbr"}),
    Entity.SALES_ORDER: frozenset({"ExternalRef", "OrderNbr", "Details.ExternalRef"}),
    Entity.PAYMENT: frozenset({"ExternalRef", "ReferenceNbr", "OrdersToApply"}),
}
"""How records are found again: a mapping that changed these could make a record twice."""


def held_back(settings: StoreSettings, entity: Entity, frame: pd.DataFrame) -> list[str | None]:
    """Give for every record why an import filter holds it back; None where it passes."""
    return filter_reasons(filter_lines(settings.filters, entity), frame)


def apply_mappings(  # noqa: PLR0913, PLR0917 - one call per mapping, all of it needed
    settings: StoreSettings,
    entity: Entity,
    resource: str,
    documents: Sequence[dict[str, Any]],
    frame: pd.DataFrame,
    part: str = "",
    *,
    now: datetime,
) -> list[str | None]:
    """Change the documents as the user's import mappings say; give what could not be computed, record by record.

    The standard mapping comes first, these lines after it, in their order (connector 7.2). `part` names a detail whose
    lines the documents are ("Details"): then only targets within it apply; without it, only targets outside details.
    `now` is the present moment of formulas.
    """
    faults: list[str | None] = [None] * len(documents)
    surroundings = _surroundings(settings, now)
    for line in settings.mappings:
        if not line.active or line.entity is not entity or line.direction != "Import":
            continue
        target = _target(line, resource, part)
        if target is None:
            continue
        values = _values(line, frame, surroundings)
        for number, (document, value) in enumerate(zip(documents, values, strict=True)):
            said = _put(document, target, value, resource, part)
            faults[number] = faults[number] or (f"The mapping of {line.target} failed: {said}" if said else None)
    return faults


def is_mapped(settings: StoreSettings, entity: Entity, target: str) -> bool:
    """Say whether an import mapping of the user's own decides this field."""
    own = [line for line in settings.mappings if line.active and line.direction == "Import"]
    return any(line.entity is entity and line.target == target for line in own)


def export_lines(settings: StoreSettings, entity: Entity) -> list[MappingLine]:
    """Give the user's active export mappings of the entity, in their order."""
    lines = settings.mappings
    return [line for line in lines if line.active and line.entity is entity and line.direction == "Export"]


def put_values(
    settings: StoreSettings, line: MappingLine, documents: Sequence[dict[str, Any]], frame: pd.DataFrame, now: datetime
) -> list[str | None]:
    """Put the values of one export line into the store's documents; give what could not be computed."""
    faults: list[str | None] = []
    for document, value in zip(documents, _values(line, frame, _surroundings(settings, now)), strict=True):
        failed = isinstance(value, FormulaFault)
        faults.append(f"The mapping of {line.target} failed: {value}" if failed else None)
        if failed or value is Special.DEFAULT_MAPPING:
            continue
        if value is Special.UNMAP or value is None:
            document.pop(line.target, None)
        else:
            document[line.target] = as_text(value).strip() if isinstance(value, str) else value
    return faults


def check_rules(settings: StoreSettings) -> None:
    """Raise ConfigurationError for the first filter, formula or mapping target that cannot work; needs no records."""
    for entity in Entity:
        for direction in ("Import", "Export"):
            check_filter(filter_lines(settings.filters, entity, direction))
    for line in settings.mappings:
        if line.active and line.direction == "Import":
            _target(line, RESOURCES[line.entity], "")
            if line.source.startswith("="):
                compile_formula(line.source)


def _target(line: MappingLine, resource: str, part: str) -> str | None:
    """Give the path within the documents, or None where the line is for another part of the document."""
    if line.target in PROTECTED[line.entity]:
        raise ConfigurationError(
            f"the mapping of {line.entity} to {line.target} is not possible: records are found again by this field"
        )
    if target_field(resource, line.target) is None:
        raise ConfigurationError(f"the mapping of {line.entity} names {line.target}, which {resource} does not have")
    head, _, rest = line.target.partition(".")
    within = head if is_details(resource, head) else ""
    return (rest if within else line.target) if within == part else None


def _values(line: MappingLine, frame: pd.DataFrame, surroundings: Surroundings) -> Sequence[Any]:
    source = line.source.strip()
    if source.casefold() == UNMAP:
        return [Special.UNMAP] * len(frame)
    if source.startswith("="):
        return compile_formula(source).values(frame, surroundings)
    if source.startswith("[") and source.endswith("]"):
        return field_values(frame, source)
    return [source] * len(frame)


def _put(document: dict[str, Any], target: str, value: Any, resource: str, part: str) -> str | None:
    if isinstance(value, FormulaFault):
        return str(value)
    if value is Special.DEFAULT_MAPPING:
        return None
    if value is Special.UNMAP or value is None:
        _remove(document, target)
        return None
    try:
        place(document, target, fitted(resource, f"{part}.{target}" if part else target, value))
    except ValueError as exc:
        return str(exc)
    return None


def _remove(document: dict[str, Any], target: str) -> None:
    *parents, last = target.split(".")
    for parent in parents:
        document = document.get(parent, {})
    document.pop(last, None)


def _surroundings(settings: StoreSettings, now: datetime) -> Surroundings:
    return Surroundings(now=now, zone=settings.orders.zone, lists=settings.lists)
