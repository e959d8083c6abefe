"""Extract, the other way: what changed in the ERP, into staging. Only where a store's entities travel both ways."""

from __future__ import annotations

from typing import Any

from bc_myob.model.entities import Entity
from bc_myob.operators.base import ErpOperator, run_key
from bc_myob.operators.request import RunRequest


class ExtractErpOperator(ErpOperator):
    """Reads the customers or locations of the ERP that changed since the last complete reading; gives their number.

    A retry reads the same again, which is harmless; the next run's starting point moves only when all was read.
    """

    def __init__(self, *, entity: Entity, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.entity = entity

    def execute(self, context: Any) -> int:
        """Give the number of records staged."""
        from bc_myob.history.records import SyncRecords  # noqa: PLC0415
        from bc_myob.history.staging import Staging  # noqa: PLC0415
        from bc_myob.operators.reading.erp_streams import ErpExtraction, extract_erp, is_read  # noqa: PLC0415

        settings, request = self.settings(), RunRequest.from_xcom(self.request)
        if not is_read(self.entity, settings, request):
            self.log.info("%s of the ERP are not part of this run", self.entity)
            return 0
        engine, run_id = self.history(settings), run_key(context)
        with self.erp(settings).session() as session:
            work = ErpExtraction(
                entity=self.entity,
                settings=settings,
                staging=Staging(engine, self.store, run_id),
                records=SyncRecords(engine, self.store, run_id, dag_id=self.dag_id),
                session=session,
                request=request,
            )
            count = extract_erp(work)
        self.log.info("%d %s of the ERP staged", count, self.entity)
        return count
