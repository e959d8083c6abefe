"""One row of the checklist, as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding
from bc_myob.store.settings import StoreSettings

Judge = Callable[[Facts, StoreSettings], Finding]
Exempt = Callable[[StoreSettings], str]


def always(_: StoreSettings) -> str:
    """Exempt no store."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What must be set up, and how that is seen.

    - `form`, `tab`, `wording`: as the vendor's checklist names them; `source`: where that stands;
    - `breaks`: which records fail, and how, while it is not met; `look`: where a person sees it;
    - `asks`: the questions without whose answers only a person can tell; `reads`: those whose refusal it judges itself;
    - `needs`: keys of what has to be met before;
    - `exempt`: gives the reason why a store need not care, or "";
    - `required`: while it is not met, the run of the checklist fails.
    """

    key: str
    form: str
    wording: str
    breaks: str
    look: str
    judge: Judge
    tab: str = ""
    asks: tuple[Ask, ...] = ()
    reads: tuple[Ask, ...] = ()
    needs: tuple[str, ...] = ()
    exempt: Exempt = always
    required: bool = True
    source: str = ""

    @property
    def title(self) -> str:
        """The criterion as one line: form, tab, wording."""
        where = f"{self.form}, {self.tab}" if self.tab else self.form
        return f"{where}: {self.wording}"
