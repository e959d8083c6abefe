"""Which fields a reply has: `$select` and `$expand` (section 4, Reading)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sandbox.erp.contract import Field


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for below one level. `fields` None = all value fields."""

    fields: frozenset[str] | None = None
    expanded: frozenset[str] = frozenset()

    @classmethod
    def of(cls, select: str | None, expand: str | None) -> Self:
        """Return the selection two query options describe."""
        return cls(frozenset(_names(select)) if select else None, frozenset(_names(expand or "")))

    def shows(self, field: Field) -> bool:
        """Tell whether the reply has the field: a nested one only if expanded and, with a select, asked for."""
        if field.nested and field.name not in self.expanded:
            return False
        if self.fields is None or field.name in self.fields:
            return True
        return field.nested and any(name.startswith(f"{field.name}/") for name in self.fields)

    def below(self, name: str) -> Selection:
        """Return the selection inside a nested field."""
        fields = None if self.fields is None or name in self.fields else _inside(self.fields, name)
        return Selection(fields, _inside(self.expanded, name))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _inside(names: frozenset[str], parent: str) -> frozenset[str]:
    prefix = f"{parent}/"
    return frozenset(name.removeprefix(prefix) for name in names if name.startswith(prefix))
