"""What is sent: the document of a create, or of an update that changes rows in place instead of doubling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec

RowIds = Mapping[str, Mapping[str, str]]
"""Detail -> what tells its rows apart (a line's ExternalRef, a discount's code, a tax) -> id of the row in the ERP."""


@dataclass(frozen=True, slots=True)
class Write:
    """One PUT: the document, and whether it may only create or only update."""

    document: dict[str, Any]
    creates: bool


def creation(document: Document) -> Write:
    """Give the write that creates the record."""
    return Write(document=dict(document), creates=True)


def update(spec: EntitySpec, document: Document, erp_id: str, known: RowIds) -> Write:
    """Give the write that changes record `erp_id`: known rows by id, rows gone in the store deleted."""
    rows = {
        detail: _merged(document.get(detail) or [], key, known.get(detail, {}))
        for detail, key in spec.rows.items()
        if document.get(detail) or known.get(detail)
    }
    return Write(document=dict(document) | {"id": erp_id} | rows, creates=False)


def row_ids(spec: EntitySpec, reply: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Give the ids of the detail rows in an answer of the ERP; rows that nothing tells apart are left out."""
    return {
        detail: {str(row[key]): str(row["id"]) for row in reply.get(detail) or [] if row.get(key) and row.get("id")}
        for detail, key in spec.rows.items()
    }


def is_complete(spec: EntitySpec, document: Document, known: RowIds) -> bool:
    """Tell whether as many rows are known as the document has; where fewer are, rows of ours may be there unknown."""
    return all(len(known.get(detail, {})) >= len(document.get(detail) or ()) for detail in spec.rows)


def _merged(rows: Sequence[Mapping[str, Any]], key: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    wanted = {str(row.get(key)) for row in rows}
    gone = [{"id": row_id, "delete": True} for name, row_id in known.items() if name not in wanted]
    return [_with_id(row, known.get(str(row.get(key)))) for row in rows] + gone


def _with_id(row: Mapping[str, Any], row_id: str | None) -> dict[str, Any]:
    return dict(row) | ({"id": row_id} if row_id else {})
