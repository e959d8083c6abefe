"""Which fields the user's mapping lines may fill, and what to write instead of those they may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bc_myob.mapping.contract import Field, contract, is_details, target_field
from bc_myob.mapping.store_fields import WRITABLE
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.rules import MappingLine

RESOURCES: Final = {
    Entity.CUSTOMER: "Customer",
    Entity.CUSTOMER_LOCATION: "CustomerLocation",
    Entity.SALES_ORDER: "SalesOrder",
    Entity.PAYMENT: "Payment",
}
PROTECTED: Final = {
    Entity.CUSTOMER: frozenset({"AccountRef", "CustomerID"}),
    Entity.CUSTOMER_LOCATION: frozenset({"Customer", "LocationID", "ExtRefNbr"}),
    Entity.SALES_ORDER: frozenset({"ExternalRef", "OrderNbr", "Details.ExternalRef"}),
    Entity.PAYMENT: frozenset({"ExternalRef", "ReferenceNbr"}),
}
"""How records are found again: a mapping that changed these could make a record twice."""
DEFAULTED: Final = {Entity.SALES_ORDER: frozenset({"OrderType"}), Entity.PAYMENT: frozenset({"Type"})}
"""Key fields: a mapping that takes one away leaves the standard value (connector 7.2)."""
MAPPED_DETAILS: Final = {Entity.SALES_ORDER: frozenset({"Details"})}
"""Details whose lines are made from lines of the store. All other rows are worked out from several records."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import line puts its value: the path within the document, or within the lines of the detail `part`."""

    path: str
    part: str
    field: Field


def import_target(line: MappingLine) -> Target:
    """Give the target of an import line; ConfigurationError says why it is none and what to write."""
    resource = RESOURCES[line.entity]
    if line.target in PROTECTED[line.entity]:
        raise _mistake(line, "is not possible: records are found again by this field")
    head, _, rest = line.target.partition(".")
    part = head if is_details(resource, head) else ""
    if part and part not in MAPPED_DETAILS.get(line.entity, ()):
        instead = " or ".join(["the record itself", *sorted(MAPPED_DETAILS.get(line.entity, ()))])
        raise _mistake(line, f"is not possible: the rows of {part} are worked out; map a field of {instead}")
    if part and not rest:
        raise _mistake(line, f"names a whole detail; write one of its fields, such as {_example(resource, part)}")
    field = _field(line, resource)
    return Target(rest if part else line.target, part, field)


def export_target(line: MappingLine) -> Field:
    """Give the store's field that an export line writes; ConfigurationError says which it can write."""
    writable = WRITABLE.get(line.entity, {})
    if line.target not in writable:
        known = ", ".join(sorted(writable)) or "nothing"
        raise ConfigurationError(
            f"the export mapping of {line.entity} names {line.target}, which it cannot write; it can write {known}"
        )
    return writable[line.target]


def check_version(line: MappingLine, target: Target, version: str) -> None:
    """Raise ConfigurationError where the configured endpoint lacks the field."""
    if target.field.since > version:
        needs = f"needs endpoint version {target.field.since}, configured is {version}"
        raise _mistake(line, f"{needs}; raise endpoint.version or remove the line")


def _field(line: MappingLine, resource: str) -> Field:
    steps = line.target.split(".")
    if "custom" in steps and len(steps) - steps.index("custom") != 3:  # noqa: PLR2004 - custom, view, field
        raise _mistake(line, "does not say which field of the site it is; write custom.<View>.<Field>")
    field = target_field(resource, line.target)
    if field is None:
        raise ConfigurationError(f"the mapping of {line.entity} names {line.target}, which {resource} does not have")
    if field.kind == "linked":
        inner = next(name for name, each in contract()[field.of].items() if each.kind == "text")
        raise _mistake(line, f"names a whole record; write one of its fields, such as {line.target}.{inner}")
    return field


def _example(resource: str, part: str) -> str:
    fields = contract()[contract()[resource][part].of]
    return f"{part}.{next((name for name in fields if name.endswith('Description')), next(iter(fields)))}"


def _mistake(line: MappingLine, what: str) -> ConfigurationError:
    return ConfigurationError(f"the mapping of {line.entity} to {line.target} {what}")
