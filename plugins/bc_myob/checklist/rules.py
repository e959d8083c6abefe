"""Entities (BC202000): the user's filters and mappings parse and name fields that exist (connector 7, 9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.export_rules import export_complaint
from bc_myob.checklist.facts import Ask, Facts, Row
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.mapping.contract import is_details
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.mapping.rule_values import fields_of
from bc_myob.mapping.rules_check import check_rules
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import field_paths
from bc_myob.store.filters import filter_lines
from bc_myob.store.rules import MappingLine
from bc_myob.store.settings import StoreSettings

_FORM: Final = "Entities (BC202000)"
_SAMPLES: Final = {
    Entity.CUSTOMER: (Ask.STORE_CUSTOMERS,),
    Entity.CUSTOMER_LOCATION: (Ask.STORE_CUSTOMERS,),
    Entity.SALES_ORDER: (Ask.STORE_ORDERS,),
    Entity.PAYMENT: (Ask.STORE_TRANSACTIONS, Ask.STORE_ORDERS),
}


def rule_rows() -> Iterator[Criterion]:
    """Give, for every entity, the row about its filters and the row about its mappings."""
    for entity in Entity:
        yield _criterion(entity, "filters", "filtering conditions", _filters_of(entity))
        yield _criterion(entity, "mappings", "additional mappings", _mappings_of(entity))


def _criterion(entity: Entity, kind: str, title: str, exempt: Exempt) -> Criterion:
    def judge(facts: Facts, settings: StoreSettings) -> Finding:
        return _judged(entity, kind, facts, settings)

    return Criterion(
        key=f"rules.{entity.slug}_{kind}",
        form=_FORM,
        tab=f"{entity}, {kind}",
        wording=f"The {title} of {entity} can be understood and name existing fields",
        breaks=f"Every run stops, or all {entity} records are held back or lack the mapped values.",
        look=f"section {kind} of the settings file; docs/mapping/formulas.md.",
        judge=judge,
        reads=_SAMPLES[entity],
        exempt=exempt,
        source="S1",
    )


def _judged(entity: Entity, kind: str, facts: Facts, settings: StoreSettings) -> Finding:
    own = _only(settings, entity, kind)
    try:
        check_rules(own)
        fields = sorted(_fields(own, entity))
        wrong = export_complaint(own, entity)
    except ConfigurationError as exc:
        return not_met(f"{exc}.".replace("..", "."), f"Mend section {kind} of the settings file.")
    if wrong:
        return not_met(wrong, f"Correct the Export lines in section {kind} of the settings file.")
    if not fields:
        return met("They can be understood.")
    samples = [row for ask in _SAMPLES[entity] for row in _with_addresses(facts.rows(ask))]
    if not samples:
        return by_hand(f"They can be understood; the store has no record yet to look for {', '.join(fields)}.")
    unknown = [name for name in fields if not any(_has(row, name) for row in samples)]
    if unknown:
        return not_met(
            f"The store's records have no field {', '.join(unknown)}.",
            f"Correct the spelling in section {kind} of the settings file (docs/mapping lists the store's fields).",
        )
    return met(f"Fields {', '.join(fields)} exist.")


def _only(settings: StoreSettings, entity: Entity, kind: str) -> StoreSettings:
    """Give the settings with the lines of this entity and kind alone, so that a fault is told of the right row."""
    lines = [line for line in getattr(settings, kind) if line.entity is entity]
    other = {"filters": "mappings", "mappings": "filters"}[kind]
    return settings.model_copy(update={kind: tuple(lines), other: ()})


def _fields(settings: StoreSettings, entity: Entity) -> set[str]:
    found = {line.field for line in filter_lines(settings.filters, entity)}
    for line in settings.mappings:
        if line.active and line.direction == "Import" and not _of_a_detail(line):
            found |= set(fields_of(line))
    return found


def _of_a_detail(line: MappingLine) -> bool:
    """Tell whether the line fills order lines: their fields are not those of the order."""
    return is_details(RESOURCES[line.entity], line.target.partition(".")[0])


def _with_addresses(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows and, as customer locations are made of them, their addresses."""
    for row in rows:
        yield row
        yield from row.get("addresses") or ()


def _has(record: Row, name: str) -> bool:
    """Tell whether the record has the field, as filters find it (store/fields.py); null inside counts as there."""
    return any(_reaches(record, path.split(".")) for path in field_paths(name))


def _reaches(value: Any, path: list[str]) -> bool:
    if not path or value is None:
        return True
    if isinstance(value, Mapping):
        bare = path[0].replace(" ", "").replace("_", "").casefold()
        keys = [key for key in value if str(key).replace("_", "").casefold() == bare]
        return bool(keys) and _reaches(value[keys[0]], path[1:])
    if isinstance(value, Sequence) and not isinstance(value, str) and path[0].isdigit():
        return not value or _reaches(value[min(int(path[0]), len(value) - 1)], path[1:])
    return False


def _filters_of(entity: Entity) -> Exempt:
    def exempt(settings: StoreSettings) -> str:
        own = [line for line in settings.filters if line.entity is entity and line.active]
        return "" if own else f"There are no filtering conditions for {entity}."

    return exempt


def _mappings_of(entity: Entity) -> Exempt:
    def exempt(settings: StoreSettings) -> str:
        own = [line for line in settings.mappings if line.entity is entity and line.active]
        return "" if own else f"There are no additional mappings for {entity}."

    return exempt
