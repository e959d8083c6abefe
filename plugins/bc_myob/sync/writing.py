"""What is sent: the document of a create, or of an update that changes lines in place instead of doubling them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec

LineIds = Mapping[str, str]
"""Line reference (ExternalRef of the row) -> id of the row in the ERP."""


@dataclass(frozen=True, slots=True)
class Write:
    """One PUT: the document, and whether it may only create or only update."""

    document: dict[str, Any]
    creates: bool


def creation(document: Document) -> Write:
    """Give the write that creates the record."""
    return Write(document=dict(document), creates=True)


def update(spec: EntitySpec, document: Document, erp_id: str, line_ids: LineIds) -> Write:
    """Give the write that changes record `erp_id`: known lines by id, lines gone in the store deleted."""
    changed = dict(document) | {"id": erp_id}
    if spec.lines and spec.lines in changed:
        changed[spec.lines] = _merged_lines(changed[spec.lines], line_ids)
    return Write(document=changed, creates=False)


def line_ids(spec: EntitySpec, reply: Mapping[str, Any]) -> dict[str, str]:
    """Give reference -> id of the detail rows in an answer of the ERP; rows without a reference are left out."""
    rows = reply.get(spec.lines) or [] if spec.lines else []
    return {str(row["ExternalRef"]): str(row["id"]) for row in rows if row.get("ExternalRef") and row.get("id")}


def _merged_lines(lines: list[Mapping[str, Any]], known: LineIds) -> list[dict[str, Any]]:
    wanted = {str(line.get("ExternalRef")) for line in lines}
    merged = [_with_id(line, known) for line in lines]
    gone = [{"id": row_id, "delete": True} for reference, row_id in known.items() if reference not in wanted]
    return merged + gone


def _with_id(line: Mapping[str, Any], known: LineIds) -> dict[str, Any]:
    row_id = known.get(str(line.get("ExternalRef")))
    return dict(line) | ({"id": row_id} if row_id else {})
