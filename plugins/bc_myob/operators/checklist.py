"""Checklist: asks both systems, judges every criterion, keeps and shows the results, decides the run's colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from airflow.sdk.exceptions import AirflowFailException

from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.base import ErpOperator
from bc_myob.operators.params import refuse_unknown
from bc_myob.operators.printed import printed

if TYPE_CHECKING:
    from datetime import datetime

    from bc_myob.checklist.criterion import Criterion
    from bc_myob.checklist.facts import Answer, Ask
    from bc_myob.checklist.judging import Result
    from bc_myob.history.checklists import ChecklistRow
    from bc_myob.hooks.erp_session import ErpSession
    from bc_myob.operators.checking.evidence import ErpFor, Evidence
    from bc_myob.store.settings import StoreSettings

PARAM_NAMES: Final = ("walk_through", "confirm")


class ChecklistOperator(ErpOperator):
    """Gives {result: number of rows}. Fails, and with it the run, while a required row is not met.

    Reads both systems in a few dozen calls and one ERP session. Writes to them only for the walk-through, which has to
    be asked for by Param and confirmed with the store's name.
    """

    template_fields: tuple[str, ...] = ()

    def execute(self, context: Any) -> dict[str, int]:
        """Run the checklist."""
        from bc_myob.history.checklists import Checklists  # noqa: PLC0415 - not at DAG parse time

        settings, dag_run = self.settings(), context["dag_run"]
        walk = walk_through_wanted(context["params"], dag_run.conf or {}, settings)
        history = self.history(settings)
        checklists = Checklists(history, self.store)
        written = checklists.customers_written()
        results = run_checklist(settings, walk_through=walk, written=written, erp=self.erp)
        rows = [kept(result) for result in results]
        checklists.save(dag_run.run_id, self.dag_id, rows)
        self.log.info("Checklist of %s:\n%s", self.store, text_of(rows))
        if wrong := [row for row in rows if row.stops]:
            raise AirflowFailException(verdict(wrong))
        return counted(rows)


def run_checklist(
    settings: StoreSettings,
    *,
    walk_through: bool = False,
    written: Sequence[tuple[str, datetime]] = (),
    erp: ErpFor | None = None,
) -> list[Result]:
    """Give the result of every criterion, after asking the two systems.

    `written`: customers of the ERP that these DAGs wrote last, with the time; by them change stamps are proven.
    `erp`: gives the hook of the ERP, for a task that may be killed.
    """
    from bc_myob.checklist.catalogue import checklist  # noqa: PLC0415
    from bc_myob.checklist.facts import Answer, Ask  # noqa: PLC0415
    from bc_myob.checklist.judging import judged, wanted  # noqa: PLC0415
    from bc_myob.operators.checking.evidence import Evidence, erp_evidence, store_evidence  # noqa: PLC0415

    criteria = checklist(settings)
    known = {criterion.key for criterion in criteria}
    if strange := sorted(set(settings.checklist.accepted) - known):
        raise ConfigurationError(f"checklist.accepted names no row of this store's checklist: {', '.join(strange)}.")
    evidence = Evidence(settings, frozenset(wanted(criteria, settings)), written)
    store_evidence(evidence)
    evidence.answers |= {Ask.WALK_THROUGH: Answer(), Ask.WALK_BOTH: Answer()}
    with erp_evidence(evidence, erp=erp) as session:
        if walk_through:
            evidence.answers |= _walked(criteria, evidence, session)
    return judged(criteria, evidence.facts, settings)


def _walked(criteria: Sequence[Criterion], evidence: Evidence, session: ErpSession) -> dict[Ask, Answer]:
    """Run the store's walk-throughs, unless something is not met already: their records would only be in the way."""
    from bc_myob.checklist.facts import Answer, Ask, Facts  # noqa: PLC0415
    from bc_myob.checklist.judging import judged  # noqa: PLC0415
    from bc_myob.operators.checking.walk_through import walk  # noqa: PLC0415
    from bc_myob.operators.checking.walk_through_both import walk_both  # noqa: PLC0415

    walks = {Ask.WALK_BOTH: walk_both, Ask.WALK_THROUGH: walk}
    mine = {ask: steps for ask, steps in walks.items() if ask in evidence.wanted}
    # the session is still open, so nobody can say yet how it ends
    so_far = Facts(evidence.answers | {Ask.SIGN_OUT: Answer()})
    wrong = [each.criterion.key for each in judged(criteria, so_far, evidence.settings) if each.stops]
    if wrong:
        refused = Answer(refused=f"Not run, because other rows are not met: {', '.join(wrong)}.")
        return dict.fromkeys(mine, refused)
    return {ask: Answer(rows=[steps(evidence.settings, session)]) for ask, steps in mine.items()}


def walk_through_wanted(params: Mapping[str, Any], conf: Mapping[str, Any], settings: StoreSettings) -> bool:
    """Tell whether test records are to be written; ConfigurationError where that was not confirmed."""
    refuse_unknown(conf, PARAM_NAMES)
    if not params["walk_through"]:
        return False
    if str(params["confirm"]).strip() != settings.store_name:
        raise ConfigurationError(
            "The walk-through writes test records to the store and to the ERP. Nothing was written: to confirm, "
            f"give the store's name ({settings.store_name}) in the Param confirm."
        )
    return True


def kept(result: Result) -> ChecklistRow:
    """Give a result as history keeps it."""
    from bc_myob.history.checklists import ChecklistRow  # noqa: PLC0415

    criterion, finding = result.criterion, result.finding
    return ChecklistRow(
        row_key=criterion.key,
        form=criterion.form,
        tab=criterion.tab,
        criterion=criterion.wording,
        required=criterion.required,
        accepted=result.accepted,
        result=finding.verdict.value,
        evidence=finding.says,
        what_to_do=finding.mend,
        breaks=criterion.breaks,
        waits_for=finding.waits_for or None,
    )


def counted(rows: Iterable[ChecklistRow]) -> dict[str, int]:
    """Give the number of rows by result."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.result] = found.get(row.result, 0) + 1
    return found


def verdict(wrong: Sequence[ChecklistRow]) -> str:
    """Give the reason of a failed run: the rows that do not merely wait for another one of them."""
    named = {row.row_key for row in wrong}
    roots = [row for row in wrong if row.waits_for not in named]
    said = " ".join(f"[{row.row_key}] {row.evidence} {row.what_to_do}" for row in roots)
    return f"{len(wrong)} required rows are not met. {said}"


def text_of(rows: Sequence[ChecklistRow]) -> str:
    """Give the checklist as text for the task log."""
    from bc_myob.operators.checking.table import closing, tables  # noqa: PLC0415

    return printed(*tables(rows), closing(rows))
