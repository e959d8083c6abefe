"""The judgements that most rows come down to: something can be read, and a code is there."""

from __future__ import annotations

from bc_myob.checklist.facts import Ask, Facts, Row, listed
from bc_myob.checklist.findings import Finding, by_hand, met, not_met


def readable(facts: Facts, ask: Ask, says: str, otherwise: str, mend: str) -> Finding:
    """Give met with `says` where the question was answered, `otherwise` with the reason where it was refused.

    Where there was no answer nobody can tell: that is no missing right.
    """
    if facts.silent(ask):
        return unread(facts, ask)
    refused = facts.refused(ask)
    return not_met(f"{otherwise} ({refused.rstrip('.')}).", mend) if refused else met(says)


def lets_in(facts: Facts, ask: Ask, says: str, otherwise: str, mend: str) -> Finding:
    """Give `readable` for a door: one that gives no answer keeps everything out as well."""
    if not (refused := facts.refused(ask)):
        return met(says)
    again = "Run the checklist again in a few minutes. If it stays so: " if facts.silent(ask) else ""
    return not_met(f"{otherwise} ({refused.rstrip('.')}).", again + mend)


def unread(facts: Facts, ask: Ask, look: str = "") -> Finding:
    """Give that a question has no answer: refused, or none came; `look` beats the criterion's own place to look."""
    why = facts.refused(ask).rstrip(".")
    if facts.silent(ask):
        return by_hand(f"Nobody can tell yet: {ask} gave no answer ({why}). Run the checklist again.", look)
    return by_hand(f"The API cannot tell: {ask} could not be read ({why}).", look)


def unshown(row: Row, boxes: dict[str, str], of: str) -> list[str]:
    """Give a sentence about the boxes (field: title) that the record `of` does not show; none where it shows all."""
    missing = [title for field, title in boxes.items() if row.get(field) is None]
    return [f"{' and '.join(missing)} of {of} {'is' if len(missing) == 1 else 'are'} not shown."] if missing else []


def unknown(facts: Facts, ask: Ask, field: str, what: str, mend: str) -> Finding:
    """Give that `what` (kind and code) is not there, with the codes that are."""
    return not_met(f"There is no {what}. There are: {listed(facts.rows(ask), field)}.", mend)
