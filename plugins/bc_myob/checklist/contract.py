"""Every field that is sent, held against the endpoint's own description (swagger.json of any version)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bc_myob.checklist.facts import Row
from bc_myob.mapping.contract import contract, moved, target_field
from bc_myob.mapping.docs import tables
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.mapping.table import Table
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings

_OWN: Final = frozenset({"id", "note", "custom", "delete", "rowNumber", "files"})


def missing_fields(description: Row, settings: StoreSettings, added: Sequence[Row] = ()) -> list[str]:
    """Give `Resource.Field` of everything sent that the description lacks.

    `added`: {resource, field} of what a load puts into documents besides what mappings make.
    """
    schemas = _schemas(description)
    wanted = dict.fromkeys((*_sent(settings), *_added(settings, added)))
    return [f"{resource}.{path}" for resource, path in wanted if not _has(schemas, resource, path.split("."))]


def _sent(settings: StoreSettings) -> Iterator[tuple[str, str]]:
    version = settings.endpoint.version
    for table in (one for one in tables() if not one.exports):
        resource, detail = RESOURCES[Entity(table.entity)], _detail(table)
        if not settings.entities.of(Entity(table.entity)).active:
            continue
        for row in table.rows:
            path = moved(resource, f"{detail}.{row.target}" if detail else row.target, version)
            field = target_field(resource, path)
            # what this version lacks is not sent (moved), or the settings refuse the entity
            if field is None or field.since <= version:
                yield resource, path
    for line in settings.mappings:
        if line.active and line.direction == "Import" and settings.entities.of(line.entity).active:
            yield RESOURCES[line.entity], line.target


def _added(settings: StoreSettings, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        entity = next(entity for entity, resource in RESOURCES.items() if resource == row["resource"])
        if settings.entities.of(entity).active:
            yield str(row["resource"]), str(row["field"])


def _detail(table: Table) -> str:
    """Give the detail whose lines the table makes: the one that has all its targets, or "" for the header."""
    resource = RESOURCES[Entity(table.entity)]
    if all(target_field(resource, row.target) for row in table.rows):
        return ""
    details = [name for name, field in contract()[resource].items() if field.kind == "details"]
    fits = (name for name in details if all(target_field(resource, f"{name}.{row.target}") for row in table.rows))
    return next(fits, "")


def _schemas(description: Row) -> Mapping[str, Any]:
    """Give the schemas by name: OpenAPI 3 (from 24.200.001) or Swagger 2."""
    found: Mapping[str, Any] = (
        (description.get("components") or {}).get("schemas") or description.get("definitions") or {}
    )
    return found


def _has(schemas: Mapping[str, Any], name: str, path: list[str]) -> bool:
    for step in path:
        if step in _OWN:
            return True
        described = _properties(schemas.get(name) or {}).get(step)
        if described is None:
            return False
        name = _named(described)
    return True


def _properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(schema.get("properties") or {})
    for part in schema.get("allOf") or ():
        found |= part.get("properties") or {}
    return found


def _named(described: Mapping[str, Any]) -> str:
    inner = described.get("items") or described
    return str(inner.get("$ref", "")).rpartition("/")[2]
