"""Every criterion judged once, what it depends on first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, Verdict, by_hand, not_applicable
from bc_myob.checklist.judges import unread
from bc_myob.model.errors import UNFORESEEN
from bc_myob.store.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Result:
    """A criterion and what was found. `accepted`: the settings take it, or what it waits for, as it is."""

    criterion: Criterion
    finding: Finding
    accepted: bool = False

    @property
    def stops(self) -> bool:
        """Whether the run of the checklist fails by this row."""
        return self.finding.verdict is Verdict.NOT_MET and self.criterion.required and not self.accepted


def wanted(criteria: Iterable[Criterion], settings: StoreSettings) -> set[Ask]:
    """Give the questions that matter to this store."""
    return {ask for each in criteria if not each.exempt(settings) for ask in (*each.asks, *each.reads)}


def judged(criteria: Sequence[Criterion], facts: Facts, settings: StoreSettings) -> list[Result]:
    """Give one result per criterion, in their order."""
    judging = _Judging({each.key: each for each in criteria}, facts, settings)
    return [Result(each, judging.finding(each), judging.is_accepted(each)) for each in criteria]


class _Judging:
    def __init__(self, criteria: dict[str, Criterion], facts: Facts, settings: StoreSettings) -> None:
        self._criteria, self._facts, self._settings = criteria, facts, settings
        self._found: dict[str, Finding] = {}

    def finding(self, criterion: Criterion) -> Finding:
        """Give the finding, made once."""
        if criterion.key not in self._found:
            self._found[criterion.key] = self._judge(criterion)
        return self._found[criterion.key]

    def is_accepted(self, criterion: Criterion) -> bool:
        """Tell whether checklist.accepted names the criterion, or what it waits for: then it stops nothing either."""
        if criterion.key in self._settings.checklist.accepted:
            return True
        before = self._criteria.get(self.finding(criterion).waits_for)
        return before is not None and self.is_accepted(before)

    def _judge(self, criterion: Criterion) -> Finding:
        if why := criterion.exempt(self._settings):
            return not_applicable(why)
        for need in criterion.needs:
            # a criterion of another store's entity may be left out: then there is nothing to wait for
            before = self._criteria.get(need)
            if before is not None and self.finding(before).verdict is Verdict.NOT_MET:
                return _waits(before)
        for ask in criterion.asks:
            if self._facts.refused(ask):
                return unread(self._facts, ask, criterion.look)
        finding = self._judged(criterion)
        return replace(finding, mend=criterion.look) if _lacks_a_place(finding) else finding

    def _judged(self, criterion: Criterion) -> Finding:
        try:
            return criterion.judge(self._facts, self._settings)
        except UNFORESEEN as exc:
            # an answer nobody thought of concerns this row alone
            return by_hand(f"What was read cannot be understood ({type(exc).__name__}: {exc}).", criterion.look)


def _lacks_a_place(finding: Finding) -> bool:
    return finding.verdict is Verdict.BY_HAND and not finding.mend


def _waits(before: Criterion) -> Finding:
    return Finding(
        Verdict.NOT_MET,
        f"Cannot be checked before this is met: {before.title}.",
        "Mend that row first, then run the checklist again.",
        waits_for=before.key,
    )
