"""The user's filters and mappings of exports: they name fields of the ERP's records and of the store's (2.1, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bc_myob.checklist.facts import folded
from bc_myob.mapping.contract import contract
from bc_myob.mapping.rules import RESOURCES, export_lines
from bc_myob.mapping.table_export import WRITABLE
from bc_myob.model.entities import Entity
from bc_myob.store.filters import filter_lines
from bc_myob.store.formulas import compile_formula
from bc_myob.store.settings import StoreSettings


def export_complaint(settings: StoreSettings, entity: Entity) -> str:
    """Say which field of the entity's export filters and mappings there is not; "" where there are all.

    ConfigurationError says which formula cannot be understood.
    """
    lines = export_lines(settings, entity)
    named = [line.field for line in filter_lines(settings.filters, entity, "Export")]
    named += [name for line in lines for name in sources_of(line.source.strip())]
    if unknown := sorted({name for name in named if not _is_field(RESOURCES[entity], name)}):
        return f"The ERP's records ({RESOURCES[entity]}) have no field {', '.join(unknown)}."
    writable = WRITABLE.get(entity, frozenset())
    if closed := sorted({line.target for line in lines if line.target not in writable}):
        known = ", ".join(sorted(writable)) or "nothing"
        return f"An export of {entity} cannot write {', '.join(closed)} in the store; it can write {known}."
    return ""


def sources_of(source: str) -> Iterable[str]:
    """Give the fields that a mapping's source names."""
    if source.startswith("="):
        return compile_formula(source).fields
    return [source] if source.startswith("[") and source.endswith("]") else []


def _is_field(resource: str, name: str) -> bool:
    """Tell whether the ERP's record has the field, written as filters find it (store/fields.py)."""
    wanted = name.strip().removeprefix("[").removesuffix("]")
    return any(_is_in(resource, path.split(".")) for path in (wanted, wanted.partition(".")[2]) if path)


def _is_in(section: str, path: Sequence[str]) -> bool:
    fields = {_bare(known): field for known, field in contract().get(section, {}).items()}
    first, rest = _bare(path[0]), path[1:]
    if first == "email" and section == "Customer":  # the account's e-mail goes by its short name, too
        return not rest
    field = fields.get(first)
    return first == "custom" or (field is not None and (not rest or _is_in(field.of, rest)))


def _bare(name: str) -> str:
    return folded(name).replace(" ", "").replace("_", "")
