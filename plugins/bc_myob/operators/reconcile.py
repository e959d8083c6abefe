"""Reconcile: reads the three books, compares them, keeps and shows what was found, decides the run's colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException

from bc_myob.operators.base import ErpOperator, utc_now
from bc_myob.operators.params import interval_of
from bc_myob.operators.reconciling.request import reconcile_request

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bc_myob.history.reconciliations import CountRow, FindingRow
    from bc_myob.model.entities import Entity
    from bc_myob.operators.reconciling.request import ReconcileRequest
    from bc_myob.reconcile.books import Entry
    from bc_myob.store.settings import StoreSettings


class ReconcileOperator(ErpOperator):
    """Gives {kind: number of findings}. Fails, and with it the run, where there are faults and the run is to fail.

    Writes to neither system. Reads the ERP in one session, about 1,000 records a call, and the store as the sync does.
    """

    template_fields: tuple[str, ...] = ()

    def execute(self, context: Any) -> dict[str, int]:
        """Run the reconciliation."""
        from bc_myob.history.reconciliations import Reconciliations  # noqa: PLC0415 - not at DAG parse time
        from bc_myob.operators.reconciling.prepare import set_to_prepared  # noqa: PLC0415
        from bc_myob.operators.reconciling.table import kept_counts, kept_findings, text_of  # noqa: PLC0415
        from bc_myob.reconcile.comparing import compare, count_up  # noqa: PLC0415
        from bc_myob.reconcile.presence import Terms  # noqa: PLC0415

        settings, dag_run, begun = self.settings(), context["dag_run"], utc_now()
        request = self._request(context, settings, begun)
        history = self.history(settings)
        books = self._books(settings, history, request, begun)
        findings = compare(books, Terms(begun=begun, people_release=settings.reconcile.people_release))
        if request.set_missing_to_prepared:
            user = str(getattr(dag_run, "triggering_user_name", None) or self.dag_id)
            findings = set_to_prepared(history, self.store, findings, (user, dag_run.run_id, self.dag_id), books)
        results = (kept_findings(findings), kept_counts(count_up(books)))
        window = (request.window.start, request.window.end)
        Reconciliations(history, self.store).save(dag_run.run_id, self.dag_id, window, results)
        self.log.info("Reconciliation of %s:\n%s", self.store, text_of(*results))
        return _outcome(results, request)

    def _request(self, context: Any, settings: StoreSettings, now: datetime) -> ReconcileRequest:
        dag_run = context["dag_run"]
        look_back = timedelta(days=settings.reconcile.look_back_days if dag_run.run_type == "scheduled" else 0)
        return reconcile_request(
            context["params"], dag_run.conf or {}, interval_of(context), now=now, look_back=look_back
        )

    def _books(
        self, settings: StoreSettings, history: Engine, request: ReconcileRequest, begun: datetime
    ) -> dict[Entity, list[Entry]]:
        from bc_myob.history.recorded import Records  # noqa: PLC0415
        from bc_myob.history.records import SyncRecords  # noqa: PLC0415
        from bc_myob.history.runs import Runs  # noqa: PLC0415
        from bc_myob.operators.reconciling.books import Library  # noqa: PLC0415
        from bc_myob.operators.reconciling.erp import ErpDesk  # noqa: PLC0415
        from bc_myob.operators.reconciling.store import StoreDesk, read_store  # noqa: PLC0415
        from bc_myob.operators.systems import store_hook  # noqa: PLC0415

        records = Records(history, self.store)
        staged = SyncRecords(history, self.store, "reconcile")
        store = read_store(
            StoreDesk(
                settings=settings,
                hook=store_hook(settings),
                records=staged,
                history=records,
                window=request.window,
                now=begun,
                closed_until=Runs(history, self.store).last_closed_end(),
                asks_for_money=request.ask_store_for_payments,
            )
        )
        with self.erp(settings).session() as session:
            desk = ErpDesk(settings, session)
            library = Library(settings=settings, records=staged, history=records, window=request.window, erp=desk)
            return library.entries(store)


def _outcome(results: tuple[Sequence[FindingRow], Sequence[CountRow]], request: ReconcileRequest) -> dict[str, int]:
    from bc_myob.operators.reconciling.table import verdict  # noqa: PLC0415

    faults = [row for row in results[0] if row.is_fault]
    if faults and request.fail_on_findings:
        raise AirflowFailException(verdict(faults))
    found: dict[str, int] = {}
    for row in results[0]:
        found[row.kind] = found.get(row.kind, 0) + 1
    return found
