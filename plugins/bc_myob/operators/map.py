"""Map: staged records into MYOB documents (Prepared) or outcomes with a reason, and into batches to load."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bc_myob.model.entities import Entity
from bc_myob.operators.base import StoreOperator, run_key, run_start
from bc_myob.operators.request import RunRequest

if TYPE_CHECKING:
    from datetime import datetime

    from bc_myob.history.records import SyncRecords
    from bc_myob.mapping.given import Given
    from bc_myob.model.pairs import Decided
    from bc_myob.model.records import Link, SourceRecord
    from bc_myob.operators.pairing.pairs import PairDesk
    from bc_myob.store.entities import EntitySettings
    from bc_myob.store.settings import StoreSettings
    from bc_myob.sync.registry import EntitySpec

log = logging.getLogger(__name__)


class MapOperator(StoreOperator):
    """Maps what the run staged of `entity`, and what earlier runs left open; gives the ids of the batches to load.

    A backfill run keeps to its own window; what it leaves open is taken up by the next run of the sync DAG.
    """

    def __init__(self, *, entity: Entity, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.entity = entity

    def execute(self, context: Any) -> list[str]:
        """Give the batch ids; an empty list when there is nothing to load, or the run is a dry run."""
        from bc_myob.history.records import SyncRecords  # noqa: PLC0415

        settings, request = self.settings(), RunRequest.from_xcom(self.request)
        records = SyncRecords(self.history(settings), self.store, run_key(context), dag_id=self.dag_id)
        return map_entity(self.entity, request, settings, records, started=run_start(context))


def map_entity(
    entity: Entity, request: RunRequest, settings: StoreSettings, records: SyncRecords, *, started: datetime
) -> list[str]:
    """Map what is due of `entity` the way it travels; gives the ids of the batches to load, none in a dry run.

    Nothing is due of what the run does not bring. `started`: when the run did.
    """
    from bc_myob.operators.pairing.pairs import PairDesk  # noqa: PLC0415

    if entity not in request.brought or not settings.entities.of(entity).active:
        log.info("%s is not part of this run", entity)
        return []
    desk = PairDesk(
        entity=entity,
        settings=settings,
        records=records,
        now=records.clock(),
        started=started,
        run_only=request.run_only,
        unprocessed=request.unprocessed,
    )
    log.info("%s mapped: %s", entity, dict(_mapped(desk)) or "nothing to do")
    if request.dry_run:
        return []
    return records.plan_batches(entity, settings.run.batch_size, run_only=request.run_only)


def _mapped(desk: PairDesk) -> Counter[str]:
    from bc_myob.operators.pairing.customers import map_customer_pairs  # noqa: PLC0415
    from bc_myob.operators.pairing.locations import map_location_pairs  # noqa: PLC0415
    from bc_myob.operators.pairing.pairs import both_ways  # noqa: PLC0415

    if not both_ways(desk.settings, desk.entity):
        return _mapped_one_way(desk)
    return map_location_pairs(desk) if desk.entity is Entity.CUSTOMER_LOCATION else map_customer_pairs(desk)


def _mapped_one_way(desk: PairDesk) -> Counter[str]:
    counts: Counter[str] = Counter()
    for chunk in desk.chunks(desk.spec.stream):
        counts += map_chunk(
            desk.spec,
            desk.settings,
            desk.records,
            chunk,
            started=desk.started,
            now=desk.records.clock(),
            unprocessed=desk.unprocessed,
        )
    return counts


def map_chunk(  # noqa: PLR0913 - one value each
    spec: EntitySpec,
    settings: StoreSettings,
    records: SyncRecords,
    chunk: list[SourceRecord],
    *,
    started: datetime,
    now: datetime,
    unprocessed: bool = False,
) -> Counter[str]:
    """Save what becomes of the sources of one chunk; gives how many stand in which status.

    `started`: what formulas take for the present.
    """
    from bc_myob.mapping.apart import map_apart  # noqa: PLC0415
    from bc_myob.model.records import GONE  # noqa: PLC0415
    from bc_myob.operators.pairing.unprocessed import mapped_unprocessed  # noqa: PLC0415
    from bc_myob.sync.deletion import restorations  # noqa: PLC0415
    from bc_myob.sync.registry import CUSTOMERS_STREAM  # noqa: PLC0415

    rules = settings.entities.of(spec.entity)
    terms: dict[str, Any] = {
        "mapping_hash": settings.mapping_hash,
        "max_failed_attempts": rules.max_failed_attempts,
        "now": now,
    }
    present = [record for record in chunk if GONE not in record.payload]
    given = _given(spec, settings, records, present, started)
    mapped = map_apart(spec.map, given)
    if unprocessed:
        mapped, chunk = mapped_unprocessed(records, spec.entity, mapped, chunk)
    back = restorations(mapped, given.links.get(spec.entity, {})) if spec.stream == CUSTOMERS_STREAM else []
    decided = [*back, *_deleted(spec, records, chunk, rules)]
    # First what was decided: with what is saved last the sources count as mapped, and nobody would decide it any more.
    counts = records.save_decided(spec.entity, decided, **terms) if decided else Counter[str]()
    restored = {each.mapped.external_id for each in back}
    others = [each for each in mapped if each.external_id not in restored]
    return counts + records.save_mapped(spec.entity, others, sources=chunk, **terms)


def _deleted(spec: EntitySpec, records: SyncRecords, chunk: list[SourceRecord], rules: EntitySettings) -> list[Decided]:
    """Give what becomes of customers and addresses that the store does not have any more."""
    from bc_myob.sync.deletion import deletions, may_have_lost  # noqa: PLC0415

    suspects = may_have_lost(spec, chunk)
    if not suspects:
        return []
    standings = records.standings(spec.entity, source_id=[record.source_id for record in suspects])
    return deletions(spec.entity, suspects, standings, rules)


def _given(
    spec: EntitySpec, settings: StoreSettings, records: SyncRecords, chunk: list[SourceRecord], started: datetime
) -> Given:
    from bc_myob.mapping.given import Given  # noqa: PLC0415

    links: dict[Entity, Mapping[str, Link]] = {
        spec.entity: records.links(spec.entity, source_ids=[record.source_id for record in chunk])
    }
    owners = sorted({spec.owner(record) for record in chunk})
    for needed in spec.needs:
        links[needed] = records.links(needed, source_ids=owners)
    orders = [record.source_id for record in chunk] if spec.entity is Entity.SALES_ORDER else []
    transactions = records.transactions_of(orders)
    lost = _lost(records, owners, links[Entity.CUSTOMER]) if orders else ()
    return Given(settings=settings, sources=chunk, links=links, transactions=transactions, lost=lost, now=started)


def _lost(records: SyncRecords, customers: list[str], known: Mapping[str, Link]) -> frozenset[str]:
    """Give those of the customers that the store does not have any more, and that nobody ever synchronised."""
    from bc_myob.model.records import GONE  # noqa: PLC0415
    from bc_myob.sync.registry import CUSTOMERS_STREAM  # noqa: PLC0415

    staged = records.staged(CUSTOMERS_STREAM, [one for one in customers if one not in known])
    return frozenset(one for one, record in staged.items() if GONE in record.payload)
