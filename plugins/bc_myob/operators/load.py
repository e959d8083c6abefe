"""Load: one batch of documents into the ERP, in one session, by the write protocol."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bc_myob.model.entities import Entity
from bc_myob.operators.base import ErpOperator, run_key, run_start, utc_now

if TYPE_CHECKING:
    from bc_myob.history.records import SyncRecords
    from bc_myob.hooks.erp_session import ErpSession
    from bc_myob.operators.loading.store_desk import StoreDesk
    from bc_myob.operators.loading.workbench import Workbench
    from bc_myob.store.settings import StoreSettings


class LoadOperator(ErpOperator):
    """Loads batch `batch_id` of `entity`; gives how many records ended how. Mapped over the batches of the map task."""

    template_fields = ("request", "batch_id")

    def __init__(self, *, entity: Entity, batch_id: str, **kwargs: Any) -> None:
        kwargs.setdefault("map_index_template", "{{ task.batch_id }}")
        super().__init__(**kwargs)
        self.entity = entity
        self.batch_id = batch_id

    def execute(self, context: Any) -> dict[str, int]:
        """Give the counts of outcomes of this try."""
        from bc_myob.operators.loading.batch import load_batch  # noqa: PLC0415

        settings = self.settings()
        with self.erp(settings).session() as session:
            counts = load_batch(self._bench(context, settings, session), self.batch_id)
        self.log.info("%s of batch %s: %s", self.entity, self.batch_id, dict(counts))
        return dict(counts)

    def _bench(self, context: Any, settings: StoreSettings, session: ErpSession) -> Workbench:
        from bc_myob.history.items import Items  # noqa: PLC0415
        from bc_myob.history.records import SyncRecords  # noqa: PLC0415
        from bc_myob.operators.loading.tagging import tagging_for  # noqa: PLC0415
        from bc_myob.operators.loading.workbench import Waiting, Workbench  # noqa: PLC0415
        from bc_myob.operators.pairing.pairs import answering_for_exports, both_ways  # noqa: PLC0415
        from bc_myob.sync.registry import REGISTRY  # noqa: PLC0415

        engine, run_id, spec = self.history(settings), run_key(context), REGISTRY[self.entity]
        records = SyncRecords(engine, self.store, run_id, dag_id=self.dag_id)
        travels = both_ways(settings, self.entity)
        return Workbench(
            spec=answering_for_exports(spec, settings) if travels else spec,
            settings=settings,
            records=records,
            items=Items(engine, self.store),
            session=session,
            owner=f"{self.dag_id}/{run_id}/{self.task_id}/{context['ti'].map_index}",
            waiting=Waiting(now=utc_now, sleep=time.sleep),
            store=self._desk(context, settings, records) if travels else None,
            tagging=tagging_for(settings, self.entity),
        )

    def _desk(self, context: Any, settings: StoreSettings, records: SyncRecords) -> StoreDesk:
        from bc_myob.history.staging import Staging  # noqa: PLC0415
        from bc_myob.operators.loading.store_desk import StoreDesk  # noqa: PLC0415
        from bc_myob.operators.systems import store_hook  # noqa: PLC0415

        return StoreDesk(
            settings=settings,
            records=records,
            staging=Staging(records.engine, self.store, run_key(context)),
            hook=store_hook(settings),
            started=run_start(context),
        )
