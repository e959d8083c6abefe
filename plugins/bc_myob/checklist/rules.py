"""Entities (BC202000): the user's filters and mappings parse and name fields that exist (connector 7, 9.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.export_rules import export_complaint
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, met, not_met, verdict_on
from bc_myob.checklist.judges import unread
from bc_myob.checklist.samples import SEEN_IN, Sample, filtered, mapped, mapped_lines
from bc_myob.mapping.contract import is_details
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.mapping.rule_values import fields_of
from bc_myob.mapping.rules_check import check_rules
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.filters import filter_lines
from bc_myob.store.rules import MappingLine
from bc_myob.store.settings import StoreSettings

_FORM: Final = "Entities (BC202000)"


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
        reads=SEEN_IN[entity],
        exempt=exempt,
        source="S1",
    )


def _judged(entity: Entity, kind: str, facts: Facts, settings: StoreSettings) -> Finding:
    own = _only(settings, entity, kind)
    try:
        check_rules(own)
        seen = list(_seen(own, entity, facts))
        wrong = export_complaint(own, entity)
    except ConfigurationError as exc:
        return not_met(f"{exc}.".replace("..", "."), f"Mend section {kind} of the settings file.")
    if wrong:
        return not_met(wrong, f"Correct these lines in section {kind} of the settings file.")
    unseen = [ask for ask in SEEN_IN[entity] if facts.refused(ask)]
    complaints, doubts, fine = _named(kind, seen, unseen, facts)
    says = f"Fields {', '.join(fine)} exist." if fine else "They can be understood."
    return verdict_on(complaints, met(says), [*_idle(own, entity, kind), *doubts])


def _idle(own: StoreSettings, entity: Entity, kind: str) -> Iterator[str]:
    """Tell of lines for a direction in which no record of the entity travels."""
    ways = own.entities.of(entity).sync_direction
    lines = [(line.direction, line.field) for line in own.filters if line.active]
    lines += [(line.direction, line.target) for line in own.mappings if line.active]
    idle = [each for each in lines if each[0] != ways]
    if idle and ways is not SyncDirection.BIDIRECTIONAL:
        named = ", ".join(name for _, name in idle)
        yield f"Nothing applies the {kind} for {idle[0][0]} ({named}): {entity} is set to {ways}. Is that meant?"


def _named(
    kind: str, seen: Sequence[tuple[Sample, frozenset[str]]], unseen: Sequence[Ask], facts: Facts
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Give what is wrong, uncertain and fine about the names of fields, by samples of the records they are of."""
    complaints, doubts, fine = list[tuple[str, str]](), list[str](), list[str]()
    for sample, names in seen:
        if sample.is_empty:
            doubts.append(_unseen(names, unseen, facts))
            continue
        absent = {name for name in names if not sample.has(name)}
        if unknown := sorted(name for name in absent if not sample.may_have(name)):
            complaints.append(
                (
                    f"{sample.whose} have no field {', '.join(unknown)}.",
                    f"Correct the spelling in section {kind} of the settings file (docs/mapping lists the fields).",
                )
            )
        elif absent and sample.holds_back:
            doubts.append(f"None of the newest records has {', '.join(sorted(absent))}; all would be held back.")
        fine += sorted(names)
    return complaints, doubts, fine


def _unseen(names: frozenset[str], unseen: Sequence[Ask], facts: Facts) -> str:
    listed = ", ".join(sorted(names))
    if unseen:
        return f"{unread(facts, unseen[0]).says} So nobody saw {listed}."
    return f"The store has no record yet to look for {listed}."


def _seen(settings: StoreSettings, entity: Entity, facts: Facts) -> Iterator[tuple[Sample, frozenset[str]]]:
    """Walk the fields that are named, with samples of the records that are asked for them."""
    named = frozenset(line.field for line in filter_lines(settings.filters, entity))
    if named:
        yield filtered(entity, facts, settings), named
    lines = [line for line in settings.mappings if line.active and line.direction == "Import"]
    if named := _sources(line for line in lines if not _detail(line)):
        yield mapped(entity, facts, settings), named
    if named := _sources(line for line in lines if _detail(line)):
        yield mapped_lines(facts, settings), named


def _sources(lines: Iterable[MappingLine]) -> frozenset[str]:
    return frozenset(name for line in lines for name in fields_of(line))


def _only(settings: StoreSettings, entity: Entity, kind: str) -> StoreSettings:
    """Give the settings with the lines of this entity and kind alone, so that a fault is told of the right row."""
    lines = [line for line in getattr(settings, kind) if line.entity is entity]
    other = {"filters": "mappings", "mappings": "filters"}[kind]
    return settings.model_copy(update={kind: tuple(lines), other: ()})


def _detail(line: MappingLine) -> str:
    """Give the detail whose rows the line fills: their fields are not those of the record itself."""
    head = line.target.partition(".")[0]
    return head if is_details(RESOURCES[line.entity], head) else ""


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
