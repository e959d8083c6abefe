"""The user's filters and mappings of the Entities form (BC202000), applied to records and documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from bc_myob.mapping.contract import fitted_to
from bc_myob.mapping.rule_targets import DEFAULTED, Target, import_target
from bc_myob.mapping.rule_values import check_source, values_of_known
from bc_myob.mapping.store_fields import KNOWN, KNOWN_OF_LINES
from bc_myob.mapping.table import place
from bc_myob.model.entities import Entity
from bc_myob.store.filters import filter_lines, filter_reasons
from bc_myob.store.formulas import FormulaFault, Special, Surroundings
from bc_myob.store.rules import MappingLine
from bc_myob.store.settings import StoreSettings

_NOTHING: Final = (Special.UNMAP, None, "")


def held_back(settings: StoreSettings, entity: Entity, frame: pd.DataFrame) -> list[str | None]:
    """Give for every record why an import filter holds it back; None where it passes."""
    return filter_reasons(filter_lines(settings.filters, entity), frame)


def apply_mappings(  # noqa: PLR0913 - one call per mapping, all of it needed
    settings: StoreSettings,
    entity: Entity,
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
    around = surroundings(settings, now)
    known = KNOWN_OF_LINES if part else KNOWN[entity]
    for line in mapping_lines(settings, entity, "Import"):
        check_source(line)
        target = import_target(line)
        if target.part != part:
            continue
        values = values_of_known(line, frame, around, known)
        if line.target in DEFAULTED.get(entity, ()):
            values = [Special.DEFAULT_MAPPING if value in _NOTHING else value for value in values]
        for number, (document, value) in enumerate(zip(documents, values, strict=True)):
            said = _put(document, target, value, around)
            faults[number] = faults[number] or (f"The mapping of {line.target} failed: {said}" if said else None)
    return faults


def is_mapped(settings: StoreSettings, entity: Entity, target: str) -> bool:
    """Say whether an import mapping of the user's own decides this field."""
    return any(line.target == target for line in mapping_lines(settings, entity, "Import"))


def mapping_lines(settings: StoreSettings, entity: Entity, direction: str) -> list[MappingLine]:
    """Give the user's active mappings of the entity in one direction, in their order."""
    lines = settings.mappings
    return [line for line in lines if line.active and line.entity is entity and line.direction == direction]


def surroundings(settings: StoreSettings, now: datetime) -> Surroundings:
    """Give what formulas may know besides their record."""
    return Surroundings(now=now, zone=settings.orders.zone, lists=settings.lists)


def _put(document: dict[str, Any], target: Target, value: Any, around: Surroundings) -> str | None:
    if isinstance(value, FormulaFault):
        return str(value)
    if value is Special.DEFAULT_MAPPING:
        return None
    if value is Special.UNMAP or value is None:
        _remove(document, target.path)
        return None
    try:
        many = target.path.rpartition(".")[2] == "note"
        place(document, target.path, fitted_to(target.field, value, around.zone, many=many))
    except ValueError as exc:
        return str(exc)
    return None


def _remove(document: dict[str, Any], target: str) -> None:
    *parents, last = target.split(".")
    for parent in parents:
        document = document.get(parent, {})
    document.pop(last, None)
