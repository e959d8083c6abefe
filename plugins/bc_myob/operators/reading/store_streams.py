"""One stream of the store as a run reads it: its records, then who is gone and whose addresses changed unseen."""

from __future__ import annotations

import logging

from bc_myob.model.entities import Entity
from bc_myob.operators.reading.address_scan import is_due, note_scan, scan_addresses
from bc_myob.operators.reading.erp_streams import stage_gone_in_the_store
from bc_myob.operators.reading.streams import STREAMS, Extraction
from bc_myob.sync.registry import CUSTOMERS_STREAM

log = logging.getLogger(__name__)


def extract_stream(work: Extraction, stream: str) -> int:
    """Stage `stream` (orders, customers or transactions) to its end; gives the number of records staged by this try."""
    if work.staging.progress(stream).done:
        log.info("%s were already read completely in this run", stream)
        return 0
    count = STREAMS[stream](work)
    if stream == CUSTOMERS_STREAM:
        _look_behind_the_list(work)
    work.staging.finish(stream)
    log.info("%d %s staged", count, stream)
    return count


def _look_behind_the_list(work: Extraction) -> None:
    """Stage what no list of changed customers tells: deletions, and edits of addresses alone."""
    if work.is_full and work.wants(Entity.CUSTOMER):
        note_scan(work)
        gone = stage_gone_in_the_store(work.staging, work.records, work.hook)
        log.info("%d customers are gone from the store", gone)
    if is_due(work, asked_for=work.request.scan_addresses):
        log.info("%d address books differ from what is staged", scan_addresses(work, work.records))
