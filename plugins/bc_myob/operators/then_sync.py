"""A run of the sync DAG for the records an action was about, at once instead of with the next scheduled run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk.exceptions import AirflowSkipException

from bc_myob.model.entities import Entity

SYNC_CONF: Final = "sync_conf"
"""The key under which the action leaves the Params of that run."""
ACT_TASKS: Final = ("act", "link")
"""Those of which one has done the action: the second where it was a link."""
_PARAMS: Final = {
    Entity.CUSTOMER: "customer_ids",
    Entity.CUSTOMER_LOCATION: "customer_ids",
    Entity.SALES_ORDER: "order_ids",
    Entity.PAYMENT: "order_ids",
}


class ThenSyncOperator(TriggerDagRunOperator):
    """Triggers the sync DAG where the Param then_sync asks for it; else it is skipped."""

    template_fields = ()

    def execute(self, context: Any) -> None:
        """Trigger the run with the ids that the action left."""
        if not context["params"]["then_sync"]:
            raise AirflowSkipException("The next scheduled run carries it (then_sync was not chosen).")
        left = context["ti"].xcom_pull(task_ids=list(ACT_TASKS), key=SYNC_CONF)
        self.conf = next(conf for conf in left if conf is not None)
        super().execute(context)


def conf_for(entity: Entity, external_ids: Sequence[str]) -> dict[str, list[int]]:
    """Give the sync DAG's Params for these records; none, an incremental run, where one is not in the store yet."""
    numbers = [external_id.partition(",")[0] for external_id in external_ids]
    if not numbers or not all(number.isdigit() for number in numbers):
        return {}
    return {_PARAMS[entity]: sorted({int(number) for number in numbers})}
