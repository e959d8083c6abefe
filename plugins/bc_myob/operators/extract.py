"""Extract: one stream of the store over one window, into staging. A page and its progress mark commit together."""

from __future__ import annotations

from typing import Any

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
        from bc_myob.operators.reading.store_streams import extract_stream  # noqa: PLC0415
        from bc_myob.operators.reading.streams import Extraction  # noqa: PLC0415
        from bc_myob.operators.systems import store_hook  # noqa: PLC0415

        settings = self.settings()
        engine, run_id = self.history(settings), run_key(context)
        work = Extraction(
            settings=settings,
            staging=Staging(engine, self.store, run_id),
            records=SyncRecords(engine, self.store, run_id, dag_id=self.dag_id),
            hook=store_hook(settings),
            request=RunRequest.from_xcom(self.request),
            now=utc_now(),
        )
        return extract_stream(work, self.stream)
