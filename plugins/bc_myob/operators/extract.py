"""Extract: one stream of the store over one window, into staging. A page and its progress mark commit together."""

from __future__ import annotations

from typing import Any

from bc_myob.model.entities import Entity
from bc_myob.operators.base import StoreOperator, run_key, utc_now
from bc_myob.operators.request import RunRequest


class ExtractOperator(StoreOperator):
    """Reads `stream` (orders, customers or transactions) of the run's window into staging; gives the number of records.

    A retry goes on behind the last page that was committed. Nothing but the count goes into XCom.
    """

    def __init__(self, *, stream: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stream = stream

    def execute(self, context: Any) -> int:
        """Give the number of records staged by this try."""
        from bc_myob.history.records import SyncRecords  # noqa: PLC0415
        from bc_myob.history.staging import Staging  # noqa: PLC0415
        from bc_myob.operators.reading.address_scan import is_due, note_scan, scan_addresses  # noqa: PLC0415
        from bc_myob.operators.reading.erp_streams import stage_gone_in_the_store  # noqa: PLC0415
        from bc_myob.operators.reading.streams import STREAMS, Extraction  # noqa: PLC0415
        from bc_myob.operators.systems import store_hook  # noqa: PLC0415
        from bc_myob.sync.registry import CUSTOMERS_STREAM  # noqa: PLC0415

        settings = self.settings()
        engine, run_id = self.history(settings), run_key(context)
        staging = Staging(engine, self.store, run_id)
        hook = store_hook(settings)
        request = RunRequest.from_xcom(self.request)
        extraction = Extraction(
            settings=settings,
            staging=staging,
            records=SyncRecords(engine, self.store, run_id, dag_id=self.dag_id),
            hook=hook,
            request=request,
            now=utc_now(),
        )
        if staging.progress(self.stream).done:
            self.log.info("%s were already read completely in this run", self.stream)
            return 0
        count = STREAMS[self.stream](extraction)
        if self.stream == CUSTOMERS_STREAM and extraction.is_full and extraction.wants(Entity.CUSTOMER):
            note_scan(extraction)
            self.log.info(
                "%d customers are gone from the store", stage_gone_in_the_store(staging, extraction.records, hook)
            )
        if self.stream == CUSTOMERS_STREAM and is_due(extraction, asked_for=request.scan_addresses):
            self.log.info("%d address books differ from what is staged", scan_addresses(extraction, extraction.records))
        staging.finish(self.stream)
        self.log.info("%d %s staged", count, self.stream)
        return count
