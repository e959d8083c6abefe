"""Plain values in, the ERP's JSON form out, and back (myob-advanced-api 4, JSON form). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_BARE = frozenset({"id", "delete", "rowNumber"})
"""Keys that travel without `{"value": ...}`."""
_VERBATIM = frozenset({"_links", "files", "error"})
"""Keys of a reply that are no fields of the record."""
_CUSTOM_TYPES = {
    bool: "CustomBooleanField",
    int: "CustomIntField",
    Decimal: "CustomDecimalField",
    str: "CustomStringField",
}


def wrap(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give `document` as the API takes it: scalars as {"value": x}, dicts as linked entities, lists as details.

    `id`, `delete` and `rowNumber` stay bare; `custom` is {view: {field: value}}. ValueError names a value that has no
    exact form there (a float, a list of scalars).
    """
    return {name: _wrapped(name, value) for name, value in document.items()}


def _wrapped(name: str, value: Any) -> Any:
    if name in _BARE:
        return value
    if name == "custom":
        return {view: _custom_fields(fields) for view, fields in value.items()}
    if isinstance(value, Mapping):
        return wrap(value)
    if isinstance(value, (list, tuple)):
        return [_row(name, row) for row in value]
    return {"value": _scalar(name, value)}


def _row(name: str, row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise ValueError(f"{name}: details are records, not {row!r}")
    return wrap(row)


def _scalar(name: str, value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, Decimal)):
        return value
    raise ValueError(f"{name}: {type(value).__name__} has no exact form in the ERP's JSON; use str, int, bool, Decimal")


def _custom_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {field: _custom(field, value) for field, value in fields.items()}


def _custom(field: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return value  # the caller names the type itself, for dates and GUIDs
    return {"type": _CUSTOM_TYPES.get(type(value), "CustomStringField"), "value": _scalar(field, value)}


def unwrap(reply: Any) -> Any:
    """Give the plain values of a reply: {"value": x} becomes x, {} becomes None, lists and linked entities follow.

    `id` and `rowNumber` stay, so that details can be named in an update.
    """
    if isinstance(reply, list):
        return [unwrap(row) for row in reply]
    if not isinstance(reply, Mapping):
        return reply
    if not reply:
        return None
    if "value" in reply:
        return reply["value"]
    return {name: _unwrapped(name, value) for name, value in reply.items()}


def _unwrapped(name: str, value: Any) -> Any:
    if name in _VERBATIM:
        return value
    if name == "custom":
        return unwrap(value) or {}
    return unwrap(value)
