"""The endpoint's contract: no field is sent that the configured version does not have.

The ERP drops unknown field names without an error (myob-advanced-api 4), so a wrong name loses data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Any, Final

from bc_myob.mapping.contract_fields import FIELDS
from bc_myob.mapping.texts import as_text, cut, lines, single_line
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.values import as_moment, as_number, as_truth, printed

_FIELD: Final = re.compile(r"(\w+)([:!?#%@>*]?)(\w*)$")
_EVERYWHERE: Final = frozenset({"id", "note", "delete", "custom", "rowNumber", "files"})
"""What every record may carry besides its own fields; `custom` holds the site's own ones, which no contract lists."""

_FIRST_VERSION: Final = "20.200.001"
_CUSTOM: Final = 3
"""Steps of custom.<View>.<Field>."""
_SEVERAL: Final = ("it is an object with fields", "it is a list of entries")
_KINDS: Final = {
    ":": "text",
    "!": "text",
    "": "text",
    "?": "yes or no",
    "#": "number",
    "%": "whole number",
    "@": "date",
}
_ELSEWHERE: Final = {("SalesOrder", "Branch"): "FinancialSettings.Branch"}
"""Fields that endpoint versions before theirs have elsewhere on the form."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the contract; `since` is the first endpoint version that has it, `of` the section below it."""

    since: str
    kind: str
    limit: int | None = None
    of: str = ""
    key: bool = False
    """It names another record or is a number of the law: cut, it would be another one's."""


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


def moved(resource: str, target: str, version: str) -> str:
    """Give the dotted target under which endpoint `version` takes a field: another one where it lacks this one."""
    elsewhere, field = _ELSEWHERE.get((resource, target)), target_field(resource, target)
    return elsewhere if elsewhere and field and field.since > version else target


def for_version(resource: str, document: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Give the document in the fields of endpoint `version`. ConfigurationError names one that it has nowhere."""
    made = dict(document)
    for name in document:
        parent, _, last = moved(resource, name, version).rpartition(".")
        if parent:
            made[parent] = {last: made.pop(name)} | made.get(parent, {})
    check_document_fields(resource, made, version)
    return made


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
    """Give the field at a dotted target ("MainContact.Email"), or None where the contract does not have it.

    `custom.<View>.<Field>` and `note` are fields of the record or line that they follow.
    """
    owner, field = resource, None
    steps = target.split(".")
    for number, name in enumerate(steps):
        left = len(steps) - number
        if owner and ((name == "custom" and left == _CUSTOM and all(steps[number:])) or (name == "note" and left == 1)):
            return Field(_FIRST_VERSION, "text")
        field = contract().get(owner, {}).get(name)
        if field is None:
            return None
        owner = field.of
    return field


def is_details(resource: str, name: str) -> bool:
    """Tell whether the field of the resource holds detail lines."""
    field = contract()[resource].get(name)
    return field is not None and field.kind == "details"


def fitted(resource: str, target: str, value: Any, zone: tzinfo = UTC) -> Any:
    """Give the value as the target field takes it: cut text, Decimal, bool, the day or time on the clocks of `zone`.

    ValueError says why it cannot.
    """
    return fitted_to(target_field(resource, target) or Field("", "text"), value, zone, many=target.endswith("note"))


def fitted_to(field: Field, value: Any, zone: tzinfo = UTC, *, many: bool = False) -> Any:
    """Give the same for a field at hand; `many`: it keeps line breaks."""
    if isinstance(value, Mapping | list):
        raise ValueError(f"{_SEVERAL[isinstance(value, list)]}, not one value; name a field of it")
    if field.kind == "text":
        plain = (lines if many else single_line)(printed(value) if isinstance(value, date) else as_text(value))
        fit = cut(plain, field.limit)
        if field.key and fit != plain:
            raise ValueError(f"{plain[:60]!r} is longer than the {field.limit} characters that a key may have there")
        return fit
    found = _converted(field.kind, value, zone)
    if found is None:
        raise ValueError(f"{as_text(value)[:60]!r} is no {field.kind}")
    return found


def _converted(kind: str, value: Any, zone: tzinfo) -> Any:
    if kind == "yes or no":
        return as_truth(value)
    if kind == "date":
        # a formula's moment shows its own clock; the store's texts are moments anywhere
        moment = value if isinstance(value, datetime) else as_moment(value)
        local = moment.astimezone(zone) if isinstance(moment, datetime) and moment is not value else moment
        return local.replace(tzinfo=None, microsecond=0).isoformat() if isinstance(local, datetime) else _iso(local)
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
    return Field(since, _KINDS[mark], int(rest) if rest else None, key=mark == "!")


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
