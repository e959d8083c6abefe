"""Numbering templates such as ECUS-RET1-######: constant segments, and # for the part that is numbered (2.5)."""

from __future__ import annotations

from collections.abc import Sequence

from bc_myob.checklist.facts import Row


def template_complaint(template: str, segments: Sequence[Row], number: str) -> str:
    """Say why the template does not fit the key's segments or the sequence's numbers; "" where it fits.

    `segments` are the key's rows in their order (Length, AutoNumber, Separator); `number` is any number of the
    sequence, "" where nobody knows one.
    """
    lengths = [int(row.get("Length") or 0) for row in segments]
    marks = template.count("#")
    bare = len(template) - _separators(template, segments)
    if bare != sum(lengths):
        return (
            f"The template {template} has {bare} characters without separators, the key's segments have {sum(lengths)}."
        )
    numbered = [int(row.get("Length") or 0) for row in segments if row.get("AutoNumber")]
    if numbered and marks != numbered[0]:
        return f"The template {template} has {marks} times #, the auto-numbered segment has {numbered[0]} characters."
    if number and marks != len(number):
        return f"The template {template} has {marks} times #, the sequence's numbers ({number}) are {len(number)} long."
    return ""


def _separators(template: str, segments: Sequence[Row]) -> int:
    signs = {str(row.get("Separator") or "-") for row in segments[:-1]}
    return sum(template.count(sign) for sign in signs)
