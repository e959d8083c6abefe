"""The two judgements that most rows come down to: something can be read, and a code is there."""

from __future__ import annotations

from bc_myob.checklist.facts import Ask, Facts, listed
from bc_myob.checklist.findings import Finding, met, not_met


def readable(facts: Facts, ask: Ask, says: str, otherwise: str, mend: str) -> Finding:
    """Give met with `says` where the question was answered; else `otherwise` with the system's reason."""
    refused = facts.refused(ask)
    return not_met(f"{otherwise} ({refused.rstrip('.')}).", mend) if refused else met(says)


def unknown(facts: Facts, ask: Ask, field: str, what: str, mend: str) -> Finding:
    """Give that `what` (kind and code) is not there, with the codes that are."""
    return not_met(f"There is no {what}. There are: {listed(facts.rows(ask), field)}.", mend)
