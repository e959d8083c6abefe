"""The first task of a run: checks what must be right before anything is read, and freezes the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.base import StoreOperator, run_key, utc_now
from bc_myob.operators.params import interval_of
from bc_myob.operators.request import Flow, Moment, request_for

if TYPE_CHECKING:
    from datetime import datetime

    from bc_myob.history.runs import Runs
    from bc_myob.store.settings import StoreSettings


class OpenRunOperator(StoreOperator):
    """Opens the run in Sync History and gives its request (RunRequest as JSON) to every other task.

    Fails at once, with nothing read or written, when a Param, a connection, the settings file or the history database
    is not in order.
    """

    def __init__(self, *, flow: Flow, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.flow = flow

    def execute(self, context: Any) -> dict[str, Any]:
        """Give the run's request for the tasks that follow."""
        from bc_myob.history.checklists import Checklists  # noqa: PLC0415
        from bc_myob.history.runs import Runs  # noqa: PLC0415
        from bc_myob.hooks.connections import connection_of  # noqa: PLC0415
        from bc_myob.mapping.rules_check import check_rules  # noqa: PLC0415
        from bc_myob.store.boxes import check_boxes  # noqa: PLC0415

        settings = self.settings()
        if not settings.active:
            raise ConfigurationError(f"Store {self.store} is not active; set `active: true` in its settings file.")
        check_boxes(settings)
        check_rules(settings)
        for conn_id in (settings.connections.bigcommerce, settings.connections.myob_advanced):
            connection_of(conn_id)
        history = self.history(settings)
        if settings.checklist.gates_sync:
            Checklists(history, self.store).require(settings.checklist.accepted)
        runs = Runs(history, self.store)
        dag_run = context["dag_run"]
        moment = Moment(
            now=utc_now(),
            interval=interval_of(context),
            last_closed=self._last_closed(runs, settings),
            overlap=settings.run.overlap,
        )
        request = request_for(self.flow, context["params"], dag_run.conf or {}, moment)
        if self.flow is Flow.BACKFILL and dag_run.run_type == "scheduled":
            self.log.info("The present day belongs to the sync DAG; history is walked by `airflow backfill create`")
            return replace(request, entities=()).to_xcom()
        flow = str(self.flow) if request.closes(moment) else f"{self.flow}_part"
        # a cleared or retried run keeps the window it was opened with
        window = runs.start(run_key(context), self.dag_id, flow, request.window)
        runs.note_entities(run_key(context), _active(settings))
        request = replace(request, window=window or request.window)
        self.log.info("Run of %s opened: %s", self.store, request)
        return request.to_xcom()

    def _last_closed(self, runs: Runs, settings: StoreSettings) -> datetime | None:
        """Give where the last good window ended; None for the first preparation of an entity, which is full (8.1)."""
        closed = runs.last_closed_end()
        new = runs.never_prepared(_active(settings)) if closed and self.flow is Flow.SYNC else []
        if new:
            self.log.info("First run with %s: everything is read", ", ".join(str(entity) for entity in new))
        return None if new else closed


def _active(settings: StoreSettings) -> list[Entity]:
    return [entity for entity in Entity if settings.entities.of(entity).active]
