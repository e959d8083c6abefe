"""What the checklist says of one criterion: met, not met, by hand, not applicable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The four answers."""

    MET = "met"
    NOT_MET = "not met"
    BY_HAND = "by hand"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer with its evidence.

    `says` is what was seen or what is wrong; `mend` where to put it right or, by hand, exactly where to look;
    `waits_for` the key of a criterion that has to be met first.
    """

    verdict: Verdict
    says: str
    mend: str = ""
    waits_for: str = ""


def met(says: str) -> Finding:
    """Give a met criterion with what proves it."""
    return Finding(Verdict.MET, says)


def not_met(says: str, mend: str) -> Finding:
    """Give what is wrong and where to mend it."""
    return Finding(Verdict.NOT_MET, says, mend)


def by_hand(says: str, look: str = "") -> Finding:
    """Give why nobody but a person can tell; `look` beats the criterion's own place to look."""
    return Finding(Verdict.BY_HAND, says, look)


def not_applicable(why: str) -> Finding:
    """Give why the criterion does not concern this store."""
    return Finding(Verdict.NOT_APPLICABLE, why)


def verdict_on(complaints: Sequence[tuple[str, str]], otherwise: Finding, unseen: Sequence[str] = ()) -> Finding:
    """Give one not met finding of all (what is wrong, where to mend it), or `otherwise` where there are none.

    `unseen`: what nobody saw, in sentences; then a met `otherwise` is for a person to complete.
    """
    if not complaints and unseen and otherwise.verdict is Verdict.MET:
        return by_hand(" ".join((*unseen, f"As far as can be seen: {otherwise.says}")))
    if not complaints:
        return otherwise
    places = dict.fromkeys(mend for _, mend in complaints)
    return not_met(" ".join(wrong for wrong, _ in complaints), " ".join(places))
