"""The user's filters and mappings, checked before a run reads anything."""

from __future__ import annotations

from bc_myob.mapping.erp_fields import is_erp_field
from bc_myob.mapping.rule_targets import RESOURCES, check_version, export_target, import_target
from bc_myob.mapping.rule_values import check_source, fields_of
from bc_myob.mapping.rules import mapping_lines
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.filters import check_filter, filter_lines
from bc_myob.store.rules import MappingLine
from bc_myob.store.settings import StoreSettings


def check_rules(settings: StoreSettings) -> None:
    """Raise ConfigurationError for the first filter, formula or mapping that cannot work; needs no records."""
    for entity in Entity:
        for direction in ("Import", "Export"):
            check_filter(filter_lines(settings.filters, entity, direction))
            for number, line in enumerate(mapping_lines(settings, entity, direction), 1):
                _check(number, line, settings.endpoint.version)


def _check(number: int, line: MappingLine, version: str) -> None:
    try:
        check_source(line)
        if line.direction == "Import":
            check_version(line, import_target(line), version)
        else:
            export_target(line)
            _check_fields(line)
    except ConfigurationError as exc:
        where = f"line {number} of the {line.direction.lower()} mapping of {line.entity} ({line.target})"
        raise ConfigurationError(f"{where}: {exc}") from exc


def _check_fields(line: MappingLine) -> None:
    resource = RESOURCES[line.entity]
    if unknown := [name for name in fields_of(line) if not is_erp_field(resource, name)]:
        raise ConfigurationError(f"the ERP's records ({resource}) have no field {', '.join(unknown)}")
