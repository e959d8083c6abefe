"""Lines that point at other lines by number: gift wrapping at what it wraps (connector 4.4).

Mapping knows positions only. They are the numbers of a new record; of one that is changed, only the ERP knows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec, Pointer

Numbers = Mapping[str, Mapping[str, int]]
"""Detail -> what tells its rows apart -> number of the row in the ERP."""


def row_numbers(spec: EntitySpec, reply: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Give the numbers of the rows in an answer of the ERP, for the details whose rows are pointed at."""
    return {
        detail: {
            str(row[spec.rows[detail]]): int(row[pointer.number])
            for row in reply.get(detail) or []
            if row.get(spec.rows[detail]) and row.get(pointer.number) is not None
        }
        for detail, pointer in spec.pointers.items()
    }


def with_numbers(spec: EntitySpec, document: Document, known: Numbers) -> dict[str, Any]:
    """Give the document of an update with `known` numbers in place of positions; unknown ones are left out."""
    return dict(document) | {
        detail: [
            _renumbered(row, pointer.field, _target(spec, document, detail, row), known.get(detail, {})) for row in rows
        ]
        for detail, pointer in spec.pointers.items()
        if (rows := document.get(detail))
    }


def corrections(spec: EntitySpec, document: Document, reply: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Give the rows, by their ids, that in the answer point elsewhere or lack what they share with their target."""
    found: dict[str, list[dict[str, Any]]] = {}
    for detail, pointer in spec.pointers.items():
        saved = {str(row.get(spec.rows[detail])): row for row in reply.get(detail) or []}
        for row in document.get(detail) or []:
            target, there = (
                saved.get(_target(spec, document, detail, row) or ""),
                saved.get(str(row.get(spec.rows[detail]))),
            )
            if target and there and (wrong := _wrong(pointer, row, there, target)):
                found.setdefault(detail, []).append({"id": there["id"]} | wrong)
    return found


def _wrong(
    pointer: Pointer, row: Mapping[str, Any], there: Mapping[str, Any], target: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the fields of a saved row that differ from its target's; what the document says itself stands."""
    wanted = {pointer.field: target.get(pointer.number)}
    wanted |= {name: target.get(name) for name in pointer.shared if name not in row}
    return {name: value for name, value in wanted.items() if value is not None and there.get(name) != value}


def _target(spec: EntitySpec, document: Document, detail: str, row: Mapping[str, Any]) -> str | None:
    """Give what tells the row apart that `row` points at by its position; None where it points at none."""
    position = row.get(spec.pointers[detail].field)
    return None if position is None else str(document[detail][int(position) - 1][spec.rows[detail]])


def _renumbered(row: Mapping[str, Any], field: str, target: str | None, numbers: Mapping[str, int]) -> dict[str, Any]:
    others = {name: value for name, value in row.items() if name != field}
    return others | ({field: numbers[target]} if target is not None and target in numbers else {})
