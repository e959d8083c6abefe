"""A record as the server writes it: wrapped values, `{}` for empty, complaints beside the values (section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.erp.contract import Contract, Field, Shape
from sandbox.erp.contract.model import Kind
from sandbox.erp.query.selection import Selection
from sandbox.erp.trees import Errors, Path, Values


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes records for one endpoint version."""

    contract: Contract
    links_root: str | None = None
    errors: Errors | None = None

    def record(self, shape: Shape, values: Values, selection: Selection, row: int = 1) -> Values:
        """Return a top-level record; `row` is its number in the reply."""
        written = self._entity(shape, values, selection, (), row)
        if self.links_root is not None:
            here = f"{self.links_root}/{shape.name}/{values['id']}"
            written["_links"] = {"self": here, "files:put": f"{here}/files/{{filename}}"}
        return written

    def _entity(self, shape: Shape, values: Values, selection: Selection, path: Path, row: int) -> Values:
        top = not path
        written: Values = {"id": values.get("id"), "rowNumber": row}
        written["note"] = {"value": values.get("note") or ""} if top or values.get("note") else None
        if text := self.errors and self.errors.at(path):
            written["error"] = text
        for name, field in shape.fields.items():
            if selection.shows(field) or self._complains((*path, name)):
                written[name] = self._field(field, values.get(name), selection, (*path, name))
        written["custom"] = values.get("custom", {}) if top and "custom" in selection.expanded else {}
        return written

    def _complains(self, path: Path) -> bool:
        return bool(self.errors and self.errors.under(path))

    def _field(self, field: Field, value: Any, selection: Selection, path: Path) -> Any:
        if not field.nested:
            return self._wrapped(field, value, path)
        shape, below = self.contract[field.of], selection.below(field.name)
        if field.kind is Kind.LINKED:
            return None if value is None else self._entity(shape, value, below, path, 1)
        return [self._entity(shape, row, below, (*path, index), index + 1) for index, row in enumerate(value or [])]

    def _wrapped(self, field: Field, value: Any, path: Path) -> Values:
        wrapper: Values = {} if value is None else {"value": wire(field, value)}
        if text := self.errors and self.errors.at(path):
            wrapper["error"] = text
        return wrapper


def wire(field: Field, value: Any) -> Any:
    """Return a value in its JSON form: numbers with their scale, moments in ISO 8601 with offset."""
    if isinstance(value, datetime):
        return moment_text(value)
    if field.kind is Kind.DECIMAL:
        return Decimal(value).quantize(Decimal(1).scaleb(-field.scale))
    return value


def moment_text(moment: datetime) -> str:
    """Return the moment with as many fraction digits as it needs."""
    head, fraction = moment.strftime("%Y-%m-%dT%H:%M:%S"), f"{moment.microsecond:06d}".rstrip("0")
    offset = moment.strftime("%z") or "+0000"
    return f"{head}{'.' + fraction if fraction else ''}{offset[:3]}:{offset[3:]}"
