"""The fields of the ERP's records, as users name them in export filters and mappings."""

from __future__ import annotations

from collections.abc import Sequence

from bc_myob.mapping.contract import contract
from bc_myob.store.fields import bare, field_paths


def is_erp_field(resource: str, name: str) -> bool:
    """Tell whether the ERP's record has the field, written as filters find it (store/fields.py)."""
    return any(_is_in(resource, path.split(".")) for path in field_paths(name))


def _is_in(section: str, path: Sequence[str]) -> bool:
    fields = {bare(known): field for known, field in contract().get(section, {}).items()}
    first, rest = bare(path[0]), path[1:]
    if first == "email" and section == "Customer":  # the account's e-mail goes by its short name, too
        return not rest
    field = fields.get(first)
    return first in {"custom", "note", "id"} or (field is not None and (not rest or _is_in(field.of, rest)))
