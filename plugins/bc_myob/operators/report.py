"""Report: always runs last; closes the run in Sync History, prints its totals, and decides the run's colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from airflow.sdk import TriggerRule
from airflow.sdk.exceptions import AirflowFailException

from bc_myob.model.statuses import Status
from bc_myob.operators.base import StoreOperator, run_key
from bc_myob.operators.printed import printed
from bc_myob.operators.request import RunRequest
from bc_myob.store.run import FailRunWhen

if TYPE_CHECKING:
    from bc_myob.history.runs import Problem, Total

_PROBLEMS_SHOWN: Final = 20
_WRONG: Final = {
    FailRunWhen.NEVER: frozenset[Status](),
    FailRunWhen.ABORTED: frozenset({Status.ABORTED}),
    FailRunWhen.FAILED: frozenset({Status.ABORTED, Status.FAILED}),
}


class ReportOperator(StoreOperator):
    """Gives the run's totals by entity and status. Fails, and with it the run, when a task failed or policy asks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("trigger_rule", TriggerRule.ALL_DONE)
        kwargs.setdefault("retries", 0)
        super().__init__(**kwargs)

    def execute(self, context: Any) -> dict[str, dict[str, int]]:
        """Give {entity: {status: records}} of this run."""
        from bc_myob.history.runs import Runs  # noqa: PLC0415

        failed = _failed_tasks(context["ti"])
        if self.request is None:
            raise AirflowFailException(_verdict(failed, []) or "The run was never opened; see the log of open_run.")
        if not RunRequest.from_xcom(self.request).entities:
            return {}
        settings, run_id = self.settings(), run_key(context)
        runs = Runs(self.history(settings), self.store)
        totals = runs.totals(run_id)
        self.log.info("Run of %s:\n%s", self.store, table_of(totals, runs.problems(run_id, _PROBLEMS_SHOWN)))
        wrong = [total for total in totals if total.status in _WRONG[settings.run.fail_run_when]]
        message = _verdict(failed, wrong)
        runs.finish(run_id, "failed" if message else "success", message)
        if message:
            raise AirflowFailException(message)
        return _as_json(totals)


def table_of(totals: Iterable[Total], problems: Iterable[Problem]) -> str:
    """Give the totals and the records that were held back or failed as text for the task log."""
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    counts = Table("Entity", "Status", "Records")
    for total in totals:
        counts.add_row(str(total.entity), str(total.status), str(total.records))
    held = Table("Entity", "External ID", "Status", "Reason", title="Held back or failed")
    for problem in problems:
        held.add_row(str(problem.entity), problem.external_id, str(problem.status), escape(problem.reason or ""))
    return printed(counts, held) if held.row_count else printed(counts)


def _failed_tasks(ti: Any) -> list[str]:
    states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[ti.run_id]).get(ti.run_id, {})
    return sorted(name for name, state in states.items() if state in {"failed", "upstream_failed"})


def _verdict(failed_tasks: list[str], wrong: list[Total]) -> str | None:
    if failed_tasks:
        return f"Tasks failed: {', '.join(failed_tasks)}. Their logs say why; clear them to go on from there."
    if wrong:
        said = ", ".join(f"{total.records} {total.entity} {total.status}" for total in wrong)
        return f"Records did not arrive: {said}. Sync History has the reasons (setting run.fail_run_when)."
    return None


def _as_json(totals: Iterable[Total]) -> dict[str, dict[str, int]]:
    said: dict[str, dict[str, int]] = {}
    for total in totals:
        said.setdefault(str(total.entity), {})[str(total.status)] = total.records
    return said
