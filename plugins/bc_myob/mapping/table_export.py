"""What export mappings share: names of people out of one text, and the user's export filters and mappings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from bc_myob.mapping.contract import Field, fitted_to
from bc_myob.mapping.rule_targets import export_target
from bc_myob.mapping.rule_values import check_source, values_of
from bc_myob.mapping.rules import mapping_lines, surroundings
from bc_myob.mapping.sources import Source, computed
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.entities import Entity
from bc_myob.store.filters import filter_lines, filter_reasons
from bc_myob.store.formulas import FormulaFault, Special, Surroundings
from bc_myob.store.settings import StoreSettings


def export_held(settings: StoreSettings, entity: Entity, frame: pd.DataFrame) -> list[str | None]:
    """Give for every record of the ERP why an export filter holds it back; None where it passes."""
    return filter_reasons(filter_lines(settings.filters, entity, "Export"), frame)


def apply_export_mappings(
    settings: StoreSettings, entity: Entity, documents: Sequence[dict[str, Any]], frame: pd.DataFrame, now: datetime
) -> list[str | None]:
    """Change the documents as the user's export mappings say; give what could not be computed, record by record."""
    faults: list[str | None] = [None] * len(documents)
    around = surroundings(settings, now)
    for line in mapping_lines(settings, entity, "Export"):
        check_source(line)
        field = export_target(line)
        for number, value in enumerate(values_of(line, frame, around)):
            said = _put(documents[number], line.target, field, value, around)
            faults[number] = faults[number] or (f"The mapping of {line.target} failed: {said}" if said else None)
    return faults


def _put(document: dict[str, Any], target: str, field: Field, value: Any, around: Surroundings) -> str | None:
    if isinstance(value, FormulaFault):
        return str(value)
    if value is Special.UNMAP or value is None:
        document.pop(target, None)
    elif value is not Special.DEFAULT_MAPPING:
        try:
            document[target] = fitted_to(field, value, around.zone, many=target == "notes")
        except ValueError as exc:
            return str(exc)
    return None


def first_word(*sources: Source) -> Source:
    """Give what stands before the first blank of the first filled source."""
    return computed(lambda *texts: _split(texts)[0], *sources)


def after_first_word(*sources: Source) -> Source:
    """Give what stands after the first blank; a single word stands for both names (connector 3.3, 11.1)."""
    return computed(lambda *texts: _split(texts)[1], *sources)


def _split(texts: Sequence[Any]) -> tuple[str | None, str | None]:
    name = next((line for text in texts if (line := single_line(as_text(text or "")))), "")
    first, _, rest = name.partition(" ")
    return (first or None, rest.strip() or first or None)
