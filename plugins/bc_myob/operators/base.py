"""What operators share: the store's settings, the history database, and the way into the ERP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseOperator

from bc_myob.store.loading import load_store

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bc_myob.hooks.myob_advanced import MyobAdvancedHook
    from bc_myob.hooks.policies import ErpPolicies
    from bc_myob.store.settings import StoreSettings


def utc_now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def run_key(context: Any) -> str:
    """Give the run's id in Sync History: Airflow's own, and unique within the store.

    A backfill of the sync DAG would share its ids with one of the backfill DAG, so it carries the DAG's id before it.
    """
    dag_run = context["dag_run"]
    shared = dag_run.run_type == "backfill" and dag_run.dag_id.startswith("bc_myob_sync_")
    return f"{dag_run.dag_id}/{dag_run.run_id}" if shared else str(dag_run.run_id)


def run_start(context: Any) -> datetime:
    """Give when the run started: the same for every task and every retry of it."""
    return context["dag_run"].start_date or utc_now()


class StoreOperator(BaseOperator):
    """A task of one store. `store` is the key of its settings file; the file is read when the task runs.

    `request` is the run's request (RunRequest as JSON), given by the task that opened the run.
    """

    template_fields: tuple[str, ...] = ("request",)

    def __init__(self, *, store: str, request: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store = store
        self.request = request

    def settings(self) -> StoreSettings:
        """Give the store's settings as they are now."""
        return load_store(self.store)

    def history(self, settings: StoreSettings) -> Engine:
        """Give the history database of the store, checked to be of this program's version."""
        from bc_myob.history.database import check_revision, open_history  # noqa: PLC0415 - not at DAG parse time
        from bc_myob.hooks.history import history_url  # noqa: PLC0415

        engine = open_history(history_url(settings.connections.history))
        check_revision(engine)
        return engine


class ErpTask:
    """What a task that signs in to the ERP is besides an operator. It belongs into the pool `run.pool`."""

    _hook: MyobAdvancedHook | None = None

    def erp(self, settings: StoreSettings, policies: ErpPolicies | None = None) -> MyobAdvancedHook:
        """Give the ERP with the store's limits; a killed task signs out of it."""
        from bc_myob.hooks.policies import ERP_POLICIES  # noqa: PLC0415 - not at DAG parse time
        from bc_myob.operators.systems import erp_hook  # noqa: PLC0415

        self._hook = erp_hook(settings, policies or ERP_POLICIES)
        return self._hook

    def on_kill(self) -> None:
        """Sign out of the ERP, so that a task marked failed by hand leaves no seat taken."""
        if self._hook is not None:
            self._hook.close()


class ErpOperator(ErpTask, StoreOperator):
    """A task of one store that signs in to the ERP."""
