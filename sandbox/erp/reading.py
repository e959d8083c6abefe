"""What a client sent, read against the contract: unknown fields are dropped, values get their type (section 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.erp.contract import Contract, Field, Shape
from sandbox.erp.contract.labels import label_of
from sandbox.erp.contract.model import Kind
from sandbox.erp.errors import Malformed
from sandbox.erp.trees import Errors, Path, Values

STAMPS = ("LastModifiedDateTime", "LastModified", "CreatedDateTime", "CreatedDate")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads bodies for one endpoint version; a bad list value becomes a complaint in `errors`."""

    contract: Contract
    errors: Errors
    clears_with: str = "null-and-empty"

    def entity(self, shape: Shape, raw: Any, path: Path = ()) -> Values:
        """Return the known fields of `raw` (with "id", "delete", "note", "custom" where given)."""
        if not isinstance(raw, dict):
            raise Malformed(entity=f"An object was expected at '{'.'.join(map(str, path))}'.")
        sent: Values = {name: raw[name] for name in ("id", "delete", "custom") if name in raw}
        if isinstance(note := raw.get("note"), dict):
            sent["note"] = note.get("value")
        for name, field in shape.fields.items():
            if name in raw and raw[name] is not None:
                self._take(sent, shape, field, raw[name], (*path, name))
        return sent

    def _take(self, sent: Values, shape: Shape, field: Field, raw: Any, path: Path) -> None:
        if field.kind is Kind.LINKED:
            sent[field.name] = self.entity(self.contract[field.of], raw, path)
        elif field.kind is Kind.DETAILS:
            sent[field.name] = self._rows(field, raw, path)
        elif not isinstance(raw, dict):
            raise Malformed(**{field.name: f"Error converting value {raw!r} to type '{field.kind.wrapper}'."})
        elif "value" in raw:
            self._value(sent, shape, field, raw["value"], path)

    def _rows(self, field: Field, raw: Any, path: Path) -> list[Values]:
        if not isinstance(raw, list):
            raise Malformed(**{field.name: "An array was expected."})
        return [self.entity(self.contract[field.of], row, (*path, index)) for index, row in enumerate(raw)]

    def _value(self, sent: Values, shape: Shape, field: Field, raw: Any, path: Path) -> None:
        if raw is None or raw == "":
            if self.clears_with in ("null-and-empty", "null" if raw is None else "empty"):
                sent[field.name] = None
            return
        try:
            value = CASTS[field.kind](raw)
        except (TypeError, ValueError, InvalidOperation):
            raise Malformed(**{field.name: f"Error converting value {raw!r} to type '{field.kind.wrapper}'."}) from None
        if isinstance(value, datetime) and field.name not in STAMPS:
            value = value.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
        if isinstance(value, str) and (label := label_of(shape.name, field.name, value)) != value:
            if label is None:
                self.errors.add(f"The list value '{value}' is not allowed for the field {field.name}.", *path)
            value = label or value
        sent[field.name] = value


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, (str, int, Decimal)):
        return str(raw)
    raise TypeError(raw)


def _truth(raw: Any) -> bool:
    text = str(raw).lower()
    if text not in ("true", "false"):
        raise ValueError(raw)
    return text == "true"


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, str, Decimal)):
        raise TypeError(raw)
    number = Decimal(raw)
    if not number.is_finite():
        raise ValueError(raw)
    return number


def _whole(raw: Any) -> int:
    number = _number(raw)
    if number != int(number):
        raise ValueError(raw)
    return int(number)


def _moment(raw: Any) -> datetime:
    moment = datetime.fromisoformat(raw)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


CASTS: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: _text,
    Kind.GUID: _text,
    Kind.BOOL: _truth,
    Kind.DECIMAL: _number,
    Kind.INT: _whole,
    Kind.SHORT: _whole,
    Kind.DATETIME: _moment,
}
