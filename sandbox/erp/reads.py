"""GET: lists and single records as the endpoint shows them (section 4, Reading)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.erp.contract import Shape
from sandbox.erp.contract.model import Kind
from sandbox.erp.draft import Desk
from sandbox.erp.errors import Malformed, ServerError, missing_record
from sandbox.erp.query.filters import condition
from sandbox.erp.query.selection import Selection
from sandbox.erp.reading import STAMPS
from sandbox.erp.records import Record
from sandbox.erp.site import labelled_local
from sandbox.erp.trees import Values
from sandbox.erp.writing import Writer

INQUIRY = "CompaniesStructure"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a GET asks for."""

    filter: str | None = None
    selection: Selection = field(default_factory=Selection)
    top: int | None = None
    skip: int = 0


def read_list(desk: Desk, shape: Shape, ask: Ask, writer: Writer) -> list[Values]:
    """Return the records that satisfy the conditions: no count, no promise about their order."""
    _refuse_unoptimisable(desk, shape, ask.selection)
    found = [displayed(record, desk) for record in desk.books.all(shape.name)]
    if ask.filter:
        test = condition(ask.filter, shape, desk.contract, desk.switches["filter_on_details"])
        found = [values for values in found if test(values)]
    if desk.switches["shuffle"]:
        random.shuffle(found)
    end = None if ask.top is None else ask.skip + ask.top
    page = found[ask.skip : end]
    return [writer.record(shape, values, ask.selection, number) for number, values in enumerate(page, start=1)]


def read_one(desk: Desk, shape: Shape, path: str, selection: Selection, writer: Writer) -> Values:
    """Return the record found by id or keys; a missing one is HTTP 500."""
    return writer.record(shape, displayed(find(desk, shape, path), desk), selection)


def find(desk: Desk, shape: Shape, path: str) -> Record:
    """Return the record a URL names: `{guid}`, or key values with slashes or bars between."""
    parts = [part for part in path.replace("|", "/").split("/") if part]
    found = desk.books.get(shape.name, parts[0]) if len(parts) == 1 else None
    if found is None and len(parts) == len(shape.keys):
        found = desk.books.find(shape.name, *parts)
    if found is None:
        raise missing_record()
    return found


def inquire(desk: Desk, shape: Shape, selection: Selection, writer: Writer) -> Values:
    """Return the answer of the CompaniesStructure inquiry: one row per branch."""
    branches = [record.values for record in desk.books.all("Branch")]
    return writer.record(shape, {"id": desk.contract.version, "Results": branches}, selection) | {"note": None}


def displayed(record: Record, desk: Desk) -> Values:
    """Return the values as people see them: site time in stamps, today on payments that are not fully applied."""
    values = record.values
    if desk.switches["stamp_zone"] == "local":
        local = {name: labelled_local(values[name]) for name in STAMPS if values.get(name)}
        values = values | local
    hides_date = record.entity == "Payment" and values["AvailableBalance"] > 0 and values["Status"] != "Voided"
    if hides_date and not desk.switches["application_date_reads_back"]:
        values = values | {"ApplicationDate": desk.business_date}
    return values


def _refuse_unoptimisable(desk: Desk, shape: Shape, selection: Selection) -> None:
    slow = set(str(desk.switches["unoptimisable"]).split(","))
    named = [name for name in _nested(shape) if name in selection.expanded and f"{shape.name}/{name}" in slow]
    if named or shape.name == INQUIRY:
        raise ServerError(
            "Optimization cannot be performed. The following fields cause the error: "
            + ", ".join(f"{shape.name}.{name}" for name in named or ["Results"]),
            "PX.Api.ContractBased.OptimizationException",
        )


def _nested(shape: Shape) -> Iterator[str]:
    return (each.name for kind in (Kind.LINKED, Kind.DETAILS) for each in shape.nested(kind))


def whole(name: str, text: str | None) -> int | None:
    """Return a query option that must be a whole number, None if it is not there."""
    if text is None:
        return None
    if not text.isdigit():
        raise Malformed(**{name: f"The value '{text}' is not valid for Nullable`1."})
    return int(text)
