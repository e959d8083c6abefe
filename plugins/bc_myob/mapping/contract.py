"""The endpoint's contract: no field is sent that the configured version does not have.

The ERP drops unknown field names without an error (myob-advanced-api 4), so a wrong name loses data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from bc_myob.mapping.contract_fields import FIELDS
from bc_myob.mapping.texts import as_text, cut, lines, single_line
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.values import as_moment, as_number, as_truth

_FIELD: Final = re.compile(r"(\w+)([:?#%@>*]?)(\w*)$")
_EVERYWHERE: Final = frozenset({"id", "note", "delete", "custom", "rowNumber", "files"})
"""What every record may carry besides its own fields; `custom` holds the site's own ones, which no contract lists."""

_KINDS: Final = {":": "text", "": "text", "?": "yes or no", "#": "number", "%": "whole number", "@": "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the contract; `since` is the first endpoint version that has it, `of` the section below it."""

    since: str
    kind: str
    limit: int | None = None
    of: str = ""


@cache
def contract() -> dict[str, dict[str, Field]]:
    """Give the fields by resource (or detail, or linked record) and name."""
    sections: dict[str, dict[str, Field]] = {}
    section, since = "", ""
    for word in FIELDS.split():
        if word.startswith("["):
            section = word.strip("[]")
            sections[section] = {}
        elif word[0].isdigit():
            since = word
        else:
            name, mark, rest = _parts(word)
            sections[section][name] = _field(since, mark, rest)
    return sections


def check_document_fields(resource: str, document: Mapping[str, Any], version: str) -> None:
    """Raise ConfigurationError for a field that endpoint `version` lacks, naming it and the version that has it."""
    for path, owner, name in _names(resource, document, ""):
        field = contract()[owner].get(name)
        if field is None:
            raise ConfigurationError(f"{resource} has no field {path}; correct the mapping")
        if field.since > version:
            raise ConfigurationError(
                f"{resource}.{path} needs endpoint version {field.since}, configured is {version}; "
                "raise endpoint.version or unmap the field"
            )


def target_field(resource: str, target: str) -> Field | None:
    """Give the field at a dotted target ("MainContact.Email"), or None where the contract does not have it."""
    owner, field = resource, None
    for name in target.split("."):
        if name == "custom":
            return Field("20.200.001", "text")
        field = contract().get(owner, {}).get(name)
        if field is None:
            return Field("20.200.001", "text") if name == "note" else None
        owner = field.of
    return field


def is_details(resource: str, name: str) -> bool:
    """Tell whether the field of the resource holds detail lines."""
    field = contract()[resource].get(name)
    return field is not None and field.kind == "details"


def fitted(resource: str, target: str, value: Any) -> Any:
    """Give the value as the target field takes it: cut text, Decimal, bool, ISO date. ValueError says why it cannot."""
    field = target_field(resource, target) or Field("", "text")
    if field.kind == "text":
        plain = value.isoformat() if isinstance(value, date) else as_text(value)
        return cut((lines if target.endswith("note") else single_line)(plain), field.limit)
    found = _converted(field.kind, value)
    if found is None:
        raise ValueError(f"{as_text(value)[:60]!r} is no {field.kind}")
    return found


def _converted(kind: str, value: Any) -> Any:
    if kind == "yes or no":
        return as_truth(value)
    if kind == "date":
        moment = as_moment(value)
        return moment.replace(tzinfo=None).isoformat() if isinstance(moment, datetime) else _iso(moment)
    number = as_number(value)
    if kind == "number" or number is None:
        return number
    return int(number) if kind == "whole number" and number == number.to_integral_value() else None


def _iso(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00" if day else None


def _parts(word: str) -> tuple[str, str, str]:
    found = _FIELD.match(word)
    if found is None:
        raise ValueError(f"{word!r} is no field of the contract")
    name, mark, rest = found.groups()
    return str(name), str(mark), str(rest)


def _field(since: str, mark: str, rest: str) -> Field:
    if mark in {">", "*"}:
        return Field(since, "details" if mark == "*" else "linked", of=rest)
    return Field(since, _KINDS[mark], int(rest) if rest else None)


def _names(owner: str, document: Mapping[str, Any], path: str) -> list[tuple[str, str, str]]:
    """Give (path, section, name) of every field in the document, depth first."""
    found: list[tuple[str, str, str]] = []
    for name, value in document.items():
        if name in _EVERYWHERE:
            continue
        found.append((f"{path}{name}", owner, name))
        below = contract()[owner][name].of if name in contract()[owner] else ""
        parts = value if isinstance(value, list) else [value]
        for part in parts if below else ():
            if isinstance(part, Mapping):
                found += _names(below, part, f"{path}{name}.")
    return found
