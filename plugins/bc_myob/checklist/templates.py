"""Numbering templates such as ECUS-RET1-######: constant segments, and # for the part that is numbered (2.5)."""

from __future__ import annotations

from collections.abc import Sequence

from bc_myob.checklist.facts import Row


def template_complaint(template: str, segments: Sequence[Row]) -> str:
    """Say why the template does not fit the key's segments; "" where it fits.

    `segments` are the key's rows in their order (Length, AutoNumber, Separator). Lengths of numbers are not its affair.
    """
    pattern = example(segments)
    parts = _parts(template, segments)
    if parts is None:
        return f"The template {template} has not the shape of the key, which is {pattern} (# for the number)."
    for number, (part, row) in enumerate(zip(parts, segments, strict=True), 1):
        if row.get("AutoNumber") and set(part) != {"#"}:
            return f"Segment {number} of the template {template} is the numbered one: it has to be {'#' * len(part)}."
        if not row.get("AutoNumber") and "#" in part:
            return f"Segment {number} of the template {template} has #, but the ERP does not number this segment."
        if not row.get("AutoNumber") and "_" in part:
            return f"Segment {number} of the template {template} still has underscores: put your own text there."
    return ""


def example(segments: Sequence[Row]) -> str:
    """Give the key's pattern: underscores for constant segments, # for the numbered one."""
    parts = [("#" if row.get("AutoNumber") else "_") * _length(row) for row in segments]
    signs = [*(str(row.get("Separator") or "-") for row in segments[:-1]), ""]
    return "".join(part + sign for part, sign in zip(parts, signs, strict=True))


def _parts(template: str, segments: Sequence[Row]) -> list[str] | None:
    """Give the template's text by segment; None where lengths or separators are not those of the key."""
    parts, at = [], 0
    for number, row in enumerate(segments, 1):
        parts.append(template[at : at + _length(row)])
        at += _length(row)
        sign = str(row.get("Separator") or "-") if number < len(segments) else ""
        if len(parts[-1]) != _length(row) or template[at : at + len(sign)] != sign:
            return None
        at += len(sign)
    return parts if at == len(template) else None


def _length(row: Row) -> int:
    return int(row.get("Length") or 0)
