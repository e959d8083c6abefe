"""The line of a store whose customers and locations travel both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.entities import Entity
from bc_myob.operators.loading.store_desk import StoreDesk
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.operators.pairing.pairs import answering_for_exports
from bc_myob.operators.reading.erp_streams import ErpExtraction, extract_erp, is_read
from bc_myob.operators.request import RunRequest
from bc_myob.sync.registry import REGISTRY, EntitySpec
from tests.faults.line import STEADY_ERP, STEADY_READS, Line
from tests.faults.road import Process

BOTH = (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)


@dataclass
class TwoWayLine(Line):
    """`Line`, which also reads the ERP's customers and locations and writes them to the store."""

    def _reads(self, run_id: str, request: RunRequest) -> Iterator[tuple[str, Callable[[Process], Any]]]:
        for entity in BOTH:
            yield (
                f"extract.erp_{entity.slug}",
                lambda process, e=entity: self._extract_erp(process, run_id, request, e),
            )
        yield from super()._reads(run_id, request)

    def _extract_erp(self, process: Process, run_id: str, request: RunRequest, entity: Entity) -> None:
        if not is_read(entity, self.settings, request):
            return
        engine = self._engine(process)
        hook = MyobAdvancedHook("myob_advanced_demo", policies=STEADY_ERP, timing=self.road.hours.timing)
        process.drive(hook.transport.session, "erp")
        with hook.session() as session:
            work = ErpExtraction(
                entity=entity,
                settings=self.settings,
                staging=self._staging(engine, run_id),
                records=self._records(engine, run_id),
                session=session,
                request=request,
            )
            extract_erp(work)

    def _spec(self, entity: Entity) -> EntitySpec:
        return answering_for_exports(REGISTRY[entity], self.settings) if entity in BOTH else REGISTRY[entity]

    def _bench(self, process: Process, run_id: str, entity: Entity, session: Any, owner: str) -> Workbench:
        bench = super()._bench(process, run_id, entity, session, owner)
        if entity in BOTH:
            hook = BigCommerceHook("bigcommerce_demo", retry=STEADY_READS, timing=self.road.hours.timing)
            process.drive(hook.transport.session, "store")
            staging = self._staging(bench.records.engine, run_id)
            now = self.road.hours.now()
            bench.store = StoreDesk(
                settings=self.settings, records=bench.records, staging=staging, hook=hook, started=now
            )
        return bench
