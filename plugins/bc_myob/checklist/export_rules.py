"""The user's filters of exports name fields of the ERP's records (2.1, 7); `check_rules` sees to the mappings."""

from __future__ import annotations

from bc_myob.mapping.erp_fields import is_erp_field
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.model.entities import Entity
from bc_myob.store.filters import filter_lines
from bc_myob.store.settings import StoreSettings


def export_complaint(settings: StoreSettings, entity: Entity) -> str:
    """Say which fields of the entity's export filters there are not; "" where there are all."""
    named = {line.field for line in filter_lines(settings.filters, entity, "Export")}
    unknown = sorted(name for name in named if not is_erp_field(RESOURCES[entity], name))
    return f"The ERP's records ({RESOURCES[entity]}) have no field {', '.join(unknown)}." if unknown else ""
